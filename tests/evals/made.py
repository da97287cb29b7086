"""Runs that were made up, for whatever is made of runs."""

from collections.abc import Mapping, Sequence

from evals.metrics.bootstrap import mean
from evals.result import (
    Bars,
    Confusion,
    Curves,
    Example,
    Figure,
    Items,
    Plot,
    RunResult,
    Series,
    SplitName,
    SuiteResult,
    Table,
    exact,
    timed,
)

NAN = float("nan")
HOSTILE = "</details><script>alert(1)</script> | `a` **b** [c](javascript:alert(1)) $d$ https://evil.example\n# e \x00"


def suite(
    figures: Sequence[Figure],
    scores: Mapping[str, Mapping[str, float]] | None = None,
    *,
    name: str = "assess",
    split: SplitName = "dev",
    examples: Sequence[Example] = (),
) -> SuiteResult:
    return SuiteResult(
        suite=name,
        split=split,
        about="Made up.",
        figures=tuple(figures),
        items=tuple(Items(figure=figure, scores=dict(values)) for figure, values in (scores or {}).items()),
        examples=tuple(examples),
    )


def scored(values: Sequence[float], *, at_most: bool = False, **options: object) -> SuiteResult:
    """A suite of one figure, the mean of its items."""
    figure = mean("right", list(values)).bounded(None, at_most=at_most)
    return suite([figure], {"right": {f"i{place:03}": value for place, value in enumerate(values)}}, **options)  # type: ignore[arg-type]


def run_of(*suites: SuiteResult, **changed: object) -> RunResult:
    known = RunResult(
        version="0.1.0",
        engine="extractive",
        embedder="e5",
        referential="R",
        corpus="c0",
        data="d0",
        seed=1,
        suites=suites,
    )
    return known.model_copy(update=changed)


CURVES = Curves(
    title="Calibration",
    x_label="stated",
    y_label="found",
    series=(Series(name="verdicts", x=(0.2, 0.6), y=(0.1, 0.7), low=(0.0, 0.6), high=(0.2, 0.8)),),
    diagonal=True,
)
CONFUSION = Confusion(title="Verdicts", labels=("missing", "partial"), counts=((4, 1), (0, 3)))
BARS = Bars(
    title="Peers", x_label="kappa", names=("ours", "theirs"), values=(0.7, -0.1), low=(0.6, NAN), high=(0.8, NAN)
)
PLOTS: tuple[Plot, ...] = (CURVES, CONFUSION, BARS)


def whole_run(speed: float = 1.0) -> RunResult:
    """A run with everything that a report can show, hostile texts among it; `speed` changes times alone."""
    latency = Curves(title="Latency", x_label="words", y_label="ms", series=(Series(name="a", x=(1, 2), y=(speed, 2)),))
    first = scored([1.0] * 40 + [0.0] * 10, name="answers").model_copy(
        update={
            "about": HOSTILE,
            "in_sample": True,
            "figures": (
                mean("right", [1.0] * 40 + [0.0] * 10).bounded(0.9),
                mean("kept", [1.0, NAN]).bounded(0.5),
                Figure(HOSTILE, NAN, NAN, NAN, 0, 0.5),
                timed("a question", 30 * speed, "ms", bound=40),
            ),
            "tables": (Table(title=HOSTILE, columns=("system", HOSTILE), rows=((HOSTILE, "1"),), note=HOSTILE),),
            "plots": (*PLOTS, latency.model_copy(update={"timed": True}), CURVES.model_copy(update={"title": HOSTILE})),
            "notes": (HOSTILE, "# not a heading"),
            "examples": (Example(id=HOSTILE, text=HOSTILE, expected=HOSTILE, given=HOSTILE),),
            "seconds": 3 * speed,
        }
    )
    second = suite([exact("near-duplicates", 0, 100, 0, at_most=True)], name="leaks", split="all")
    return run_of(first, second, seconds=5 * speed)
