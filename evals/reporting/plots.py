"""Every plot of a result as SVG: narrow enough for a phone, labelled where the eye already is, 95 % intervals shown."""

import textwrap
from collections.abc import Sequence
from functools import partial
from math import inf, isfinite, nan
from typing import TYPE_CHECKING

from evals.reporting.canvas import (
    LINE,
    SIZE,
    SMALL,
    WIDTH,
    add_axes,
    canvas,
    connect,
    height_of,
    number,
    say_nothing_to_show,
    spread,
    tick,
    widest,
    width_of,
    wrapped,
    write,
)
from evals.reporting.svg import FAINT, INK, ON_FILL, SERIES, WRONG, Palette, render
from evals.result import Bars, Confusion, Curves, Plot, Series

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MANY_SERIES = 3
"""Bands of more series than these would hide each other: whiskers then."""
_FEW_TICKS = 7


def draw(plot: Plot, slug: str, palette: Palette) -> str:
    """Return a plot as SVG; the same bytes for the same plot. The first line of several is the one that matters."""
    if isinstance(plot, Curves):
        return render(partial(_curves, plot), plot.title, slug, palette)
    if isinstance(plot, Confusion):
        return render(partial(_confusion, plot), plot.title, slug, palette)
    return render(partial(_bars, plot), plot.title, slug, palette)


def has_intervals(plot: Plot) -> bool:
    """Tell whether a plot shows intervals."""
    if isinstance(plot, Confusion):
        return False
    return any(item.low and item.high for item in (plot.series if isinstance(plot, Curves) else (plot,)))


# Lines


def _curves(plot: Curves) -> "Figure":
    labels = [wrapped(item.name) for item in plot.series]
    figure = canvas(max(270.0, sum(len(lines) * LINE + 3 for lines in labels) + 80))
    right = min(widest(line for lines in labels for line in lines) + 26, 160)
    axes = add_axes(figure, 40, right, 34, 46)
    axes.grid(axis="y", color=FAINT, alpha=0.28, linewidth=1)
    if plot.diagonal:
        axes.plot([0, 1], [0, 1], color=INK, linewidth=1, linestyle=(0, (1, 3)))
    shown = [_points(series, plot) for series in plot.series]
    for place, points in enumerate(shown):
        _line(axes, points, place, bands=len(shown) <= _MANY_SERIES and not plot.diagonal)
    _scale(axes, plot, [point for points in shown for point in points])
    _name_lines(figure, axes, shown, labels)
    write(figure, plot.y_label, 2, 14)
    write(figure, plot.x_label, WIDTH - right, height_of(figure) - 8, horizontalalignment="right")
    if not any(shown):
        say_nothing_to_show(figure)
    return figure


Point = tuple[float, float, float, float]
"""x, y, low, high; the interval NaN where there is none."""


def _points(series: Series, plot: Curves) -> list[Point]:
    """Return the points that can be shown; a logarithm has no room for nothing."""
    low = series.low or (nan,) * len(series.x)
    high = series.high or (nan,) * len(series.x)
    floor_x, floor_y = (0.0 if log else -inf for log in (plot.log_x, plot.log_y))
    return [
        point
        for point in zip(series.x, series.y, low, high, strict=False)
        if isfinite(point[0]) and isfinite(point[1]) and point[0] > floor_x and point[1] > floor_y
    ]


def _line(axes: "Axes", points: Sequence[Point], place: int, *, bands: bool) -> None:
    if not points:
        return
    colour, first = SERIES[place % len(SERIES)], place == 0
    x, y, low, high = (list(column) for column in zip(*points, strict=True))
    (line,) = axes.plot(x, y, color=colour, marker="o", markeredgewidth=0, solid_capstyle="round")
    line.set(linewidth=2.4 if first else 1.5, markersize=5 if first else 3.5, zorder=4 if first else 3)
    if bands and len(points) > 1:
        axes.fill_between(x, low, high, color=colour, alpha=0.16, linewidth=0)
    else:
        axes.vlines(x, low, high, color=colour, linewidth=3.2 if first else 2, alpha=0.35)


def _scale(axes: "Axes", plot: Curves, points: Sequence[Point]) -> None:
    from matplotlib.ticker import LogLocator, NullLocator

    across = sorted({point[0] for point in points})
    values = [value for point in points for value in point[1:] if isfinite(value)]
    axes.set(xscale="log" if plot.log_x else "linear", yscale="log" if plot.log_y else "linear")
    for log, axis in ((plot.log_x, axes.xaxis), (plot.log_y, axes.yaxis)):
        if log:
            axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            axis.set_minor_locator(NullLocator())
    if plot.diagonal:
        axes.set(xlim=(0, 1), ylim=(0, 1.02))
    elif values and not plot.log_y and 0 <= min(values) <= 0.6 and 0.5 < max(values) <= 1:
        axes.set_ylim(0, 1.02)
    if across and len(across) <= _FEW_TICKS and not plot.diagonal:
        axes.set_xticks(across)
    axes.xaxis.set_major_formatter(tick)
    axes.yaxis.set_major_formatter(tick)


