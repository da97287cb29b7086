"""What a mock oral leaves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.coaching.questioning.mock_oral import MockOral, mock_oral
from assistant.coaching.questioning.oral_report import report_on
from assistant.coaching.questioning.questioner import Questioner, QuestionRequest
from assistant.referential.loading import load_referential
from assistant.settings import get_settings
from tests.coaching.questioning.orals import ALL, assess

CORPUS = get_settings().corpus
EXAM = load_referential(CORPUS).exam("C3.4")
QUESTIONS = Questioner(load_referential(CORPUS), CORPUS).questions(QuestionRequest("C3.4", count=9, seed=2))
given_answers = st.lists(
    st.sampled_from([None, "rien", "dit 1", "dit 2, à moitié 1", "à moitié 1, à moitié 2, à moitié 3", ALL]),
    max_size=30,
)


def held(answers: list[str | None]) -> MockOral:
    """An oral of 600 seconds of presentation and 20 seconds an answer."""
    state, now = mock_oral(QUESTIONS, 10, 60).start(0).discuss(600), 600.0
    for answer in answers:
        now += 20
        state = state.skip(now) if answer is None else state.answer(answer, now, assess)
    return state.end(now)


@given(given_answers)
@settings(deadline=None)
def test_outcomes_add_up_to_what_was_expected(answers: list[str | None]) -> None:
    oral = held(answers)
    report = report_on(oral, EXAM)
    points = [point for exchange in oral.exchanges for point in exchange.points]
    for status in ("said", "partly", "not_said"):
        total = sum(getattr(outcome, status) for outcome in report.outcomes)
        assert total == sum(point.status == status for point in points)
    asked = {target for exchange in oral.exchanges for target in exchange.question.targets}
    assert [outcome.criterion.id for outcome in report.outcomes] == [
        criterion.id for criterion in EXAM.criteria if criterion.id in asked
    ]
    assert all(outcome.said + outcome.partly + outcome.not_said for outcome in report.outcomes)


@given(given_answers)
@settings(deadline=None)
def test_three_things_at_most_to_work_on_and_none_that_was_said(answers: list[str | None]) -> None:
    oral = held(answers)
    report = report_on(oral, EXAM)
    left = {
        (exchange.question.question, point.point): point.status
        for exchange in oral.exchanges
        for point in exchange.points
        if point.status != "said"
    }
    weak = {question for question, _ in left}
    assert len(report.priorities) == min(3, len(weak))
    assert len({item.question for item in report.priorities}) == len(report.priorities)
    for item in report.priorities:
        status = left[item.question, item.point]
        assert item.half_said == (status == "partly")
        (question,) = [found for found in QUESTIONS.questions if found.question == item.question]
        (point,) = [found for found in question.points if found.point == item.point]
        assert item.criterion in question.targets
        assert item.example == point.said[0]


def test_what_was_said_least_is_worked_on_first() -> None:
    first, second, third, *_ = QUESTIONS.questions
    said_nothing: list[str | None] = [ALL, ALL, None]
    report = report_on(held(said_nothing), EXAM)
    assert [item.question for item in report.priorities] == [third.question]
    assert report_on(held([ALL, ALL, ALL]), EXAM).priorities == ()
    half = ["à moitié 1, à moitié 2, à moitié 3", "à moitié 1", "à moitié 1", None]
    report = report_on(held([*half]), EXAM)
    assert [item.question for item in report.priorities] == [second.question, first.question]
    assert [item.half_said for item in report.priorities] == [False, True]


def test_the_time_is_that_of_the_two_clocks() -> None:
    report = report_on(held([ALL, None, ALL]), EXAM)
    assert (report.presentation_s, report.discussion_s) == (600, 60)
    assert (report.presentation_limit_s, report.discussion_limit_s) == (600, 3600)


@pytest.mark.parametrize(
    "oral",
    [
        mock_oral(QUESTIONS, 10, 15),
        mock_oral(QUESTIONS, 10, 15).end(5),
        mock_oral(QUESTIONS, None, None).start(0).end(0),
    ],
)
def test_an_oral_in_which_nothing_was_said_leaves_a_grid_and_no_priority(oral: MockOral) -> None:
    report = report_on(oral, EXAM)
    assert report.exchanges == report.outcomes == report.priorities == ()
    assert (report.presentation_s, report.discussion_s) == (0, 0)
    assert [judged for _, judged in report.grid] == ["open"] * len(report.grid)


def test_the_grid_holds_the_criteria_of_the_oral_and_what_candidates_think() -> None:
    oral_criteria = [criterion for criterion in EXAM.criteria if criterion.evidence == "oral"]
    assert [criterion.id for criterion in oral_criteria] == ["C3.4/6", "C3.4/7"]
    report = report_on(held([]), EXAM, {"C3.4/7": "partly", "C3.4/1": "yes"})
    assert report.grid == ((oral_criteria[0], "open"), (oral_criteria[1], "partly"))
