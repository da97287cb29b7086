"""What all plots are drawn on: a narrow figure that is laid out in pixels, and words on it."""

import textwrap
from collections.abc import Iterable, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from evals.reporting.svg import FAINT, INK, clean

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 380
"""Of every plot, in pixels: it fits a phone."""
SIZE = 12.0
SMALL = 11.0
LINE = 14.0
"""Height of a line of small text, in pixels."""


def canvas(height: float) -> "Figure":
    """Return an empty figure of a height in pixels."""
    from matplotlib.figure import Figure

    return Figure(figsize=(WIDTH / 72, height / 72), dpi=72)


def height_of(figure: "Figure") -> float:
    """Return the height of a figure in pixels."""
    return float(figure.get_figheight()) * 72


def add_axes(figure: "Figure", left: float, right: float, top: float, bottom: float) -> "Axes":
    """Return axes with margins in pixels, without a frame."""
    height = height_of(figure)
    axes = figure.add_axes((left / WIDTH, bottom / height, (WIDTH - left - right) / WIDTH, 1 - (top + bottom) / height))
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set(color=FAINT, linewidth=1)
    axes.tick_params(length=0, labelsize=SMALL, labelcolor=INK, color=FAINT, pad=5)
    axes.set_axisbelow(True)
    return axes


def write(figure: "Figure", text: str, x: float, y: float, **options: object) -> None:
    """Write at a place in pixels, counted from the top left."""
    settings = {"fontsize": SIZE, "color": INK, **options}
    figure.text(x / WIDTH, 1 - y / height_of(figure), clean(text), **settings)  # type: ignore[arg-type]


def connect(figure: "Figure", start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
    """Draw a thin line between two places in pixels, counted from the top left."""
    from matplotlib.lines import Line2D

    height = height_of(figure)
    across, down = (start[0] / WIDTH, end[0] / WIDTH), (1 - start[1] / height, 1 - end[1] / height)
    figure.add_artist(Line2D(across, down, color=colour, linewidth=0.8, alpha=0.6))


def say_nothing_to_show(figure: "Figure") -> None:
    """Write above the middle that nothing is known."""
    write(figure, "nothing to show", WIDTH / 2, height_of(figure) / 2 - 14, ha="center", va="center")


def width_of(text: str, size: float = SMALL) -> float:
    """Return the width of a text in pixels, by the broad font that matplotlib brings."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    return float(text_to_path.get_text_width_height_descent(text, FontProperties(size=size), ismath=False)[0])


def widest(texts: Iterable[str], size: float = SMALL) -> float:
    """Return the width of the widest text in pixels; 0 of none."""
    return max((width_of(text, size) for text in texts), default=0.0)


def wrapped(text: str, characters: int = 18, lines: int = 3) -> list[str]:
    """Cut a text into a few lines, at least one."""
    return textwrap.wrap(clean(text), characters, max_lines=lines, placeholder="…") or [""]


def number(value: float) -> str:
    """Return a number as an axis or a label shows it; a dash where it is undefined."""
    if not isfinite(value):
        return "–"
    size = abs(value)
    return (f"{value:,.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.3f}").replace("-", "−")


def tick(value: float, _place: object = None) -> str:
    """Return a number as short as an axis needs it."""
    return f"{value:,.12g}".replace("-", "−")


def spread(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Return middles near the wanted ones, in the same order, so that boxes of these heights don't touch.

    Each is pushed down by the one above it; what then hangs over the bottom is pushed up again.
    """
    middles: list[float] = []
    edge = top
    for middle, height in zip(wanted, heights, strict=True):
        middles.append(max(middle, edge + height / 2))
        edge = middles[-1] + height / 2
    edge = bottom
    for place in range(len(middles) - 1, -1, -1):
        middles[place] = min(middles[place], edge - heights[place] / 2)
        edge = middles[place] - heights[place] / 2
    return middles
