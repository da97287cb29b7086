"""From the lines of PDF pages to headings, paragraphs, list items and the rows of tables."""

import itertools
from collections import Counter

from assistant.dossier.collecting import Collector, Row
from assistant.dossier.pdf_joining import Joiner
from assistant.dossier.pdf_lines import Line
from assistant.dossier.pdf_open_tables import Table
from assistant.dossier.pdf_page import Word
from assistant.dossier.pdf_sheet import Sheet
from assistant.dossier.text import (
    bullet_length,
    fold,
    heading_depth,
    is_caption,
    is_contents_line,
    is_numbered_item,
    looks_like_heading,
    table_head,
)

_SAME_COLUMN = 5.0
_BIGGER = 1.1
_MUCH_BIGGER = 1.25
_FULL = 0.86
_BOLD_LEVEL = 9


class PageWriter:
    """Writes the pages of one document; knows what its body text looks like."""

    def __init__(self, draft: Collector, sheets: list[Sheet]) -> None:
        """Measure the body text of the pages: its size, its leading, the sizes of headings."""
        self._draft = draft
        sizes: Counter[float] = Counter()
        gaps: Counter[float] = Counter()
        pages = [sheet.lines for sheet in sheets]
        for lines in pages:
            for line in lines:
                sizes[round(line.size * 2) / 2] += len(line.text)
            for above, below in itertools.pairwise(lines):
                if 0 < above.base - below.base < 40 and abs(above.size - below.size) < 0.5:
                    gaps[round((above.base - below.base) / above.size, 1)] += 1
        self._body = sizes.most_common(1)[0][0] if sizes else 11.0
        self._leading = max(1.0, min(gaps.most_common(1)[0][0] if gaps else 1.2, 2.2))
        bigger = sorted({size for size in sizes if size > self._body * _BIGGER}, reverse=True)
        self._levels = {size: level for level, size in enumerate(bigger[:7], 1)}
        every_line = (line for lines in pages for line in lines)
        self._joiner = Joiner(every_line, (word for sheet in sheets for word in sheet.page.words))
        self._open: list[Line] = []
        self._open_kind = "paragraph"
        self._last_table: tuple[list[float], tuple[str, ...], int, int] | None = None

    def write(self, sheet: Sheet) -> None:
        """Write a page: its lines in their order, each table where it stands, then what stands apart."""
        lines = sheet.lines
        waiting = sorted(sheet.tables, key=lambda table: -table.box[3])
        index = 0
        while index < len(lines):
            line = lines[index]
            while waiting and self._stands_before(waiting[0], line):
                self._flush()
                self._table(waiting.pop(0), at_top=index == 0)
            rows = self._aligned(lines, index)
            if rows:
                self._flush()
                self._draft.table(
                    [Row([self._joiner.cell(part) for part in row.parts]) for row in lines[index : index + rows]]
                )
                index += rows
                continue
            self._line(line)
            index += 1
        self._flush()
        for place, table in enumerate(waiting):
            self._table(table, at_top=not lines and place == 0)
        for text in sheet.turned:
            self._draft.add(text)
        for text in sheet.furniture:
            self._draft.add(text, "furniture")
        self._draft.add(" ".join(word.text for word in sheet.page.words if word.hidden), hidden=True)

    @staticmethod
    def _stands_before(table: Table, line: Line) -> bool:
        """Whether a table comes before a line: it is above it, in the same column."""
        overlaps = table.box[0] < line.x1 and line.x0 < table.box[2]
        return (overlaps and table.box[3] > line.base + 1) or (table.box[1] > line.top and table.box[0] <= line.x0 + 1)

    # --- tables ---

    def _table(self, table: Table, at_top: bool) -> None:
        rows = [Row(self._cells(cells, table.columns)) for cells in table.rows]
        last = self._last_table
        goes_on = (
            at_top
            and last is not None
            and last[3] == (self._draft.page or 0) - 1
            and _same_places(last[0], table.columns)
        )
        if goes_on and last is not None:
            columns, number = last[1], last[2]
            if columns and tuple(fold(cell) for cell in rows[0].cells) == columns:
                rows = rows[1:]
        else:
            columns = table_head([[fold(cell) for cell in row.cells] for row in rows])
            number = self._draft.next_table()
        self._draft.rows(rows, columns, number)
        self._last_table = table.columns, columns, number, self._draft.page or 0

    def _cells(self, cells: list[list[Word]], columns: list[float]) -> list[str]:
        sides = itertools.pairwise(columns)
        return [self._joiner.cell(cell, right, left) for cell, (left, right) in zip(cells, sides, strict=True)]

    def _aligned(self, lines: list[Line], start: int) -> int:
        """Return how many lines from here are the rows of a table without rules: several parts, well aligned."""
        first = lines[start]
        if len(first.parts) < 2 or is_contents_line(fold(first.text)):
            return 0
        places = [part[0].x0 for part in first.parts]
        end = start + 1
        while end < len(lines) and len(lines[end].parts) == len(places) and not is_contents_line(fold(lines[end].text)):
            if any(
                abs(part[0].x0 - place) > _SAME_COLUMN for part, place in zip(lines[end].parts, places, strict=True)
            ):
                break
            end += 1
        is_list = bullet_length(first.text) > 0 and len(first.parts) == 2 and len(first.parts[0]) == 1
        return end - start if end - start >= 2 and not is_list else 0

    # --- text ---

    def _line(self, line: Line) -> None:
        if is_contents_line(fold(line.text)):
            self._flush()
            self._draft.add(line.text, "furniture")
            return
        kind = self._kind(line)
        if self._open and kind in {"paragraph", "open_heading"} and self._goes_on(self._open[-1], line):
            self._open.append(line)
            return
        if (
            self._open
            and kind == "heading"
            and self._open_kind == "heading"
            and self._same_heading(self._open[-1], line)
        ):
            self._open.append(line)
            return
        self._flush()
        self._open = [line]
        self._open_kind = kind

    def _kind(self, line: Line) -> str:
        text = fold(line.text)
        if (bullet_length(text) and len(text) > 1) or text in {"•", "", "▪", "o", "–"}:
            return "list_item"
        if self._is_big(line) or (line.bold and line.size >= 0.95 * self._body and looks_like_heading(text, 16)):
            return "heading"
        if is_numbered_item(text) and not (line.bold and heading_depth(text)):
            return "list_item"
        return "paragraph"

    def _is_big(self, line: Line) -> bool:
        words = len(line.words)
        if len(line.parts) > 1 and bullet_length(line.text) == 0 and heading_depth(fold(line.text)) is None:
            return False
        if line.size > _MUCH_BIGGER * self._body:
            return words <= 25
        return line.size > _BIGGER * self._body and words <= 16 and not fold(line.text).endswith((".", ";"))

    def _same_heading(self, before: Line, line: Line) -> bool:
        close = 0 < before.base - line.base < 1.6 * before.size
        return (
            close
            and abs(before.size - line.size) < 0.6
            and before.bold == line.bold
            and not heading_depth(fold(line.text))
        )

    def _goes_on(self, before: Line, line: Line) -> bool:
        """Whether a line continues the paragraph or list item of the line before."""
        if self._open_kind == "heading" or abs(before.size - line.size) > 0.12 * self._body + 0.3:
            return False
        first = self._open[0]
        gap = (before.base - line.base) / max(before.size, 1.0)
        turned_column = line.base > before.base
        if not turned_column and not 0 < gap <= self._leading * 1.28 + 0.02:
            return False
        ends = fold(before.text).endswith((".", "!", "?", ":", "…", "»", ";"))
        if turned_column:
            return not ends and fold(line.text)[:1].islower()
        right = max(before.column[1], line.column[1])
        full = before.x1 >= before.column[0] + _FULL * (right - before.column[0])
        if self._open_kind == "list_item":
            indented = line.x0 > first.x0 + 2 or (full and not ends)
            return indented and (full or not ends)
        if line.x0 > before.x0 + 8 and len(self._open) > 1 and ends:
            return False
        return full or not ends

    def _flush(self) -> None:
        lines, self._open = self._open, []
        if not lines:
            return
        text = fold(self._joiner.lines(lines))
        if self._open_kind == "heading":
            self._heading(text, lines)
        elif self._open_kind == "list_item":
            self._draft.add(text[bullet_length(text) :], "list_item")
        elif is_caption(text):
            self._draft.add(text, "caption")
        else:
            self._draft.add(text)

    def _heading(self, text: str, lines: list[Line]) -> None:
        if len(text.split()) > 35 or not any(letter.isalpha() for letter in text):
            self._draft.add(text)
            return
        depth = heading_depth(text)
        level = self._levels.get(round(lines[0].size * 2) / 2)
        self._draft.heading(text, level if level is not None else _BOLD_LEVEL + (depth or 5))


def _same_places(one: list[float], other: list[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= _SAME_COLUMN for a, b in zip(one, other, strict=True))
