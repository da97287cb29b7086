"""The file of opinions."""

import json
import os
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from assistant.feedback.drafts import OPINIONS, QUESTIONS, write_drafts
from assistant.feedback.opinion import Opinion
from assistant.feedback.store import FeedbackError, OpinionStore
from evals.datasets.questions import Question


def opinion(day: str = "2026-12-01", **more: object) -> Opinion:
    given = {"thumb": "up", "kind": "answer", "day": day, "version": "0.1.0", "question": "Combien de critères ?"}
    return Opinion.model_validate({**given, "answer": "Six.", "citations": ["exam:C3.3"], **more})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "avis.sqlite"


def test_what_is_kept_comes_back_and_nobody_else_may_read_it(path: Path) -> None:
    store = OpinionStore(path)
    assert store.opinions() == []
    assert not path.exists()
    first, second = store.keep(opinion()), store.keep(opinion("2026-12-03", thumb="down"))
    assert [name for name, _ in store.opinions()] == [first, second]
    assert store.opinions()[0][1] == opinion()
    assert [name for name, _ in store.opinions(date(2026, 12, 2))] == [second]
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_withdrawn_or_old_is_gone_from_the_file_too(path: Path) -> None:
    store = OpinionStore(path)
    first = store.keep(opinion(word="une phrase-très-reconnaissable"))
    store.keep(opinion("2025-01-01", word="une autre-phrase-ancienne"))
    store.keep(opinion())
    assert store.withdraw([first]) == 1
    assert store.withdraw([first]) == 0
    assert store.purge(date(2026, 1, 1)) == 1
    assert len(store.opinions()) == 1
    left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"reconnaissable" not in left
    assert b"ancienne" not in left


def test_several_processes_write_at_once(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.feedback.test_store import opinion\n"
        "from assistant.feedback.store import OpinionStore\n"
        "store = OpinionStore(Path(sys.argv[1]))\n"
        "for _ in range(40): store.keep(opinion())\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert len({name for name, _ in OpinionStore(path).opinions()}) == 120


def test_a_full_disk_and_a_wrong_file_are_told_in_one_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FeedbackError, match="n’a pas pu être gardé"):
        OpinionStore(path.parent / "nowhere" / "avis").keep(opinion())
    with pytest.raises(FeedbackError, match="n’a pas pu être gardé"):
        OpinionStore(Path("/dev/full")).keep(opinion())
    path.write_text("ceci n’est pas une base")
    for doing in (OpinionStore(path).opinions, lambda: OpinionStore(path).purge(date(2026, 1, 1))):
        with pytest.raises(FeedbackError, match="ne peut pas être lu") as told:
            doing()
        assert "\n" not in str(told.value)


def test_a_locked_file_is_waited_for_but_not_for_ever(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.feedback.store.PATIENCE_S", 0.1)
    store = OpinionStore(path)
    store.keep(opinion())
    with sqlite3.connect(path) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(FeedbackError):
            store.keep(opinion())
        other.rollback()
    other.close()


def test_the_export_has_the_form_of_the_evaluation_s_questions(tmp_path: Path) -> None:
    given = [
        ("a" * 32, opinion()),
        ("b" * 32, opinion(thumb="down")),
        ("c" * 32, opinion(question="", answer="", kind="draft")),
    ]
    assert write_drafts(given, tmp_path / "out") == 2
    lines = (tmp_path / "out" / QUESTIONS).read_text(encoding="utf-8").splitlines()
    questions = [Question.model_validate_json(line) for line in lines]
    assert [question.required for question in questions] == [{"exam:C3.3"}, set()]
    assert [question.acceptable for question in questions] == [set(), {"exam:C3.3"}]
    opinions = [json.loads(line) for line in (tmp_path / "out" / OPINIONS).read_text(encoding="utf-8").splitlines()]
    assert [item["thumb"] for item in opinions] == ["up", "down", "up"]
    assert [item["id"] for item in opinions[:2]] == [question.id for question in questions]


def test_the_command_line_exports_and_purges(path: Path, tmp_path: Path) -> None:
    def run(*words: str, file: str = str(path)) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "ASSISTANT_FEEDBACK_FILE": file}
        command = [sys.executable, "-m", "assistant", "feedback", *words]
        return subprocess.run(command, check=False, capture_output=True, text=True, env=environment)

    store = OpinionStore(path)
    store.keep(opinion("2025-01-01"))
    store.keep(opinion("2026-12-01"))
    exported = run("export", "--out", str(tmp_path / "out"), "--since", "2026-01-01")
    assert exported.returncode == 0
    assert len((tmp_path / "out" / QUESTIONS).read_text(encoding="utf-8").splitlines()) == 1
    assert run("purge", "--before", "2026-01-01").stdout == "1 avis effacé.\n"
    assert len(store.opinions()) == 1
    assert run("purge", "--before", "hier").returncode == 2
    for file, said in (("", "ASSISTANT_FEEDBACK_FILE"), (str(tmp_path / "no"), "n’existe pas")):
        refused = run("export", "--out", str(tmp_path), file=file)
        assert refused.returncode == 1
        assert said in refused.stderr
        assert refused.stderr.count("\n") == 1
