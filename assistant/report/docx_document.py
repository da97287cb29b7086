"""A DOCX document of ours: its page, its head, and the parts that all of our documents are made of."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Cm

from assistant.report import docx_parts as parts
from assistant.report import docx_styles as styles
from assistant.report import wording
from assistant.report.blocks import Block
from assistant.report.cover import Cover, QuotePart
from assistant.report.palette import LINE
from assistant.report.typography import NO_BREAK

WIDTH = Cm(16.6)
_HANDWRITTEN = Cm(0.8)
"""The height of what is filled in by hand."""
_LANGUAGE = "fr-FR"


def new_document(cover: Cover) -> Any:
    """Return a document with its styles and its head."""
    document = Document()
    _set_up(document, cover)
    _head(document, cover)
    return document


def saved(document: Any) -> bytes:
    """Return the document as a file."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Any, cover: Cover) -> None:
    styles.set_styles(document)
    parts.set_language(document, _LANGUAGE)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(1.9)
    properties = document.core_properties
    properties.title = cover.document_title
    properties.subject = cover.subject
    properties.language = _LANGUAGE
    properties.author = "jury-coach"
    properties.comments = ""
    footer = section.footer.paragraphs[0]
    for layout in (footer.paragraph_format, footer.style.paragraph_format):
        layout.tab_stops.clear_all()
    footer.add_run(f"{cover.footer}\t", style=styles.QUIET_WORDS)
    footer.paragraph_format.tab_stops.add_tab_stop(WIDTH, alignment=2)
    before, between = wording.PAGE.split("{number}")[0], wording.PAGE.split("{number}")[1].split("{total}")[0]
    footer.add_run(before, style=styles.QUIET_WORDS)
    parts.add_field(footer, "PAGE", "1", styles.QUIET_WORDS)
    footer.add_run(between, style=styles.QUIET_WORDS)
    parts.add_field(footer, "NUMPAGES", "1", styles.QUIET_WORDS)


def _head(document: Any, cover: Cover) -> None:
    document.add_paragraph(cover.kicker, style=styles.KICKER)
    document.add_paragraph(cover.title, style="Title")
    document.add_paragraph(cover.subject, style="Subtitle")
    table = add_table(document, (Cm(4), WIDTH - Cm(4)), (cover.kicker, cover.facts_alt))
    for name, value in cover.facts:
        row = table.add_row()
        left, right = row.cells
        if not value:
            row.height = _HANDWRITTEN
        fill(left, name, styles.HEAD_CELL)
        fill(right, value, styles.CELL)
    document.add_paragraph(cover.notice, style=styles.NOTICE)


def add_block(document: Any, block: Block) -> None:
    """Add a paragraph, or the items of a list."""
    for rank, line in enumerate(block.lines, start=1):
        style = "List Bullet" if block.kind == "bullets" else "Normal"
        if block.kind == "numbers":  # a number that is text: Word's own would go on counting from list to list
            paragraph = document.add_paragraph(f"{rank}.\t", style=styles.STEP)
        else:
            paragraph = document.add_paragraph(style=styles.LABEL if block.is_title else style)
        for span in line:
            paragraph.add_run(span.text, style=styles.STRONG if span.bold else None)


def add_quotes(document: Any, title: str, quotes: Sequence[QuotePart]) -> None:
    """Add quotes under their title, if they have one, each with its place."""
    if quotes and title:
        document.add_paragraph(title, style=styles.LABEL)
    for quote in quotes:
        paragraph = document.add_paragraph(quote.text, style=styles.QUOTE)
        if quote.place:
            paragraph.paragraph_format.keep_with_next = True
            document.add_paragraph(quote.place, style=styles.PLACE)


def add_labelled(document: Any, name: str, text: str, style: str = "Normal") -> None:
    """Add a paragraph that begins with its name."""
    paragraph = document.add_paragraph(style=style)
    paragraph.add_run(f"{name}{NO_BREAK}: ", style=styles.STRONG)
    paragraph.add_run(text)


def add_sign(paragraph: Any, sign: str, ink: str | None = None) -> None:
    """Add a sign, in the font that has it."""
    run = paragraph.add_run(f"{sign}{NO_BREAK}", style=styles.SIGN)
    if ink:
        run.font.color.rgb = parts.colour(ink)


def fill(cell: Any, text: str, style: str) -> None:
    """Set the text of an empty cell."""
    cell.paragraphs[0].style = style
    cell.paragraphs[0].add_run(text)


def add_table(document: Any, widths: Sequence[Any], described: tuple[str, str], heads: Sequence[str] = ()) -> Any:
    """Add a table without rows but its head; `described` is its title and what it holds."""
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
            fill(cell, head, styles.HEAD_CELL)
    return table
