"""Tables of a PDF page that have rules between some of their rows only, and none between their columns."""

import itertools
from collections import Counter
from dataclasses import dataclass

from assistant.dossier.pdf_graphics import Box
from assistant.dossier.pdf_lines import lanes, parts_of
from assistant.dossier.pdf_page import Word

_FEWEST_RULES = 2
_FEWEST_FULL_ROWS = 2


@dataclass
class Table:
    """A table: its box, where its columns begin (and the last one ends), its rows from top to bottom."""

    box: Box
    columns: list[float]
    rows: list[list[list[Word]]]
    """The words of each cell."""


def open_table(box: Box, rules: list[float], words: list[Word]) -> Table | None:
    """Return the table between horizontal rules, or None where the words between them are running text."""
    lines = [parts_of(lane) for lane in lanes([word for word in words if is_in(word, box)])]
    counts = Counter(len(line) for line in lines if len(line) > 1)
    if len(rules) < _FEWEST_RULES or not counts:
        return None
    columns = counts.most_common(1)[0][0]
    full = [line for line in lines if len(line) == columns]
    if len(full) < _FEWEST_FULL_ROWS or 2 * len(full) < len(lines):
        return None
    spans = _spans(full, columns)
    if any(one[1] > other[0] for one, other in itertools.pairwise(spans)):
        return None
    places = [box[0], *(start - 1 for start, _ in spans[1:]), box[2]]
    return Table(box, places, _rows(lines, spans, sorted(rules, reverse=True)))


def is_in(word: Word, box: Box) -> bool:
    """Whether a word stands in a box."""
    x, y = (word.x0 + word.x1) / 2, word.base + 0.3 * word.size
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def _spans(full: list[list[list[Word]]], columns: int) -> list[tuple[float, float]]:
    """Return from where to where each column goes."""
    return [
        (min(line[place][0].x0 for line in full), max(line[place][-1].x1 for line in full)) for place in range(columns)
    ]


def _rows(
    lines: list[list[list[Word]]], spans: list[tuple[float, float]], rules: list[float]
) -> list[list[list[Word]]]:
    """Put the parts of lines into columns. A line without a first cell goes on with the row above, if no rule parts them."""
    rows: list[list[list[Word]]] = []
    last = None
    for line in lines:
        cells: list[list[Word]] = [[] for _ in spans]
        for place, part in enumerate(line):
            cells[place if len(line) == len(spans) else _nearest(part, spans)].extend(part)
        base = line[0][0].base
        parted = last is None or any(base < rule < last for rule in rules)
        if rows and not cells[0] and not parted:
            for cell, more in zip(rows[-1], cells, strict=True):
                cell.extend(more)
        else:
            rows.append(cells)
        last = base
    return rows


def _nearest(part: list[Word], spans: list[tuple[float, float]]) -> int:
    middle = (part[0].x0 + part[-1].x1) / 2
    return min(range(len(spans)), key=lambda place: _distance(middle, spans[place]))


def _distance(at: float, span: tuple[float, float]) -> float:
    return max(span[0] - at, at - span[1], 0.0)
