"""A report as a DOCX that can be edited: real styles and headings, tables with repeated heads, described pictures."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Cm, Pt

from assistant.report import coverage, wording
from assistant.report import docx_parts as parts
from assistant.report import docx_styles as styles
from assistant.report.blocks import Block
from assistant.report.content import ComparisonPart, CriterionPart, QuotePart, Report
from assistant.report.palette import LINE, VERDICT_COLOURS
from assistant.report.typography import NO_BREAK, french

_WIDTH = Cm(16.6)
_LANGUAGE = "fr-FR"


def to_docx(report: Report) -> bytes:
    """Write the report."""
    document = Document()
    _set_up(document, report)
    _head(document, report)
    document.add_heading(wording.SUMMARY, 1)
    for block in report.summary:
        _block(document, block)
    if report.comparison:
        document.add_heading(wording.COMPARISON, 1)
        _comparison(document, report.comparison)
    document.add_heading(wording.OVERVIEW, 1)
    _coverage(document, report)
    if report.expected:
        document.add_heading(wording.EXPECTED, 1)
        _expected(document, report)
    document.add_heading(wording.GRID, 1)
    for item in report.criteria:
        _criterion(document, item)
    if not report.criteria:
        document.add_paragraph(wording.NO_GRID)
    if report.elsewhere:
        document.add_heading(wording.ELSEWHERE, 1)
        for item in report.elsewhere:
            _criterion(document, item)
    if report.warnings:
        document.add_heading(wording.WARNINGS_TITLE, 1)
        for warning in report.warnings:
            _labelled(document, warning.title, warning.message)
            if warning.quote:
                document.add_paragraph(warning.quote, style=styles.QUOTE)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Any, report: Report) -> None:
    styles.set_styles(document)
    parts.set_language(document, _LANGUAGE)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(1.9)
    properties = document.core_properties
    properties.title = f"{wording.KICKER}{NO_BREAK}: {report.title}"
    properties.subject = report.certification
    properties.language = _LANGUAGE
    properties.author = "jury-coach"
    properties.comments = ""
    footer = section.footer.paragraphs[0]
    footer.paragraph_format.tab_stops.clear_all()
    footer.add_run(f"{report.title.partition(' ')[0]} – {wording.FOOTER}\t", style=styles.QUIET_WORDS)
    footer.paragraph_format.tab_stops.add_tab_stop(_WIDTH, alignment=2)
    before, between = wording.PAGE.split("{number}")[0], wording.PAGE.split("{number}")[1].split("{total}")[0]
    footer.add_run(before, style=styles.QUIET_WORDS)
    parts.add_field(footer, "PAGE", "1", styles.QUIET_WORDS)
    footer.add_run(between, style=styles.QUIET_WORDS)
    parts.add_field(footer, "NUMPAGES", "1", styles.QUIET_WORDS)


def _head(document: Any, report: Report) -> None:
    document.add_paragraph(wording.KICKER, style=styles.KICKER)
    document.add_paragraph(report.title, style="Title")
    document.add_paragraph(report.certification, style="Subtitle")
    table = _table(document, (Cm(4), _WIDTH - Cm(4)), (wording.KICKER, wording.FACTS_ALT))
    for name, value in report.facts:
        left, right = table.add_row().cells
        _fill(left, name, styles.HEAD_CELL)
        _fill(right, value, styles.CELL)
    document.add_paragraph(report.notice, style=styles.NOTICE)


def _block(document: Any, block: Block) -> None:
    for rank, line in enumerate(block.lines, start=1):
        style = "List Bullet" if block.kind == "bullets" else "Normal"
        if block.kind == "numbers":  # a number that is text: Word's own would go on counting from list to list
            paragraph = document.add_paragraph(f"{rank}.\t", style=styles.STEP)
        else:
            paragraph = document.add_paragraph(style=styles.LABEL if block.is_title else style)
        for span in line:
            paragraph.add_run(span.text, style=styles.STRONG if span.bold else None)


def _coverage(document: Any, report: Report) -> None:
    if not report.coverage:
        return
    shape = document.add_picture(BytesIO(coverage.to_png(report.coverage, _WIDTH.pt)))
    parts.describe_picture(shape, wording.OVERVIEW, report.coverage_alt)
    for segment in report.coverage:
        words = wording.VERDICTS[segment.verdict]
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        _sign(paragraph, words.sign, VERDICT_COLOURS[segment.verdict])
        paragraph.add_run(segment.words, style=styles.STRONG)
        paragraph.add_run(f" ({segment.criteria}){NO_BREAK}: {words.meaning}")
    document.add_paragraph().paragraph_format.space_after = Pt(2)
    widths = (Cm(1.6), _WIDTH - Cm(5.6), Cm(4))
    heads = ("N°", wording.OFFICIAL, wording.VERDICT)
    table = _table(document, widths, (wording.OVERVIEW, wording.OVERVIEW_ALT), heads)
    for item in (*report.criteria, *report.elsewhere):
        row = table.add_row()
        parts.keep_whole(row)
        number, official, verdict = row.cells
        number.paragraphs[0].style = styles.CELL
        parts.add_link(number.paragraphs[0], str(item.n), _anchor(item), styles.LINK)
        _fill(official, item.official, styles.CELL)
        _fill(verdict, "", styles.CELL)
        _sign(verdict.paragraphs[0], item.sign, VERDICT_COLOURS[item.verdict])
        verdict.paragraphs[0].add_run(item.verdict_words)


def _expected(document: Any, report: Report) -> None:
    widths = (_WIDTH - Cm(9.2), Cm(3.2), Cm(6))
    heads = (wording.ELEMENT, wording.PRESENCE, wording.WHERE)
    table = _table(document, widths, (wording.EXPECTED, wording.EXPECTED_ALT), heads)
    for item in report.expected:
        row = table.add_row()
        parts.keep_whole(row)
        label, presence, where = row.cells
        _fill(label, item.label, styles.CELL)
        _fill(presence, "", styles.CELL)
        _sign(presence.paragraphs[0], item.sign)
        presence.paragraphs[0].add_run(item.presence)
        _fill(where, item.where, styles.CELL)


def _criterion(document: Any, item: CriterionPart) -> None:
    heading = document.add_heading(f"{item.title}{NO_BREAK}: ", 2)
    _sign(heading, item.sign, VERDICT_COLOURS[item.verdict])
    heading.add_run(item.verdict_words).font.color.rgb = parts.colour(VERDICT_COLOURS[item.verdict])
    parts.add_bookmark(heading, _anchor(item), item.n)
    document.add_paragraph(item.official, style=styles.OFFICIAL)
    if item.to_check:
        document.add_paragraph(french(wording.DOUBT), style=styles.DOUBT)
    _quotes(document, wording.QUOTES, item.quotes)
    _quotes(document, item.against_title, item.against)
    for name, labels in ((wording.FOUND, item.found), (wording.MISSING, item.missing)):
        if labels:
            document.add_paragraph(name, style=styles.LABEL)
            for label in labels:
                document.add_paragraph(label, style="List Bullet")
    if item.advice:
        _labelled(document, wording.ADVICE, item.advice, styles.NEXT)


def _quotes(document: Any, title: str, quotes: Sequence[QuotePart]) -> None:
    if quotes:
        document.add_paragraph(title, style=styles.LABEL)
    for quote in quotes:
        paragraph = document.add_paragraph(quote.text, style=styles.QUOTE)
        if quote.place:
            paragraph.paragraph_format.keep_with_next = True
            document.add_paragraph(quote.place, style=styles.PLACE)


def _comparison(document: Any, part: ComparisonPart) -> None:
    for sentence in part.sentences:
        document.add_paragraph(sentence)
    for item in part.moved:
        document.add_paragraph(f"{item.title}{NO_BREAK}: {item.change}", style="Heading 2")
        document.add_paragraph(item.official, style=styles.OFFICIAL).paragraph_format.keep_with_next = bool(
            item.elements
        )
        for name, labels in item.elements:
            _labelled(document, name, ", ".join(labels), "List Bullet")
    if part.expected:
        document.add_paragraph(wording.EXPECTED_MOVES, style=styles.LABEL)
        for text in part.expected:
            document.add_paragraph(text, style="List Bullet")
    if part.unchanged:
        document.add_paragraph(part.unchanged)


def _anchor(item: CriterionPart) -> str:
    return f"critere_{item.n}"


def _labelled(document: Any, name: str, text: str, style: str = "Normal") -> None:
    paragraph = document.add_paragraph(style=style)
    paragraph.add_run(f"{name}{NO_BREAK}: ", style=styles.STRONG)
    paragraph.add_run(text)


def _sign(paragraph: Any, sign: str, ink: str | None = None) -> None:
    run = paragraph.add_run(f"{sign}{NO_BREAK}", style=styles.SIGN)
    if ink:
        run.font.color.rgb = parts.colour(ink)


def _fill(cell: Any, text: str, style: str) -> None:
    cell.paragraphs[0].style = style
    cell.paragraphs[0].add_run(text)


def _table(document: Any, widths: Sequence[Any], described: tuple[str, str], heads: Sequence[str] = ()) -> Any:
    table = document.add_table(rows=0, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    parts.rule_table(table, LINE)
    parts.describe_table(table, *described)
    if heads:
        row = table.add_row()
        parts.repeat_header(row)
        for cell, head in zip(row.cells, heads, strict=True):
            _fill(cell, head, styles.HEAD_CELL)
    return table
