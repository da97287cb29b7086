"""`python -m evals --suite retrieval`: how well the search finds the criterion that a question bears on."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from statistics import median

import numpy as np
from rich.console import Console

from assistant import Coach
from evals.datasets.questions import Split
from evals.datasets.retrieval import COLLECTION, REQUIRED, Collection, load_collection
from evals.metrics.bootstrap import paired
from evals.metrics.retrieval import MEASURES, Measured, measure
from evals.peers.retrieval import STANDING, System, make_systems
from evals.reporting.retrieval import Miss, Result, SystemFigures, print_systems, write_report
from evals.result import Figure

_WORST = 10


@dataclass(frozen=True)
class Run:
    """What a system found for every question of a collection, best first, and how long one question took it."""

    rankings: Mapping[str, Sequence[str]]
    median_ms: float


def run_retrieval(coach: Coach, split: Split, console: Console, out: Path | None = None) -> list[Figure]:
    """Run all systems, print the tables, write the reports where a folder is given, return the standing figures."""
    collection = load_collection(split, COLLECTION)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as workshop:
        systems = make_systems(coach, collection.corpus, Path(workshop))
        runs = run(systems, collection.queries)
    measured = {name: measure(item.rankings, collection.qrels) for name, item in runs.items()}
    figures = compare(measured, {name: item.median_ms for name, item in runs.items()}, STANDING)
    # The questions of test verify: none of them is shown, so that none is tuned on.
    misses = worst_misses(runs[STANDING].rankings, measured[STANDING].questions, collection) if split == "dev" else None
    result = Result(split, coach.embedder.name, figures, measured, misses)
    print_systems(console, result)
    if out is not None:
        write_report(out, result)
    return list(figures[0].values.values())


def run(systems: Mapping[str, System], queries: Mapping[str, str]) -> dict[str, Run]:
    """Ask every system every question, one at a time, as people do.

    Each question goes to all systems in turn, so that what else the machine does slows them alike. The first one is
    asked twice, to warm them up.
    """
    rankings: dict[str, dict[str, Sequence[str]]] = {system: {} for system in systems}
    times: dict[str, list[float]] = {system: [] for system in systems}
    for question in list(queries.values())[:1]:
        for system in systems.values():
            system.rank([question])
    for name, question in queries.items():
        for system_name, system in systems.items():
            started = time.perf_counter()
            (rankings[system_name][name],) = system.rank([question])
            times[system_name].append((time.perf_counter() - started) * 1000)
    return {
        system: Run(rankings[system], median(times[system]) if times[system] else float("nan")) for system in systems
    }


def compare(measured: Mapping[str, Measured], times: Mapping[str, float], base: str) -> list[SystemFigures]:
    """Return the figures of every system and their differences to those of the base, over the same questions.

    Raises ValueError when the systems were not asked the same questions.
    """
    if len({item.questions for item in measured.values()}) > 1:
        raise ValueError("the systems were not asked the same questions")
    names = list(measured)
    samples = {metric: paired(np.stack([measured[name].values[metric] for name in names])) for metric in MEASURES}
    return [
        SystemFigures(
            name,
            {metric: samples[metric].figure(metric, row) for metric in MEASURES},
            {metric: samples[metric].difference(metric, row, names.index(base)) for metric in MEASURES},
            times[name],
        )
        for row, name in enumerate(names)
    ]


def worst_misses(rankings: Mapping[str, Sequence[str]], questions: Sequence[str], collection: Collection) -> list[Miss]:
    """Return the questions whose first required criterion comes last, worst first; those it opens on aren't misses."""
    misses = []
    for name in questions:
        wanted = [criterion for criterion, grade in collection.qrels[name].items() if grade >= REQUIRED]
        found = list(rankings[name])
        places = [found.index(criterion) + 1 for criterion in wanted if criterion in found]
        if min(places, default=0) != 1:
            misses.append(Miss(name, collection.queries[name], wanted, min(places, default=None), found[:3]))
    return sorted(misses, key=lambda miss: (-(miss.place or inf), miss.id))[:_WORST]
