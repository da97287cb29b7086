"""Figures of the suites: a value, its interval, its bound, and the table that shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """A figure with its 95 % interval (percentile bootstrap over what isn't independent), and its bound. NaN where undefined."""

    name: str
    value: float
    low: float
    high: float
    count: int
    bound: float | None = None
    at_most: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the bound is met; None without a bound or without a value."""
        if self.bound is None or np.isnan(self.value):
            return None
        return self.value <= self.bound if self.at_most else self.value >= self.bound


def exact(name: str, value: float, count: int, bound: float | None = None, *, at_most: bool = False) -> Figure:
    """Return a figure that was counted over all there is: it has no interval."""
    return Figure(name, value, value, value, count, bound, at_most)


def share(name: str, part: int, whole: int, bound: float | None = None, *, at_most: bool = False) -> Figure:
    """Return a share that was counted; NaN of nothing."""
    return exact(name, part / whole if whole else float("nan"), whole, bound, at_most=at_most)


def print_figures(console: Console, title: str, figures: Sequence[Figure]) -> None:
    """Print the table of figures."""
    table = Table(title=title)
    for heading in ("figure", "value", "95 %", "n", "bound", "met"):
        table.add_column(heading, justify="left" if heading == "figure" else "right")
    for figure in figures:
        bound = "" if figure.bound is None else f"{'≤' if figure.at_most else '≥'} {figure.bound:.2f}"
        interval = "" if figure.low == figure.high else f"{figure.low:.2f}–{figure.high:.2f}"
        met = {None: "", True: "yes", False: "NO"}[figure.met]
        table.add_row(figure.name, f"{figure.value:.3f}", interval, str(figure.count), bound, met)
    console.print(table)
