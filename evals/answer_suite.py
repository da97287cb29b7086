"""The suite of answers: what the program says of labelled answers, against what their readers said."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score, confusion_matrix, f1_score

from assistant import Coach
from assistant.judging.answer_judge import STATUSES
from evals.answers import LabelledAnswer, load_answers

_RESAMPLES = 1000


@dataclass(frozen=True)
class AssessedPoint:
    """One point of one answer: ranks in `STATUSES`, and whether the quote stands in the answer."""

    answer: int
    question: str
    type: str
    expected: int
    given: int
    verbatim: bool


def assess_all(coach: Coach, answers: Sequence[LabelledAnswer]) -> list[AssessedPoint]:
    """Assess every answer as `jury-coach assess` does, the question given in words."""
    assessed = []
    for number, item in enumerate(answers):
        feedback = coach.assess(item.exam, item.question, item.labels.answer)
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


def figures_of(assessed: Sequence[AssessedPoint], seed: int = 0) -> dict[str, object]:
    """Return the figures; the interval of macro F1 is a bootstrap over questions."""
    expected, given = _ranks(assessed)
    by_type = {
        kind: round(float(np.mean([item.expected == item.given for item in assessed if item.type == kind])), 3)
        for kind in dict.fromkeys(item.type for item in assessed)
    }
    return {
        "points": len(assessed),
        "macro_f1": round(_macro_f1(expected, given), 3),
        "macro_f1_95": _interval(assessed, seed),
        "f1": dict(zip(STATUSES, np.round(f1_score(expected, given, average=None), 3).tolist(), strict=True)),
        "kappa": round(float(cohen_kappa_score(expected, given, weights="quadratic")), 3),
        "right_by_type": by_type,
        "said_called_not_said": round(float((given[expected == 2] == 0).mean()), 3),
        "not_said_called_said": round(float((given[expected == 0] == 2).mean()), 3),
        "quotes_verbatim": round(float(np.mean([item.verbatim for item in assessed])), 3),
        "confusion": confusion_matrix(expected, given).tolist(),
    }


def _ranks(assessed: Sequence[AssessedPoint]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.array([item.expected for item in assessed]), np.array([item.given for item in assessed])


def _macro_f1(expected: NDArray[np.int64], given: NDArray[np.int64]) -> float:
    return float(f1_score(expected, given, average="macro", labels=[0, 1, 2], zero_division=0))


def _interval(assessed: Sequence[AssessedPoint], seed: int) -> list[float]:
    """The middle 95 % of macro F1 over resampled questions: answers to one question aren't independent."""
    by_question: dict[str, list[AssessedPoint]] = defaultdict(list)
    for item in assessed:
        by_question[item.question].append(item)
    generator = np.random.default_rng(seed)
    questions = list(by_question)
    values = []
    for _ in range(_RESAMPLES):
        drawn = generator.choice(len(questions), len(questions))
        expected, given = _ranks([item for row in drawn for item in by_question[questions[row]]])
        values.append(_macro_f1(expected, given))
    return [round(float(value), 3) for value in np.percentile(values, (2.5, 97.5))]


def run_answers(coach: Coach, split: str) -> dict[str, object]:
    """Run the suite on a split."""
    return figures_of(assess_all(coach, load_answers(coach.settings.corpus, split)))
