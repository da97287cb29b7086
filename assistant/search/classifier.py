"""A linear classifier of questions, trained on the phrasings when the index is built.

The nearest phrasing answers « who asked the like of this? »; the classifier adds what all the phrasings of a
target have in common and what tells them from those of its neighbours. It reads two views of a question: its
embedding, and its stems and letter groups (which survive missing accents and typing errors).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from assistant.referential.wording import words
from assistant.search.embedder import Vectors
from assistant.search.lexical import stems

_BUCKETS = 1 << 14
_LETTERS = 4
# Inverse regularisation of the two regressions, on a plateau of the dev questions.
_DENSE_STRENGTH = 0.1
_LEXICAL_STRENGTH = 3.0
_DENSE_SCALE = 20.0
"""E5 vectors differ by little from their mean: so stretched, the optimiser converges on them."""


@dataclass(frozen=True)
class TargetClassifier:
    """Weights of two softmax regressions. Shapes: dense (dimensions + 1, targets), lexical (buckets + 1, targets)."""

    targets: tuple[str, ...]
    dense: NDArray[np.float32]
    lexical: NDArray[np.float32]
    rarity: NDArray[np.float32]
    """Inverse document frequency of each bucket, shape (buckets,)."""
    centre: NDArray[np.float32]
    """Mean embedding of the training texts, shape (dimensions,): E5 vectors share most of their direction."""

    @classmethod
    def train(cls, texts: Sequence[str], vectors: Vectors, targets: Sequence[str]) -> "TargetClassifier":
        """Fit both views. `vectors` has the shape (texts, dimensions)."""
        from scipy.sparse import csr_matrix

        names = tuple(dict.fromkeys(targets))
        labels = np.array([names.index(target) for target in targets])
        counts = [_buckets(text) for text in texts]
        rarity = _rarity(counts)
        rows = np.repeat(np.arange(len(texts)), [len(count) for count in counts])
        columns = np.concatenate(counts)
        matrix = csr_matrix((rarity[columns], (rows, columns)), shape=(len(texts), _BUCKETS))
        norms = np.sqrt(matrix.multiply(matrix).sum(axis=1)).A1
        matrix = csr_matrix(matrix.multiply(1.0 / np.maximum(norms, 1e-9)[:, None]))
        centre = vectors.mean(axis=0)
        return cls(
            names,
            _fit((vectors - centre) * _DENSE_SCALE, labels, _DENSE_STRENGTH),
            _fit(matrix, labels, _LEXICAL_STRENGTH),
            rarity,
            centre,
        )

    def log_probabilities(self, question: str, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the log-probability of every target, shape (targets,): the mean of both views'."""
        dense = _log_softmax((vector - self.centre) * _DENSE_SCALE @ self.dense[:-1] + self.dense[-1])
        columns = _buckets(question)
        weights = self.rarity[columns]
        norm = max(float(np.linalg.norm(weights)), 1e-9)
        lexical = _log_softmax((weights / norm) @ self.lexical[columns] + self.lexical[-1])
        return np.asarray((dense + lexical) / 2, dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write the weights to one file."""
        np.savez(
            path,
            targets=np.array(self.targets),
            dense=self.dense.astype(np.float16),
            lexical=self.lexical.astype(np.float16),
            rarity=self.rarity,
            centre=self.centre,
        )

    @classmethod
    def load(cls, path: Path) -> "TargetClassifier":
        """Read weights that `save` wrote. Raises OSError, ValueError or KeyError when they are damaged."""
        with np.load(path, allow_pickle=False) as data:
            return cls(
                tuple(data["targets"].tolist()),
                data["dense"].astype(np.float32),
                data["lexical"].astype(np.float32),
                data["rarity"],
                data["centre"],
            )


def _buckets(text: str) -> NDArray[np.int64]:
    """Return the buckets that the text's stems, pairs of stems and letter groups fall into, each once."""
    own = stems(text)
    padded = [f"_{word}_" for word in words(text)]
    features = {f"s{stem}" for stem in own}
    features |= {f"p{first} {second}" for first, second in pairwise(own)}
    features |= {f"l{word[i : i + _LETTERS]}" for word in padded for i in range(max(1, len(word) - _LETTERS + 1))}
    return np.unique([crc32(feature.encode()) % _BUCKETS for feature in features or {""}]).astype(np.int64)


def _rarity(counts: Sequence[NDArray[np.int64]]) -> NDArray[np.float32]:
    frequency = np.bincount(np.concatenate(counts), minlength=_BUCKETS)
    return np.log((1 + len(counts)) / (1 + frequency)).astype(np.float32)


def _fit(features: object, labels: NDArray[np.int64], strength: float) -> NDArray[np.float32]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, max_iter=300, tol=1e-4, class_weight="balanced")
    model.fit(features, labels)
    return np.vstack([model.coef_.T, model.intercept_[None, :]]).astype(np.float32)


def _log_softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = scores - scores.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), dtype=np.float32)
