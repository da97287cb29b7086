"""Training the judge's calibrated steps on labelled drafts, each on what the step before says of drafts it hasn't seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.judging.calibration import Calibration
from assistant.judging.features import PAIR_NAMES, pair_features
from assistant.judging.linear import LinearModel, Matrix
from assistant.judging.scoring import (
    CRITERION_NAMES,
    ELEMENT_IN_DRAFT_NAMES,
    ELEMENT_NAMES,
    PRESENCES,
    VERDICTS,
    choose_verdict,
    criterion_features,
    element_features,
    element_in_draft_features,
    merit,
)
from evals.training.heads import HeadsTrainer
from evals.training.labelling import TrainingDraft

FOLDS = 8
# Inverse regularisation of each step, on a plateau of the cross-validated training drafts.
_STRENGTHS = {"pair": 0.1, "element": 0.3, "element_in_draft": 0.3, "criterion": 0.1}
_CAUTION = 2.0
_STANDING_SHARE = 0.65
"""Of the verdicts, on drafts that weren't trained on: the rest is « à vérifier »."""
_QUOTE_PRECISION = 0.85


@dataclass(frozen=True)
class Sample:
    """Rows to learn from: features, class of each row, weights, and the draft that each row comes from."""

    values: Matrix
    labels: NDArray[np.int64]
    weights: Matrix
    drafts: NDArray[np.int64]


@dataclass(frozen=True)
class Verdicts:
    """What the judge says of drafts that it hasn't seen: probabilities (criteria, 3), and the juror's ranks."""

    probabilities: Matrix
    expected: NDArray[np.int64]
    drafts: NDArray[np.int64]

    def given(self, caution: float) -> NDArray[np.int64]:
        """Return the ranks of the verdicts that are chosen."""
        return np.array([choose_verdict(row, caution) for row in self.probabilities])


def folds_of(drafts: Sequence[TrainingDraft], seed: int) -> NDArray[np.int64]:
    """Return the fold of each draft: at random, each exam spread over the folds."""
    generator = np.random.default_rng(seed)
    fold = np.zeros(len(drafts), dtype=np.int64)
    following = 0
    for exam_id in sorted({draft.exam for draft in drafts}):
        rows = [row for row, draft in enumerate(drafts) if draft.exam == exam_id]
        for row in generator.permutation(rows):
            fold[row] = following % FOLDS
            following += 1
    return fold


def unseen_pair_features(
    drafts: Sequence[TrainingDraft], trainer: HeadsTrainer, fold: NDArray[np.int64], say: Callable[[str], None]
) -> list[Matrix]:
    """Return the features of the pairs of each draft, by heads that haven't seen it."""
    features: list[Matrix] = [np.zeros(0, dtype=np.float32)] * len(drafts)
    for number in range(FOLDS):
        say(f"heads, fold {number + 1} of {FOLDS}")
        heads = trainer.train([draft for row, draft in enumerate(drafts) if fold[row] != number])
        for row in _rows(fold == number):
            draft = drafts[row]
            features[row] = pair_features(
                draft.prepared.readings, draft.elements, heads.exams[draft.exam], heads.substance
            )
    return features


