"""Tables of a PDF page, found by the rules drawn around their cells."""

import itertools
from bisect import bisect_right
from dataclasses import dataclass

from assistant.dossier.pdf_graphics import Box
from assistant.dossier.pdf_open_tables import Table, is_in, open_table
from assistant.dossier.pdf_page import Page, Word

_SNAP = 3.0
_MOST_RULES = 1500
_TALLEST_ROW = 70.0


@dataclass(frozen=True)
class _Rule:
    """A line: where it lies across its direction, and from where to where it goes."""

    at: float
    start: float
    end: float


_Group = tuple[list[_Rule], list[_Rule]]
"""Horizontal and vertical rules that belong together."""


def find_tables(page: Page) -> tuple[list[Table], list[Word]]:
    """Return the tables of a page, and the words that stand in none. Hidden words are left out of both."""
    words = [word for word in page.words if not word.hidden]
    horizontal = _merged([_Rule((box[1] + box[3]) / 2, box[0], box[2]) for box in page.horizontal])
    vertical = _merged([_Rule((box[0] + box[2]) / 2, box[1], box[3]) for box in page.vertical])
    if not horizontal or len(horizontal) > _MOST_RULES or len(vertical) > _MOST_RULES:
        return [], words
    tables: list[Table] = []
    for across, down in _stacked(_groups(horizontal, vertical), words):
        table = _Grid.of(across, down).table(words) or open_table(_box(across), [rule.at for rule in across], words)
        if table is not None:
            tables.append(table)
            kept = {id(word) for line in table.rows for cell in line for word in cell}
            words = [word for word in words if id(word) not in kept]
    return tables, words


def _merged(rules: list[_Rule]) -> list[_Rule]:
    """Join the pieces of one line: drawn twice, or cell by cell."""
    merged: list[_Rule] = []
    for line in _lanes(rules):
        at = sum(rule.at for rule in line) / len(line)
        start, end = line[0].start, line[0].end
        for rule in line[1:]:
            if rule.start <= end + _SNAP:
                end = max(end, rule.end)
            else:
                merged.append(_Rule(at, start, end))
                start, end = rule.start, rule.end
        merged.append(_Rule(at, start, end))
    return [rule for rule in merged if rule.end - rule.start > 2 * _SNAP]


