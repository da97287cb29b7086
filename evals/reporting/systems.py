"""Systems side by side, as the tables and plots of a report."""

from collections.abc import Sequence
from math import isnan

from evals.metrics.systems import Systems
from evals.reporting.console import number_text
from evals.result import Bars, Curves, Figure, Series, Table


def comparison_table(title: str, systems: Systems) -> Table:
    """Return two lines a system: its figures; then its differences to the base, and the base as a multiple of it."""
    rows = []
    for name in systems.names:
        rows.append((name, *(_value(systems.figure(name, metric)) for metric in systems.metrics)))
        if name != systems.base:
            differences = (
                f"{_difference(systems.difference(name, metric))}{_ratio(systems.ratio(name, metric))}"
                for metric in systems.metrics
            )
            rows.append((f"   against {systems.base}", *differences))
    return Table(
        title=title,
        columns=("system", *systems.metrics),
        rows=tuple(rows),
        note="In brackets 95 % intervals; differences are over the same questions. ×2 means that "
        f"{systems.base} reaches twice the figure.",
    )


def bars(title: str, systems: Systems, metric: str) -> Bars:
    """Return one metric of all systems."""
    figures = [systems.figure(name, metric) for name in systems.names]
    return Bars(
        title=title,
        x_label=metric,
        names=systems.names,
        values=tuple(figure.value for figure in figures),
        low=tuple(figure.low for figure in figures),
        high=tuple(figure.high for figure in figures),
    )


def curves_by_depth(title: str, systems: Systems, depths: Sequence[int], metric: str) -> Curves:
    """Return the metrics `metric@depth` of all systems along the depth."""
    series = []
    for name in systems.names:
        figures = [systems.figure(name, f"{metric}@{depth}") for depth in depths]
        series.append(
            Series(
                name=name,
                x=tuple(map(float, depths)),
                y=tuple(figure.value for figure in figures),
                low=tuple(figure.low for figure in figures),
                high=tuple(figure.high for figure in figures),
            )
        )
    return Curves(title=title, x_label="k", y_label=f"{metric}@k", series=tuple(series))


def _value(figure: Figure) -> str:
    if isnan(figure.value):
        return number_text(figure.value)
    return f"{figure.value:.3f} [{figure.low:.2f}, {figure.high:.2f}]"


def _difference(figure: Figure) -> str:
    if isnan(figure.value):
        return number_text(figure.value)
    return f"{_signed(figure.value, 3)} [{_signed(figure.low, 2)}, {_signed(figure.high, 2)}]"


def _signed(value: float, digits: int) -> str:
    """Return a number with its sign; what rounds to nothing has none."""
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text.replace("-", "−")


def _ratio(value: float) -> str:
    return "" if isnan(value) else f" ×{value:.2f}"
