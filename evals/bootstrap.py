"""The paired bootstrap: intervals of means, and of differences of means over the same questions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.figures import Figure

SEED = 20261124
RESAMPLES = 5000
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
        low, high = np.percentile(means, _PERCENTILES)
        return Figure(name, float(values.mean()), float(low), float(high), len(values))


def paired(values: NDArray[np.float64], *, seed: int = SEED, resamples: int = RESAMPLES) -> Paired:
    """Resample the items of `values`, shape (systems, items), for all systems at once."""
    systems, items = values.shape
    if not items:
        return Paired(values, np.empty((systems, 0)))
    draws = np.random.default_rng(seed).multinomial(items, np.full(items, 1 / items), size=resamples)
    return Paired(values, values @ draws.T / items)
