"""Several systems on the same criteria: their figures, and how far ours is from each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.metrics.bootstrap import group_draws, interval
from evals.metrics.confusion import Counts, macro_f1, quadratic_kappa
from evals.metrics.judged import Judged
from evals.metrics.reviews import Statistic, confidence_error, counts_of, false_cover
from evals.result import Figure

OURS = "jury-coach"


@dataclass(frozen=True)
class Compared:
    """A system on the criteria of which all say something. The leads are ours less its own."""

    name: str
    kappa: Figure
    kappa_lead: Figure
    macro_f1: Figure
    macro_f1_lead: Figure
    false_cover: float
    calibration_error: float

    def ratio(self, ours: "Compared") -> float:
        """Return how many times its kappa ours is; NaN where it agrees no better than chance."""
        return ours.kappa.value / self.kappa.value if self.kappa.value > 0 else float("nan")


def compare(ours: Sequence[Judged], others: Mapping[str, Sequence[Judged]]) -> list[Compared]:
    """Compare our verdicts with those of others, ours first; the same drafts are drawn for all.

    A criterion to which one of them gives no verdict is left out for all of them.
    """
    systems = [{item.id: item for item in found if item.given is not None} for found in (ours, *others.values())]
    common = [item.id for item in ours if all(item.id in system for system in systems)]
    judged = [[system[name] for name in common] for system in systems]
    counts = np.stack([counts_of(found) for found in judged])
    kappa, f1 = Resampled.of(counts, quadratic_kappa), Resampled.of(counts, macro_f1)
    return [
        Compared(
            name=name,
            kappa=kappa.figure("kappa", row),
            kappa_lead=kappa.lead("kappa, lead", row),
            macro_f1=f1.figure("macro F1", row),
            macro_f1_lead=f1.lead("macro F1, lead", row),
            false_cover=false_cover(judged[row]),
            calibration_error=confidence_error(judged[row]),
        )
        for row, name in enumerate((OURS, *others))
    ]


@dataclass(frozen=True)
class Resampled:
    """A statistic of several systems on the same items, and of resamples of whole drafts, the same for all systems.

    Shapes: values (systems,), resamples (systems, resamples).
    """

    values: NDArray[np.float64]
    resamples: NDArray[np.float64]
    count: int

    @classmethod
    def of(cls, counts: Counts, statistic: Statistic) -> "Resampled":
        """Resample confusion matrices, shape (systems, drafts, classes, classes)."""
        values = statistic(counts.sum(axis=1))
        if not counts.shape[1]:
            return cls(values, np.empty((len(counts), 0)), 0)
        drawn = np.einsum("rg,sgij->srij", group_draws(counts.shape[1]), counts)
        return cls(values, statistic(drawn), int(counts[0].sum()))

    def figure(self, name: str, system: int) -> Figure:
        """Return a system's value with its interval."""
        return Figure(name, float(self.values[system]), *interval(self.resamples[system]), self.count)

    def lead(self, name: str, system: int) -> Figure:
        """Return how much higher the first system's value is than another's, with the interval of the difference."""
        value, resamples = self.values[0] - self.values[system], self.resamples[0] - self.resamples[system]
        return Figure(name, float(value), *interval(resamples), self.count)
