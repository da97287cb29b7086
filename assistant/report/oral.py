"""What a mock oral leaves: what to work on first, what was said of what was expected, the transcript."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from assistant.coaching.assessing.assessment import PointFeedback, PointStatus
from assistant.coaching.questioning.jury_question import JuryQuestion
from assistant.coaching.questioning.mock_oral import Exchange, Reply
from assistant.coaching.questioning.oral_report import CriterionOutcome, OralReport, Priority, SelfAssessment
from assistant.report import jury_wording as words
from assistant.report.asked import QUOTE_SHOWN, about, asked, ours_quoted, point_words
from assistant.report.cover import Cover, QuotePart
from assistant.report.paper import Boxes, Cell, Column, Grid, Paper, Part, Quoted, Title, Words, under
from assistant.report.sheet import exam_title, official
from assistant.report.typography import NO_BREAK, clean, counted, french, listed, long_date, quoted, quoted_beginning

_TICKED: dict[SelfAssessment, int | None] = {"yes": 0, "partly": 1, "no": 2, "open": None}


def oral_of(report: OralReport, title: str, day: date) -> Paper:
    """Say what the oral leaves."""
    parts: list[Part] = [Title(words.SUMMARY), Words(_summary(report.exchanges)), *_priorities(report)]
    parts += under(words.OUTCOMES, [tuple(_outcome(item, report.exchanges)) for item in report.outcomes])
    if not report.outcomes:
        parts += [Title(words.OUTCOMES), Words(words.NO_OUTCOME)]
    parts += [*under(words.GRID, [tuple(_grid(report))]), Title(words.TRANSCRIPT)]
    for number, exchange in enumerate(report.exchanges, start=1):
        parts += _exchange(number, exchange)
    if not report.exchanges:
        parts.append(Words(words.NONE_ASKED))
    return Paper(_cover(report, title, day), tuple(parts))


def oral_data(report: OralReport, title: str, day: date) -> dict[str, Any]:
    """Return what the oral leaves as JSON holds it, to the letter."""
    return {
        "exam": report.exam.id,
        "title": title,
        "date": day.isoformat(),
        "presentation_s": report.presentation_s,
        "presentation_limit_s": report.presentation_limit_s,
        "discussion_s": report.discussion_s,
        "discussion_limit_s": report.discussion_limit_s,
        "priorities": [
            {
                "criterion": item.criterion,
                "point": item.point,
                "status": "partly" if item.half_said else "not_said",
                "question": item.question,
                "example": item.example,
            }
            for item in report.priorities
        ],
        "criteria": [
            {
                "id": item.criterion.id,
                "text": item.criterion.text,
                "said": item.said,
                "partly": item.partly,
                "not_said": item.not_said,
            }
            for item in report.outcomes
        ],
        "self_assessment": [{"id": item.id, "text": item.text, "answer": answer} for item, answer in report.grid],
        "exchanges": [
            {
                **item.question.to_contract(),
                "replies": [
                    {"prompt": reply.prompt, "answer": reply.answer, "seconds": reply.seconds} for reply in item.replies
                ],
                "points": [point.model_dump(mode="json") for point in item.points],
            }
            for item in report.exchanges
        ],
    }


def _cover(report: OralReport, title: str, day: date) -> Cover:
    presentation = _timed(report.presentation_s, report.presentation_limit_s)
    return Cover(
        kicker=words.ORAL_KICKER,
        title=exam_title(report.exam, title),
        subject=counted(len(report.exchanges), "question posée", "questions posées"),
        facts=(
            (words.ORAL_DATE, long_date(day)),
            (words.PRESENTATION, presentation),
            (words.DISCUSSION, _timed(report.discussion_s, report.discussion_limit_s)),
        ),
        facts_alt=words.ORAL_FACTS_ALT,
        notice=french(words.ORAL_NOTICE),
        footer=f"{report.exam.id} – {words.ORAL_FOOTER}",
    )


def _timed(spent_s: float, limit_s: float | None) -> str:
    if limit_s is not None:
        return words.OUT_OF.format(spent=duration(spent_s), limit=duration(limit_s))
    return words.NO_LIMIT.format(spent=duration(spent_s)) if spent_s >= 1 else words.UNTIMED


def duration(seconds: float) -> str:
    """Return a duration: « 12 min 5 s »."""
    minutes, rest = divmod(round(seconds), 60)
    said = [f"{minutes}{NO_BREAK}min"] if minutes else []
    if rest or not minutes:
        said.append(f"{rest}{NO_BREAK}s")
    return NO_BREAK.join(said)


def _summary(exchanges: Sequence[Exchange]) -> str:
    if not exchanges:
        return words.NONE_ASKED
    count = len(exchanges)
    answered = sum(bool(item.answered) for item in exchanges)
    if not answered:
        return words.ONE_PASSED if count == 1 else words.ALL_PASSED.format(count=count)
    points = [point for item in exchanges for point in item.points]
    counts = _counts([sum(point.status == status for point in points) for status in words.STATUSES])
    told = french(words.COUNTS).format(expected=counted(len(points), "point attendu", "points attendus"), counts=counts)
    return f"{_answered(answered, count - answered)} {told}"


def _answered(answered: int, passed: int) -> str:
    if not passed:
        return words.ONE_ANSWERED if answered == 1 else words.ALL_ANSWERED.format(count=answered)
    sentence = french(words.SOME_ANSWERED)
    others = words.OTHER if answered == 1 else words.OTHERS.format(count=answered)
    return sentence.format(count=answered + passed, passed="une" if passed == 1 else passed, others=others)


def _counts(numbers: Sequence[int]) -> str:
    """Return « 2 dits, 1 à moitié et 3 non dits »."""
    told = [
        counted(number, one, several)
        for number, (_, one, several) in zip(numbers, words.STATUSES.values(), strict=True)
        if number
    ]
    return listed(told)


def _priorities(report: OralReport) -> list[Part]:
    if not report.priorities:
        return [Title(words.PRIORITIES), Words(words.ALL_SAID if report.exchanges else french(words.NOTHING_ASKED))]
    questions = {item.question.question: item.question for item in report.exchanges}
    groups = [
        tuple(_priority(rank, item, questions.get(item.question)))
        for rank, item in enumerate(report.priorities, start=1)
    ]
    return under(words.PRIORITIES, groups)


def _priority(rank: int, item: Priority, question: JuryQuestion | None) -> Iterator[Part]:
    text = f"«{NO_BREAK}{asked(question)}{NO_BREAK}»" if question else ours_quoted(item.question)
    reason = words.HALF_SAID_AT if item.half_said else words.NOT_SAID_AT
    yield Title(f"{rank}. {point_words(item.point)} (critère {item.criterion})", 2)
    yield Words(reason.format(question=text), name=words.WHY)
    yield Words(ours_quoted(item.example), name=words.SAY_IT)


def _outcome(outcome: CriterionOutcome, exchanges: Sequence[Exchange]) -> Iterator[Part]:
    criterion = outcome.criterion
    counts = _counts((outcome.said, outcome.partly, outcome.not_said))
    yield Title(f"{words.CRITERION} {criterion.id}{NO_BREAK}: {counts}", 2)
    yield Words(official(criterion.text), "official")
    columns = (Column(words.POINT, 0.41), Column(french(words.STATUS), 0.14), Column(words.YOUR_WORDS, 0.45))
    found = [
        (number, point)
        for number, item in enumerate(exchanges, start=1)
        if criterion.id in item.question.targets
        for point in item.points
    ]
    rows = [_point(number, point) for status in words.STATUSES for number, point in found if point.status == status]
    yield Grid(f"{words.CRITERION} {criterion.id}", words.OUTCOMES_ALT, columns, tuple(rows))


def _point(number: int, point: PointFeedback) -> tuple[Cell, ...]:
    named: Cell = (Words(point_words(point.point)), Words(words.QUESTION.format(number=number), "quiet"))
    quote: Cell = (Words(quoted_beginning(point.quote, QUOTE_SHOWN)),) if clean(point.quote) else ()
    return named, (_status(point.status),), quote


def _status(status: PointStatus) -> Words:
    sign, name, _ = words.STATUSES[status]
    return Words(name, sign=sign)


def _grid(report: OralReport) -> Iterator[Part]:
    if not report.grid:
        yield Words(words.NO_GRID)
        return
    yield Words(french(words.GRID_INTRODUCTION))
    columns = (Column(words.CRITERION, 0.16), Column(words.OFFICIAL, 0.66), Column(words.TICK, 0.18))
    rows = tuple(
        ((Words(item.id, "strong"),), (Words(official(item.text)),), (Boxes(words.SELF, _TICKED[answer]),))
        for item, answer in report.grid
    )
    yield Grid(words.GRID, words.GRID_ALT, columns, rows)


def _exchange(number: int, exchange: Exchange) -> Iterator[Part]:
    yield Title(words.QUESTION.format(number=number), 2)
    yield Words(about(exchange.question), "quiet")
    yield Words(asked(exchange.question), "strong")
    for rank, reply in enumerate(exchange.replies):
        if rank:
            yield Words(french(reply.prompt), name=words.FOLLOW_UP)
        yield _reply(reply)
    if not exchange.replies:
        yield Words(words.UNANSWERED)


def _reply(reply: Reply) -> Part:
    """The whole answer: this is the transcript."""
    if reply.answer is None or not clean(reply.answer):
        return Words(f"{words.PASSED} ({duration(reply.seconds)})")
    return Quoted((QuotePart(quoted(reply.answer), words.SPOKEN.format(seconds=duration(reply.seconds))),))