def _lanes(rules: list[_Rule]) -> list[list[_Rule]]:
    """Put together the pieces that lie on one line, each lane from its start to its end."""
    lanes: list[list[_Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if lanes and rule.at - lanes[-1][0].at <= _SNAP / 2:
            lanes[-1].append(rule)
        else:
            lanes.append([rule])
    return [sorted(lane, key=lambda rule: rule.start) for lane in lanes]


def _groups(horizontal: list[_Rule], vertical: list[_Rule]) -> list[_Group]:
    """Put together the lines that touch; then lines of equal width that touch none, one above the other."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for i, across in enumerate(horizontal):
        for j, down in enumerate(vertical, len(horizontal)):
            if (
                across.start - _SNAP <= down.at <= across.end + _SNAP
                and down.start - _SNAP <= across.at <= down.end + _SNAP
            ):
                parent[root(i)] = root(j)
    touching = {root(j) for j in range(len(horizontal), len(parent))}
    loose = [i for i in range(len(horizontal)) if root(i) not in touching]
    for i, j in itertools.combinations(loose, 2):
        one, other = horizontal[i], horizontal[j]
        if abs(one.start - other.start) < 2 * _SNAP and abs(one.end - other.end) < 2 * _SNAP:
            parent[root(i)] = root(j)
    groups: dict[int, tuple[list[_Rule], list[_Rule]]] = {}
    for i, across in enumerate(horizontal):
        groups.setdefault(root(i), ([], []))[0].append(across)
    for j, down in enumerate(vertical, len(horizontal)):
        groups.setdefault(root(j), ([], []))[1].append(down)
    found = [group for group in groups.values() if len(group[0]) >= 2]
    return sorted(found, key=lambda group: -max(rule.at for rule in group[0]))


def _stacked(groups: list[_Group], words: list[Word]) -> list[_Group]:
    """Join groups with the same columns, one above the other, where only every second row is coloured."""
    joined: list[_Group] = []
    for across, down in groups:
        if joined and _are_one(joined[-1], (across, down), words):
            joined[-1] = joined[-1][0] + across, joined[-1][1] + down
        else:
            joined.append((across, down))
    return joined


def _are_one(upper: _Group, lower: _Group, words: list[Word]) -> bool:
    xs, other = _places([rule.at for rule in upper[1]]), _places([rule.at for rule in lower[1]])
    if len(xs) < 3 or len(xs) != len(other) or any(abs(a - b) > _SNAP for a, b in zip(xs, other, strict=True)):
        return False
    top, bottom = min(rule.at for rule in upper[0]), max(rule.at for rule in lower[0])
    if not 0 <= top - bottom < _TALLEST_ROW:
        return False
    between = [word for word in words if bottom < word.base + 0.3 * word.size < top and xs[0] < word.x0 < xs[-1]]
    return not any(word.x0 < x - 1 and x + 1 < word.x1 for word in between for x in xs) and _is_spread(between, xs)


def _is_spread(words: list[Word], xs: list[float]) -> bool:
    """Whether words stand in at least two columns, or there are none."""
    return not words or len({bisect_right(xs, (word.x0 + word.x1) / 2) for word in words}) > 1


@dataclass
class _Grid:
    """The cells between the rules of a table. Rows count from the bottom, as places do."""

    xs: list[float]
    ys: list[float]
    across: list[_Rule]
    down: list[_Rule]

    @classmethod
    def of(cls, across: list[_Rule], down: list[_Rule]) -> "_Grid":
        """Return the grid of a group of rules; a table without an outer frame gets its sides."""
        xs = _places([rule.at for rule in down])
        left, _, right, _ = _box(across)
        if xs and xs[0] - left > 3 * _SNAP:
            xs.insert(0, left)
        if xs and right - xs[-1] > 3 * _SNAP:
            xs.append(right)
        return cls(xs, _places([rule.at for rule in across]), across, down)

    def table(self, words: list[Word]) -> Table | None:
        """Return the table with its words, or None where there is a single column or nothing in it."""
        if len(self.xs) < 3 or len(self.ys) < 2:
            return None
        box = self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]
        rows = [row for row in self._filled([word for word in words if is_in(word, box)]) if any(row)]
        if not rows or max(sum(bool(cell) for cell in row) for row in rows) < 2:
            return None
        return Table(box, self.xs, rows)

    def _filled(self, words: list[Word]) -> list[list[list[Word]]]:
        """Put each word into its cell; return the rows from top to bottom."""
        columns, rows = len(self.xs) - 1, len(self.ys) - 1
        cells: list[list[list[Word]]] = [[[] for _ in range(columns)] for _ in range(rows)]
        for word in words:
            column = min(max(bisect_right(self.xs, (word.x0 + word.x1) / 2) - 1, 0), columns - 1)
            row = min(max(bisect_right(self.ys, word.base + 0.3 * word.size) - 1, 0), rows - 1)
            column, row = self._anchor(column, row)
            cells[row][column].append(word)
        return cells[::-1]

    def _anchor(self, column: int, row: int) -> tuple[int, int]:
        """Return the top left cell of the merged cell that this one belongs to."""
        middle = (self.ys[row] + self.ys[row + 1]) / 2
        if self._has_sides(middle):
            while column > 0 and not _is_ruled(self.down, self.xs[column], middle):
                column -= 1
        while row < len(self.ys) - 2:
            if _is_ruled(self.across, self.ys[row + 1], (self.xs[column] + self.xs[column + 1]) / 2):
                break
            row += 1
        return column, row

    def _has_sides(self, height: float) -> bool:
        """Whether any vertical rule passes here: a row between two coloured ones has none, and no merged cells."""
        return any(rule.start - 1 <= height <= rule.end + 1 for rule in self.down)


def _is_ruled(rules: list[_Rule], at: float, through: float) -> bool:
    return any(abs(rule.at - at) <= _SNAP and rule.start - 1 <= through <= rule.end + 1 for rule in rules)


def _box(across: list[_Rule]) -> Box:
    ats = [rule.at for rule in across]
    return min(rule.start for rule in across), min(ats), max(rule.end for rule in across), max(ats)


def _places(values: list[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _SNAP:
            places.append(value)
    return places
