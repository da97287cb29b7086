"""What a confidence is worth: is a verdict as often right as it was called probable, and are the surest ones best?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

BINS = 5


def squared_error(confidence: float, right: bool) -> float:
    """Return what one verdict adds to the Brier score: the squared distance of its confidence from what came true."""
    return (confidence - right) ** 2


def confidence_bins(confidence: Sequence[float]) -> list[NDArray[np.int64]]:
    """Return the rows of each bin, least confident first: bins of equal size, fewer where there are fewer rows."""
    order = np.argsort(confidence, kind="stable")
    return [rows for rows in np.array_split(order, BINS) if len(rows)]


def calibration_error(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """Return the expected calibration error over bins of equal size; NaN of nothing."""
    if not len(right):
        return float("nan")
    said, came_true = np.asarray(confidence), np.asarray(right, dtype=np.float64)
    gaps = [len(rows) * abs(said[rows].mean() - came_true[rows].mean()) for rows in confidence_bins(confidence)]
    return float(sum(gaps) / len(said))


def most_confident(confidence: Sequence[float], share: float) -> NDArray[np.int64]:
    """Return the rows of a share of what there is, most confident first; one row at least."""
    order = np.argsort(-np.asarray(confidence, dtype=np.float64), kind="stable")
    return order[: max(1, round(share * len(order)))]
