"""Figures and plots of the machine at hand, as they are found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from evals.result import Bars, Curves, Figure, Plot, Series, timed


@dataclass
class Findings:
    """Figures and plots as they are found."""

    figures: list[Figure] = field(default_factory=list)
    plots: list[Plot] = field(default_factory=list)

    def time(self, name: str, value: float, unit: str, count: int = 1, bound: float | None = None) -> None:
        """Add a time or an amount of memory, which is better when less."""
        self.figures.append(timed(name, value, unit, count, bound))

    def bars(self, title: str, x_label: str, values: Mapping[str, float]) -> None:
        """Add a bar chart."""
        self.plots.append(
            Bars(title=title, x_label=x_label, names=tuple(values), values=tuple(values.values()), timed=True)
        )

    def curve(
        self, title: str, x_label: str, y_label: str, lines: Mapping[str, tuple[Sequence[float], Sequence[float]]]
    ) -> None:
        """Add lines over a common axis; both axes are logarithmic."""
        series = tuple(Series(name=name, x=tuple(x), y=tuple(y)) for name, (x, y) in lines.items())
        self.plots.append(
            Curves(title=title, x_label=x_label, y_label=y_label, series=series, log_x=True, log_y=True, timed=True)
        )

    def rate(self, name: str, value: float, unit: str, count: int) -> None:
        """Add a rate, which is better when more."""
        self.figures.append(replace(timed(name, value, unit, count), at_most=False))
