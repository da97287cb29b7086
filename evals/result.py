"""What a run of the suites leaves: plain data that goes to JSON and back, and that every report is made of."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic.dataclasses import dataclass

SplitName = Literal["train", "dev", "test", "all"]
"""The part of the data that a suite ran on; `all` where it isn't split."""

# JSON has no NaN: what is undefined is null there.
Number = Annotated[
    float,
    BeforeValidator(lambda value: float("nan") if value is None else value),
    PlainSerializer(lambda value: None if np.isnan(value) else round(value, 6), return_type=float | None),
]


@dataclass(frozen=True)
class Figure:
    """A figure with its 95 % interval, and its bound. NaN where undefined.

    `count` is how many things it was counted over; `unrated` how many were left out because nothing could be said of
    them: they are never counted as zero. `low` and `high` are `value` where all there is was counted. `timed` figures
    are times, rates and memory of the machine at hand: they differ from run to run, and no gate stands on them.
    """

    name: str
    value: Number
    low: Number
    high: Number
    count: int
    bound: float | None = None
    at_most: bool = False
    """Whether less is better (and the bound an upper one)."""
    unrated: int = 0
    unit: str = ""
    timed: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the bound is met; None without a bound or without a value."""
        if self.bound is None or np.isnan(self.value):
            return None
        return self.value <= self.bound if self.at_most else self.value >= self.bound

    def bounded(self, bound: float | None, *, at_most: bool = False) -> "Figure":
        """Return the same figure with a bound."""
        return replace(self, bound=bound, at_most=at_most)


def exact(name: str, value: float, count: int, bound: float | None = None, *, at_most: bool = False) -> Figure:
    """Return a figure that was counted over all there is: it has no interval."""
    return Figure(name, value, value, value, count, bound, at_most)


def timed(name: str, value: float, unit: str, count: int = 1, bound: float | None = None) -> Figure:
    """Return a measure of the machine at hand, which is better when less."""
    return Figure(name, value, value, value, count, bound, at_most=True, unit=unit, timed=True)


def share(name: str, part: int, whole: int, bound: float | None = None, *, at_most: bool = False) -> Figure:
    """Return a share that was counted; NaN of nothing."""
    return exact(name, part / whole if whole else float("nan"), whole, bound, at_most=at_most)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Table(_Frozen):
    """A table of a report. Cells are texts; figures are formatted by whoever makes the table."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


class Series(_Frozen):
    """Points of one line, with intervals where they are known."""

    name: str
    x: tuple[float, ...]
    y: tuple[Number, ...]
    low: tuple[Number, ...] = ()
    high: tuple[Number, ...] = ()


class Curves(_Frozen):
    """Lines over a common axis: recall@k, calibration (with its diagonal), latency, growth."""

    kind: Literal["curves"] = "curves"
    title: str
    x_label: str
    y_label: str
    series: tuple[Series, ...]
    diagonal: bool = False
    log_x: bool = False
    log_y: bool = False
    timed: bool = False


class Confusion(_Frozen):
    """Counts of what was expected (rows) against what was given (columns)."""

    kind: Literal["confusion"] = "confusion"
    title: str
    labels: tuple[str, ...]
    given_labels: tuple[str, ...] = ()
    """Where what is given has other labels; those of the rows otherwise."""
    counts: tuple[tuple[int, ...], ...]


class Bars(_Frozen):
    """One value a name, with intervals: peers, ablations, times."""

    kind: Literal["bars"] = "bars"
    title: str
    x_label: str
    names: tuple[str, ...]
    values: tuple[Number, ...]
    low: tuple[Number, ...] = ()
    high: tuple[Number, ...] = ()
    timed: bool = False


Plot = Annotated[Curves | Confusion | Bars, Field(discriminator="kind")]


class Example(_Frozen):
    """Something that went wrong, as a maintainer reads it. Never one of test: what is read is tuned on."""

    id: str
    text: str
    expected: str
    given: str


class Items(_Frozen):
    """What one figure is the mean of: item → score. Two runs are compared item by item.

    `groups` names what items belong to (the draft of a criterion) where those of one group aren't independent.
    """

    figure: str
    scores: dict[str, Number]
    groups: dict[str, str] = {}


class SuiteResult(_Frozen):
    """What a suite found on a split."""

    suite: str
    split: SplitName
    about: str
    """What it measures, on what, in a sentence or two."""
    in_sample: bool = False
    """Whether what is measured was tuned or trained on the same data, which flatters it."""
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...] = ()
    plots: tuple[Plot, ...] = ()
    examples: tuple[Example, ...] = ()
    items: tuple[Items, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader has to know to believe the figures: limits, left-outs, unrated items."""
    seconds: float = 0.0


class EngineUse(_Frozen):
    """What the language model of a run did. Times in milliseconds, from a question to its whole answer.

    `answers` are those to the single questions of the run; of them `worded` were the model's, `withdrawn` were to be and
    are the program's own, because the model failed or said what the référentiel doesn't. Calls and tokens are of the
    whole run.
    """

    name: str
    calls: int
    input_tokens: int
    output_tokens: int
    estimated: bool
    """Whether tokens were estimated of characters, because the service doesn't count them."""
    euros: float | None
    answers: int
    worded: int
    withdrawn: int
    median_ms: float | None
    p95_ms: float | None

    @property
    def told(self) -> str:
        """All of it in one line."""
        about = "about " if self.estimated else ""
        parts = [
            f"{self.calls} calls",
            f"{about}{self.input_tokens} tokens in, {self.output_tokens} out",
            "cost unknown" if self.euros is None else f"{self.euros:.4f} €",
            f"{self.worded} of {self.answers} answers worded, {self.withdrawn} withdrawn",
        ]
        if self.median_ms is not None:
            tail = "" if self.p95_ms is None else f", p95 {self.p95_ms:.0f} ms"
            parts.append(f"a worded answer takes {self.median_ms:.0f} ms{tail}")
        return "; ".join(parts)


class RunResult(_Frozen):
    """What a run found. Two runs can be compared when `data` (a fingerprint of the sets) and `limit` agree."""

    version: str
    engine: str
    embedder: str
    referential: str
    corpus: str
    """Fingerprint of the corpus folder."""
    data: str
    """Fingerprint of the evaluation sets."""
    seed: int
    limit: int | None = None
    quick: bool = False
    seconds: float = 0.0
    use: EngineUse | None = None
    """What the language model did, where there was one."""
    suites: tuple[SuiteResult, ...]

    def find(self, suite: str, split: str) -> SuiteResult | None:
        """Return what a suite found on a split, if it ran."""
        return next((item for item in self.suites if (item.suite, item.split) == (suite, split)), None)

    def save(self, path: Path) -> None:
        """Write the result as JSON."""
        path.write_text(self.model_dump_json(indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "RunResult":
        """Read a result. Raises OSError, or ValueError when it isn't one."""
        return cls.model_validate_json(path.read_text(encoding="utf-8"))


def missed(results: Iterable[SuiteResult]) -> list[tuple[SuiteResult, Figure]]:
    """Return the figures that miss their bounds."""
    return [(result, figure) for result in results for figure in result.figures if figure.met is False]