class StepsTrainer:
    """Fits pair, element, element in its draft, and criterion, in this order."""

    def __init__(self, drafts: Sequence[TrainingDraft], features: Sequence[Matrix], fold: NDArray[np.int64]) -> None:
        """Take the drafts, the features of their pairs and their folds."""
        self._drafts = drafts
        self._features = features
        self._fold = fold

    def train(self) -> tuple[Calibration, Verdicts]:
        """Return the calibration fitted on all drafts, and the verdicts on each draft by models that haven't seen it."""
        pairs = self._pairs()
        logits = self._unseen_logits(pairs)
        single = [
            element_features(values, draft.prepared.readings.passages, draft.prepared.words)
            for values, draft in zip(logits, self._drafts, strict=True)
        ]
        first = self._elements(single)
        alone = self._unseen(first, "element", ELEMENT_NAMES, PRESENCES, single)
        in_draft = [element_in_draft_features(*pair) for pair in zip(single, alone, strict=True)]
        second = self._elements(in_draft)
        presence = self._unseen(second, "element_in_draft", ELEMENT_IN_DRAFT_NAMES, PRESENCES, in_draft)
        criteria = self._criteria(presence, alone)
        verdicts = self._unseen_verdicts(criteria)
        calibration = Calibration(
            pair=fit(pairs, "pair", PAIR_NAMES, ("no", "yes")),
            element=fit(first, "element", ELEMENT_NAMES, PRESENCES),
            element_in_draft=fit(second, "element_in_draft", ELEMENT_IN_DRAFT_NAMES, PRESENCES),
            criterion=fit(criteria, "criterion", CRITERION_NAMES, VERDICTS),
            caution=_CAUTION,
            stands_at=_stands_at(verdicts),
            quote_at=self._quote_at(logits),
        )
        return calibration, verdicts

    def _pairs(self) -> Sample:
        parts = []
        for row, (draft, values) in enumerate(zip(self._drafts, self._features, strict=True)):
            known = draft.weights.ravel() > 0
            flat = values.reshape(-1, values.shape[-1])[known]
            labels = draft.answers.ravel()[known].astype(np.int64)
            parts.append(Sample(flat, labels, draft.weights.ravel()[known], np.full(len(flat), row)))
        return _joined(parts)

    def _unseen_logits(self, pairs: Sample) -> list[Matrix]:
        logits: list[Matrix] = [np.zeros(0, dtype=np.float32)] * len(self._drafts)
        for number in range(FOLDS):
            model = fit(_without(pairs, self._fold == number), "pair", PAIR_NAMES, ("no", "yes"))
            for row in _rows(self._fold == number):
                values = self._features[row]
                scores = model.scores(values.reshape(-1, values.shape[-1]))
                logits[row] = (scores[:, 1] - scores[:, 0]).reshape(values.shape[:2])
        return logits

    def _elements(self, values: Sequence[Matrix]) -> Sample:
        parts = []
        for row, (draft, features) in enumerate(zip(self._drafts, values, strict=True)):
            known = [column for column, element in enumerate(draft.elements) if element.id in draft.presence]
            labels = [PRESENCES.index(draft.presence[draft.elements[column].id]) for column in known]
            parts.append(Sample(features[known], np.array(labels), np.ones(len(known)), np.full(len(known), row)))
        return _joined(parts)

    def _unseen(
        self, sample: Sample, step: str, names: Sequence[str], classes: Sequence[str], values: Sequence[Matrix]
    ) -> list[Matrix]:
        found: list[Matrix] = [np.zeros(0, dtype=np.float32)] * len(self._drafts)
        for number in range(FOLDS):
            model = fit(_without(sample, self._fold == number), step, names, classes)
            for row in _rows(self._fold == number):
                found[row] = model.probabilities(values[row])
        return found

    def _criteria(self, presence: Sequence[Matrix], alone: Sequence[Matrix]) -> Sample:
        parts = []
        for row, draft in enumerate(self._drafts):
            worth = float(merit(alone[row]).mean())
            values, labels = [], []
            for criterion in draft.draft.labels.criteria:
                columns = [
                    column
                    for column, element in enumerate(draft.elements)
                    if element.id.startswith(f"{draft.exam}/{criterion.n}.")
                ]
                main = [draft.elements[column].main for column in columns]
                values.append(criterion_features(presence[row][columns], main, worth))
                labels.append(VERDICTS.index(criterion.verdict))
            parts.append(Sample(np.array(values), np.array(labels), np.ones(len(labels)), np.full(len(labels), row)))
        return _joined(parts)

    def _unseen_verdicts(self, criteria: Sample) -> Verdicts:
        probabilities = np.zeros((len(criteria.labels), len(VERDICTS)), dtype=np.float32)
        for number in range(FOLDS):
            left_out = self._fold == number
            model = fit(_without(criteria, left_out), "criterion", CRITERION_NAMES, VERDICTS)
            rows = left_out[criteria.drafts]
            probabilities[rows] = model.probabilities(criteria.values[rows])
        return Verdicts(probabilities, criteria.labels, criteria.drafts)

    def _quote_at(self, logits: Sequence[Matrix]) -> float:
        """The probability from which on the passages shown for criteria that aren't missing are right often enough."""
        shown = np.array(sorted(self._candidates(logits), reverse=True))
        precision = np.cumsum(shown[:, 1]) / np.arange(1, len(shown) + 1)
        enough = np.flatnonzero(precision >= _QUOTE_PRECISION)
        print(
            f"best quotes right: {np.mean([right for p, right, rank in shown if rank == 0]):.3f}, all {shown[:, 1].mean():.3f}"
        )
        return float(shown[enough[-1], 0]) if len(enough) else float(shown[0, 0])

    def _candidates(self, logits: Sequence[Matrix]) -> list[tuple[float, float, int]]:
        """Probability, rightness and rank of the best passages of every criterion that isn't missing."""
        found = []
        for draft, values in zip(self._drafts, logits, strict=True):
            single = values[: draft.prepared.readings.passages]
            for n, right in draft.evidence.items():
                columns = [c for c, element in enumerate(draft.elements) if element.id.startswith(f"{draft.exam}/{n}.")]
                best = 1 / (1 + np.exp(-single[:, columns].max(axis=1)))
                for rank, row in enumerate(np.argsort(-best)[:3]):
                    found.append((float(best[row]), float(int(row) in right), rank))
        return found


def fit(sample: Sample, step: str, names: Sequence[str], classes: Sequence[str]) -> LinearModel:
    """Fit a step's softmax regression over standardised features."""
    from sklearn.linear_model import LogisticRegression

    mean, scale = sample.values.mean(axis=0), np.maximum(sample.values.std(axis=0), 1e-6)
    model = LogisticRegression(C=_STRENGTHS[step], max_iter=1000)
    model.fit((sample.values - mean) / scale, sample.labels, sample_weight=sample.weights)
    weights, intercept = model.coef_.T, model.intercept_
    if len(classes) == 2:  # scikit-learn gives the second class alone
        weights, intercept = np.hstack([-weights, weights]) / 2, np.array([-intercept[0], intercept[0]]) / 2
    return LinearModel(tuple(names), tuple(classes), mean, scale, weights, intercept)


def _rows(chosen: NDArray[np.bool_]) -> list[int]:
    return [int(row) for row in np.flatnonzero(chosen)]


def _joined(parts: Sequence[Sample]) -> Sample:
    columns = ("values", "labels", "weights", "drafts")
    return Sample(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))


def _without(sample: Sample, left_out: NDArray[np.bool_]) -> Sample:
    kept = ~left_out[sample.drafts]
    return Sample(sample.values[kept], sample.labels[kept], sample.weights[kept], sample.drafts[kept])


def _stands_at(verdicts: Verdicts) -> float:
    confidence = verdicts.probabilities[np.arange(len(verdicts.expected)), verdicts.given(_CAUTION)]
    return float(np.quantile(confidence, 1 - _STANDING_SHARE))
