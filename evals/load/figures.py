"""What a load test found: the times that people waited, and what it took."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from evals.load.people import Done, Kind, Plan

KINDS: tuple[Kind, ...] = ("page", "ask", "review")
_MOST_PROBLEMS = 8
_KEYS = ("p50", "p95", "p99", "max")


def figures_of(plan: Plan, done: Sequence[Done], used: dict[str, float], about: dict[str, Any]) -> dict[str, Any]:
    """Return all figures of a run, for JSON."""
    problems = Counter(f"{one.kind}: {one.problem}" for one in done if one.problem)
    return {
        "plan": {
            "people": plan.people,
            "seconds": plan.seconds,
            "think_s": plan.think_s,
            "reviews_a_minute": plan.reviews_a_minute,
            "seed": plan.seed,
        },
        **about,
        "waited": {kind: _waited([one for one in done if one.kind == kind]) for kind in KINDS},
        "errors": sum(problems.values()),
        "problems": dict(problems.most_common(_MOST_PROBLEMS)),
        "used": {name: round(value, 3) for name, value in used.items()},
    }


def table_of(runs: Sequence[dict[str, Any]]) -> str:
    """Return a Markdown table with one run a line."""
    head = (
        "| people | reviews/min | asks | first p50 / p95 | whole p50 / p95 | reviews | p50 / p95 | errors "
        "| cores | MB start → middle → end (peak) | MB/min | load |"
    )
    return "\n".join([head, "|" + "---|" * (head.count("|") - 1), *map(_line, runs)])


def _waited(done: Sequence[Done]) -> dict[str, Any]:
    waited = [one.waited for one in done if one.waited is not None]
    figures: dict[str, Any] = {"count": len(waited), "errors": len(done) - len(waited)}
    if waited:
        for name, values in (("first_s", [one.first_s for one in waited]), ("last_s", [one.last_s for one in waited])):
            row = np.percentile(values, [50, 95, 99, 100])
            figures[name] = {key: round(float(value), 3) for key, value in zip(_KEYS, row, strict=True)}
        figures["pieces"] = round(float(np.mean([one.pieces for one in waited])), 1)
    return figures


def _line(run: dict[str, Any]) -> str:
    ask, review, used = run["waited"]["ask"], run["waited"]["review"], run["used"]
    memory = (
        f"{used['start_mb']:.0f} → {used['middle_mb']:.0f} → {used['end_mb']:.0f} ({used['peak_mb']:.0f})"
        if used
        else "–"
    )
    cells = (
        run["plan"]["people"],
        f"{run['plan']['reviews_a_minute']:g}",
        ask["count"],
        _pair(ask, "first_s"),
        _pair(ask, "last_s"),
        review["count"],
        _pair(review, "last_s"),
        run["errors"],
        f"{used['cores']:.2f}" if used else "–",
        memory,
        f"{used['slope_mb_a_minute']:+.1f}" if used else "–",
        " → ".join(f"{load:.1f}" for load in run["load_average"]),
    )
    return f"| {' | '.join(map(str, cells))} |"


def _pair(waited: dict[str, Any], name: str) -> str:
    return f"{waited[name]['p50']:.2f} / {waited[name]['p95']:.2f} s" if name in waited else "–"
