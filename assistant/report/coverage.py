"""The coverage picture: a cell for each criterion, grouped by verdict; full, half full, empty, or dashed.

The fills tell the verdicts apart without colour. Places are in points, from the bottom left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.coaching.reviewing.review import ReviewVerdict
from assistant.report.content import Segment
from assistant.report.palette import INK, PAPER, VERDICT_COLOURS

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

FONTS = Path(__file__).parent / "fonts"
REGULAR = FONTS / "DejaVuSansCondensed.ttf"
BOLD = FONTS / "DejaVuSansCondensed-Bold.ttf"

BAR_HEIGHT = 17.0
LABEL_HEIGHT = 12.0
HEIGHT = BAR_HEIGHT + LABEL_HEIGHT + 2
LABEL_SIZE = 7.5
STROKE = 0.9

_GAP = 9.0
_BETWEEN = 1.6
_WIDEST = 34.0
_READABLE = 11.0
_SCALE = 5

Fill = Literal["full", "half", "empty", "dashed"]
FILLS: dict[ReviewVerdict, Fill] = {
    "covered": "full",
    "partial": "half",
    "missing": "empty",
    "not_rated": "dashed",
    "not_assessable": "dashed",
}


@dataclass(frozen=True)
class Cell:
    """A criterion in the bar. `label` is empty where the cells are too narrow for a number."""

    x: float
    width: float
    fill: Fill
    colour: str
    label: str


def cells_of(segments: Sequence[Segment], width: float) -> list[Cell]:
    """Place the cells of the bar in the width."""
    count = sum(len(segment.numbers) for segment in segments)
    if not count:
        return []
    gap = min(_GAP, width / (4 * len(segments)))
    pitch = min(_WIDEST, (width - gap * (len(segments) - 1)) / count)
    between = min(_BETWEEN, pitch / 4)
    cells: list[Cell] = []
    x = 0.0
    for segment in segments:
        for number in segment.numbers:
            label = str(number) if pitch >= _READABLE else ""
            colour = VERDICT_COLOURS[segment.verdict]
            cells.append(Cell(x, pitch - between, FILLS[segment.verdict], colour, label))
            x += pitch
        x += gap
    return cells


def to_png(segments: Sequence[Segment], width: float) -> bytes:
    """Draw the bar, for documents that hold images."""
    from PIL import Image, ImageDraw

    scale = _SCALE
    cells = cells_of(segments, width)
    used = cells[-1].x + cells[-1].width
    image = Image.new("RGB", (round(used * scale) + 1, round(HEIGHT * scale)), PAPER)
    draw = ImageDraw.Draw(image)
    stroke = max(1, round(STROKE * scale))
    bottom = round(BAR_HEIGHT * scale)
    for cell in cells:
        left, right = round(cell.x * scale), round((cell.x + cell.width) * scale)
        if cell.fill == "dashed":
            _dashed(draw, (left, 0, right, bottom), cell.colour, stroke)
        else:
            fill = cell.colour if cell.fill == "full" else PAPER
            draw.rectangle((left, 0, right, bottom), fill=fill, outline=cell.colour, width=stroke)
        if cell.fill == "half":
            draw.rectangle((left, 0, (left + right) // 2, bottom), fill=cell.colour)
        if cell.label:
            place = ((left + right) / 2, (BAR_HEIGHT + 2 + LABEL_HEIGHT / 2) * scale)
            draw.text(place, cell.label, fill=INK, font=_font(round(LABEL_SIZE * scale)), anchor="mm")
    out = BytesIO()
    image.save(out, "PNG", optimize=True, dpi=(72 * scale, 72 * scale))
    return out.getvalue()


@lru_cache(maxsize=2)
def _font(size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(str(REGULAR), size)


def _dashed(draw: "ImageDraw", box: tuple[int, int, int, int], colour: str, stroke: int) -> None:
    left, top, right, bottom = box
    dash = stroke * 3
    for x in range(left, right, 2 * dash):
        end = min(x + dash, right)
        draw.rectangle((x, top, end, top + stroke), fill=colour)
        draw.rectangle((x, bottom - stroke, end, bottom), fill=colour)
    for y in range(top, bottom, 2 * dash):
        end = min(y + dash, bottom)
        draw.rectangle((left, y, left + stroke, end), fill=colour)
        draw.rectangle((right - stroke, y, right, end), fill=colour)
