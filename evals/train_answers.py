"""`python -m evals.train_answers`: train the judge of answers on the bank and on labelled answers.

Figures are cross-validated over questions of the train split; the test split is never read here.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from assistant import Coach
from assistant.judging.answer_features import POINT_NAMES, point_features
from assistant.judging.answer_judge import STATUSES, PointReader, point_texts, read_answer
from assistant.judging.answer_knowledge import AnswerKnowledge, PointMetric
from assistant.judging.cues import CueReader
from assistant.judging.heads import Regressions
from assistant.judging.linear import Matrix
from assistant.judging.spans import spans_of
from assistant.referential.question_bank import ExpectedPoint, load_question_bank
from evals.caching import CachedEmbedder
from evals.datasets.answers import LabelledAnswer, load_answers
from evals.training.answers import bank_texts, bank_vectors, compose_answers, train_metric, train_substance, train_trees

_FOLDS = 8
_COMPOSED_WEIGHT = 0.15
"""Of a composed answer beside a labelled one: from 0.3 on the labelled ones suffer."""


def main() -> None:
    """Train, print the cross-validated figures, and write what was learnt unless told not to."""
    parser = argparse.ArgumentParser(prog="python -m evals.train_answers", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="print the figures and write nothing")
    options = parser.parse_args()
    coach = Coach(report=_say)
    embedder = CachedEmbedder(coach.embedder, coach.settings.data)
    asked = _asked(coach)
    questions = [points for _, points in asked]
    answers = load_answers(coach.settings.corpus, "train")
    composed = compose_answers(asked)
    texts = bank_texts(questions)
    _say("embedding the bank and the answers")
    spans = [
        span.text
        for text in (*(item.labels.answer for item in answers), *(item.answer for item in composed))
        for span in spans_of(text)
    ]
    embedder.embed_passages(list(dict.fromkeys([*texts, *(question for question, _ in asked), *spans])))
    vectors, rows = embedder.embed_passages(texts), bank_vectors(questions, texts)
    _say("training the metric and the sense of substance")
    learnt = _Learnt(train_metric(rows, vectors), train_substance(rows, vectors))
    reader = _Reader(coach, embedder, learnt)
    _say(f"reading {len(answers)} answers and {len(composed)} composed ones")
    labelled = reader.samples([(item.question, item.points, item.labels.answer, _ranks(item)) for item in answers])
    short = reader.samples([(item.question, item.points, item.answer, item.statuses) for item in composed])
    _cross_validate(labelled, short)
    if not options.dry_run:
        trees = train_trees(*_together(labelled, short))
        knowledge = AnswerKnowledge(embedder.name, learnt.metric, learnt.substance, trees, POINT_NAMES)
        knowledge.save(coach.settings.corpus / "judge" / "answers.npz")
        _say("written: judge/answers.npz")


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _asked(coach: Coach) -> list[tuple[str, tuple[ExpectedPoint, ...]]]:
    """Every question of the bank with its points; of those on drafts, what is asked of a thin one."""
    banks = [load_question_bank(coach.settings.corpus, exam.id) for exam in coach.referential.exams]
    asked = [(item.question, item.points) for bank in banks for item in bank.questions]
    return asked + [(item.thin, item.points) for bank in banks for item in bank.draft_questions.values()]


def _ranks(item: LabelledAnswer) -> tuple[int, ...]:
    return tuple(STATUSES.index(status) for status in item.labels.statuses)


@dataclass(frozen=True)
class _Learnt:
    metric: PointMetric
    substance: Regressions


@dataclass(frozen=True)
class _Samples:
    """Features of points (rows), the rank of each status, and the number of the question that each belongs to."""

    values: Matrix
    labels: Matrix
    groups: Matrix


class _Reader:
    """Reads answers as the judge does."""

    def __init__(self, coach: Coach, embedder: CachedEmbedder, learnt: _Learnt) -> None:
        self._embedder = embedder
        self._cues = CueReader.of(coach.referential)
        self._points = PointReader(embedder)
        self._learnt = learnt

    def samples(self, answers: Sequence[tuple[str, Sequence[ExpectedPoint], str, Sequence[int]]]) -> _Samples:
        """Return the samples of (question, points, answer, ranks); an answer without a sentence gives none."""
        values: list[Matrix] = []
        labels: list[int] = []
        groups: list[int] = []
        numbers: dict[str, int] = {}
        for question, points, answer, ranks in answers:
            reading = read_answer(answer, self._embedder, self._cues)
            if reading is None:
                continue
            vectors, texts = self._points.vectors_of(question, points), point_texts(question, points)
            values.append(point_features(reading, vectors, texts, self._learnt.metric, self._learnt.substance)[0])
            labels += ranks
            groups += [numbers.setdefault(question, len(numbers))] * len(points)
        return _Samples(np.concatenate(values), np.array(labels), np.array(groups))


def _together(labelled: _Samples, short: _Samples) -> tuple[Matrix, Matrix, Matrix]:
    """Values, labels and weights of both."""
    weights = np.concatenate([np.ones(len(labelled.labels)), np.full(len(short.labels), _COMPOSED_WEIGHT)])
    return np.concatenate([labelled.values, short.values]), np.concatenate([labelled.labels, short.labels]), weights


def _cross_validate(labelled: _Samples, short: _Samples) -> None:
    """Print how questions fare that weren't learnt from: their labelled answers, and half of the composed ones."""
    given = np.zeros_like(labelled.labels)
    learns = np.random.default_rng(0).random(len(short.labels)) < 0.5
    half = _Samples(short.values[learns], short.labels[learns], short.groups[learns])
    figures = []
    for learn, look in GroupKFold(_FOLDS).split(labelled.values, labelled.labels, labelled.groups):
        part = _Samples(labelled.values[learn], labelled.labels[learn], labelled.groups[learn])
        trees = train_trees(*_together(part, half))
        given[look] = trees.probabilities(labelled.values[look]).argmax(axis=1)
        others = trees.probabilities(short.values[~learns]).argmax(axis=1)
        figures.append(f1_score(short.labels[~learns], others, average="macro"))
    by_status = ", ".join(
        f"{name} {figure:.3f}"
        for name, figure in zip(STATUSES, f1_score(labelled.labels, given, average=None), strict=True)
    )
    macro = f1_score(labelled.labels, given, average="macro")
    print(f"{len(given)} points of labelled answers: macro F1 {macro:.3f} ({by_status})")
    print(f"{int((~learns).sum())} points of composed short answers: macro F1 {np.mean(figures):.3f}")


if __name__ == "__main__":
    main()
