"""What a report says, whatever it is written in: how the figures stand against their bounds, plots, examples."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

from evals.comparing import Change, Comparison
from evals.reporting.console import bound_text, interval_text, number_text, value_text
from evals.reporting.plots import draw, has_intervals
from evals.reporting.svg import Palette
from evals.result import Confusion, Curves, Figure, Plot, RunResult, SuiteResult
from evals.suites import SUITES

FILTERS = {"value": value_text, "interval": interval_text, "bound": bound_text}
"""What templates need to write figures."""


@dataclass(frozen=True)
class Standing:
    """A figure that has a bound, and where it was measured."""

    suite: SuiteResult
    figure: Figure

    @property
    def uncertain(self) -> bool:
        """Whether the bound lies within the interval: other items might have said otherwise."""
        figure = self.figure
        return figure.bound is not None and figure.low < figure.high and figure.low <= figure.bound <= figure.high


@dataclass(frozen=True)
class Summary:
    """How all figures stand against their bounds. Times are apart: they are of one machine at one moment."""

    met: tuple[Standing, ...]
    short: tuple[Standing, ...]
    undefined: tuple[Standing, ...]
    timed_met: tuple[Standing, ...]
    timed_short: tuple[Standing, ...]
    left_out: tuple[str, ...]
    """Suites that didn't run, or for which the collection holds nothing."""

    @property
    def bounded(self) -> int:
        """How many figures have a bound, times apart."""
        return len(self.met) + len(self.short) + len(self.undefined)

    @property
    def narrowly_met(self) -> int:
        """How many bounds are met, but lie within the interval."""
        return sum(item.uncertain for item in self.met)


def summarise(result: RunResult) -> Summary:
    """Sort the figures of a run by how they stand."""
    bounded = [
        Standing(suite, figure) for suite in result.suites for figure in suite.figures if figure.bound is not None
    ]
    judged = [item for item in bounded if not item.figure.timed]
    times = [item for item in bounded if item.figure.timed]
    ran = {suite.suite for suite in result.suites}
    return Summary(
        met=tuple(item for item in judged if item.figure.met),
        short=tuple(item for item in judged if item.figure.met is False),
        undefined=tuple(item for item in judged if item.figure.met is None),
        timed_met=tuple(item for item in times if item.figure.met),
        timed_short=tuple(item for item in times if item.figure.met is False),
        left_out=tuple(name for name in SUITES if name not in ran),
    )


def slug(text: str) -> str:
    """Return a text as part of a file's name or an anchor: plain letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text.replace("→", " to ")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60] or "plot"


def anchor(suite: SuiteResult) -> str:
    """Return the anchor of a suite."""
    return slug(f"{suite.suite}-{suite.split}")


@dataclass(frozen=True)
class Picture:
    """A plot that was drawn."""

    name: str
    """`<suite>-<split>-<slug>`, unlike that of any other of the run."""
    plot: Plot
    svg: str

    @property
    def note(self) -> str:
        """What a reader has to know to read it."""
        notes = ["95 % intervals are shown."] if has_intervals(self.plot) else []
        if isinstance(self.plot, Curves) and self.plot.diagonal:
            notes.append("On the dotted line, what is stated is what is found.")
        if isinstance(self.plot, Confusion):
            notes.append("Shaded by their share of the row.")
        return " ".join(notes)

    @property
    def timed(self) -> bool:
        """Whether it shows times."""
        return not isinstance(self.plot, Confusion) and self.plot.timed


def pictures(suite: SuiteResult, palette: Palette) -> Iterator[Picture]:
    """Draw the plots of a suite."""
    taken: set[str] = set()
    for plot in suite.plots:
        wanted = name = f"{anchor(suite)}-{slug(plot.title)}"
        number = 1
        while name in taken:
            number += 1
            name = f"{wanted}-{number}"
        taken.add(name)
        yield Picture(name, plot, draw(plot, name, palette))


@dataclass(frozen=True)
class Strip:
    """Where a figure between 0 and 1 lies, in percent of the way: its interval, and the room that its bound leaves."""

    value: float
    low: float
    high: float
    room_start: float
    room_end: float


def strip(figure: Figure) -> Strip | None:
    """Return where a figure lies; None where 0 to 1 is not its scale."""
    if figure.unit or figure.timed or isnan(figure.value) or not 0 <= figure.value <= 1 or (figure.bound or 0) > 1:
        return None
    low, high = (figure.value, figure.value) if isnan(figure.low) else (figure.low, figure.high)
    start, end = (0.0, 0.0)
    if figure.bound is not None:
        start, end = (0.0, figure.bound) if figure.at_most else (figure.bound, 1.0)
    return Strip(*(round(100 * min(max(item, 0.0), 1.0), 1) for item in (figure.value, low, high, start, end)))


def signed(value: float) -> str:
    """Return a difference with its sign; a dash where it is undefined."""
    if isnan(value):
        return "–"
    return f"{value:+.3f}".replace("-", "−") if abs(value) >= 0.0005 else "0.000"


def difference_text(change: Change) -> str:
    """Return the difference of a figure, in its unit."""
    if not change.new.unit or not change.difference or isnan(change.difference):
        return signed(change.difference)
    sign = "−" if change.difference < 0 else "+"
    return f"{sign}{number_text(abs(change.difference), change.new.unit)}"


def difference_interval(change: Change) -> str:
    """Return the interval of a difference; nothing where it has none."""
    if change.low == change.high or isnan(change.low) or change.verdict == "timed":
        return ""
    return f"{change.low:+.3f} to {change.high:+.3f}".replace("-", "−")


def flips_text(change: Change) -> str:
    """Say how many items flipped, by direction."""
    words = {"worse": "got worse", "better": "got better", "unrated": "have no rating now", "rated": "got a rating"}
    return ", ".join(f"{count} {words[direction]}" for direction, count in change.counts.items())


def verdict_counts(comparison: Comparison) -> str:
    """Say in one sentence what became of the figures."""
    better, worse, same = (len(comparison.having(verdict)) for verdict in ("better", "worse", "same"))
    lost = len(comparison.having("lost"))
    text = f"{better} better, {worse} worse, {same} the same within their uncertainty"
    return text + (f", {lost} without a value now" if lost else "")


COMPARING = {
    "difference": difference_text,
    "difference_interval": difference_interval,
    "flips": flips_text,
    "verdict_counts": verdict_counts,
}
"""What templates need to write comparisons."""
