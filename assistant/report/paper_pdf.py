"""A paper as a PDF, made to be printed and written on."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from assistant.report.palette import LINE
from assistant.report.paper import Boxes, Cell, Grid, Lines, Paper, Part, Quoted, Title, Together, Tone, Words
from assistant.report.pdf_document import printed
from assistant.report.pdf_flowables import BODY_WIDTH, Flowables, Heading, space
from assistant.report.typography import NO_BREAK

_LINE_HEIGHT = 20.0


def paper_to_pdf(paper: Paper) -> bytes:
    """Write the paper."""
    return printed(paper.cover, partial(_story_of, paper))


def _story_of(paper: Paper, headings: list[Heading]) -> list[Any]:
    return list(_Story(headings).flowables(paper))


class _Story(Flowables):
    def flowables(self, paper: Paper) -> Iterator[Any]:
        yield from self.head(paper.cover)
        for part in paper.parts:
            yield from self._part(part)
        yield from self.blanks()

    def _part(self, part: Part) -> Iterator[Any]:
        match part:
            case Title(text, level):
                yield self.heading(text, level=level - 1)
            case Words():
                yield self._words(part, self._style_of(part.tone))
            case Quoted(quotes, title):
                yield from self.quotes(title, quotes)
            case Grid():
                yield space(2)
                yield self._grid(part)
                yield space(3)
            case Lines(title, count):
                yield self._ruled(title, count)
            case Together(parts):
                from reportlab.platypus import KeepTogether  # type: ignore[import-untyped, unused-ignore]

                yield KeepTogether([flowable for item in parts for flowable in self._part(item)])

    def _style_of(self, tone: Tone) -> Any:
        styles = self.styles
        return {
            "plain": styles.text,
            "strong": styles.text,
            "quiet": styles.aside,
            "official": styles.official,
            "question": styles.question,
        }[tone]

    def _words(self, words: Words, style: Any) -> Any:
        text = self.markup.bold(words.text) if words.tone == "strong" else self.markup.safe(words.text)
        if words.name:
            text = f"{self.markup.bold(words.name)}{NO_BREAK}: {text}"
        if words.sign:
            text = f"{self.markup.safe(words.sign)}{NO_BREAK}{text}"
        return self.paragraph(text, style)

    def _grid(self, grid: Grid) -> Any:
        widths = [column.share * BODY_WIDTH for column in grid.columns]
        heads = [self.paragraph(self.markup.safe(column.head), self.styles.head) for column in grid.columns]
        has_head = any(column.head for column in grid.columns)
        rows = [[list(self._cell(cell)) for cell in row] for row in grid.rows]
        return self.table([heads, *rows] if has_head else rows, widths, has_head=has_head)

    def _cell(self, cell: Cell) -> Iterator[Any]:
        for item in cell:
            for words in item.lines if isinstance(item, Boxes) else (item,):
                yield self._words(words, self.styles.small if words.tone == "quiet" else self.styles.cell)

    def _ruled(self, title: str, count: int) -> Any:
        from reportlab.platypus import Table  # type: ignore[import-untyped, unused-ignore]

        rows: list[list[Any]] = [[self.paragraph(self.markup.safe(title), self.styles.head)], *[[""]] * (count - 1)]
        style = [("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
        return Table(rows, colWidths=[BODY_WIDTH], rowHeights=[_LINE_HEIGHT] * count, style=style, hAlign="LEFT")
