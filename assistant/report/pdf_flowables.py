"""The parts that all of our PDF documents are made of. Long quotes run over pages: they stand in no frame that must fit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.report import wording
from assistant.report.blocks import Block
from assistant.report.cover import Cover, QuotePart
from assistant.report.palette import LINE
from assistant.report.pdf_markup import BLANK, Markup
from assistant.report.pdf_styles import make_styles
from assistant.report.typography import NO_BREAK, french

BODY_WIDTH = 470.0
_HANDWRITTEN = 16.0
"""The height of what is filled in by hand."""


@dataclass(frozen=True)
class Heading:
    """A heading for the outline, and the flowable that draws it."""

    flowable: Any
    text: str
    key: str
    level: int


class Flowables:
    """Makes flowables of texts, and remembers their headings and whether a sign had to be replaced."""

    def __init__(self, headings: list[Heading]) -> None:
        """Start with nothing said; the headings are added to the list."""
        self._headings = headings
        self.styles = make_styles()
        self.markup = Markup()

    def paragraph(self, markup: str, style: Any, bullet: str | None = None) -> Any:
        """Return a paragraph of markup."""
        from reportlab.platypus import Paragraph  # type: ignore[import-untyped, unused-ignore]

        return Paragraph(markup, style, bulletText=bullet)

    def text(self, text: str) -> Any:
        """Return a paragraph of words."""
        return self.paragraph(self.markup.safe(text), self.styles.text)

    def labelled(self, name: str, text: str) -> Any:
        """Return a paragraph that begins with its name."""
        return self.paragraph(f"{self.markup.bold(name)}{NO_BREAK}: {self.markup.safe(text)}", self.styles.text)

    def items(self, texts: Sequence[str]) -> list[Any]:
        """Return the items of a list."""
        return [self.paragraph(self.markup.safe(text), self.styles.item, "•") for text in texts]

    def heading(self, text: str, markup: str = "", key: str = "", level: int = 0) -> Any:
        """Return a heading, and note it for the outline: of a section, or (level 1) of a part of one."""
        style = self.styles.criterion if level else self.styles.section
        flowable = self.paragraph(markup or self.markup.safe(text), style)
        key = key or f"titre-{len(self._headings) + 1}"
        self._headings.append(Heading(flowable, text, key, level))
        return flowable

    def head(self, cover: Cover) -> Iterator[Any]:
        """Make what a document begins with."""
        styles = self.styles
        yield self.paragraph(self.markup.safe(cover.kicker), styles.kicker)
        yield self.paragraph(self.markup.safe(cover.title), styles.title)
        yield self.paragraph(self.markup.safe(cover.subject), styles.subtitle)
        rows = [
            [self.paragraph(self.markup.safe(name), styles.head), self._value(value)] for name, value in cover.facts
        ]
        yield self.table(rows, (110, BODY_WIDTH - 110))
        yield self.paragraph(self.markup.safe(cover.notice), styles.notice)

    def _value(self, value: str) -> Any:
        return self.paragraph(self.markup.safe(value), self.styles.cell) if value else space(_HANDWRITTEN)

    def block(self, block: Block) -> Iterator[Any]:
        """Make a paragraph, or the items of a list."""
        for rank, line in enumerate(block.lines, start=1):
            markup = "".join(self.markup.bold(span.text) if span.bold else self.markup.safe(span.text) for span in line)
            if block.kind == "paragraph":
                yield self.paragraph(markup, self.styles.label if block.is_title else self.styles.text)
            else:
                yield self.paragraph(markup, self.styles.item, "•" if block.kind == "bullets" else f"{rank}.")

    def quotes(self, title: str, quotes: Sequence[QuotePart]) -> Iterator[Any]:
        """Make quotes under their title, if they have one, each with its place."""
        if quotes and title:
            yield self.paragraph(self.markup.safe(title), self.styles.label)
        elif quotes:
            yield space(5)  # the ground of a quote reaches beyond its words
        for quote in quotes:
            yield self.paragraph(self.markup.safe(quote.text), self.styles.quote)
            if quote.place:
                yield self.paragraph(self.markup.safe(quote.place), self.styles.place)

    def table(self, rows: list[list[Any]], widths: Sequence[float], *, has_head: bool = False) -> Any:
        """Return a table ruled with thin horizontal lines."""
        from reportlab.platypus import Table  # type: ignore[import-untyped, unused-ignore]

        style = [
            ("LINEABOVE", (0, 0), (-1, -1), 0.5, LINE),
            ("LINEBELOW", (0, -1), (-1, -1), 0.5, LINE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ]
        return Table(rows, colWidths=list(widths), style=style, repeatRows=int(has_head), splitInRow=1, hAlign="LEFT")

    def blanks(self) -> Iterator[Any]:
        """Say, at the end, what stands for the signs that the fonts lack, where there are any."""
        if self.markup.has_blanks:
            yield space(14)
            yield self.paragraph(self.markup.safe(french(wording.BLANKS.format(blank=BLANK))), self.styles.place)


def space(points: float) -> Any:
    """Return some empty height."""
    from reportlab.platypus import Spacer  # type: ignore[import-untyped, unused-ignore]

    return Spacer(1, points)
