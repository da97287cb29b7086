"""Statistics of confusion matrices, many at once, for bootstraps: the values are scikit-learn's, a test compares them."""

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]
"""Confusion matrices, shape (…, classes, classes): what was expected in rows, what was given in columns."""


def counts_by_group(expected: Sequence[int], given: Sequence[int], groups: Sequence[Hashable], classes: int) -> Counts:
    """Return the confusion matrix of each group, shape (groups, classes, classes)."""
    rows = {group: row for row, group in enumerate(dict.fromkeys(groups))}
    counts = np.zeros((len(rows), classes, classes))
    np.add.at(counts, ([rows[group] for group in groups], list(expected), list(given)), 1)
    return counts


def f1_by_class(counts: Counts) -> Counts:
    """Return the F1 of every class, shape (…, classes); 0 where a class is neither expected nor given."""
    right = np.diagonal(counts, axis1=-2, axis2=-1)
    marginals = counts.sum(axis=-1) + counts.sum(axis=-2)
    found: Counts = np.divide(2 * right, marginals, out=np.zeros_like(right), where=marginals > 0)
    return found


def macro_f1(counts: Counts) -> Counts:
    """Return the mean F1 of the classes, shape (…); NaN of nothing."""
    return np.where(counts.sum(axis=(-2, -1)) > 0, f1_by_class(counts).mean(axis=-1), np.nan)


def accuracy(counts: Counts) -> Counts:
    """Return the share that is right, shape (…); NaN of nothing."""
    total = counts.sum(axis=(-2, -1))
    right = np.trace(counts, axis1=-2, axis2=-1)
    found: Counts = np.divide(right, total, out=np.full_like(total, np.nan), where=total > 0)
    return found


def quadratic_kappa(counts: Counts) -> Counts:
    """Return Cohen's kappa with quadratic weights, shape (…); NaN where chance agreement is all there is."""
    classes = counts.shape[-1]
    distance = (np.arange(classes)[:, None] - np.arange(classes)) ** 2.0
    total = counts.sum(axis=(-2, -1))
    by_chance = counts.sum(axis=-1)[..., :, None] * counts.sum(axis=-2)[..., None, :]
    seen, chance = (distance * counts).sum(axis=(-2, -1)) * total, (distance * by_chance).sum(axis=(-2, -1))
    error: Counts = np.divide(seen, chance, out=np.full_like(total, np.nan), where=chance > 0)
    return 1 - error
