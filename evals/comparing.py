"""What changed between two runs: figure by figure, item by item, and whether they can be compared at all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isnan
from typing import Literal

from evals.metrics.bootstrap import grouped_mean
from evals.result import Example, Figure, Items, RunResult, SplitName, SuiteResult

Verdict = Literal["better", "worse", "same", "lost", "gained", "timed"]
"""`lost`: it had a value and has none now; `gained`: the other way round; `timed` figures are shown, never judged."""

Direction = Literal["worse", "better", "unrated", "rated"]
_DIRECTIONS: tuple[Direction, ...] = ("worse", "better", "unrated", "rated")

_DECISIVE = {
    "data": "the evaluation sets differ",
    "limit": "the limits of items differ",
    "quick": "one is a quick run and one is not",
    "referential": "the référentiels differ",
}
_CIRCUMSTANCES = ("version", "engine", "embedder", "corpus", "seed")


class ComparisonError(ValueError):
    """Two runs tell nothing of each other."""


@dataclass(frozen=True)
class Flip:
    """An item whose score changed; NaN where it was, or is, unrated."""

    id: str
    old: float
    new: float
    direction: Direction
    example: Example | None
    """What is known of the item: as it goes wrong now, or as it went wrong before."""


@dataclass(frozen=True)
class Change:
    """A figure of both runs, its difference (new − old) and the difference's 95 % interval."""

    suite: str
    split: SplitName
    old: Figure
    new: Figure
    difference: float
    low: float
    high: float
    shared: int
    """Over how many items of both runs the difference is taken; 0 where it is judged by the old figure's interval."""
    verdict: Verdict
    counts: Mapping[Direction, int]
    """How many items flipped, by direction."""
    flips: tuple[Flip, ...]
    """Which ones, the greatest changes first; none of test: what is read is tuned on."""


@dataclass(frozen=True)
class Missing:
    """A figure, or without a name a whole suite, that only one of the runs has."""

    suite: str
    split: SplitName
    figure: str = ""


@dataclass(frozen=True)
class Comparison:
    """All that changed from one run to another."""

    obstacles: tuple[str, ...]
    """Why the runs can't be compared; empty where they can."""
    circumstances: tuple[str, ...]
    """What else differs, and may be the reason of what changed."""
    changes: tuple[Change, ...]
    appeared: tuple[Missing, ...]
    vanished: tuple[Missing, ...]

    def having(self, *verdicts: Verdict) -> list[Change]:
        """Return the changes of some verdicts."""
        return [change for change in self.changes if change.verdict in verdicts]


def compare(before: RunResult, after: RunResult) -> Comparison:
    """Compare two runs, both as JSON keeps them: rounding is no change."""
    before, after = (RunResult.model_validate_json(run.model_dump_json()) for run in (before, after))
    changes = []
    for new in after.suites:
        old = before.find(new.suite, new.split)
        changes += list(_changes(old, new)) if old else []
    return Comparison(
        obstacles=obstacles(before, after),
        circumstances=_circumstances(before, after),
        changes=tuple(changes),
        appeared=_only_in(after, before),
        vanished=_only_in(before, after),
    )


def obstacles(before: RunResult, after: RunResult) -> tuple[str, ...]:
    """Return why two runs can't be compared; nothing where they can."""
    return tuple(
        f"{reason} ({_said(getattr(before, name))} before, {_said(getattr(after, name))} now)"
        for name, reason in _DECISIVE.items()
        if getattr(before, name) != getattr(after, name)
    )


def _circumstances(before: RunResult, after: RunResult) -> tuple[str, ...]:
    return tuple(
        f"{name.capitalize()}: {_said(getattr(before, name))} before, {_said(getattr(after, name))} now"
        for name in _CIRCUMSTANCES
        if getattr(before, name) != getattr(after, name)
    )


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "quick" if value else "whole"
    return "none" if value is None else str(value)


