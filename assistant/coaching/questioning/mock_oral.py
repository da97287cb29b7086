"""A mock oral: a presentation, then a discussion, one question at a time, with follow-ups on what wasn't said.

Every step returns a new state; time is told to it, and answers are assessed by what it is given.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.coaching.assessing.assessment import Assessment, PointFeedback, lacking
from assistant.coaching.questioning.jury_question import JuryQuestion, QuestionSet
from assistant.coaching.questioning.stopwatch import Stopwatch

Phase = Literal["ready", "presentation", "discussion", "finished"]
Assess = Callable[[JuryQuestion, str], Assessment]
"""Takes a question and all that was answered to it and to its follow-ups so far."""

MOST_FOLLOW_UPS = 2
"""Follow-ups to one question."""


@dataclass(frozen=True)
class Reply:
    """What was asked and what was answered, `seconds` later; `answer` is None where the candidate passed.

    `about` is the point that a follow-up insisted on, whatever its words.
    """

    prompt: str
    answer: str | None
    seconds: float
    about: str = ""


@dataclass(frozen=True)
class Exchange:
    """A question, the replies to it and to its follow-ups, and what they hold of what was expected."""

    question: JuryQuestion
    replies: tuple[Reply, ...] = ()
    points: tuple[PointFeedback, ...] = ()

    @property
    def answered(self) -> str:
        """All that was answered, follow-ups included."""
        return "\n".join(reply.answer for reply in self.replies if reply.answer)


@dataclass(frozen=True)
class MockOral:
    """The state of a mock oral. `prompt` is what the jury has just said; the clocks are those of its two parts."""

    exam: str
    questions: tuple[JuryQuestion, ...]
    presentation: Stopwatch
    discussion: Stopwatch
    presents: bool = True
    """Whether it begins with a presentation."""
    phase: Phase = "ready"
    exchanges: tuple[Exchange, ...] = ()
    prompt: str = ""
    about: str = ""
    """The point that the jury insists on; empty on a question itself."""
    held: bool = False
    _asked_at_s: float = field(default=0.0, repr=False)

    @property
    def clock(self) -> Stopwatch:
        """The clock of the part that runs."""
        return self.presentation if self.phase in ("ready", "presentation") else self.discussion

    @property
    def number(self) -> int:
        """The rank of the present question, from 1; 0 before the discussion."""
        return len(self.exchanges)

    @property
    def on_follow_up(self) -> bool:
        """Whether the jury insists on a question that it has asked already."""
        return bool(self.exchanges and self.exchanges[-1].replies and self.phase == "discussion")

    def start(self, now: float) -> "MockOral":
        """Begin: with the presentation, or with the questions where there is none."""
        if self.phase != "ready":
            return self
        if not self.presents:
            return self.discuss(now)
        return replace(self, phase="presentation", presentation=self.presentation.go(now))

    def discuss(self, now: float) -> "MockOral":
        """End the presentation and let the jury ask."""
        if self.phase not in ("ready", "presentation"):
            return self
        begun = replace(
            self,
            phase="discussion",
            held=False,
            presentation=self.presentation.hold(now),
            discussion=self.discussion.go(now),
        )
        return begun._next_question(now)

    def hold(self, now: float) -> "MockOral":
        """Stop the clock."""
        if self.held or self.phase not in ("presentation", "discussion"):
            return self
        return replace(self._with_clock(self.clock.hold(now)), held=True)

    def resume(self, now: float) -> "MockOral":
        """Let the clock run again."""
        return replace(self._with_clock(self.clock.go(now)), held=False) if self.held else self

    def answer(self, text: str, now: float, assess: Assess) -> "MockOral":
        """Take an answer; the jury insists on what is missing, asks its next question, or ends."""
        if self.phase != "discussion":
            return self
        if not text.strip():
            return self.skip(now)
        oral = self.resume(now)._with_reply(text.strip(), now)
        exchange = oral.exchanges[-1]
        assessed = replace(exchange, points=assess(exchange.question, exchange.answered).points)
        oral = replace(oral, exchanges=(*oral.exchanges[:-1], assessed))
        prompt, about = _follow_up(assessed)
        if prompt and not oral.discussion.over(now):
            return replace(oral, prompt=prompt, about=about, _asked_at_s=oral.discussion.elapsed(now))
        return oral._next_question(now)

    def skip(self, now: float) -> "MockOral":
        """Pass: the jury goes on to its next question."""
        if self.phase != "discussion":
            return self
        return self.resume(now)._with_reply(None, now)._next_question(now)

    def end(self, now: float) -> "MockOral":
        """End at once; a question that waits for its answer counts as not asked."""
        exchanges = self.exchanges[:-1] if self.exchanges and not self.exchanges[-1].replies else self.exchanges
        return replace(
            self,
            phase="finished",
            held=False,
            prompt="",
            exchanges=exchanges,
            presentation=self.presentation.hold(now),
            discussion=self.discussion.hold(now),
        )

    def _next_question(self, now: float) -> "MockOral":
        if len(self.exchanges) >= len(self.questions) or self.discussion.over(now):
            return self.end(now)
        question = self.questions[len(self.exchanges)]
        return replace(
            self,
            exchanges=(*self.exchanges, Exchange(question, points=_nothing_said(question))),
            prompt=question.question,
            about="",
            _asked_at_s=self.discussion.elapsed(now),
        )

    def _with_reply(self, answer: str | None, now: float) -> "MockOral":
        last = self.exchanges[-1]
        reply = Reply(self.prompt, answer, self.discussion.elapsed(now) - self._asked_at_s, self.about)
        return replace(self, exchanges=(*self.exchanges[:-1], replace(last, replies=(*last.replies, reply))))

    def _with_clock(self, clock: Stopwatch) -> "MockOral":
        if self.phase == "presentation":
            return replace(self, presentation=clock)
        return replace(self, discussion=clock)


def mock_oral(
    questions: QuestionSet,
    presentation_minutes: float | None,
    discussion_minutes: float | None,
    *,
    presents: bool | None = None,
) -> MockOral:
    """Return a mock oral that waits to begin. None means that this part isn't timed.

    It begins with a presentation where one is timed, unless `presents` says otherwise.
    """
    return MockOral(
        exam=questions.exam,
        questions=questions.questions,
        presents=presentation_minutes is not None if presents is None else presents,
        presentation=Stopwatch(None if presentation_minutes is None else presentation_minutes * 60),
        discussion=Stopwatch(None if discussion_minutes is None else discussion_minutes * 60),
    )


def _follow_up(exchange: Exchange) -> tuple[str, str]:
    """What to insist on, and the point that it is about: the first one not said that the bank insists on, once each.

    A language model may have worded it; what was asked already is asked in the bank's words, or not at all.
    """
    asked = {text for reply in exchange.replies for text in (reply.prompt, reply.about)}
    if len(exchange.replies) > MOST_FOLLOW_UPS:
        return "", ""
    for expected, feedback in lacking(exchange.question.points, exchange.points):
        own = expected.follow_up
        if own and own not in asked and expected.point not in asked:
            return (feedback.follow_up if feedback.follow_up not in asked else "") or own, expected.point
    return "", ""


def _nothing_said(question: JuryQuestion) -> tuple[PointFeedback, ...]:
    return tuple(PointFeedback(point=item.point, status="not_said") for item in question.points)
