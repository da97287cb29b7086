"""Boosted trees as data: what scikit-learn grew, kept as arrays, so that reading them runs no code of a file."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.judging.linear import Matrix, softmax


@dataclass(frozen=True)
class BoostedTrees:
    """Trees whose leaves add up to the scores of classes.

    All arrays have the shape (trees, nodes): in an inner node, rows whose `feature` is at most `threshold` go to the
    node `left`, the others to `right`; a leaf is its own `left` and holds a `value`. `classes` gives the class of each
    tree; `baseline` the scores without any tree.
    """

    feature: Matrix
    threshold: Matrix
    left: Matrix
    right: Matrix
    value: Matrix
    classes: Matrix
    baseline: Matrix
    depth: int

    def scores(self, rows: Matrix) -> Matrix:
        """Return the scores of every class, shape (rows, classes); `rows` has the shape (rows, features)."""
        trees = np.arange(len(self.feature))[None, :]
        node = np.zeros((len(rows), len(self.feature)), dtype=np.int64)
        for _ in range(self.depth):
            feature = self.feature[trees, node]
            goes_left = np.take_along_axis(rows, feature, axis=1) <= self.threshold[trees, node]
            node = np.where(goes_left, self.left[trees, node], self.right[trees, node])
        values = self.value[trees, node]
        scores = np.tile(self.baseline, (len(rows), 1)).astype(np.float64)
        for number in range(scores.shape[1]):
            scores[:, number] += values[:, self.classes == number].sum(axis=1)
        return np.asarray(scores)

    def probabilities(self, rows: Matrix) -> Matrix:
        """Return the probability of every class, shape (rows, classes)."""
        return softmax(self.scores(rows))

    def to_arrays(self) -> dict[str, Any]:
        """Return the arrays to keep in a file."""
        return {
            "trees.feature": self.feature.astype(np.int16),
            "trees.threshold": self.threshold.astype(np.float32),
            "trees.left": self.left.astype(np.int16),
            "trees.right": self.right.astype(np.int16),
            "trees.value": self.value.astype(np.float32),
            "trees.classes": self.classes.astype(np.int16),
            "trees.baseline": self.baseline.astype(np.float64),
            "trees.depth": np.array(self.depth),
        }

    @classmethod
    def from_arrays(cls, data: Any) -> "BoostedTrees":
        """Read what `to_arrays` gave. Raises KeyError when something is missing."""
        wide = {name: data[f"trees.{name}"].astype(np.int64) for name in ("feature", "left", "right", "classes")}
        return cls(
            threshold=data["trees.threshold"],
            value=data["trees.value"].astype(np.float64),
            baseline=data["trees.baseline"],
            depth=int(data["trees.depth"]),
            **wide,
        )