def _only_in(run: RunResult, other: RunResult) -> tuple[Missing, ...]:
    """Return the suites, and of common suites the judged figures, that the other run lacks."""
    found = []
    for suite in run.suites:
        counterpart = other.find(suite.suite, suite.split)
        if counterpart is None:
            found.append(Missing(suite.suite, suite.split))
            continue
        known = {figure.name for figure in counterpart.figures}
        found += [
            Missing(suite.suite, suite.split, figure.name)
            for figure in suite.figures
            if figure.name not in known and not figure.timed
        ]
    return tuple(found)


def _changes(before: SuiteResult, after: SuiteResult) -> Iterator[Change]:
    """Compare the figures that both have, in the order of the later run."""
    known = {figure.name: figure for figure in before.figures}
    items = [{own.figure: own for own in suite.items} for suite in (before, after)]
    examples = {item.id: item for item in (*before.examples, *after.examples)}
    for figure in after.figures:
        if figure.name in known:
            nothing = Items(figure=figure.name, scores={})
            old_items, new_items = (of_suite.get(figure.name, nothing) for of_suite in items)
            flips = _flips(old_items.scores, new_items.scores, figure.at_most, examples)
            difference = _difference(known[figure.name], figure, old_items, new_items)
            yield Change(
                suite=after.suite,
                split=after.split,
                old=known[figure.name],
                new=figure,
                difference=difference.value,
                low=difference.low,
                high=difference.high,
                shared=difference.count,
                verdict=_verdict(known[figure.name], figure, difference),
                counts={name: n for name in _DIRECTIONS if (n := sum(item.direction == name for item in flips))},
                flips=() if after.split == "test" else tuple(flips),
            )


def _difference(old: Figure, new: Figure, before: Items, after: Items) -> Figure:
    """Return new − old with its interval, and over how many common items it was taken.

    Without common items, it is as far from nothing as the new value is from the old one's own interval; a figure that
    has none was counted over all there is, and every change of it is one.
    """
    earlier, later = before.scores, after.scores
    shared = sorted(name for name in earlier.keys() & later.keys() if not isnan(earlier[name] + later[name]))
    if shared:
        return grouped_mean(
            "difference",
            [later[name] - earlier[name] for name in shared],
            [after.groups.get(name, name) for name in shared],
        )
    low, high = (old.value, old.value) if isnan(old.low) or isnan(old.high) else (old.low, old.high)
    return Figure("difference", new.value - old.value, new.value - high, new.value - low, 0)


def _verdict(old: Figure, new: Figure, difference: Figure) -> Verdict:
    """Judge a change; the new run says in which direction the figure is better."""
    if old.timed or new.timed:
        return "timed"
    if isnan(old.value) or isnan(new.value):
        return "same" if isnan(old.value) and isnan(new.value) else "lost" if isnan(new.value) else "gained"
    if difference.low <= 0 <= difference.high:
        return "same"
    return "better" if (difference.low > 0) != new.at_most else "worse"


def _flips(
    before: Mapping[str, float], after: Mapping[str, float], at_most: bool, examples: Mapping[str, Example]
) -> list[Flip]:
    """Return the items whose scores differ, what got worse first, then the greatest changes first.

    An item that only one of the runs has is unrated in the other.
    """
    found = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, float("nan")), after.get(name, float("nan"))
        if old == new or (isnan(old) and isnan(new)):
            continue
        direction: Direction
        if isnan(old) or isnan(new):
            direction = "unrated" if isnan(new) else "rated"
        else:
            direction = "better" if (new > old) != at_most else "worse"
        found.append(Flip(name, old, new, direction, examples.get(name)))
    return sorted(found, key=_order)


def _order(flip: Flip) -> tuple[int, float, str]:
    size = 0.0 if isnan(flip.old) or isnan(flip.new) else abs(flip.new - flip.old)
    return _DIRECTIONS.index(flip.direction), -size, flip.id
