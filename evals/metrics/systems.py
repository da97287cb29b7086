"""Several systems on the same questions: their figures, and how far each is from the first of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evals.metrics.bootstrap import SEED, Paired, paired
from evals.result import Figure


@dataclass(frozen=True)
class Systems:
    """What was measured of each system: metric → values, shape (systems, items). The first system is the base."""

    names: tuple[str, ...]
    values: Mapping[str, NDArray[np.float64]]
    seed: int = SEED

    @property
    def base(self) -> str:
        """The system that the others are compared with."""
        return self.names[0]

    @property
    def metrics(self) -> tuple[str, ...]:
        """Names of the metrics."""
        return tuple(self.values)

    @cached_property
    def _samples(self) -> Paired:
        """Every metric of every system on the same resamples: row after row, metric by metric."""
        return paired(np.concatenate(list(self.values.values())), seed=self.seed)

    def _row(self, system: str, metric: str) -> int:
        return self.metrics.index(metric) * len(self.names) + self.names.index(system)

    def figure(self, system: str, metric: str) -> Figure:
        """Return the mean of a system, named by the metric."""
        return self._samples.figure(metric, self._row(system, metric))

    def difference(self, system: str, metric: str) -> Figure:
        """Return how much higher the mean of a system is than the base's, over the same resamples."""
        return self._samples.difference(metric, self._row(system, metric), self._row(self.base, metric))

    def ratio(self, system: str, metric: str) -> float:
        """Return how many times the mean of a system the base reaches; NaN where that is nothing."""
        own, base = self.figure(system, metric).value, self.figure(self.base, metric).value
        return base / own if own > 0 else float("nan")
