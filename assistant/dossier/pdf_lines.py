"""From the words of a PDF page to lines in reading order, columns one after the other."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.dossier.pdf_graphics import Box
from assistant.dossier.pdf_page import Word

_GUTTER = 9.0
_SAME_LINE = 0.35
_GAP = 1.5
_MOST_COLUMNS = 3
_FEWEST_IN_COLUMNS = 8
_FEWEST_IN_COLUMN = 4


@dataclass(slots=True)
class Line:
    """Words on one line of a column. `parts` are its stretches between wide gaps."""

    words: list[Word]
    x0: float
    x1: float
    base: float
    top: float
    size: float
    column: tuple[float, float] = (0.0, 0.0)
    """Where the lines of its column begin and end."""
    parts: list[list[Word]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words of the line."""
        return " ".join(word.text for word in self.words)

    @property
    def bold(self) -> bool:
        """Whether all its words are bold."""
        return all(word.bold for word in self.words if any(letter.isalnum() for letter in word.text))


def read_lines(words: list[Word], tables: Sequence[Box] = ()) -> list[Line]:
    """Return the lines of a page in reading order. Columns don't run past a table that lies across them."""
    stretches = [line_of(part) for lane in lanes([word for word in words if word.upright]) for part in parts_of(lane)]
    return _ordered(stretches, list(tables), _MOST_COLUMNS)


def parts_of(lane: list[Word]) -> list[list[Word]]:
    """Cut a line across the page where there are wide gaps."""
    parts: list[list[Word]] = []
    end = 0.0
    for word in lane:
        if parts and word.x0 - end <= _GAP * max(word.size, parts[-1][-1].size):
            parts[-1].append(word)
        else:
            parts.append([word])
        end = max(end, word.x1) if len(parts[-1]) > 1 else word.x1
    return parts


def lanes(words: list[Word]) -> list[list[Word]]:
    """Put together the words that stand on one line across the page, from left to right."""
    lanes: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (-word.base, word.x0)):
        if lanes and abs(lanes[-1][0].base - word.base) <= _SAME_LINE * max(min(word.size, lanes[-1][0].size), 4.0):
            lanes[-1].append(word)
        else:
            lanes.append([word])
    return [sorted(lane, key=lambda word: word.x0) for lane in lanes]


def line_of(words: list[Word]) -> Line:
    """Return the line that words stand on; its size is that of most of its text."""
    biggest = max(words, key=lambda word: word.size * len(word.text) ** 0.5)
    return Line(
        words, min(w.x0 for w in words), max(w.x1 for w in words), words[0].base, max(w.y1 for w in words), biggest.size
    )


def _ordered(stretches: list[Line], tables: list[Box], columns: int) -> list[Line]:
    """Order stretches: band by band; in a band with columns, one column after the other; else line by line."""
    gutter = _gutter(stretches, tables) if columns > 1 and len(stretches) >= _FEWEST_IN_COLUMNS else None
    if gutter is None:
        return _joined_lines(stretches)
    ordered: list[Line] = []
    for band in _bands(stretches, tables, gutter):
        left = [line for line in band if line.x1 <= gutter]
        right = [line for line in band if line.x0 >= gutter]
        if not _are_columns(left, right):
            ordered += _joined_lines(band)
            continue
        below = _below(left, right)
        column = [line for line in left if line not in below]
        for part in (column, right, below):
            ordered += _ordered(part, tables, columns - 1)
    return ordered


def _below(left: list[Line], right: list[Line]) -> list[Line]:
    """Return the headings at the end of the left column that lie below all of the right one: they open what follows."""
    end = min(line.base for line in right)
    usual = statistics.median(line.size for line in left)
    found: list[Line] = []
    for line in sorted(left, key=lambda line: line.base):
        if line.base > end - 0.5 * line.size or not (line.bold or line.size > 1.1 * usual):
            break
        found.append(line)
    return found


def _bands(stretches: list[Line], tables: list[Box], gutter: float) -> list[list[Line]]:
    """Cut a page, from top to bottom, where a line or a table lies across the gutter."""
    cuts = sorted((box[3] for box in tables if box[0] < gutter < box[2]), reverse=True)
    bands: list[list[Line]] = [[]]
    for line in sorted(stretches, key=lambda line: -line.base):
        if cuts and line.base < cuts[0]:
            bands.append([])
            while cuts and line.base < cuts[0]:
                cuts.pop(0)
        if line.x1 <= gutter or line.x0 >= gutter:
            bands[-1].append(line)
        else:
            bands += [[line], []]
    return [band for band in bands if band]


def _gutter(stretches: list[Line], tables: list[Box]) -> float | None:
    """Return the middle of the blank band that parts columns of running text, if there is one."""
    left, right = min(line.x0 for line in stretches), max(line.x1 for line in stretches)
    width = right - left
    best: tuple[int, float] | None = None
    starts = {round(line.x0) for line in stretches if left + 0.2 * width < line.x0 < right - 0.15 * width}
    for start in sorted(starts):
        at = start - _GUTTER / 2
        lines = 0
        for band in _bands(stretches, tables, at):
            before = [line for line in band if line.x1 <= at - _GUTTER / 2 + 1]
            after = [line for line in band if line.x0 >= start - 1]
            if len(before) + len(after) == len(band) and _are_columns(before, after):
                lines += len(band)
        if lines >= _FEWEST_IN_COLUMNS and (best is None or lines > best[0]):
            best = lines, at
    return best[1] if best else None


def _are_columns(before: list[Line], after: list[Line]) -> bool:
    """Whether both sides are running text, side by side: full lines, not the short cells of a table."""
    if len(before) < _FEWEST_IN_COLUMN or len(after) < _FEWEST_IN_COLUMN:
        return False
    low = max(min(line.base for line in before), min(line.base for line in after))
    high = min(max(line.top for line in before), max(line.top for line in after))
    beside = [[line for line in side if low - 1 <= line.base <= high] for side in (before, after)]
    if any(len(side) < _FEWEST_IN_COLUMN - 1 for side in beside):
        return False
    for side in beside:
        widths = [line.x1 - line.x0 for line in side]
        if statistics.median(widths) < 0.5 * max(widths) or statistics.median(len(line.words) for line in side) < 3:
            return False
    return True


def _joined_lines(stretches: list[Line]) -> list[Line]:
    """Join the stretches that stand on one line of a column."""
    if not stretches:
        return []
    column = min(line.x0 for line in stretches), max(line.x1 for line in stretches)
    words = [word for line in stretches for word in line.words]
    lines = []
    for lane in lanes(words):
        line = line_of(lane)
        line.column = column
        line.parts = parts_of(lane)
        lines.append(line)
    return lines
