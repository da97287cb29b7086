"""A report as a DOCX that can be edited: real styles and headings, tables with repeated heads, described pictures."""

from io import BytesIO
from typing import Any

from docx.shared import Cm, Pt

from assistant.report import coverage, wording
from assistant.report import docx_parts as parts
from assistant.report import docx_styles as styles
from assistant.report.content import ComparisonPart, CriterionPart, Report, cover_of
from assistant.report.docx_document import (
    WIDTH,
    add_block,
    add_labelled,
    add_quotes,
    add_sign,
    add_table,
    fill,
    new_document,
    saved,
)
from assistant.report.palette import VERDICT_COLOURS
from assistant.report.typography import NO_BREAK, french


def to_docx(report: Report) -> bytes:
    """Write the report."""
    document = new_document(cover_of(report, f"{report.code} – {wording.FOOTER}"))
    document.add_heading(wording.SUMMARY, 1)
    for block in report.summary:
        add_block(document, block)
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
            add_labelled(document, warning.title, warning.message)
            if warning.quote:
                document.add_paragraph(warning.quote, style=styles.QUOTE)
    return saved(document)


def _coverage(document: Any, report: Report) -> None:
    if not report.coverage:
        return
    shape = document.add_picture(BytesIO(coverage.to_png(report.coverage, WIDTH.pt)))
    parts.describe_picture(shape, wording.OVERVIEW, report.coverage_alt)
    for segment in report.coverage:
        words = wording.VERDICTS[segment.verdict]
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        add_sign(paragraph, words.sign, VERDICT_COLOURS[segment.verdict])
        paragraph.add_run(segment.words, style=styles.STRONG)
        paragraph.add_run(f" ({segment.criteria}){NO_BREAK}: {words.meaning}")
    document.add_paragraph().paragraph_format.space_after = Pt(2)
    widths = (Cm(1.6), WIDTH - Cm(5.6), Cm(4))
    heads = ("N°", wording.OFFICIAL, wording.VERDICT)
    table = add_table(document, widths, (wording.OVERVIEW, wording.OVERVIEW_ALT), heads)
    for item in (*report.criteria, *report.elsewhere):
        row = table.add_row()
        parts.keep_whole(row)
        number, official, verdict = row.cells
        number.paragraphs[0].style = styles.CELL
        parts.add_link(number.paragraphs[0], str(item.n), _anchor(item), styles.LINK)
        fill(official, item.official, styles.CELL)
        fill(verdict, "", styles.CELL)
        add_sign(verdict.paragraphs[0], item.sign, VERDICT_COLOURS[item.verdict])
        verdict.paragraphs[0].add_run(item.verdict_words)


def _expected(document: Any, report: Report) -> None:
    widths = (WIDTH - Cm(9.2), Cm(3.2), Cm(6))
    heads = (wording.ELEMENT, wording.PRESENCE, wording.WHERE)
    table = add_table(document, widths, (wording.EXPECTED, wording.EXPECTED_ALT), heads)
    for item in report.expected:
        row = table.add_row()
        parts.keep_whole(row)
        label, presence, where = row.cells
        fill(label, item.label, styles.CELL)
        fill(presence, "", styles.CELL)
        add_sign(presence.paragraphs[0], item.sign)
        presence.paragraphs[0].add_run(item.presence)
        fill(where, item.where, styles.CELL)


def _criterion(document: Any, item: CriterionPart) -> None:
    heading = document.add_heading(f"{item.title}{NO_BREAK}: ", 2)
    add_sign(heading, item.sign, VERDICT_COLOURS[item.verdict])
    heading.add_run(item.verdict_words).font.color.rgb = parts.colour(VERDICT_COLOURS[item.verdict])
    parts.add_bookmark(heading, _anchor(item), item.n)
    document.add_paragraph(item.official, style=styles.OFFICIAL)
    if item.to_check:
        document.add_paragraph(french(wording.DOUBT), style=styles.DOUBT)
    add_quotes(document, wording.QUOTES, item.quotes)
    add_quotes(document, item.against_title, item.against)
    for name, labels in ((wording.FOUND, item.found), (wording.MISSING, item.missing)):
        if labels:
            document.add_paragraph(name, style=styles.LABEL)
            for label in labels:
                document.add_paragraph(label, style="List Bullet")
    if item.opinion:
        add_labelled(document, wording.OPINION, item.opinion)
    if item.advice:
        add_labelled(document, wording.ADVICE, item.advice, styles.NEXT)


def _comparison(document: Any, part: ComparisonPart) -> None:
    for sentence in part.sentences:
        document.add_paragraph(sentence)
    for item in part.moved:
        document.add_paragraph(f"{item.title}{NO_BREAK}: {item.change}", style="Heading 2")
        document.add_paragraph(item.official, style=styles.OFFICIAL).paragraph_format.keep_with_next = bool(
            item.elements
        )
        for name, labels in item.elements:
            add_labelled(document, name, ", ".join(labels), "List Bullet")
    if part.expected:
        document.add_paragraph(wording.EXPECTED_MOVES, style=styles.LABEL)
        for text in part.expected:
            document.add_paragraph(text, style="List Bullet")
    if part.unchanged:
        document.add_paragraph(part.unchanged)


def _anchor(item: CriterionPart) -> str:
    return f"critere_{item.n}"
