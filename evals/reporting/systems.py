"""Systems side by side, as the tables and plots of a report."""

from collections.abc import Collection, Sequence
from math import isnan

from evals.metrics.systems import Systems
from evals.reporting.console import number_text
from evals.result import Bars, Curves, Figure, Series, Table


def comparison_table(title: str, systems: Systems, peers: Collection[str] = ()) -> Table:
    """Return the figures of each system, then its differences to the base, and for peers how many times the base is."""
    rows = []
    for name in systems.names:
        rows.append((name, *(_value(systems.figure(name, metric)) for metric in systems.metrics)))
        if name != systems.base:
            rows.append(
                ("   difference", *(_difference(systems.difference(name, metric)) for metric in systems.metrics))
            )
        if name in peers:
            rows.append(("   ratio", *(_ratio(systems.ratio(name, metric)) for metric in systems.metrics)))
    ratio = f" A ratio of ×2 means that {systems.base} reaches twice the figure." if peers else ""
    return Table(
        title=title,
        columns=("system", *systems.metrics),
        rows=tuple(rows),
        note=f"In brackets 95 % intervals. Differences are to {systems.base}, over the same questions.{ratio}",
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
    return number_text(value) if isnan(value) else f"×{value:.2f}"
