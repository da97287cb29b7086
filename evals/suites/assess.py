"""The suite of answers to jury questions: what the program says of them, against what their readers said."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score, confusion_matrix, f1_score

from assistant import Coach
from assistant.coaching.assessing.assessment import PointStatus
from assistant.judging.answer_judge import STATUSES
from evals.bench import Bench
from evals.datasets.answers import LabelledAnswer, load_answers
from evals.metrics.bootstrap import grouped
from evals.result import Confusion, Example, Figure, Items, SplitName, SuiteResult, share, timed

_MACRO_F1_BOUND = 0.75
_SAID = STATUSES.index("said")
_RANKS = list(range(len(STATUSES)))


@dataclass(frozen=True)
class AssessedPoint:
    """One point of one answer: its text, ranks in `STATUSES`, and whether the quote stands in the answer."""

    id: str
    question: str
    type: str
    point: str
    expected: int
    given: int
    verbatim: bool

    @property
    def right(self) -> bool:
        """Whether the status is the reader's."""
        return self.expected == self.given


def run(bench: Bench, split: SplitName) -> SuiteResult | None:
    """Assess the labelled answers of a split as `jury-coach assess` does."""
    if not (bench.collection.answers / f"{split}.jsonl").exists():
        return None
    answers = bench.some(load_answers(bench.coach.settings.corpus, split, bench.collection))
    times: list[float] = []
    assessed = assess_all(bench.coach, answers, times)
    wrong = [item for item in assessed if not item.right] if bench.shows_examples(split) else []
    return SuiteResult(
        suite="assess",
        split=split,
        about=f"{len(answers)} labelled answers to jury questions: is each expected point said, partly or not?",
        in_sample=split == "train",
        figures=(*measure_answers(assessed), timed("an answer, median", median(times), "ms", len(times))),
        plots=(_confusion(assessed),),
        items=(Items(figure="points right", scores={item.id: float(item.right) for item in assessed}),),
        examples=tuple(
            Example(id=item.id, text=item.point, expected=STATUSES[item.expected], given=STATUSES[item.given])
            for item in wrong
        ),
    )


def assess_all(coach: Coach, answers: Sequence[LabelledAnswer], times: list[float]) -> list[AssessedPoint]:
    """Assess every answer, the question given in words; `times` gets milliseconds."""
    assessed = []
    for item in answers:
        started = time.perf_counter()
        feedback = coach.assess(item.exam, item.question, item.labels.answer)
        times.append((time.perf_counter() - started) * 1000)
        for number, (point, expected) in enumerate(zip(feedback.points, item.labels.statuses, strict=True), start=1):
            assessed.append(
                AssessedPoint(
                    id=f"{item.labels.question_id}/{item.labels.type}/{number}",
                    question=item.labels.question_id,
                    type=item.labels.type,
                    point=point.point,
                    expected=STATUSES.index(expected),
                    given=STATUSES.index(point.status),
                    verbatim=_quoted_rightly(point.quote, point.status, item.labels.answer),
                )
            )
    return assessed


def _quoted_rightly(quote: str, status: PointStatus, answer: str) -> bool:
    """Whether what was said is quoted in the answer's words, and what wasn't is not quoted."""
    return quote in answer and bool(quote) == (status != "not_said")


def measure_answers(assessed: Sequence[AssessedPoint]) -> list[Figure]:
    """Return the figures. Intervals are bootstraps over questions: answers to one question aren't independent."""
    by_question = partial(grouped, items=assessed, group=lambda item: item.question)
    figures = [by_question("macro F1", statistic=_ranked(_macro_f1)).bounded(_MACRO_F1_BOUND)]
    for rank, name in enumerate(STATUSES):
        figures.append(by_question(f"F1 of « {name} »", statistic=_ranked(partial(_f1_of, rank=rank))))
    figures.append(by_question("quadratic weighted kappa", statistic=_ranked(_kappa)))
    figures.append(by_question("points right", statistic=_right))
    for kind in dict.fromkeys(item.type for item in assessed):
        of_kind = [item for item in assessed if item.type == kind]
        figures.append(share(f"right: {kind}", sum(item.right for item in of_kind), len(of_kind)))
    said = [item for item in assessed if item.expected == _SAID]
    not_said = [item for item in assessed if item.expected == 0]
    lost, invented = sum(item.given == 0 for item in said), sum(item.given == _SAID for item in not_said)
    figures.append(share("said, called not said", lost, len(said), at_most=True))
    figures.append(share("not said, called said", invented, len(not_said), at_most=True))
    figures.append(share("quotes verbatim", sum(item.verbatim for item in assessed), len(assessed), bound=1.0))
    return figures


Ranks = NDArray[np.int64]


def _ranked(
    statistic: Callable[[Ranks, Ranks], float],
) -> Callable[[Sequence[AssessedPoint]], tuple[float, int]]:
    """Make a statistic of points out of one of ranks; NaN of no points."""

    def of_points(assessed: Sequence[AssessedPoint]) -> tuple[float, int]:
        if not assessed:
            return float("nan"), 0
        expected, given = (np.array(ranks) for ranks in zip(*((p.expected, p.given) for p in assessed), strict=True))
        return statistic(expected, given), len(assessed)

    return of_points


def _right(assessed: Sequence[AssessedPoint]) -> tuple[float, int]:
    return (float(np.mean([item.right for item in assessed])) if assessed else float("nan")), len(assessed)


def _macro_f1(expected: Ranks, given: Ranks) -> float:
    return float(f1_score(expected, given, average="macro", labels=_RANKS, zero_division=0))


def _f1_of(expected: Ranks, given: Ranks, rank: int) -> float:
    return float(f1_score(expected == rank, given == rank, zero_division=0))


def _kappa(expected: Ranks, given: Ranks) -> float:
    """NaN where chance agreement is all there is."""
    if len(set(expected) | set(given)) < 2:
        return float("nan")
    return float(cohen_kappa_score(expected, given, labels=_RANKS, weights="quadratic"))


def _confusion(assessed: Sequence[AssessedPoint]) -> Confusion:
    counts = confusion_matrix(
        [item.expected for item in assessed], [item.given for item in assessed], labels=_RANKS
    ).tolist()
    return Confusion(title="points of answers", labels=STATUSES, counts=tuple(map(tuple, counts)))
