"""Linear models as data: named features in, probabilities out. What is learnt can be read, and needs no library."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[Any]
"""Numbers in rows and columns; the docstrings give the shapes."""
VECTOR_SCALE = 20.0
"""E5 vectors differ by little from their mean: so stretched, what learns from them converges."""


@dataclass(frozen=True)
class LinearModel:
    """A softmax regression over standardised features. Shapes: mean, scale (features,); weights (features, classes)."""

    features: tuple[str, ...]
    classes: tuple[str, ...]
    mean: Matrix
    scale: Matrix
    weights: Matrix
    intercept: Matrix

    def scores(self, values: Matrix) -> Matrix:
        """Return the scores of every class, shape (rows, classes); `values` has the shape (rows, features)."""
        return np.asarray((values - self.mean) / self.scale @ self.weights + self.intercept, dtype=np.float32)

    def probabilities(self, values: Matrix) -> Matrix:
        """Return the probability of every class, shape (rows, classes)."""
        return softmax(self.scores(values))

    def to_data(self) -> dict[str, Any]:
        """Return the model as JSON data, one line of weights a feature."""
        rounded = {name: _rounded(getattr(self, name)) for name in ("mean", "scale", "intercept")}
        weights = {name: _rounded(row) for name, row in zip(self.features, self.weights, strict=True)}
        return {"classes": list(self.classes), **rounded, "weights": weights}

    @classmethod
    def from_data(cls, data: dict[str, Any], features: Sequence[str]) -> "LinearModel":
        """Read what `to_data` wrote. Raises ValueError when it is about other features."""
        if list(data["weights"]) != list(features):
            raise ValueError("the calibration was made for other features")
        arrays = {name: np.array(data[name], dtype=np.float32) for name in ("mean", "scale", "intercept")}
        weights = np.array(list(data["weights"].values()), dtype=np.float32)
        return cls(tuple(features), tuple(data["classes"]), weights=weights, **arrays)


def softmax(scores: Matrix) -> Matrix:
    """Return the rows of scores as probabilities."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def _rounded(values: Matrix) -> list[float]:
    return [round(float(value), 5) for value in values]
