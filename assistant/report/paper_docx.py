"""A paper as a DOCX: real headings and tables, room to write by hand or on the screen."""

from typing import Any

from docx.shared import Pt

from assistant.report import docx_parts as parts
from assistant.report import docx_styles as styles
from assistant.report.docx_document import (
    WIDTH,
    add_labelled,
    add_quotes,
    add_sign,
    add_table,
    fill,
    new_document,
    saved,
)
from assistant.report.paper import Boxes, Cell, Grid, Lines, Paper, Part, Quoted, Title, Together, Tone, Words
from assistant.report.typography import NO_BREAK

_LINE_HEIGHT = Pt(22)
_PADDING = Pt(3)
_STYLES: dict[Tone, str] = {
    "plain": "Normal",
    "strong": "Normal",
    "quiet": styles.ASIDE,
    "official": styles.OFFICIAL,
    "question": styles.QUESTION,
}


def paper_to_docx(paper: Paper) -> bytes:
    """Write the paper."""
    document = new_document(paper.cover)
    for part in paper.parts:
        _part(document, part)
    return saved(document)


def _part(document: Any, part: Part) -> None:
    match part:
        case Title(text, level):
            document.add_heading(text, level)
        case Words():
            _words(document, part)
        case Quoted(quotes, title):
            add_quotes(document, title, quotes)
        case Grid():
            _grid(document, part)
        case Lines(title, count):
            _lines(document, title, count)
        case Together(inner):
            _together(document, inner)


def _words(document: Any, words: Words) -> None:
    style = _STYLES[words.tone]
    if words.name:
        add_labelled(document, words.name, words.text, style)
    else:
        document.add_paragraph(style=style).add_run(words.text, style=_strong(words))


def _strong(words: Words) -> str | None:
    return styles.STRONG if words.tone == "strong" else None


def _grid(document: Any, grid: Grid) -> None:
    widths = [int(WIDTH * column.share) for column in grid.columns]
    heads = [column.head for column in grid.columns]
    table = add_table(document, widths, (grid.title, grid.description), heads if any(heads) else ())
    for cells in grid.rows:
        row = table.add_row()
        parts.keep_whole(row)
        for place, cell in zip(row.cells, cells, strict=True):
            _fill(place, cell)
    _gap(document)


def _fill(place: Any, cell: Cell) -> None:
    paragraph = place.paragraphs[0]
    paragraph.style = styles.CELL
    paragraphs = [words for item in cell for words in (item.lines if isinstance(item, Boxes) else (item,))]
    for rank, words in enumerate(paragraphs):
        paragraph = place.add_paragraph() if rank else paragraph
        paragraph.style = styles.BOX if words.sign else styles.CELL
        if words.sign:
            add_sign(paragraph, words.sign)
        if words.name:
            paragraph.add_run(f"{words.name}{NO_BREAK}: ", style=styles.STRONG)
        paragraph.add_run(words.text, style=styles.QUIET_WORDS if words.tone == "quiet" else _strong(words))
    place.paragraphs[0].paragraph_format.space_before = paragraph.paragraph_format.space_after = _PADDING


def _lines(document: Any, title: str, count: int) -> None:
    table = add_table(document, (WIDTH,), (title, title))
    for rank in range(count):
        row = table.add_row()
        parts.keep_whole(row)
        row.height = _LINE_HEIGHT
        fill(row.cells[0], "" if rank else title, styles.HEAD_CELL)
    _gap(document)


def _gap(document: Any) -> None:
    """Two tables that touch would be one."""
    document.add_paragraph(style=styles.GAP)


def _together(document: Any, inner: tuple[Part, ...]) -> None:
    body = document.element.body
    before = len(body)
    for part in inner:
        _part(document, part)
    added = list(body)[before - 1 : -1]  # the last one holds the layout of the page
    for block in added[:-1]:
        parts.keep_with_next(block)
