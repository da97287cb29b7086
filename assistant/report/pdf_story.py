"""What the PDF report is made of, in its order. Long quotes run over pages: they stand in no frame that must fit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.report import coverage, wording
from assistant.report.blocks import Block
from assistant.report.content import ComparisonPart, CriterionPart, QuotePart, Report
from assistant.report.palette import INK, LINE, VERDICT_COLOURS
from assistant.report.pdf_markup import BLANK, Markup
from assistant.report.pdf_styles import FAMILY, make_styles
from assistant.report.typography import NO_BREAK, french

BODY_WIDTH = 470.0


@dataclass(frozen=True)
class Heading:
    """A heading for the outline, and the flowable that draws it."""

    flowable: Any
    text: str
    key: str
    level: int


def story_of(report: Report, headings: list[Heading]) -> list[Any]:
    """Return the flowables; their headings are added to the list."""
    return list(_Story(headings).flowables(report))


class _Story:
    def __init__(self, headings: list[Heading]) -> None:
        self._headings = headings
        self._styles = make_styles()
        self._markup = Markup()

    def flowables(self, report: Report) -> Iterator[Any]:
        yield from self._head(report)
        yield self._heading(wording.SUMMARY)
        for block in report.summary:
            yield from self._block(block)
        if report.comparison:
            yield self._heading(wording.COMPARISON)
            yield from self._comparison(report.comparison)
        yield self._heading(wording.OVERVIEW)
        yield from self._overview(report)
        if report.expected:
            yield self._heading(wording.EXPECTED)
            yield self._expected(report)
        yield self._heading(wording.GRID)
        for item in report.criteria:
            yield from self._criterion(item)
        if not report.criteria:
            yield self._text(wording.NO_GRID)
        if report.elsewhere:
            yield self._heading(wording.ELSEWHERE)
            for item in report.elsewhere:
                yield from self._criterion(item)
        if report.warnings:
            yield self._heading(wording.WARNINGS_TITLE)
            for warning in report.warnings:
                yield self._labelled(warning.title, warning.message)
                if warning.quote:
                    yield self._paragraph(self._markup.safe(warning.quote), self._styles.quote)
        if self._markup.has_blanks:
            yield _space(14)
            yield self._paragraph(self._markup.safe(french(wording.BLANKS.format(blank=BLANK))), self._styles.place)

    def _paragraph(self, markup: str, style: Any, bullet: str | None = None) -> Any:
        from reportlab.platypus import Paragraph  # type: ignore[import-untyped, unused-ignore]

        return Paragraph(markup, style, bulletText=bullet)

    def _text(self, text: str) -> Any:
        return self._paragraph(self._markup.safe(text), self._styles.text)

    def _labelled(self, name: str, text: str) -> Any:
        return self._paragraph(f"{self._markup.bold(name)}{NO_BREAK}: {self._markup.safe(text)}", self._styles.text)

    def _items(self, texts: Sequence[str]) -> list[Any]:
        return [self._paragraph(self._markup.safe(text), self._styles.item, "•") for text in texts]

    def _heading(self, text: str, markup: str = "", key: str = "", level: int = 0) -> Any:
        style = self._styles.criterion if level else self._styles.section
        flowable = self._paragraph(markup or self._markup.safe(text), style)
        key = key or f"titre-{len(self._headings) + 1}"
        self._headings.append(Heading(flowable, text, key, level))
        return flowable

    def _head(self, report: Report) -> Iterator[Any]:
        styles = self._styles
        yield self._paragraph(self._markup.safe(wording.KICKER), styles.kicker)
        yield self._paragraph(self._markup.safe(report.title), styles.title)
        yield self._paragraph(self._markup.safe(report.certification), styles.subtitle)
        rows = [
            [
                self._paragraph(self._markup.safe(name), styles.head),
                self._paragraph(self._markup.safe(value), styles.cell),
            ]
            for name, value in report.facts
        ]
        yield self._table(rows, (110, BODY_WIDTH - 110))
        yield self._paragraph(self._markup.safe(report.notice), styles.notice)

    def _block(self, block: Block) -> Iterator[Any]:
        for rank, line in enumerate(block.lines, start=1):
            markup = "".join(
                self._markup.bold(span.text) if span.bold else self._markup.safe(span.text) for span in line
            )
            if block.kind == "paragraph":
                yield self._paragraph(markup, self._styles.label if block.is_title else self._styles.text)
            else:
                yield self._paragraph(markup, self._styles.item, "•" if block.kind == "bullets" else f"{rank}.")

    def _overview(self, report: Report) -> Iterator[Any]:
        styles = self._styles
        if not report.coverage:
            return
        yield _bar(report)
        for segment in report.coverage:
            words = wording.VERDICTS[segment.verdict]
            sign = self._markup.inked(f"{words.sign}{NO_BREAK}", VERDICT_COLOURS[segment.verdict])
            rest = (
                f"{self._markup.bold(segment.words)} ({segment.criteria}){NO_BREAK}: {self._markup.safe(words.meaning)}"
            )
            yield self._paragraph(sign + rest, styles.cell)
        heads = [
            self._paragraph(self._markup.safe(text), styles.head) for text in ("N°", wording.OFFICIAL, wording.VERDICT)
        ]
        rows = [
            [
                self._paragraph(f'<a href="#{_key(item)}" color="#3730a3"><u>{item.n}</u></a>', styles.cell),
                self._paragraph(self._markup.safe(item.official), styles.cell),
                self._paragraph(self._signed(item), styles.cell),
            ]
            for item in (*report.criteria, *report.elsewhere)
        ]
        yield _space(10)
        yield self._table([heads, *rows], (34, BODY_WIDTH - 144, 110), has_head=True)

    def _expected(self, report: Report) -> Any:
        styles = self._styles
        names = (wording.ELEMENT, wording.PRESENCE, wording.WHERE)
        heads = [self._paragraph(self._markup.safe(text), styles.head) for text in names]
        rows = [
            [
                self._paragraph(self._markup.safe(item.label), styles.cell),
                self._paragraph(self._markup.safe(f"{item.sign}{NO_BREAK}{item.presence}"), styles.cell),
                self._paragraph(self._markup.safe(item.where), styles.cell),
            ]
            for item in report.expected
        ]
        return self._table([heads, *rows], (BODY_WIDTH - 255, 80, 175), has_head=True)

    def _criterion(self, item: CriterionPart) -> Iterator[Any]:
        styles = self._styles
        text = f"{item.title}{NO_BREAK}: {item.verdict_words}"
        yield self._heading(text, f"{self._markup.safe(item.title)}{NO_BREAK}: {self._signed(item)}", _key(item), 1)
        yield self._paragraph(self._markup.safe(item.official), styles.official)
        if item.to_check:
            yield self._paragraph(self._markup.safe(french(wording.DOUBT)), styles.doubt)
        yield from self._quotes(wording.QUOTES, item.quotes)
        yield from self._quotes(item.against_title, item.against)
        for name, labels in ((wording.FOUND, item.found), (wording.MISSING, item.missing)):
            if labels:
                yield self._paragraph(self._markup.safe(name), styles.label)
                yield from self._items(labels)
        if item.advice:
            yield _space(3)
            yield self._labelled(wording.ADVICE, item.advice)

    def _quotes(self, title: str, quotes: Sequence[QuotePart]) -> Iterator[Any]:
        if quotes:
            yield self._paragraph(self._markup.safe(title), self._styles.label)
        for quote in quotes:
            yield self._paragraph(self._markup.safe(quote.text), self._styles.quote)
            if quote.place:
                yield self._paragraph(self._markup.safe(quote.place), self._styles.place)

    def _comparison(self, part: ComparisonPart) -> Iterator[Any]:
        yield from (self._text(sentence) for sentence in part.sentences)
        for item in part.moved:
            text = f"{item.title}{NO_BREAK}: {item.change}"
            yield self._paragraph(self._markup.safe(text), self._styles.criterion)
            yield self._paragraph(self._markup.safe(item.official), self._styles.official)
            for name, labels in item.elements:
                markup = f"{self._markup.bold(name)}{NO_BREAK}: {self._markup.safe(', '.join(labels))}"
                yield self._paragraph(markup, self._styles.item, "•")
        if part.expected:
            yield self._paragraph(self._markup.safe(wording.EXPECTED_MOVES), self._styles.label)
            yield from self._items(part.expected)
        if part.unchanged:
            yield _space(6)
            yield self._text(part.unchanged)

    def _signed(self, item: CriterionPart) -> str:
        return self._markup.inked(f"{item.sign}{NO_BREAK}{item.verdict_words}", VERDICT_COLOURS[item.verdict])

    def _table(self, rows: list[list[Any]], widths: Sequence[float], *, has_head: bool = False) -> Any:
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


def _key(item: CriterionPart) -> str:
    return f"critere-{item.n}"


def _space(points: float) -> Any:
    from reportlab.platypus import Spacer  # type: ignore[import-untyped, unused-ignore]

    return Spacer(1, points)


def _bar(report: Report) -> Any:
    """The coverage picture, drawn; the words beside it say the same."""
    from reportlab.graphics.shapes import Drawing, Rect, String  # type: ignore[import-untyped, unused-ignore]
    from reportlab.lib.colors import HexColor  # type: ignore[import-untyped, unused-ignore]

    drawing = Drawing(BODY_WIDTH, coverage.HEIGHT)
    bottom = coverage.HEIGHT - coverage.BAR_HEIGHT
    for cell in coverage.cells_of(report.coverage, BODY_WIDTH):
        ink = HexColor(cell.colour)
        dashes = [2.5, 2.5] if cell.fill == "dashed" else None
        line = {"strokeColor": ink, "strokeWidth": coverage.STROKE, "strokeDashArray": dashes}
        fill = ink if cell.fill == "full" else None
        drawing.add(Rect(cell.x, bottom, cell.width, coverage.BAR_HEIGHT, fillColor=fill, **line))
        if cell.fill == "half":
            half = cell.width / 2
            drawing.add(Rect(cell.x, bottom, half, coverage.BAR_HEIGHT, fillColor=ink, strokeColor=None))
        if cell.label:
            font = {"fontName": FAMILY, "fontSize": coverage.LABEL_SIZE, "fillColor": HexColor(INK)}
            middle = cell.x + cell.width / 2
            drawing.add(String(middle, bottom - coverage.LABEL_SIZE - 2, cell.label, textAnchor="middle", **font))
    return drawing
