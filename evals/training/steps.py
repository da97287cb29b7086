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
    QUOTES,
    VERDICTS,
    choose_evidence,
    choose_verdict,
    criterion_features,
    element_features,
    element_in_draft_features,
    merit,
)
from evals.training.heads import HeadsTrainer
from evals.training.labelling import TrainingDraft

FOLDS = 8
# Inverse regularisation of each step, on a plateau of cross-validated drafts, each author's by what others taught.
_STRENGTHS = {"pair": 0.1, "element": 0.3, "element_in_draft": 3.0, "criterion": 0.1}
_CAUTION = 2.0
_STANDING_SHARE = 0.65
"""Of the verdicts, on drafts that weren't trained on: the rest is « à vérifier »."""
_QUOTE_LEVELS = tuple(level / 20 for level in range(20))
_RIGHT_AMONG = 0.86
"""Share of the criteria with evidence for which a right passage is to be among those quoted."""


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

    def of(self, drafts: NDArray[np.bool_]) -> "Verdicts":
        """Return those of the chosen drafts."""
        rows = drafts[self.drafts]
        return Verdicts(self.probabilities[rows], self.expected[rows], self.drafts[rows])

    def given(self, caution: float) -> NDArray[np.int64]:
        """Return the ranks of the verdicts that are chosen."""
        return np.array([choose_verdict(row, caution) for row in self.probabilities])


def folds_of(drafts: Sequence[TrainingDraft], seed: int) -> NDArray[np.int64]:
    """Return the fold of each draft: those of a known author together, the others at random, each exam spread.

    What is learnt of an author's drafts helps with the next one by the same hand: only where none was learnt from do
    figures say what an unknown candidate may expect.
    """
    generator = np.random.default_rng(seed)
    fold = np.zeros(len(drafts), dtype=np.int64)
    authors = authors_of(drafts)
    for row, draft in enumerate(drafts):
        if draft.author is not None:
            fold[row] = authors.index(draft.author) % FOLDS
    following = 0
    for exam_id in sorted({draft.exam for draft in drafts}):
        rows = [row for row, draft in enumerate(drafts) if draft.exam == exam_id and draft.author is None]
        for row in generator.permutation(rows):
            fold[row] = following % FOLDS
            following += 1
    return fold


def authors_of(drafts: Sequence[TrainingDraft]) -> list[str]:
    """Return the authors that are known, in their order."""
    return sorted({draft.author for draft in drafts if draft.author is not None})


def unseen_pair_features(
    drafts: Sequence[TrainingDraft],
    trainer: HeadsTrainer,
    fold: NDArray[np.int64],
    say: Callable[[str], None],
    learnt: NDArray[np.bool_] | None = None,
) -> list[Matrix]:
    """Return the features of the pairs of each draft, by heads that haven't seen it; only those `learnt` teach."""
    teaching = np.ones(len(drafts), dtype=bool) if learnt is None else learnt
    features: list[Matrix] = [np.zeros(0, dtype=np.float32)] * len(drafts)
    for number in range(FOLDS):
        say(f"heads, fold {number + 1} of {FOLDS}")
        heads = trainer.train([drafts[row] for row in _rows((fold != number) & teaching)])
        for row in _rows(fold == number):
            draft = drafts[row]
            features[row] = pair_features(draft.prepared.readings, draft.elements, heads, draft.exam)
    return features


class StepsTrainer:
    """Fits pair, element, element in its draft, and criterion, in this order."""

    def __init__(
        self,
        drafts: Sequence[TrainingDraft],
        features: Sequence[Matrix],
        fold: NDArray[np.int64],
        learnt: NDArray[np.bool_] | None = None,
    ) -> None:
        """Take the drafts, the features of their pairs and their folds; only those `learnt` teach."""
        self._drafts = drafts
        self._features = features
        self._fold = fold
        self._unlearnt = np.zeros(len(drafts), dtype=bool) if learnt is None else ~learnt

    def _taught(self, sample: Sample, number: int | None = None) -> Sample:
        """The rows that teach: of all folds, or of all but one."""
        left_out = self._unlearnt if number is None else self._unlearnt | (self._fold == number)
        return _without(sample, left_out)

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
            pair=fit(self._taught(pairs), "pair", PAIR_NAMES, ("no", "yes")),
            element=fit(self._taught(first), "element", ELEMENT_NAMES, PRESENCES),
            element_in_draft=fit(self._taught(second), "element_in_draft", ELEMENT_IN_DRAFT_NAMES, PRESENCES),
            criterion=fit(self._taught(criteria), "criterion", CRITERION_NAMES, VERDICTS),
            caution=_CAUTION,
            stands_at=_stands_at(verdicts),
            quote_at=self._quote_at(logits, presence),
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
            model = fit(self._taught(pairs, number), "pair", PAIR_NAMES, ("no", "yes"))
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
            model = fit(self._taught(sample, number), step, names, classes)
            for row in _rows(self._fold == number):
                found[row] = model.probabilities(values[row])
        return found

    def _criteria(self, presence: Sequence[Matrix], alone: Sequence[Matrix]) -> Sample:
        parts = []
        for row, draft in enumerate(self._drafts):
            worth = float(merit(alone[row]).mean())
            values, labels = [], []
            for criterion in draft.draft.labels.criteria:
                columns = draft.columns(criterion.n)
                main = [draft.elements[column].main for column in columns]
                values.append(criterion_features(presence[row][columns], main, worth))
                labels.append(VERDICTS.index(criterion.verdict))
            parts.append(Sample(np.array(values), np.array(labels), np.ones(len(labels)), np.full(len(labels), row)))
        return _joined(parts)

    def _unseen_verdicts(self, criteria: Sample) -> Verdicts:
        probabilities = np.zeros((len(criteria.labels), len(VERDICTS)), dtype=np.float32)
        for number in range(FOLDS):
            left_out = self._fold == number
            model = fit(self._taught(criteria, number), "criterion", CRITERION_NAMES, VERDICTS)
            rows = left_out[criteria.drafts]
            probabilities[rows] = model.probabilities(criteria.values[rows])
        return Verdicts(probabilities, criteria.labels, criteria.drafts)

    def _quote_at(self, logits: Sequence[Matrix], presence: Sequence[Matrix]) -> float:
        """The highest bound at which the right evidence is still often enough among the passages quoted."""
        levels = [level for level in _QUOTE_LEVELS if self._right_among_quotes(logits, presence, level) >= _RIGHT_AMONG]
        return max(levels, default=0.0)

    def _right_among_quotes(self, logits: Sequence[Matrix], presence: Sequence[Matrix], quote_at: float) -> float:
        found = []
        for draft, values, present in zip(self._drafts, logits, presence, strict=True):
            probable = 1 / (1 + np.exp(-values[: draft.prepared.readings.passages]))
            for n, right in draft.evidence.items():
                columns = draft.columns(n)
                rows = choose_evidence(probable[:, columns], present[columns], quote_at, QUOTES)
                found.append(not right.isdisjoint(rows))
        return float(np.mean(found))


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
