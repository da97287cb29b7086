"""What a mock oral leaves: criterion by criterion what was said, three things to work on, a grid to fill, the transcript."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.coaching.assessing.assessment import PointFeedback, lacking
from assistant.coaching.questioning.mock_oral import Exchange, MockOral
from assistant.referential.model import Criterion, Exam

SelfAssessment = Literal["yes", "partly", "no", "open"]
"""How candidates judge themselves on a criterion of the oral; `open` until they do."""

_PRIORITIES = 3


@dataclass(frozen=True)
class CriterionOutcome:
    """What was said of what was expected on one criterion, over all questions that tested it."""

    criterion: Criterion
    said: int
    partly: int
    not_said: int


@dataclass(frozen=True)
class Priority:
    """Something to work on: a point that wasn't said, how people say it, and the question that it answers."""

    criterion: str
    point: str
    example: str
    question: str
    half_said: bool


@dataclass(frozen=True)
class OralReport:
    """The outcome of a mock oral. Durations are seconds; formative, no mark."""

    exam: Exam
    exchanges: tuple[Exchange, ...]
    outcomes: tuple[CriterionOutcome, ...]
    grid: tuple[tuple[Criterion, SelfAssessment], ...]
    priorities: tuple[Priority, ...]
    presentation_s: float
    discussion_s: float
    presentation_limit_s: float | None
    discussion_limit_s: float | None


def report_on(oral: MockOral, exam: Exam, grid: dict[str, SelfAssessment] | None = None) -> OralReport:
    """Return what a mock oral leaves. `grid` is the self-assessment so far, by the id of the criterion."""
    judged = grid or {}
    return OralReport(
        exam=exam,
        exchanges=oral.exchanges,
        outcomes=tuple(_outcomes(oral, exam)),
        grid=tuple((item, judged.get(item.id, "open")) for item in exam.criteria if item.evidence == "oral"),
        priorities=tuple(_priorities(oral)),
        presentation_s=oral.presentation.spent_s,
        discussion_s=oral.discussion.spent_s,
        presentation_limit_s=oral.presentation.limit_s,
        discussion_limit_s=oral.discussion.limit_s,
    )


def _outcomes(oral: MockOral, exam: Exam) -> Iterator[CriterionOutcome]:
    for criterion in exam.criteria:
        points = [point for item in oral.exchanges if criterion.id in item.question.targets for point in item.points]
        if points:
            yield CriterionOutcome(criterion, *(_count(points, status) for status in ("said", "partly", "not_said")))


def _count(points: list[PointFeedback], status: str) -> int:
    return sum(point.status == status for point in points)


def _priorities(oral: MockOral) -> list[Priority]:
    """What to work on: one thing a question, those where least was said first."""
    by_need = sorted(oral.exchanges, key=_said_share)
    found = [priority for exchange in by_need if (priority := _priority(exchange)) is not None]
    return found[:_PRIORITIES]


def _said_share(exchange: Exchange) -> float:
    worth = {"said": 1.0, "partly": 0.5, "not_said": 0.0}
    return sum(worth[point.status] for point in exchange.points) / max(len(exchange.points), 1)


def _priority(exchange: Exchange) -> Priority | None:
    first = next(lacking(exchange.question.points, exchange.points), None)
    if first is None:
        return None
    expected, feedback = first
    return Priority(
        criterion=exchange.question.targets[0],
        point=expected.point,
        example=expected.said[0],
        question=exchange.question.question,
        half_said=feedback.status == "partly",
    )
