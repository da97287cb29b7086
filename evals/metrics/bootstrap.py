"""Percentile bootstraps: intervals of means, of differences over the same items, and of what isn't a mean."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from evals.result import Figure

SEED = 20261124
RESAMPLES = 5000
GROUP_RESAMPLES = 1000
"""Fewer where a statistic is computed anew for each."""
_PERCENTILES = (2.5, 97.5)


@dataclass(frozen=True)
class Paired:
    """Values of several systems on the same items, shape (systems, items), with their resampled means.

    Each resample draws the same items for every system: a difference between two systems then has an interval of
    its own, which is narrower than those of its two terms where the systems agree on what is hard.
    """

    values: NDArray[np.float64]
    means: NDArray[np.float64]
    """Shape (systems, resamples); no columns when there are no items."""

    def figure(self, name: str, system: int) -> Figure:
        """Return the mean of a system with its 95 % interval; NaN of nothing."""
        return self._figure(name, self.values[system], self.means[system])

    def difference(self, name: str, system: int, base: int) -> Figure:
        """Return how much higher the mean of a system is than that of another one, with its 95 % interval."""
        return self._figure(name, self.values[system] - self.values[base], self.means[system] - self.means[base])

    def _figure(self, name: str, values: NDArray[np.float64], means: NDArray[np.float64]) -> Figure:
        if not len(values):
            return Figure(name, float("nan"), float("nan"), float("nan"), 0)
        return Figure(name, float(values.mean()), *interval(means), len(values))


def interval(resamples: Sequence[float] | NDArray[np.float64]) -> tuple[float, float]:
    """Return the 95 % interval of what resamples gave; those that are undefined (NaN) are left out."""
    found = np.asarray(resamples, dtype=np.float64)
    defined = found[~np.isnan(found)]
    if not len(defined):
        return float("nan"), float("nan")
    low, high = np.percentile(defined, _PERCENTILES)
    return float(low), float(high)


def paired(values: NDArray[np.float64], *, seed: int = SEED, resamples: int = RESAMPLES) -> Paired:
    """Resample the items of `values`, shape (systems, items), for all systems at once."""
    systems, items = values.shape
    if not items:
        return Paired(values, np.empty((systems, 0)))
    draws = np.random.default_rng(seed).multinomial(items, np.full(items, 1 / items), size=resamples)
    return Paired(values, values @ draws.T / items)


def mean(name: str, values: Sequence[float]) -> Figure:
    """Return the mean of independent values with its interval. NaN values are unrated: counted apart, never as zero."""
    everything = np.asarray(values, dtype=np.float64)
    rated = everything[~np.isnan(everything)]
    figure = paired(rated[None, :]).figure(name, 0)
    unrated = len(everything) - len(rated)
    return Figure(name, figure.value, figure.low, figure.high, len(rated), unrated=unrated)


def grouped_mean(name: str, values: Sequence[float], groups: Sequence[Hashable]) -> Figure:
    """Return the mean of rated values, where those of one group aren't independent, with its interval."""
    everything = np.asarray(values, dtype=np.float64)
    rows = {group: row for row, group in enumerate(dict.fromkeys(groups))}
    own = np.array([rows[group] for group in groups], dtype=np.int64)
    rated = ~np.isnan(everything)
    sums = np.bincount(own[rated], everything[rated], len(rows))
    counts = np.bincount(own[rated], minlength=len(rows)).astype(np.float64)
    total, unrated = int(counts.sum()), len(everything) - int(rated.sum())
    if not total:
        return Figure(name, float("nan"), float("nan"), float("nan"), 0, unrated=unrated)
    draws = group_draws(len(rows))
    drawn = draws @ counts
    means = (draws @ sums)[drawn > 0] / drawn[drawn > 0]
    return Figure(name, float(sums.sum() / total), *interval(means), total, unrated=unrated)


@lru_cache(maxsize=16)
def group_draws(groups: int) -> NDArray[np.float64]:
    """How often each group is drawn in each resample, shape (resamples, groups)."""
    generator = np.random.default_rng(SEED)
    return generator.multinomial(groups, np.full(groups, 1 / groups), size=RESAMPLES).astype(np.float64)


def grouped_confusion(
    name: str,
    counts: NDArray[np.float64],
    statistic: Callable[[NDArray[np.float64]], NDArray[np.float64]],
) -> Figure:
    """Return a statistic of a confusion matrix with its interval; `counts` has the shape (groups, classes, classes).

    `statistic` takes matrices of shape (…, classes, classes), expected in rows, and returns their values, shape (…),
    NaN where undefined: so all resamples are computed at once.
    """
    value = float(statistic(counts.sum(axis=0)))
    total = int(counts.sum())
    if not total or np.isnan(value):
        return Figure(name, float("nan"), float("nan"), float("nan"), total)
    resampled = statistic(np.einsum("rg,gij->rij", group_draws(len(counts)), counts))
    return Figure(name, value, *interval(resampled), total)


Item = TypeVar("Item")


def grouped(
    name: str,
    items: Sequence[Item],
    group: Callable[[Item], Hashable],
    statistic: Callable[[Sequence[Item]], tuple[float, int]],
) -> Figure:
    """Return a statistic with its interval, where items of one group (criteria of a draft) aren't independent.

    `statistic` returns its value, NaN where undefined, and how many items it stands on. Whole groups are drawn;
    resamples where it is undefined are left out.
    """
    value, count = statistic(items)
    groups: dict[Hashable, list[Item]] = {}
    for item in items:
        groups.setdefault(group(item), []).append(item)
    whole = list(groups.values())
    generator = np.random.default_rng(SEED)
    found = []
    for _ in range(GROUP_RESAMPLES if whole else 0):
        drawn = generator.integers(len(whole), size=len(whole))
        found.append(statistic([item for row in drawn for item in whole[row]])[0])
    return Figure(name, value, *interval(found), count)
