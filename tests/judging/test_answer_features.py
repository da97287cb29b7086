"""What is known of a point and an answer: finite, named, and the same whatever the order of the points."""

from pathlib import Path

import numpy as np
import pytest

from assistant.judging.answer_features import POINT_NAMES, AnswerReading, point_features
from assistant.judging.answer_judge import PointReader, point_texts, read_answer
from assistant.judging.answer_knowledge import load_answer_knowledge
from assistant.judging.cues import CueReader
from assistant.judging.linear import Matrix
from assistant.referential.model import Referential
from assistant.referential.question_bank import BankQuestion, ExpectedPoint, load_question_bank
from assistant.search.embedder import Embedder

ANSWERS = (
    "Le prix pèse 30 points sur 100 parce que le budget est serré.",
    "On a choisi le studio de Mâcon. Il coûte 4 500 euros. Il livre le 4 mai. La gérante valide chaque film.",
    "💥 🔥 👍 … !!!",
    "oui, je crois",
    "donc voilà " * 300,
)


@pytest.fixture(scope="module")
def cues(referential: Referential) -> CueReader:
    return CueReader.of(referential)


@pytest.fixture(scope="module")
def question(corpus: Path) -> BankQuestion:
    return load_question_bank(corpus, "C3.3").questions[0]


@pytest.fixture(scope="module")
def reader(coach_embedder: Embedder) -> PointReader:
    return PointReader(coach_embedder)


@pytest.fixture(scope="module")
def readings(coach_embedder: Embedder, cues: CueReader) -> list[AnswerReading]:
    found = [read_answer(answer, coach_embedder, cues) for answer in ANSWERS]
    assert None not in found
    return [item for item in found if item is not None]


@pytest.mark.parametrize("answer", ["", "💥 💥 💥 … !!!", "oui oui oui"])
def test_what_is_said_over_and_over_is_not_read(answer: str, coach_embedder: Embedder, cues: CueReader) -> None:
    assert read_answer(answer, coach_embedder, cues) is None


@pytest.fixture(scope="module")
def features_of(corpus: Path, reader: PointReader, question: BankQuestion):  # noqa: ANN201 - a function of this file
    knowledge = load_answer_knowledge(corpus / "judge" / "answers.npz", POINT_NAMES)

    def features(reading: AnswerReading, points: tuple[ExpectedPoint, ...]) -> tuple[Matrix, list[int]]:
        vectors, texts = reader.vectors_of(question.question, points), point_texts(question.question, points)
        return point_features(reading, vectors, texts, knowledge.metric, knowledge.substance)

    return features


def test_every_feature_has_one_name() -> None:
    assert len(set(POINT_NAMES)) == len(POINT_NAMES)


def test_features_are_finite_and_the_best_span_exists(features_of, readings, question) -> None:  # noqa: ANN001
    for reading in readings:
        for points in (question.points, question.points[:1]):
            values, best = features_of(reading, points)
            assert values.shape == (len(points), len(POINT_NAMES))
            assert np.isfinite(values).all()
            assert all(0 <= span < len(reading.spans) for span in best)


def test_the_order_of_the_points_changes_nothing(features_of, readings, question) -> None:  # noqa: ANN001
    for reading in readings[:2]:
        values, best = features_of(reading, question.points)
        turned, turned_best = features_of(reading, question.points[::-1])
        assert np.allclose(values, turned[::-1], atol=1e-5)
        assert best == turned_best[::-1]


def test_a_point_is_nearest_to_what_is_said_of_it(features_of, coach_embedder, cues, question) -> None:  # noqa: ANN001
    for rank, point in enumerate(question.points):
        reading = read_answer(point.partly, coach_embedder, cues)
        values, _ = features_of(reading, question.points)
        for name in ("near", "raw_partly"):
            assert values[:, POINT_NAMES.index(name)].argmax() == rank, name


def test_copied_words_are_counted(features_of, coach_embedder, cues, question) -> None:  # noqa: ANN001
    copied = POINT_NAMES.index("copied")
    own, _ = features_of(read_answer(question.question, coach_embedder, cues), question.points)
    other, _ = features_of(read_answer(ANSWERS[1], coach_embedder, cues), question.points)
    assert own[:, copied].min() == pytest.approx(1.0)
    assert other[:, copied].max() < 0.4


def test_a_reading_has_sentences_then_pairs(readings) -> None:  # noqa: ANN001
    second = readings[1]
    assert (second.sentences, len(second.spans), len(second.cues)) == (4, 7, 7)
    assert second.vectors.shape[0] == 7
    assert np.allclose(np.linalg.norm(second.vectors, axis=1), 1, atol=1e-3)
    assert second.words == 22


def test_an_answer_without_a_sentence_has_no_reading(coach_embedder: Embedder, cues: CueReader) -> None:
    for answer in ("", "  \n", "oui", "Non. Oui."):
        assert read_answer(answer, coach_embedder, cues) is None


def test_vectors_are_remembered(coach_embedder: Embedder) -> None:
    counted: list[str] = []

    class Counting:
        name = "counting"

        def embed_passages(self, texts: list[str]) -> Matrix:
            counted.extend(texts)
            return coach_embedder.embed_passages(texts)

    reader = PointReader(Counting())  # type: ignore[arg-type]
    first = reader.vectors(["le prix", "le délai", "le prix"])
    assert np.array_equal(first, reader.vectors(["le prix", "le délai", "le prix"]))
    assert counted == ["le prix", "le délai"]
