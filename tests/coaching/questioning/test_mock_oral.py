"""A mock oral, step by step and in any order: time, phases, follow-ups, and nothing of what was said is lost."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from assistant.coaching.assessing.assessment import Assessment
from assistant.coaching.questioning.jury_question import JuryQuestion, QuestionSet
from assistant.coaching.questioning.mock_oral import MOST_FOLLOW_UPS, MockOral, mock_oral
from assistant.coaching.questioning.questioner import Questioner, QuestionRequest
from assistant.referential.loading import load_referential
from assistant.settings import get_settings
from tests.coaching.questioning.orals import ALL, assess

QUESTIONS = Questioner(load_referential(get_settings().corpus), get_settings().corpus).questions(
    QuestionRequest("C3.4", count=4, seed=11)
)
INSISTENT = QUESTIONS.questions[0].model_copy(
    update={
        "points": tuple(
            point.model_copy(update={"follow_up": point.follow_up or f"Et {point.point} ?"})
            for point in QUESTIONS.questions[0].points
        )
    }
)
"""A question of which every point has a follow-up: more than the jury may ask."""
PHASES = ("ready", "presentation", "discussion", "finished")


def oral(
    presentation: float | None = 10, discussion: float | None = 15, questions: QuestionSet = QUESTIONS
) -> MockOral:
    return mock_oral(questions, presentation, discussion)


def discussed(minutes: float | None = 15) -> MockOral:
    return oral(None, minutes).start(0)


def replies(state: MockOral) -> list[str | None]:
    return [reply.answer for exchange in state.exchanges for reply in exchange.replies]


def test_an_oral_from_its_beginning_to_its_end() -> None:
    state = oral()
    assert (state.phase, state.number, state.prompt) == ("ready", 0, "")
    state = state.start(100)
    assert (state.phase, state.clock.running, state.prompt) == ("presentation", True, "")
    state = state.discuss(400)
    assert (state.phase, state.number, state.prompt) == ("discussion", 1, QUESTIONS.questions[0].question)
    assert state.presentation.elapsed(9999) == 300
    for number, question in enumerate(QUESTIONS.questions, start=1):
        assert (state.number, state.prompt, state.on_follow_up) == (number, question.question, False)
        state = state.answer(ALL, 400 + number * 60, assess)
    assert (state.phase, state.prompt) == ("finished", "")
    assert state.discussion.elapsed(9999) == 240
    assert [exchange.question for exchange in state.exchanges] == list(QUESTIONS.questions)
    assert [reply.seconds for exchange in state.exchanges for reply in exchange.replies] == [60] * 4
    assert replies(state) == [ALL] * 4


def test_where_no_presentation_is_timed_the_jury_asks_at_once() -> None:
    state = oral(None, 15).start(5)
    assert (state.phase, state.number) == ("discussion", 1)
    assert state.discussion.elapsed(65) == 60


def test_the_jury_insists_on_what_was_not_said_then_on_what_was_half_said() -> None:
    first = QUESTIONS.questions[0]
    with_follow_up = [rank for rank, point in enumerate(first.points, start=1) if point.follow_up]
    assert len(with_follow_up) == 2
    early, late = with_follow_up
    state = discussed().answer(f"à moitié {early}", 10, assess)
    assert state.prompt == first.points[late - 1].follow_up
    assert (state.number, state.on_follow_up) == (1, True)
    state = state.answer(f"dit {late}", 20, assess)
    assert state.prompt == first.points[early - 1].follow_up
    state = state.answer("je ne sais pas", 30, assess)
    assert (state.number, state.prompt) == (2, QUESTIONS.questions[1].question)
    exchange = state.exchanges[0]
    assert [reply.seconds for reply in exchange.replies] == [10, 10, 10]
    assert exchange.answered == f"à moitié {early}\ndit {late}\nje ne sais pas"
    statuses = {rank: point.status for rank, point in enumerate(exchange.points, start=1)}
    assert (statuses[early], statuses[late]) == ("partly", "said")


def test_the_jury_insists_twice_and_then_goes_on() -> None:
    assert len(INSISTENT.follow_ups) > MOST_FOLLOW_UPS == 2
    state = oral(None, 15, QUESTIONS.model_copy(update={"questions": (INSISTENT, *QUESTIONS.questions[1:])})).start(0)
    prompts = []
    for now in (10, 20, 30):
        prompts.append(state.prompt)
        state = state.answer("je ne sais pas", now, assess)
    assert prompts == [INSISTENT.question, *INSISTENT.follow_ups[:2]]
    assert (state.number, state.prompt) == (2, QUESTIONS.questions[1].question)


def test_no_follow_up_where_all_is_said_or_the_time_is_up() -> None:
    assert discussed().answer(ALL, 10, assess).number == 2
    late = discussed(1).answer("rien", 61, assess)
    assert late.phase == "finished"
    assert replies(late) == ["rien"]


@pytest.mark.parametrize("silence", ["", "  \n "])
def test_an_empty_answer_passes(silence: str) -> None:
    passed, skipped = discussed().answer(silence, 10, assess), discussed().skip(10)
    assert passed == skipped
    assert passed.number == 2
    assert passed.exchanges[0].answered == ""
    assert {point.status for point in passed.exchanges[0].points} == {"not_said"}


def test_passing_a_follow_up_keeps_what_was_said_before_it() -> None:
    state = discussed().answer("dit 1", 10, assess).skip(20)
    assert state.number == 2
    assert state.exchanges[0].points[0].status == "said"
    assert [reply.answer for reply in state.exchanges[0].replies] == ["dit 1", None]


def test_held_time_does_not_pass_and_an_answer_lets_it_go_again() -> None:
    state = discussed().hold(30)
    assert state.held
    assert state.discussion.elapsed(1000) == 30
    assert state.hold(500) == state
    answered = state.answer(ALL, 1000, assess)
    assert not answered.held
    assert answered.discussion.running
    assert answered.exchanges[0].replies[0].seconds == 30
    resumed = state.resume(900)
    assert resumed.discussion.elapsed(910) == 40
    assert resumed.resume(950) == resumed


def test_the_presentation_can_be_held_too() -> None:
    state = oral().start(0).hold(60)
    assert state.presentation.left(5000) == 540
    state = state.discuss(5000)
    assert not state.held
    assert (state.presentation.spent_s, state.discussion.running) == (60, True)


@pytest.mark.parametrize("phase", PHASES)
def test_it_can_be_ended_from_every_phase(phase: str) -> None:
    states = {
        "ready": oral(),
        "presentation": oral().start(0),
        "discussion": oral().start(0).discuss(60).answer("dit 1", 90, assess),
        "finished": oral().start(0).discuss(60).end(70),
    }
    state = states[phase]
    assert state.phase == phase
    for before in (state, state.hold(100)):
        ended = before.end(120)
        assert (ended.phase, ended.held, ended.prompt) == ("finished", False, "")
        assert not ended.presentation.running
        assert not ended.discussion.running
        assert replies(ended) == replies(before)
        assert ended.end(500) == ended


def test_a_question_that_waits_for_its_answer_was_not_asked() -> None:
    assert discussed().end(30).exchanges == ()
    ended = discussed().answer(ALL, 10, assess).end(30)
    assert [exchange.question.id for exchange in ended.exchanges] == [QUESTIONS.questions[0].id]


def test_steps_that_do_not_fit_change_nothing() -> None:
    for state in (oral(), oral().start(0)):
        assert state.answer("dit 1", 5, assess) == state.skip(5) == state
    ready, talking, over = oral(), discussed(), discussed().end(9)
    assert ready.hold(5) == ready.resume(5) == ready
    assert talking.start(5) == talking.discuss(5) == talking.resume(5) == talking
    for step in (over.start, over.discuss, over.hold, over.resume, over.skip, over.end):
        assert step(99) == over
    assert over.answer("dit 1", 99, assess) == over


def test_without_questions_it_is_over_when_the_jury_would_ask() -> None:
    none = QUESTIONS.model_copy(update={"questions": ()})
    assert oral(None, 15, none).start(0).phase == "finished"
    assert oral(10, 15, none).start(0).discuss(60).phase == "finished"


class AnyOral(RuleBasedStateMachine):
    """Whatever is clicked, in whatever order."""

    @initialize(
        presentation=st.one_of(st.none(), st.integers(0, 20)),
        discussion=st.one_of(st.none(), st.integers(0, 20)),
        count=st.integers(0, 4),
    )
    def begin(self, presentation: int | None, discussion: int | None, count: int) -> None:
        self.questions = QUESTIONS.model_copy(update={"questions": (INSISTENT, *QUESTIONS.questions[1:])[:count]})
        self.state = oral(presentation, discussion, self.questions)
        self.now = 0.0
        self.before = self.state
        self.given: list[str | None] = []

    def step(self, after: MockOral) -> None:
        self.before, self.state = self.state, after

    @rule(wait=st.integers(0, 400))
    def time_passes(self, wait: int) -> None:
        held = self.state.held or self.state.phase in ("ready", "finished")
        elapsed = self.state.clock.elapsed(self.now)
        self.now += wait
        assert self.state.clock.elapsed(self.now) == elapsed + (0 if held else wait)

    @rule()
    def start(self) -> None:
        self.step(self.state.start(self.now))

    @rule()
    def discuss(self) -> None:
        self.step(self.state.discuss(self.now))

    @rule()
    def hold(self) -> None:
        self.step(self.state.hold(self.now))

    @rule()
    def resume(self) -> None:
        self.step(self.state.resume(self.now))

    @rule(text=st.sampled_from(["dit 1", "à moitié 2", "rien", ALL, "dit 2, dit 3", "  ", ""]))
    def answer(self, text: str) -> None:
        if self.state.phase == "discussion":
            self.given.append(text.strip() or None)
        self.step(self.state.answer(text, self.now, assess))

    @rule()
    def skip(self) -> None:
        if self.state.phase == "discussion":
            self.given.append(None)
        self.step(self.state.skip(self.now))

    @precondition(lambda self: self.state.number > 2)
    @rule()
    def end(self) -> None:
        self.step(self.state.end(self.now))
        assert self.state.phase == "finished"

    @invariant()
    def phases_only_go_forward(self) -> None:
        assert PHASES.index(self.before.phase) <= PHASES.index(self.state.phase)

    @invariant()
    def time_is_never_negative(self) -> None:
        for watch in (self.state.presentation, self.state.discussion):
            assert watch.elapsed(self.now) >= 0
            assert watch.left(self.now) is None or watch.left(self.now) >= 0  # type: ignore[operator]
        spent = sum(reply.seconds for exchange in self.state.exchanges for reply in exchange.replies)
        assert all(reply.seconds >= 0 for exchange in self.state.exchanges for reply in exchange.replies)
        assert spent <= self.state.discussion.elapsed(self.now)

    @invariant()
    def nothing_that_was_said_is_lost(self) -> None:
        assert replies(self.state) == self.given

    @invariant()
    def the_jury_insists_twice_at_most_and_never_repeats_itself(self) -> None:
        for exchange in self.state.exchanges:
            prompts = [reply.prompt for reply in exchange.replies]
            assert len(prompts) <= 1 + MOST_FOLLOW_UPS
            assert len(set(prompts)) == len(prompts)
            assert prompts[:1] in ([], [exchange.question.question])
            assert set(prompts[1:]) <= set(exchange.question.follow_ups)

    @invariant()
    def questions_come_in_their_order(self) -> None:
        asked = [exchange.question for exchange in self.state.exchanges]
        assert asked == list(self.questions.questions[: len(asked)])
        for exchange in self.state.exchanges:
            assert [point.point for point in exchange.points] == list(exchange.question.expected_points)

    @invariant()
    def a_question_waits_while_the_jury_asks_and_only_then(self) -> None:
        assert bool(self.state.prompt) == (self.state.phase == "discussion")
        running = self.state.presentation.running + self.state.discussion.running
        talking = self.state.phase in ("presentation", "discussion")
        assert running == (1 if talking and not self.state.held else 0)


TestAnyOral = AnyOral.TestCase
TestAnyOral.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_a_follow_up_may_be_worded_for_what_was_said_and_is_about_one_point_once() -> None:
    first = INSISTENT.points[0].point

    def worded(question: JuryQuestion, answer: str) -> Assessment:
        found = assess(question, answer)
        points = (found.points[0].model_copy(update={"follow_up": "Et cela, dites-vous ?"}), *found.points[1:])
        return found.model_copy(update={"points": points})

    state = oral(None, questions=QUESTIONS.model_copy(update={"questions": (INSISTENT,)})).start(0)
    state = state.answer("rien", 10, worded)
    assert (state.prompt, state.about) == ("Et cela, dites-vous ?", first)
    state = state.answer("toujours rien", 20, worded)
    assert state.prompt == INSISTENT.points[1].follow_up
    assert [reply.about for reply in state.exchanges[0].replies] == ["", first]
    assert [reply.prompt for reply in state.exchanges[0].replies] == [INSISTENT.question, "Et cela, dites-vous ?"]
    repeated = [point.model_copy(update={"follow_up": "Et cela, dites-vous ?"}) for point in state.exchanges[0].points]
    state = state.answer("encore", 30, lambda question, answer: Assessment(points=tuple(repeated)))
    assert state.prompt != "Et cela, dites-vous ?"
