"""What was learnt of answers, as a file: it round-trips, and another file is refused in French."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.judging.answer_features import POINT_NAMES
from assistant.judging.answer_judge import make_answer_judge
from assistant.judging.answer_knowledge import AnswerKnowledge, load_answer_knowledge
from assistant.referential.loading import CorpusError
from assistant.search.embedder import Embedder

SENTENCE = "Le fichier « answers.npz » du corpus est illisible : refaites python -m evals.train_answers."


@pytest.fixture(scope="module")
def file(corpus: Path) -> Path:
    return corpus / "judge" / "answers.npz"


@pytest.fixture(scope="module")
def knowledge_of_answers(file: Path) -> AnswerKnowledge:
    return load_answer_knowledge(file, POINT_NAMES)


def arrays(path: Path) -> dict[str, Any]:
    with np.load(path, allow_pickle=False) as data:
        return {name: data[name] for name in data.files}


def refused(path: Path, features: tuple[str, ...] = POINT_NAMES) -> None:
    with pytest.raises(CorpusError) as caught:
        load_answer_knowledge(path, features)
    assert str(caught.value) == SENTENCE


def test_the_file_round_trips(file: Path, knowledge_of_answers: AnswerKnowledge, tmp_path: Path) -> None:
    copy = tmp_path / "answers.npz"
    knowledge_of_answers.save(copy)
    before, after = arrays(file), arrays(copy)
    assert set(before) == set(after)
    for name, values in before.items():
        assert values.dtype == after[name].dtype, name
        assert np.array_equal(values, after[name]), name
    again = load_answer_knowledge(copy, POINT_NAMES)
    rows = np.random.default_rng(0).normal(size=(50, len(POINT_NAMES))).astype(np.float32)
    assert np.array_equal(again.trees.probabilities(rows), knowledge_of_answers.trees.probabilities(rows))
    assert again.embedder == knowledge_of_answers.embedder


def test_the_file_fits_the_judge(knowledge_of_answers: AnswerKnowledge) -> None:
    assert knowledge_of_answers.features == POINT_NAMES
    assert knowledge_of_answers.trees.feature.max() < len(POINT_NAMES)
    assert len(knowledge_of_answers.trees.baseline) == 3


def test_vectors_in_the_metric_are_unit_vectors(
    coach_embedder: Embedder, knowledge_of_answers: AnswerKnowledge
) -> None:
    vectors = coach_embedder.embed_passages(["le prix pèse 30 points", "la méthode pèse 40 points"])
    projected = knowledge_of_answers.metric.project(vectors)
    assert projected.shape == vectors.shape
    assert np.allclose(np.linalg.norm(projected, axis=-1), 1, atol=1e-5)


@pytest.mark.parametrize(
    "features", [POINT_NAMES[:-1], POINT_NAMES[::-1], ("other", *POINT_NAMES[1:]), (*POINT_NAMES, "more"), ()]
)
def test_a_file_made_for_other_features_is_refused(file: Path, features: tuple[str, ...]) -> None:
    refused(file, features)


def test_a_missing_file_or_a_folder_is_refused(tmp_path: Path) -> None:
    refused(tmp_path / "answers.npz")
    (tmp_path / "sub" / "answers.npz").mkdir(parents=True)
    refused(tmp_path / "sub" / "answers.npz")


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.npz"
    path.write_text("not arrays", "utf-8")
    refused(path)


def test_a_file_that_would_run_code_is_refused(file: Path, tmp_path: Path) -> None:
    data = arrays(file) | {"features": np.array([{"a": 1}], dtype=object)}
    path = tmp_path / "answers.npz"
    np.savez_compressed(path, **data)
    refused(path)


@pytest.mark.parametrize("name", ["embedder", "features", "metric.down", "substance.weights", "trees.left"])
def test_a_file_without_one_of_its_parts_is_refused(file: Path, tmp_path: Path, name: str) -> None:
    data = arrays(file)
    del data[name]
    path = tmp_path / "answers.npz"
    np.savez_compressed(path, **data)
    refused(path)


@pytest.mark.parametrize("damage", ["empty", "half", "bits"])
def test_a_damaged_file_is_refused(file: Path, tmp_path: Path, damage: str) -> None:
    data = bytearray(file.read_bytes())
    if damage == "bits":
        middle = len(data) // 2
        data[middle : middle + 5000] = bytes(5000)
    path = tmp_path / "answers.npz"
    path.write_bytes({"empty": b"", "half": bytes(data[: len(data) // 2]), "bits": bytes(data)}[damage])
    refused(path)


def test_a_corpus_without_the_file_has_no_judge(corpus: Path, tmp_path: Path, coach_embedder: Embedder) -> None:
    shutil.copy(corpus / "referential.yaml", tmp_path)
    with pytest.raises(CorpusError, match="answers"):
        make_answer_judge(tmp_path, coach_embedder)
