"""Finding what a question asks about: nearest phrasings, BM25 and the classifier, fused."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.referential.knowledge import Target
from assistant.referential.model import Referential
from assistant.search.embedder import Embedder
from assistant.search.index import Index

# How the three views are weighed: on a plateau of the dev questions.
_DENSE_WEIGHT = 10.0
_LEXICAL_WEIGHT = 3.0
_CLASSIFIER_WEIGHT = 1.5
_WHOLE_ENTRY_PRIOR = -2.0
"""People ask about a point that is judged far oftener than about a whole exam or competence."""

_UNPHRASED_PRIOR = 5.0
"""That of criteria where nobody said yet how people ask about them: one text each stands against hundreds of ways to say
what is off topic. On our référentiel without all that comes with it, 115 of 295 natural dev questions then cite a required
entry instead of 33, and what is refused stays so (28 of 28); at 6 it no longer does."""

_WHOLE_ENTRIES = frozenset({"exam", "competence", "activity"})
_NEAREST_ROWS = 300
_DENSE_FLOOR = 0.80
"""Cosines of E5 for unrelated texts lie about here; a target without a near row gets it."""


@dataclass(frozen=True)
class Found:
    """A target with its probability among all targets that were searched."""

    target: Target
    probability: float


class Searcher:
    """Hybrid search over the index."""

    def __init__(self, index: Index, embedder: Embedder, referential: Referential) -> None:
        """Take the opened index and the embedder that it was built with."""
        self._index = index
        self._embedder = embedder
        self._exam_of_target = [_exam_id(target, referential) for target in index.targets]
        criterion = _UNPHRASED_PRIOR if _is_unphrased(index) else 0.0
        priors = {**dict.fromkeys(_WHOLE_ENTRIES, _WHOLE_ENTRY_PRIOR), "criterion": criterion}
        self._prior = np.array([priors.get(target.kind, 0.0) for target in index.targets])
        self._classifier_order = np.array([index.classifier.targets.index(str(target)) for target in index.targets])

    @property
    def size(self) -> int:
        """The number of indexed texts."""
        return len(self._index)

    def search(self, question: str, exams: Sequence[str] = ()) -> list[Found]:
        """Return the targets, best first; with `exams`, of the entries only those of these exams."""
        scores = self.scores(question, exams)
        allowed = np.array(
            [
                not exams or target.entry is None or exam in exams
                for target, exam in zip(self._index.targets, self._exam_of_target, strict=True)
            ]
        )
        scores = np.where(allowed, scores, -np.inf)
        probabilities = _softmax(scores)
        order = np.argsort(-probabilities, kind="stable")
        return [Found(self._index.targets[i], float(probabilities[i])) for i in order if allowed[i]]

    def scores(self, question: str, exams: Sequence[str] = ()) -> NDArray[np.float32]:
        """Return the fused score of every target of the index, shape (targets,)."""
        vector = self._embedder.embed_questions([question])[0]
        dense, lexical, classified = self.views(question, vector, exams)
        return np.asarray(
            _DENSE_WEIGHT * dense + _LEXICAL_WEIGHT * lexical + _CLASSIFIER_WEIGHT * classified + self._prior,
            dtype=np.float32,
        )

    def views(
        self, question: str, vector: NDArray[np.float32], exams: Sequence[str] = ()
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Return what each view says of every target: best cosine, best BM25 (0 to 1), log-probability."""
        count = len(self._index.targets)
        dense = np.full(count, _DENSE_FLOOR, dtype=np.float32)
        rows, cosines = self._index.dense(vector, _NEAREST_ROWS, exams)
        np.maximum.at(dense, self._index.target_of_row[rows], cosines)
        lexical = np.zeros(count, dtype=np.float32)
        np.maximum.at(lexical, self._index.target_of_row, self._index.lexical.scores(question))
        classified = self._index.classifier.log_probabilities(question, vector)[self._classifier_order]
        return dense, lexical / max(float(lexical.max()), 1e-6), classified


def _is_unphrased(index: Index) -> bool:
    """Tell whether every entry has but its own wording in the index."""
    texts = np.bincount(index.target_of_row, minlength=len(index.targets))
    return all(count == 1 for count, target in zip(texts, index.targets, strict=True) if target.entry)


def _exam_id(target: Target, referential: Referential) -> str:
    entry = target.entry
    exam = referential.exam_of(entry) if entry else None
    return exam.id if exam else ""


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = np.exp(scores - scores.max())
    return np.asarray(shifted / shifted.sum(), dtype=np.float32)
