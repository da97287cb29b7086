"""The labelled answers: whole, apart from each other and from the bank; the figures on edge cases."""

import math

import pytest

from assistant.referential.loading import load_referential
from assistant.referential.question_bank import load_question_bank
from assistant.referential.wording import words
from assistant.settings import get_settings
from evals.datasets.answers import LabelledAnswer, load_answers
from evals.suites.assess import AssessedPoint, measure_answers
from evals.training.answers import compose_answers

_RUN = 10
"""So many words in a row are no chance."""
_OWN_WORDS = {"good", "partial", "off_point", "bluff"}
"""Those who don't answer, or give the question back, say the same things."""


@pytest.fixture(scope="module")
def splits() -> dict[str, list[LabelledAnswer]]:
    return {split: load_answers(get_settings().corpus, split) for split in ("train", "test")}


def runs(text: str) -> set[tuple[str, ...]]:
    own = words(text)
    return {tuple(own[start : start + _RUN]) for start in range(len(own) - _RUN + 1)}


def test_every_exam_and_type_is_there(splits: dict[str, list[LabelledAnswer]]) -> None:
    exams = {exam.id for exam in load_referential(get_settings().corpus).exams}
    for answers in splits.values():
        assert {item.exam for item in answers} == exams
        assert {item.labels.type for item in answers} == {"good", "partial", "off_point", "bluff", "empty", "copied"}
    assert len(splits["test"]) >= 120


def test_splits_share_no_question_and_no_words(splits: dict[str, list[LabelledAnswer]]) -> None:
    train, test = splits["train"], splits["test"]
    assert not {item.labels.question_id for item in train} & {item.labels.question_id for item in test}
    learnt = set().union(*(runs(item.labels.answer) for item in train if item.labels.type in _OWN_WORDS))
    shared = [
        item.labels.question_id for item in test if item.labels.type in _OWN_WORDS and runs(item.labels.answer) & learnt
    ]
    assert not shared


def test_answers_are_not_the_examples_of_the_bank(splits: dict[str, list[LabelledAnswer]]) -> None:
    corpus = get_settings().corpus
    banks = [load_question_bank(corpus, exam.id) for exam in load_referential(corpus).exams]
    points = [point for bank in banks for item in bank.questions for point in item.points]
    points += [point for bank in banks for item in bank.draft_questions.values() for point in item.points]
    examples = set().union(*(runs(text) for point in points for text in (*point.said, point.partly)))
    shared = [item.labels.question_id for item in splits["test"] if runs(item.labels.answer) & examples]
    assert not shared


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
