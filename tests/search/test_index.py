import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant import Coach, Settings
from assistant.referential.loading import read_yaml
from assistant.search.embedding_build import embedded_model
from assistant.search.index import fingerprint, indexed_texts, open_index
from assistant.search.workshop import make_workshop

ASK = 'from assistant import Coach; print(len(Coach().ask("Qu\'attend le jury pour C3.3 ?").citations))'


def silent(_message: str) -> None:
    return None


@pytest.fixture(scope="module")
def small_corpus(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus with two ways of asking for each thing, so that building its index takes seconds."""
    folder = tmp_path_factory.mktemp("small") / "corpus"
    shutil.copytree(settings.corpus, folder)
    for path in [*(folder / "phrasings").glob("*.yaml"), folder / "facts.yaml", folder / "intents.yaml"]:
        path.write_text(yaml.safe_dump(thinned(read_yaml(path)), allow_unicode=True), "utf-8")
    return folder


def thinned(data: Any, key: object = "") -> Any:
    """Keep the first two of every list of ways of asking."""
    if isinstance(data, dict):
        return {name: thinned(value, name) for name, value in data.items()}
    asking = isinstance(data, list) and (
        key in {"phrasings", "examples", "exam"} or isinstance(key, int) or str(key)[:1] == "C"
    )
    return data[:2] if asking else data


@pytest.fixture
def data(settings: Settings, tmp_path: Path) -> Path:
    """A data folder of its own, which shares the model that is built once."""
    model = embedded_model(settings.data, silent)
    folder = tmp_path / "data"
    (folder / "models").mkdir(parents=True)
    (folder / "models" / model.name).symlink_to(model)
    return folder


@pytest.fixture(scope="module")
def built(settings: Settings, small_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small corpus' index, to be copied."""
    folder = tmp_path_factory.mktemp("built")
    model = embedded_model(settings.data, silent)
    (folder / "models").mkdir()
    (folder / "models" / model.name).symlink_to(model)
    coach = Coach(Settings(corpus=small_corpus, data=folder))
    texts = indexed_texts(coach.referential, coach.knowledge)
    coach.prepare()
    return folder / "indexes" / fingerprint(texts, coach.embedder)


def test_an_index_is_built_once_and_only_read_after_that(small_corpus: Path, data: Path) -> None:
    messages: list[str] = []
    first = Coach(Settings(corpus=small_corpus, data=data), report=messages.append)
    assert first.ask("Qu'attend le jury pour C3.3 ?").citations
    assert any("Construction" in message for message in messages)
    messages.clear()
    second = Coach(Settings(corpus=small_corpus, data=data), report=messages.append)
    assert second.ask("Qu'attend le jury pour C3.3 ?").citations
    assert messages == []


@pytest.mark.parametrize(
    "victim", ["chroma-*/chroma.sqlite3", "contents.json", "classifier.npz", "lexical/params.index.json"]
)
def test_a_damaged_index_is_rebuilt_with_a_message(victim: str, small_corpus: Path, data: Path, built: Path) -> None:
    index = data / "indexes" / built.name
    shutil.copytree(built, index)
    (path,) = index.glob(victim)
    path.write_bytes(b"\x00damaged")
    script = (
        "import sys; from assistant import Coach; "
        'print(len(Coach(report=lambda m: print(m, file=sys.stderr)).ask("Qu\'attend le jury pour C3.3 ?").citations))'
    )
    result = run(script, small_corpus, data)
    assert result.stdout.strip() == "6"
    assert "L’index de recherche est endommagé : il est reconstruit." in result.stderr


def test_two_processes_that_start_at_once_share_one_index(small_corpus: Path, data: Path) -> None:
    environment = {**os.environ, "ASSISTANT_CORPUS": str(small_corpus), "ASSISTANT_DATA": str(data)}
    processes = [
        subprocess.Popen([sys.executable, "-c", ASK], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=180)[0].strip() for process in processes]
    assert outputs == ["6", "6"]
    assert len([folder for folder in (data / "indexes").iterdir() if folder.is_dir()]) == 1


def test_a_change_of_corpus_or_embedder_is_another_index(coach: Coach) -> None:
    texts = indexed_texts(coach.referential, coach.knowledge)
    name = fingerprint(texts, coach.embedder)
    assert fingerprint(texts[:-1], coach.embedder) != name
    other = Coach(coach.settings.model_copy(update={"embedding_query_prompt": "question: "}))
    assert fingerprint(texts, other.embedder) != name


def test_a_folder_that_cannot_be_written_is_an_error_of_the_disk(coach: Coach, tmp_path: Path) -> None:
    (tmp_path / "indexes").write_text("a file where the folder should be")
    texts = indexed_texts(coach.referential, coach.knowledge)
    with pytest.raises(OSError, match="indexes"):
        open_index(tmp_path, texts, coach.embedder, silent)


def run(script: str, corpus: Path, data: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ASSISTANT_CORPUS": str(corpus), "ASSISTANT_DATA": str(data)}
    return subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True, timeout=180
    )


def test_the_index_names_no_machine(built: Path) -> None:
    targets = json.loads((built / "contents.json").read_text("utf-8"))["targets"]
    assert all(str(Path.home()) not in target for target in targets)


def killed_while_building(script: str, folder: Path, corpus: Path, data: Path, after: float = 0.0) -> None:
    """Run a script and kill it outright while it builds something in a workshop of `folder`."""
    environment = {**os.environ, "ASSISTANT_CORPUS": str(corpus), "ASSISTANT_DATA": str(data)}
    process = subprocess.Popen([sys.executable, "-c", script], env=environment)
    deadline = time.monotonic() + 60
    while not list(folder.glob(".building-*")):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)
    time.sleep(after)
    assert process.poll() is None, "it was built before it could be killed"
    process.kill()
    process.wait()


def test_a_build_that_was_killed_leaves_nothing_once_it_is_done_again(small_corpus: Path, data: Path) -> None:
    indexes = data / "indexes"
    killed_while_building(ASK, indexes, small_corpus, data, after=1.0)
    standing = [path.name for path in indexes.iterdir() if path.is_dir()]
    assert len(standing) == 1 and standing[0].startswith(".building-")
    # The lock is free, nothing half-built is used, and the workshop goes.
    assert run(ASK, small_corpus, data).stdout.strip() == "6"
    assert [path.name[0] for path in indexes.iterdir() if path.is_dir()] != ["."]
    assert len([path for path in indexes.iterdir() if path.is_dir()]) == 1


def test_a_workshop_of_something_else_stays(tmp_path: Path) -> None:
    other = make_workshop(tmp_path / "other")
    left = make_workshop(tmp_path / "this")
    assert make_workshop(tmp_path / "this") != left
    assert other.exists()
    assert not left.exists()


@pytest.mark.slow
def test_a_model_whose_build_was_killed_is_built_anew(small_corpus: Path, tmp_path: Path) -> None:
    script = (
        "from pathlib import Path; from assistant.search.embedding_build import embedded_model, verify_hashes; "
        f"print(verify_hashes(embedded_model(Path({str(tmp_path)!r}), lambda message: None)))"
    )
    models = tmp_path / "models"
    killed_while_building(script, models, small_corpus, tmp_path, after=3.0)
    assert not [path for path in models.iterdir() if path.is_dir() and path.name[0] != "."]
    assert run(script, small_corpus, tmp_path).stdout.strip() == "True"
    assert len([path for path in models.iterdir() if path.is_dir()]) == 1