def _name_lines(figure: "Figure", axes: "Axes", shown: Sequence[Sequence[Point]], labels: Sequence[list[str]]) -> None:
    """Write each line's name at its right end, moved up or down where names would touch."""
    height, edge = height_of(figure), axes.get_position().x1 * WIDTH
    ends = []
    for place, points in enumerate(shown):
        if points:
            x, y = axes.transData.transform(max(points)[:2])
            ends.append((height - float(y), float(x), place))
    ends.sort()
    heights = [len(labels[place]) * LINE + 3 for _, _, place in ends]
    middles = spread([y for y, _, _ in ends], heights, 8, height - 30)
    for (y, x, place), middle in zip(ends, middles, strict=True):
        colour = SERIES[place % len(SERIES)]
        connect(figure, (x + 3, y), (edge + 8, middle), colour)
        weight = "bold" if place == 0 else "normal"
        text = "\n".join(labels[place])
        write(figure, text, edge + 10, middle, color=colour, fontsize=SMALL, va="center", fontweight=weight)


# Counts

_ROW = 38
_GAP = 3


def _confusion(plot: Confusion) -> "Figure":
    given = [wrapped(label, 26, 1)[0] for label in plot.given_labels or plot.labels]
    rows = [wrapped(label, 16) for label in plot.labels]
    left = max(widest((line for lines in rows for line in lines), SIZE), width_of("expected ↓")) + 16
    cell = min((WIDTH - left) / max(len(given), 1), 96)
    turned = widest(given) > cell - 6
    if turned:
        # The last heading leans out of the table.
        cell = min((WIDTH - left - 0.77 * width_of(given[-1])) / (len(given) - 0.7), 96)
    top = (0.65 * widest(given) if turned else 12) + 34
    figure = canvas(top + _ROW * len(rows) + 8)
    write(figure, "given →", left, 14, fontsize=SMALL)
    write(figure, "expected ↓", left - 10, top - 8, fontsize=SMALL, ha="right")
    for column, label in enumerate(given):
        x = left + cell * (column + (0.3 if turned else 0.5))
        turn = {"rotation": 40, "rotation_mode": "anchor"} if turned else {"ha": "center"}
        write(figure, label, x, top - 8, fontsize=SMALL, **turn)
    for row, (lines, counts) in enumerate(zip(rows, plot.counts, strict=False)):
        write(figure, "\n".join(lines), left - 10, top + _ROW * (row + 0.5), ha="right", va="center")
        for column, count in enumerate(counts):
            box = (left + cell * column, top + _ROW * row, cell - _GAP, _ROW - _GAP)
            _cell(figure, box, count, sum(counts), right=plot.labels[row] == (plot.given_labels or plot.labels)[column])
    if not rows:
        say_nothing_to_show(figure)
    return figure


def _cell(figure: "Figure", box: tuple[float, float, float, float], count: int, whole: int, *, right: bool) -> None:
    """Shade a cell by its share of the row: what was expected there is right in one colour, wrong in another."""
    from matplotlib.patches import Rectangle

    x, y, width, height = box
    total = height_of(figure)
    share = count / whole if whole else 0.0
    # Between pale and full there is nothing: no colour of writing would hold there, neither on white nor on black.
    full = share > 1 / 3
    alpha = 0.78 + 0.22 * share if full else 0.06 + 0.5 * share
    corner = (x / WIDTH, 1 - (y + height) / total)
    colour = SERIES[0] if right else WRONG
    figure.add_artist(Rectangle(corner, width / WIDTH, height / total, color=colour, alpha=alpha, linewidth=0))
    middle, ink, weight = (x + width / 2, y + height / 2), ON_FILL if full else INK, "bold" if count else "normal"
    write(figure, f"{count:,}", *middle, color=ink, fontsize=14, fontweight=weight, ha="center", va="center")


# Bars

_BAR = 34.0


def _bars(plot: Bars) -> "Figure":
    top, bottom = 8.0, 42.0
    figure = canvas(top + _BAR * max(len(plot.names), 1) + bottom)
    axes = add_axes(figure, 8, 14, top, bottom)
    axes.set_ylim(max(len(plot.names), 1), 0)
    axes.set_yticks([])
    lows = plot.low or (nan,) * len(plot.names)
    highs = plot.high or (nan,) * len(plot.names)
    known = [value for values in (plot.values, lows, highs) for value in values if isfinite(value)]
    least, most = min((0.0, *known)), max((0.0, *known))
    room = (most - least or 1.0) * 0.02
    axes.set_xlim(least - room, most + (room if most > least else 1))
    for row, (name, value, low, high) in enumerate(zip(plot.names, plot.values, lows, highs, strict=False)):
        axes.vlines(0, row + 0.6, row + 0.9, color=INK, linewidth=1)
        axes.hlines(row + 0.75, 0, value, color=SERIES[0], linewidth=6, alpha=0.4)
        axes.hlines(row + 0.75, low, high, color=SERIES[0], linewidth=1.8)
        axes.plot(value, row + 0.75, marker="o", markersize=7, markeredgewidth=0, color=SERIES[0])
        middle = top + _BAR * (row + 0.38)
        write(figure, textwrap.shorten(name, 44, placeholder="…"), 8, middle, va="center")
        write(figure, number(value), WIDTH - 14, middle, va="center", ha="right", fontweight="bold")
    axes.xaxis.set_major_formatter(tick)
    write(figure, plot.x_label, WIDTH - 14, height_of(figure) - 8, ha="right", fontsize=SMALL)
    if not known:
        say_nothing_to_show(figure)
    return figure
