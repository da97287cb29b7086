"""The labelled answers: whole and apart from each other; the figures on edge cases."""

import math

import pytest

from assistant.referential.loading import load_referential
from assistant.referential.question_bank import load_question_bank
from assistant.settings import get_settings
from evals.datasets.answers import LabelledAnswer, load_answers
from evals.suites.assess import AssessedPoint, measure_answers
from evals.training.answers import compose_answers


@pytest.fixture(scope="module")
def splits() -> dict[str, list[LabelledAnswer]]:
    return {split: load_answers(get_settings().corpus, split) for split in ("train", "test")}


def test_every_exam_and_type_is_there(splits: dict[str, list[LabelledAnswer]]) -> None:
    exams = {exam.id for exam in load_referential(get_settings().corpus).exams}
    for answers in splits.values():
        assert {item.exam for item in answers} == exams
        assert {item.labels.type for item in answers} == {"good", "partial", "off_point", "bluff", "empty", "copied"}
    assert len(splits["test"]) >= 120


def test_splits_share_no_question(splits: dict[str, list[LabelledAnswer]]) -> None:
    train, test = splits["train"], splits["test"]
    assert not {item.labels.question_id for item in train} & {item.labels.question_id for item in test}


def test_a_composed_answer_uses_no_words_that_its_features_see() -> None:
    bank = load_question_bank(get_settings().corpus, "C5.3")
    for item in compose_answers([(question.question, question.points) for question in bank.questions]):
        for point, status in zip(item.points, item.statuses, strict=True):
            if status == 2:
                assert not any(text in item.answer for text in point.said)
            if status == 1:
                assert point.partly not in item.answer


def assessed(pairs: list[tuple[int, int]]) -> list[AssessedPoint]:
    return [
        AssessedPoint(str(number), f"q{number}", "good", "a point", expected, given, verbatim=True)
        for number, (expected, given) in enumerate(pairs)
    ]


def figure(pairs: list[tuple[int, int]], name: str) -> float:
    return next(item.value for item in measure_answers(assessed(pairs)) if item.name == name)


def test_figures_of_perfect_and_of_blind_feedback() -> None:
    assert figure([(0, 0), (1, 1), (2, 2)], "macro F1") == 1.0
    assert figure([(0, 0), (1, 0), (2, 0)], "macro F1") == pytest.approx(1 / 6)


def test_figures_where_a_status_never_occurs() -> None:
    pairs = [(0, 0), (0, 0)]
    assert figure(pairs, "F1 of « said »") == 0.0
    assert math.isnan(figure(pairs, "said, called not said"))
