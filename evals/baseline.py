"""The committed baseline: what it keeps of a run, and the gate that a later run has to pass."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.comparing import Change, Comparison, ComparisonError, Missing, compare, obstacles
from evals.result import RunResult, SuiteResult
from evals.running import SplitChoice, splits_of
from evals.suites import SUITES

PATH = Path(__file__).with_name("baseline.json")
"""Where the committed baseline is."""
_DEPTH = 4
"""So deep the file has a line for each value: one a figure, one a figure's items."""


@dataclass(frozen=True)
class Preset:
    """What a gate runs, always quickly. The baseline is made of the same, or it would be no measure of it."""

    suites: tuple[str, ...]
    split: SplitChoice
    limit: int


GATE = Preset(
    suites=("answers", "behaviour", "conversation", "retrieval", "review", "jury", "assess"),
    split="dev",
    limit=400,
)


class BaselineError(ValueError):
    """The baseline can't be read or kept; the message is one sentence."""


@dataclass(frozen=True)
class Gate:
    """What a run is, compared with the baseline."""

    comparison: Comparison
    fallen: tuple[Change, ...]
    """Figures that are worse beyond their interval, or have lost their value."""
    vanished: tuple[Missing, ...]
    """Figures and suites of the baseline that the run doesn't have, though it was to."""

    @property
    def passed(self) -> bool:
        """Whether nothing fell and nothing vanished."""
        return not self.fallen and not self.vanished


def load_baseline(path: Path) -> RunResult:
    """Read the baseline. Raises BaselineError."""
    try:
        return RunResult.load(path)
    except FileNotFoundError:
        raise BaselineError(f"there is no baseline, {path.name}: --keep makes one") from None
    except OSError as error:
        raise BaselineError(f"the baseline, {path.name}, can't be read: {error.strerror}") from None
    except ValueError:
        raise BaselineError(f"{path.name} is no baseline: remove it, and --keep makes another") from None


def gate(baseline: RunResult, run: RunResult, names: Sequence[str], split: SplitChoice) -> Gate:
    """Hold a run of some suites against the baseline. Raises ComparisonError when it says nothing about them."""
    kept = _narrowed(baseline, names, split)
    comparison = compare(kept, run)
    if comparison.obstacles:
        raise ComparisonError("; ".join(comparison.obstacles))
    if not comparison.changes and not comparison.vanished:
        raise ComparisonError("it holds nothing of what ran")
    return Gate(comparison, tuple(comparison.having("worse", "lost")), comparison.vanished)


def _narrowed(baseline: RunResult, names: Collection[str], split: SplitChoice) -> RunResult:
    """Return the baseline of the suites and splits that were to run: what wasn't to run hasn't vanished."""
    wanted = {(name, own) for name in names if name in SUITES for own in splits_of(SUITES[name], split)}
    return baseline.model_copy(
        update={"suites": tuple(item for item in baseline.suites if (item.suite, item.split) in wanted)}
    )


def keep(run: RunResult, path: Path) -> None:
    """Merge what ran into the baseline. Raises BaselineError when the other suites of it can't stand beside it."""
    others: list[SuiteResult] = []
    if path.exists():
        before = load_baseline(path)
        others = [item for item in before.suites if item.suite in SUITES and run.find(item.suite, item.split) is None]
        if others and (reasons := obstacles(before, run)):
            raise BaselineError(f"the other suites of the baseline don't fit this run: {'; '.join(reasons)}")
    order = list(SUITES)
    merged = sorted((*trim(run).suites, *others), key=lambda item: (order.index(item.suite), item.split))
    path.write_text(_as_lines(trim(run).model_copy(update={"suites": tuple(merged)})), encoding="utf-8")


def trim(run: RunResult) -> RunResult:
    """Return what a baseline keeps of a run: what can be compared, and nothing that differs from run to run."""
    suites = [
        suite.model_copy(
            update={
                "figures": tuple(figure for figure in suite.figures if not figure.timed),
                "tables": (),
                "plots": (),
                "examples": (),
                "notes": (),
                "seconds": 0.0,
            }
        )
        for suite in run.suites
    ]
    return run.model_copy(update={"suites": tuple(suites), "seconds": 0.0})


def _as_lines(run: RunResult) -> str:
    """Return compact JSON with one line a figure: a change of the baseline can be read in its diff."""
    return _lines(run.model_dump(mode="json", exclude_defaults=True), _DEPTH) + "\n"


def _lines(value: Any, depth: int) -> str:
    if not depth or not value or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, dict):
        inner = [f"{json.dumps(key)}:{_lines(item, depth - 1)}" for key, item in value.items()]
        return "{\n" + ",\n".join(inner) + "\n}"
    return "[\n" + ",\n".join(_lines(item, depth - 1) for item in value) + "\n]"
