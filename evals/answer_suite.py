"""The suite of answers: what the program says of labelled answers, against what their readers said."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from sklearn.metrics import cohen_kappa_score, f1_score

from assistant import Coach
from assistant.judging.answer_judge import STATUSES
from evals.answers import LabelledAnswer, load_answers
from evals.figures import Figure, print_figures, share

_RESAMPLES = 1000
_MACRO_F1_BOUND = 0.75
_SAID = STATUSES.index("said")


@dataclass(frozen=True)
class AssessedPoint:
    """One point of one answer: ranks in `STATUSES`, and whether the quote stands in the answer."""

    answer: int
    question: str
    type: str
    expected: int
    given: int
    verbatim: bool


def assess_all(coach: Coach, answers: Sequence[LabelledAnswer], times: list[float]) -> list[AssessedPoint]:
    """Assess every answer as `jury-coach assess` does, the question given in words; `times` gets milliseconds."""
    assessed = []
    for number, item in enumerate(answers):
        started = time.perf_counter()
        feedback = coach.assess(item.exam, item.question, item.labels.answer)
        times.append((time.perf_counter() - started) * 1000)
        for point, expected in zip(feedback.points, item.labels.statuses, strict=True):
            assessed.append(
                AssessedPoint(
                    number,
                    item.labels.question_id,
                    item.labels.type,
                    STATUSES.index(expected),
                    STATUSES.index(point.status),
                    (point.quote in item.labels.answer) and bool(point.quote) == (point.status != "not_said"),
                )
            )
    return assessed


def measure_answers(assessed: Sequence[AssessedPoint], resamples: int = _RESAMPLES) -> list[Figure]:
    """Return the figures. Intervals are bootstraps over questions: answers to one question aren't independent."""
    expected, given = _ranks(assessed)
    resampled = partial(_resampled, assessed, resamples)
    figures = [resampled("macro F1", _macro_f1, _MACRO_F1_BOUND)]
    figures += [resampled(f"F1 of « {name} »", partial(_f1_of, rank=rank)) for rank, name in enumerate(STATUSES)]
    figures.append(resampled("quadratic weighted kappa", _kappa))
    for kind in dict.fromkeys(item.type for item in assessed):
        of_kind = [item for item in assessed if item.type == kind]
        figures.append(share(f"right: {kind}", sum(item.expected == item.given for item in of_kind), len(of_kind)))
    said, not_said = expected == _SAID, expected == 0
    figures.append(share("said, called not said", int((given[said] == 0).sum()), int(said.sum())))
    figures.append(share("not said, called said", int((given[not_said] == _SAID).sum()), int(not_said.sum())))
    figures.append(share("quotes verbatim", sum(item.verbatim for item in assessed), len(assessed), bound=1.0))
    return figures


def run_answers(coach: Coach, split: str, console: Console) -> list[Figure]:
    """Run the suite on a split and print its table."""
    answers = load_answers(coach.settings.corpus, split)
    times: list[float] = []
    assessed = assess_all(coach, answers, times)
    figures = measure_answers(assessed)
    print_figures(console, f"answers.{split}: {len(answers)} answers", figures)
    console.print(f"time: median {median(times):.0f} ms an answer")
    return figures


Ranks = NDArray[np.int64]


def _ranks(assessed: Sequence[AssessedPoint]) -> tuple[Ranks, Ranks]:
    return np.array([item.expected for item in assessed]), np.array([item.given for item in assessed])


def _macro_f1(expected: Ranks, given: Ranks) -> float:
    return float(f1_score(expected, given, average="macro", labels=[0, 1, 2], zero_division=0))


def _f1_of(expected: Ranks, given: Ranks, rank: int) -> float:
    return float(f1_score(expected == rank, given == rank, zero_division=0))


def _kappa(expected: Ranks, given: Ranks) -> float:
    return float(cohen_kappa_score(expected, given, labels=[0, 1, 2], weights="quadratic"))


def _resampled(
    assessed: Sequence[AssessedPoint],
    resamples: int,
    name: str,
    statistic: Callable[[Ranks, Ranks], float],
    bound: float | None = None,
) -> Figure:
    by_question: dict[str, list[AssessedPoint]] = defaultdict(list)
    for item in assessed:
        by_question[item.question].append(item)
    groups = [_ranks(items) for items in by_question.values()]
    generator = np.random.default_rng(0)
    values = []
    for _ in range(resamples):
        drawn = [groups[row] for row in generator.choice(len(groups), len(groups))]
        values.append(
            statistic(np.concatenate([item[0] for item in drawn]), np.concatenate([item[1] for item in drawn]))
        )
    low, high = np.nanpercentile(values, (2.5, 97.5))
    return Figure(name, statistic(*_ranks(assessed)), float(low), float(high), len(assessed), bound)
