"""Training the judge's heads on example passages and on the units of labelled drafts."""

from collections.abc import Mapping, Sequence

import numpy as np

from assistant.judging.cues import CueReader
from assistant.judging.features import with_signs
from assistant.judging.heads import KINDS, ExamHeads, Heads, Regressions
from assistant.judging.linear import VECTOR_SCALE, Matrix
from evals.datasets.passages import ExamplePassage
from evals.training.labelling import TrainingDraft
from evals.training.pair_reader import Wordings, train_reader

# Inverse regularisation of the regressions, chosen on the training drafts.
_TOPIC_STRENGTH = 0.1
_ANSWERS_STRENGTH = 0.05
_SUBSTANCE_STRENGTH = 0.02
_EXAM_STRENGTH = 0.05


class HeadsTrainer:
    """Trains heads. The example passages are embedded once; the drafts to learn from may differ by fold."""

    def __init__(
        self,
        wordings: Wordings,
        passages: Mapping[str, Sequence[ExamplePassage]],
        vectors: Mapping[str, Matrix],
        cues: CueReader,
        name: str,
    ) -> None:
        """Take the elements of every exam, its passages and their vectors; `name` is the embedder's."""
        self._wordings = wordings
        self._orders = wordings.orders
        self._passages = passages
        self._vectors = vectors
        self._name = name
        self._topics = {exam_id: self._topic(exam_id) for exam_id in passages}
        self._substance = self._train_substance(cues)
        self._exam = self._train_exam()

    def train(self, drafts: Sequence[TrainingDraft]) -> Heads:
        """Return the heads; `answers` and the reader of pairs learn from drafts too."""
        exams = {}
        for exam_id, items in self._passages.items():
            order = self._orders[exam_id]
            exams[exam_id] = ExamHeads(
                elements=order,
                topic=self._topics[exam_id],
                answers=self._answers(exam_id, order, [draft for draft in drafts if draft.exam == exam_id]),
                vectors=self._vectors[exam_id],
                owner=np.array([order.index(item.element) for item in items]),
                kind=np.array([KINDS.index(item.kind) for item in items]),
            )
        reader = train_reader(self._wordings, self._passages, self._vectors, drafts)
        return Heads(self._name, exams, self._substance, self._exam, reader)

    def _topic(self, exam_id: str) -> Regressions:
        """An announcement is about its element as much as content is; a near miss is about something else."""
        items = self._passages[exam_id]
        order = self._orders[exam_id]
        rows = [row for row, item in enumerate(items) if item.kind != "near_miss"]
        labels = np.array([order.index(items[row].element) for row in rows])
        return _softmax_regression(self._vectors[exam_id][rows], labels, _TOPIC_STRENGTH)

    def _answers(self, exam_id: str, order: Sequence[str], drafts: Sequence[TrainingDraft]) -> Regressions:
        """One regression an element: the passages that answer it against all the rest, background included."""
        items = self._passages[exam_id]
        answers = np.array([[item.kind == "satisfies" and item.element == name for name in order] for item in items])
        vectors = np.vstack([self._vectors[exam_id], *(draft.prepared.readings.vectors for draft in drafts)])
        labels = np.vstack([answers, *(draft.answers for draft in drafts)])
        weights = np.vstack([np.ones_like(answers, dtype=np.float32), *(draft.weights for draft in drafts)])
        centre = vectors.mean(axis=0)
        columns = [
            _binary_regression((vectors - centre) * VECTOR_SCALE, labels[:, column] > 0, weights[:, column])
            for column in range(len(order))
        ]
        return Regressions(centre, np.stack(columns, axis=1))

    def _train_substance(self, cues: CueReader) -> Regressions:
        from sklearn.linear_model import LogisticRegression

        parts, labels = [], []
        for exam_id, items in self._passages.items():
            rows = [row for row, item in enumerate(items) if item.kind != "near_miss"]
            signs = [cues.read(items[row].text, in_table=items[row].form == "table").values for row in rows]
            parts.append(with_signs(self._vectors[exam_id][rows], signs))
            labels += [items[row].kind == "satisfies" for row in rows]
        features = np.vstack(parts)
        centre = features.mean(axis=0)
        model = LogisticRegression(C=_SUBSTANCE_STRENGTH, max_iter=3000, class_weight="balanced")
        model.fit((features - centre) * VECTOR_SCALE, labels)
        return _regressions(model, centre)

    def _train_exam(self) -> Regressions:
        vectors = np.vstack(list(self._vectors.values()))
        labels = np.repeat(np.arange(len(self._vectors)), [len(part) for part in self._vectors.values()])
        return _softmax_regression(vectors, labels, _EXAM_STRENGTH)


def _softmax_regression(vectors: Matrix, labels: Matrix, strength: float) -> Regressions:
    from sklearn.linear_model import LogisticRegression

    centre = vectors.mean(axis=0)
    model = LogisticRegression(C=strength, max_iter=1000, class_weight="balanced")
    model.fit((vectors - centre) * VECTOR_SCALE, labels)
    return _regressions(model, centre)


def _binary_regression(features: Matrix, labels: Matrix, weights: Matrix) -> Matrix:
    from sklearn.linear_model import LogisticRegression

    known = weights > 0
    model = LogisticRegression(C=_ANSWERS_STRENGTH, max_iter=500, class_weight="balanced")
    model.fit(features[known], labels[known], sample_weight=weights[known])
    return np.append(model.coef_[0], model.intercept_).astype(np.float32)


def _regressions(model: object, centre: Matrix) -> Regressions:
    weights = np.vstack([model.coef_.T, model.intercept_[None, :]])  # type: ignore[attr-defined]
    return Regressions(centre.astype(np.float32), weights.astype(np.float32))
