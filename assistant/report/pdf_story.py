"""What the PDF report is made of, in its order."""

from collections.abc import Iterator
from typing import Any

from assistant.report import coverage, wording
from assistant.report.content import ComparisonPart, CriterionPart, Report
from assistant.report.cover import Cover
from assistant.report.palette import INK, VERDICT_COLOURS
from assistant.report.pdf_flowables import BODY_WIDTH, Flowables, Heading, space
from assistant.report.pdf_styles import FAMILY
from assistant.report.typography import NO_BREAK, french


def story_of(report: Report, cover: Cover, headings: list[Heading]) -> list[Any]:
    """Return the flowables; their headings are added to the list."""
    return list(_Story(headings).flowables(report, cover))


class _Story(Flowables):
    def flowables(self, report: Report, cover: Cover) -> Iterator[Any]:
        yield from self.head(cover)
        yield self.heading(wording.SUMMARY)
        for block in report.summary:
            yield from self.block(block)
        if report.comparison:
            yield self.heading(wording.COMPARISON)
            yield from self._comparison(report.comparison)
        yield self.heading(wording.OVERVIEW)
        yield from self._overview(report)
        if report.expected:
            yield self.heading(wording.EXPECTED)
            yield self._expected(report)
        yield self.heading(wording.GRID)
        for item in report.criteria:
            yield from self._criterion(item)
        if not report.criteria:
            yield self.text(wording.NO_GRID)
        if report.elsewhere:
            yield self.heading(wording.ELSEWHERE)
            for item in report.elsewhere:
                yield from self._criterion(item)
        if report.warnings:
            yield self.heading(wording.WARNINGS_TITLE)
            for warning in report.warnings:
                yield self.labelled(warning.title, warning.message)
                if warning.quote:
                    yield self.paragraph(self.markup.safe(warning.quote), self.styles.quote)
        yield from self.blanks()

    def _overview(self, report: Report) -> Iterator[Any]:
        styles = self.styles
        if not report.coverage:
            return
        yield _bar(report)
        for segment in report.coverage:
            words = wording.VERDICTS[segment.verdict]
            sign = self.markup.inked(f"{words.sign}{NO_BREAK}", VERDICT_COLOURS[segment.verdict])
            rest = (
                f"{self.markup.bold(segment.words)} ({segment.criteria}){NO_BREAK}: {self.markup.safe(words.meaning)}"
            )
            yield self.paragraph(sign + rest, styles.cell)
        heads = [
            self.paragraph(self.markup.safe(text), styles.head) for text in ("N°", wording.OFFICIAL, wording.VERDICT)
        ]
        rows = [
            [
                self.paragraph(f'<a href="#{_key(item)}" color="#3730a3"><u>{item.n}</u></a>', styles.cell),
                self.paragraph(self.markup.safe(item.official), styles.cell),
                self.paragraph(self._signed(item), styles.cell),
            ]
            for item in (*report.criteria, *report.elsewhere)
        ]
        yield space(10)
        yield self.table([heads, *rows], (34, BODY_WIDTH - 144, 110), has_head=True)

    def _expected(self, report: Report) -> Any:
        styles = self.styles
        names = (wording.ELEMENT, wording.PRESENCE, wording.WHERE)
        heads = [self.paragraph(self.markup.safe(text), styles.head) for text in names]
        rows = [
            [
                self.paragraph(self.markup.safe(item.label), styles.cell),
                self.paragraph(self.markup.safe(f"{item.sign}{NO_BREAK}{item.presence}"), styles.cell),
                self.paragraph(self.markup.safe(item.where), styles.cell),
            ]
            for item in report.expected
        ]
        return self.table([heads, *rows], (BODY_WIDTH - 255, 80, 175), has_head=True)

    def _criterion(self, item: CriterionPart) -> Iterator[Any]:
        styles = self.styles
        text = f"{item.title}{NO_BREAK}: {item.verdict_words}"
        yield self.heading(text, f"{self.markup.safe(item.title)}{NO_BREAK}: {self._signed(item)}", _key(item), 1)
        yield self.paragraph(self.markup.safe(item.official), styles.official)
        if item.to_check:
            yield self.paragraph(self.markup.safe(french(wording.DOUBT)), styles.doubt)
        yield from self.quotes(wording.QUOTES, item.quotes)
        yield from self.quotes(item.against_title, item.against)
        for name, labels in ((wording.FOUND, item.found), (wording.MISSING, item.missing)):
            if labels:
                yield self.paragraph(self.markup.safe(name), styles.label)
                yield from self.items(labels)
        if item.opinion:
            yield space(3)
            yield self.labelled(wording.OPINION, item.opinion)
        if item.advice:
            yield space(3)
            yield self.labelled(wording.ADVICE, item.advice)

    def _comparison(self, part: ComparisonPart) -> Iterator[Any]:
        yield from (self.text(sentence) for sentence in part.sentences)
        for item in part.moved:
            text = f"{item.title}{NO_BREAK}: {item.change}"
            yield self.paragraph(self.markup.safe(text), self.styles.criterion)
            yield self.paragraph(self.markup.safe(item.official), self.styles.official)
            for name, labels in item.elements:
                markup = f"{self.markup.bold(name)}{NO_BREAK}: {self.markup.safe(', '.join(labels))}"
                yield self.paragraph(markup, self.styles.item, "•")
        if part.expected:
            yield self.paragraph(self.markup.safe(wording.EXPECTED_MOVES), self.styles.label)
            yield from self.items(part.expected)
        if part.unchanged:
            yield space(6)
            yield self.text(part.unchanged)

    def _signed(self, item: CriterionPart) -> str:
        return self.markup.inked(f"{item.sign}{NO_BREAK}{item.verdict_words}", VERDICT_COLOURS[item.verdict])


def _key(item: CriterionPart) -> str:
    return f"critere-{item.n}"


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
