"""How right rankings of criteria are, question by question: the metrics of ir-measures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
from ir_measures import RR, Measure, Qrel, R, Rprec, ScoredDoc, Success, nDCG
from numpy.typing import NDArray

from evals.datasets.retrieval import REQUIRED
from evals.metrics.bootstrap import SEED
from evals.metrics.systems import Systems

# To find is to find what the answer must cite. What it may cite counts in nDCG alone, with half the gain.
MEASURES: Mapping[str, Measure] = {
    "success@1": Success(rel=REQUIRED) @ 1,
    "recall@5": R(rel=REQUIRED) @ 5,
    "RR@10": RR(rel=REQUIRED) @ 10,
    "nDCG@10": nDCG @ 10,
}
BY_CODE: Mapping[str, Measure] = {
    "success@1": MEASURES["success@1"],
    "R-precision": Rprec(rel=REQUIRED),
    "RR@10": MEASURES["RR@10"],
    "nDCG@10": MEASURES["nDCG@10"],
}
"""A code asks for one criterion or for all nineteen of an exam: R-precision looks at as many places as are required."""
DEPTHS = range(1, 21)
RECALLS: Mapping[str, Measure] = {f"recall@{depth}": R(rel=REQUIRED) @ depth for depth in DEPTHS}
_ANYWHERE = R(rel=REQUIRED) @ 1_000_000


@dataclass(frozen=True)
class Measured:
    """The values of every metric on the questions that count, in their order; the others are named, not valued."""

    questions: tuple[str, ...]
    values: Mapping[str, NDArray[np.float64]]
    """Metric → values, shape (questions,)."""
    unjudged: tuple[str, ...]
    """Questions that were asked, but for which the qrels require nothing: neither right nor wrong."""
    unasked: tuple[str, ...]
    """Questions of the qrels for which there is no ranking at all: they were not put to the system."""
    found: NDArray[np.float64]
    """Share of what is required that stands anywhere in the ranking, shape (questions,)."""


def measure(
    rankings: Mapping[str, Sequence[str]],
    qrels: Mapping[str, Mapping[str, int]],
    measures: Mapping[str, Measure] = MEASURES,
) -> Measured:
    """Measure rankings, question → criteria, best first. An empty ranking is an answer, and finds nothing.

    Raises ValueError when a ranking names a criterion twice.
    """
    required = {name for name, grades in qrels.items() if max(grades.values(), default=0) >= REQUIRED}
    questions = tuple(name for name in rankings if name in required)
    for name in questions:
        if len(set(rankings[name])) < len(rankings[name]):
            raise ValueError(f"the ranking of {name} names a criterion twice")
    # Scores fall by one from place to place: no ties that would be broken by the name.
    run = [
        ScoredDoc(name, criterion, float(-place))
        for name in questions
        for place, criterion in enumerate(rankings[name])
    ]
    judged = [Qrel(name, criterion, grade) for name in questions for criterion, grade in qrels[name].items()]
    row = {name: number for number, name in enumerate(questions)}
    values = {measure: np.zeros(len(questions)) for measure in (*measures.values(), _ANYWHERE)}
    # A question with an empty ranking has no line in the run and keeps its zero.
    for metric in ir_measures.iter_calc(list(values), judged, run) if run else ():
        values[metric.measure][row[metric.query_id]] = metric.value
    return Measured(
        questions,
        {name: values[measure] for name, measure in measures.items()},
        unjudged=tuple(name for name in rankings if name not in required),
        unasked=tuple(sorted(required - rankings.keys())),
        found=values[_ANYWHERE],
    )


def compare(measured: Mapping[str, Measured], seed: int = SEED) -> Systems:
    """Put systems side by side, the first one as the base.

    Raises ValueError when they were not asked the same questions.
    """
    if len({item.questions for item in measured.values()}) > 1:
        raise ValueError("the systems were not asked the same questions")
    items = list(measured.values())
    values = {metric: np.stack([item.values[metric] for item in items]) for metric in items[0].values}
    return Systems(tuple(measured), values, seed)
