"""What moved since the previous review, in words."""

from dataclasses import dataclass

from assistant.coaching.reviewing.comparing import Comparison, CriterionMove
from assistant.coaching.reviewing.review import ReviewVerdict
from assistant.report import wording
from assistant.report.typography import clean, counted, french, listed, quoted, shortened

_FILE_SHOWN = 80
_LABEL_SHOWN = 400
_TEXT_SHOWN = 2000


@dataclass(frozen=True)
class MovePart:
    """One criterion that moved: what its verdict became, and what was found or lost."""

    title: str
    official: str
    change: str
    elements: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class ComparisonPart:
    """What moved: sentences first, then each criterion, then the expected elements of the modalités."""

    sentences: tuple[str, ...]
    moved: tuple[MovePart, ...]
    expected: tuple[str, ...]
    unchanged: str


def comparison_part(comparison: Comparison) -> ComparisonPart:
    """Say a comparison."""
    sentences = [_counts(comparison)]
    if not comparison.same_engine:
        sentences.append(french(wording.OTHER_READER))
    expected = tuple(
        french(
            f"{shortened(item.label, _LABEL_SHOWN)} : {wording.PRESENCES[item.before][1]} → {wording.PRESENCES[item.after][1]}"
        )
        for item in comparison.expected
        if item.move != "same"
    )
    if not comparison.changed and not expected:
        sentences.append(french(wording.NOTHING_MOVED))
    return ComparisonPart(
        sentences=tuple(sentences),
        moved=tuple(_moved(item) for item in comparison.changed),
        expected=expected,
        unchanged=_unchanged(comparison) if comparison.changed else "",
    )


def _counts(comparison: Comparison) -> str:
    said: list[str] = []
    for move, (one, several, _) in wording.MOVES.items():
        count = comparison.counts.get(move, 0)
        if count:
            number = str(count) if said else counted(count, "critère")
            said.append(f"{number} {one if count == 1 else several}")
    file = quoted(shortened(clean(comparison.previous_file), _FILE_SHOWN))
    return french(wording.COMPARED).format(file=file, counts=listed(said))


def _moved(item: CriterionMove) -> MovePart:
    _, _, title = wording.MOVES[item.move]
    verdicts = f"{_name(item.before)} → {_name(item.after)}" if item.before != item.after else _name(item.after)
    if item.uncertain and item.move in {"better", "worse"}:
        change = f"{title}, {wording.MAYBE} : {verdicts} ({wording.UNCERTAIN})"
    elif item.uncertain and item.move != "lost":
        change = f"{title} : {verdicts} ({wording.TO_CHECK})"
    else:
        change = f"{title} : {verdicts}"
    groups = (
        (wording.NEWLY_FOUND, item.newly_found),
        (wording.DEVELOPED, item.developed),
        (wording.WEAKENED, item.weakened),
        (wording.NEWLY_MISSING, item.newly_missing),
    )
    return MovePart(
        title=f"{wording.CRITERION} {item.n}",
        official=shortened(clean(item.text), _TEXT_SHOWN),
        change=french(change),
        elements=tuple(
            (name, tuple(shortened(french(label), _LABEL_SHOWN) for label in labels))
            for name, labels in groups
            if labels
        ),
    )


def _name(verdict: ReviewVerdict | None) -> str:
    return wording.VERDICTS[verdict].name if verdict else wording.NO_VERDICT


def _unchanged(comparison: Comparison) -> str:
    numbers = [str(item.n) for item in comparison.criteria if not item.changed]
    if not numbers:
        return ""
    sentence = wording.UNCHANGED_ONE if len(numbers) == 1 else wording.UNCHANGED
    return french(sentence.format(numbers=listed(numbers)))
