"""What `--suite retrieval` shows: tables, and in a folder the figures as JSON and a report in Markdown."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from math import isnan
from pathlib import Path

from rich.console import Console
from rich.table import Table

from evals.datasets.questions import Split
from evals.metrics.bootstrap import RESAMPLES, SEED
from evals.metrics.retrieval import MEASURES, Measured
from evals.peers.retrieval import CHUNK_CHARACTERS, CHUNK_OVERLAP, CHUNKS, STANDING
from evals.result import Figure

_DIFFERENCES = f"difference to {STANDING}, same questions"


@dataclass(frozen=True)
class SystemFigures:
    """A system's figures by metric, their differences to the standing system's, and its time for one question."""

    name: str
    values: Mapping[str, Figure]
    differences: Mapping[str, Figure]
    median_ms: float


@dataclass(frozen=True)
class Miss:
    """A question that the search doesn't open on the right criterion for. `place` is None where it isn't found."""

    id: str
    question: str
    required: Sequence[str]
    place: int | None
    first: Sequence[str]


@dataclass(frozen=True)
class Result:
    """All that one run of the suite found. `misses` are shown of dev alone: None otherwise."""

    split: Split
    embedder: str
    systems: Sequence[SystemFigures]
    measured: Mapping[str, Measured]
    misses: Sequence[Miss] | None

    @property
    def standing(self) -> Measured:
        """What was measured of the search as it stands."""
        return self.measured[STANDING]


def print_systems(console: Console, result: Result) -> None:
    """Print the figures of all systems, then their differences."""
    values = Table("system", title=f"retrieval.{result.split}: finding the criterion")
    differences = Table("system", title=_DIFFERENCES)
    for name in MEASURES:
        values.add_column(name, justify="right")
        differences.add_column(name, justify="right")
    values.add_column("ms", justify="right")
    for system in result.systems:
        values.add_row(
            system.name, *(_value(figure, "\n") for figure in system.values.values()), f"{system.median_ms:.1f}"
        )
        if system.name != STANDING:
            differences.add_row(system.name, *(_difference(item, "\n") for item in system.differences.values()))
    console.print(values)
    console.print(differences)
    console.print(_counts(result.standing), highlight=False)
    console.print("Second lines: 95 % intervals. ms: median for one question.", highlight=False)
    if partial := _found_by_partial(result):
        console.print(partial, highlight=False)


def _value(figure: Figure, gap: str = " ") -> str:
    if isnan(figure.value):
        return "–"
    return f"{figure.value:.3f}{gap}{figure.low:.2f}–{figure.high:.2f}"


def _difference(figure: Figure, gap: str = " ") -> str:
    if isnan(figure.value):
        return "–"
    return f"{figure.value:+.3f}{gap}{figure.low:+.2f}, {figure.high:+.2f}"


def _counts(standing: Measured) -> str:
    text = f"{len(standing.questions)} questions"
    if standing.unjudged:
        text += f"; {len(standing.unjudged)} more require no criterion, and aren't counted"
    if standing.unasked:
        text += f"; {len(standing.unasked)} were not asked"
    return text + "."


def _found_by_partial(result: Result) -> str:
    """Say how much of what is required the systems return at all that don't rank every criterion."""
    shares = {name: float(item.found.mean()) for name, item in result.measured.items() if len(item.found)}
    lacking = [f"{name} {share:.3f}" for name, share in shares.items() if share < 1]
    return f"Required criteria returned at any place: {', '.join(lacking)}; by the others, all." if lacking else ""


def write_report(folder: Path, result: Result) -> None:
    """Write `retrieval.SPLIT.json` and `retrieval.SPLIT.md`. Values of single questions and misses are of dev only."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {
        "embedder": result.embedder,
        "bootstrap": {"unit": "question", "resamples": RESAMPLES, "seed": SEED, "level": 0.95},
        "tutorial": {"chunk_characters": CHUNK_CHARACTERS, "chunk_overlap": CHUNK_OVERLAP, "chunks": CHUNKS},
        "versions": {name: version(name) for name in ("ir-measures", "bm25s", "chromadb", "langchain-text-splitters")},
    }
    found: dict[str, object] = {
        "suite": "retrieval",
        "split": result.split,
        "settings": settings,
        "counts": {
            "questions": len(result.standing.questions),
            "unjudged": len(result.standing.unjudged),
            "unasked": len(result.standing.unasked),
        },
        "systems": {
            system.name: {
                "figures": {name: _as_json(figure) for name, figure in system.values.items()},
                "differences": {name: _as_json(figure) for name, figure in system.differences.items()},
                "returned_at_all": _mean(result.measured[system.name]),
                "median_ms": _number(system.median_ms),
            }
            for system in result.systems
        },
    }
    if result.split == "dev":
        found["questions"] = result.standing.questions
        found["values"] = {
            system: {name: [_number(value) for value in values.tolist()] for name, values in item.values.items()}
            for system, item in result.measured.items()
        }
        found["misses"] = [asdict(miss) for miss in result.misses or ()]
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    (folder / f"retrieval.{result.split}.json").write_text(text, encoding="utf-8")
    (folder / f"retrieval.{result.split}.md").write_text(_as_markdown(result), encoding="utf-8")


def _as_json(figure: Figure) -> dict[str, float | int | None]:
    return {
        "value": _number(figure.value),
        "low": _number(figure.low),
        "high": _number(figure.high),
        "count": figure.count,
    }


def _mean(measured: Measured) -> float | None:
    return _number(float(measured.found.mean())) if len(measured.found) else None


def _number(value: float) -> float | None:
    """Return what JSON can hold: it has no NaN."""
    return None if isnan(value) else round(value, 6)


def _as_markdown(result: Result) -> str:
    values = [
        [system.name, *(_value(figure) for figure in system.values.values()), f"{system.median_ms:.1f}"]
        for system in result.systems
    ]
    differences = [
        [system.name, *(_difference(figure) for figure in system.differences.values())]
        for system in result.systems
        if system.name != STANDING
    ]
    counted = f"{_counts(result.standing)} 95 % intervals stand beside the values."
    lines = [f"# Retrieval, {result.split}", "", counted]
    if partial := _found_by_partial(result):
        lines += [partial]
    lines += ["", *_table(["system", *MEASURES, "ms, median"], values)]
    lines += ["", f"## {_DIFFERENCES.capitalize()}", "", *_table(["system", *MEASURES], differences)]
    if result.split == "dev" and result.misses is not None:
        lines += ["", f"## The {len(result.misses)} worst misses", ""]
        rows = [
            [miss.id, miss.question, ", ".join(miss.required), str(miss.place or "not found"), ", ".join(miss.first)]
            for miss in result.misses
        ]
        lines += _table(["id", "question", "required", "place", "found first"], rows)
    return "\n".join(lines) + "\n"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"

    return [line(headings), "|" + "---|" * len(headings), *map(line, rows)]
