"""The suite of answers to jury questions: what the program says of them, against what their readers said."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

from sklearn.metrics import confusion_matrix

from assistant import Coach
from assistant.coaching.assessing.assessment import PointStatus
from assistant.judging.answer_judge import STATUSES
from evals.bench import Bench
from evals.datasets.answers import LabelledAnswer, load_answers
from evals.metrics.bootstrap import grouped_confusion, grouped_mean
from evals.metrics.confusion import Counts, counts_by_group, f1_by_class, macro_f1, quadratic_kappa
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
        items=(
            Items(
                figure="points right",
                scores={item.id: float(item.right) for item in assessed},
                groups={item.id: item.question for item in assessed},
            ),
        ),
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
    counts = counts_by_group(
        [item.expected for item in assessed],
        [item.given for item in assessed],
        [item.question for item in assessed],
        len(STATUSES),
    )
    figures = [grouped_confusion("macro F1", counts, macro_f1).bounded(_MACRO_F1_BOUND)]
    for rank, name in enumerate(STATUSES):
        figures.append(grouped_confusion(f"F1 of « {name} »", counts, partial(_f1_of, rank=rank)))
    figures.append(grouped_confusion("quadratic weighted kappa", counts, quadratic_kappa))
    figures.append(_rate("points right", assessed, lambda item: item.right))
    for kind in dict.fromkeys(item.type for item in assessed):
        figures.append(
            _rate(f"right: {kind}", [item for item in assessed if item.type == kind], lambda item: item.right)
        )
    said = [item for item in assessed if item.expected == _SAID]
    not_said = [item for item in assessed if item.expected == 0]
    figures.append(_rate("said, called not said", said, lambda item: item.given == 0).bounded(None, at_most=True))
    figures.append(
        _rate("not said, called said", not_said, lambda item: item.given == _SAID).bounded(None, at_most=True)
    )
    figures.append(share("quotes verbatim", sum(item.verbatim for item in assessed), len(assessed), bound=1.0))
    return figures


def _rate(name: str, points: Sequence[AssessedPoint], holds: Callable[[AssessedPoint], bool]) -> Figure:
    return grouped_mean(name, [float(holds(point)) for point in points], [point.question for point in points])


def _f1_of(counts: Counts, rank: int) -> Counts:
    return f1_by_class(counts)[..., rank]


def _confusion(assessed: Sequence[AssessedPoint]) -> Confusion:
    counts = confusion_matrix(
        [item.expected for item in assessed], [item.given for item in assessed], labels=_RANKS
    ).tolist()
    return Confusion(title="points of answers", labels=STATUSES, counts=tuple(map(tuple, counts)))
