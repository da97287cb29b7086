"""A draft in Markdown → the file that a candidate would hand in: DOCX, PDF, PPTX, ODT, Markdown, plain text."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from evals.datasets.drafts import DraftFormat, LabelledDraft

_IN_A_LIST = 2
_NOTES = re.compile(r"^notes\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """A heading (with its level), paragraph, list item, table, or break between slides."""

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


def render(draft: LabelledDraft, form: DraftFormat | None = None, hostile: str = "") -> bytes:
    """Return the draft as a file in the format that its front matter names, or in another one.

    With `hostile`, this text stands at its end: white on white where the format allows it, else visible.
    """
    return _WRITERS[form or draft.about.format](draft, hostile)


def blocks(markdown: str) -> list[Block]:
    """Return the blocks of a draft, without emphasis marks."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    return list(_blocks(tokens))


def _blocks(tokens: list[Any]) -> Iterator[Block]:
    rows: list[list[str]] = []
    for before, token in pairwise([None, *tokens]):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "table_close":
            yield Block("table", rows=tuple(tuple(row) for row in rows))
            rows = []
        elif token.type == "hr":
            yield Block("break")
        elif token.type == "inline" and before.type in {"th_open", "td_open"}:
            rows[-1].append(_plain(token))
        elif token.type == "inline" and before.type == "heading_open":
            yield Block("heading", _plain(token), int(before.tag[1]))
        elif token.type == "inline":
            # A paragraph inside a list stands one level deeper for the list and one for its item.
            yield Block("item" if before.level >= _IN_A_LIST else "paragraph", _plain(token))


def _plain(token: Any) -> str:
    parts = []
    for child in token.children or ():
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return "".join(parts).strip()


def _write_docx(draft: LabelledDraft, hostile: str) -> bytes:
    from docx import Document
    from docx.shared import RGBColor

    document = Document()
    document.core_properties.title = draft.about.title
    for block in blocks(draft.markdown):
        if block.kind == "heading":
            document.add_heading(block.text, min(block.level, 9))
        elif block.kind == "item":
            document.add_paragraph(block.text, style="List Bullet")
        elif block.kind == "table":
            _fill_table(document.add_table(len(block.rows), _width(block), style="Table Grid"), block)
        elif block.kind == "paragraph":
            document.add_paragraph(block.text)
    if hostile:
        document.add_paragraph().add_run(hostile).font.color.rgb = RGBColor(255, 255, 255)
    return _saved(document.save)


def _fill_table(table: Any, block: Block) -> None:
    for y, row in enumerate(block.rows):
        for x, cell in enumerate(row):
            table.cell(y, x).text = cell


def _width(block: Block) -> int:
    return max(len(row) for row in block.rows)


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    buffer = io.BytesIO()
    save(buffer)
    return buffer.getvalue()


def _write_pdf(draft: LabelledDraft, hostile: str) -> bytes:
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    story = [_flowable(block, styles) for block in blocks(draft.markdown) if block.kind != "break"]
    if hostile:
        story.append(Paragraph(hostile, ParagraphStyle("hidden", textColor=colors.white)))

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(50, 20, f"{draft.about.organisation} – page {document.page}")

    def save(buffer: io.BytesIO) -> None:
        document = SimpleDocTemplate(buffer, pagesize=A4, title=draft.about.title)
        document.build(story, onFirstPage=furniture, onLaterPages=furniture)

    return _saved(save)


def _flowable(block: Block, styles: Any) -> Any:
    from xml.sax.saxutils import escape

    from reportlab.lib import colors
    from reportlab.platypus import Paragraph, Table

    if block.kind == "heading":
        return Paragraph(escape(block.text), styles[f"Heading{min(block.level, 4)}"])
    if block.kind == "table":
        cells = [[Paragraph(escape(cell), styles["BodyText"]) for cell in row] for row in block.rows]
        return Table(cells, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    if block.kind == "item":
        return Paragraph(escape(block.text), styles["BodyText"], bulletText="•")
    return Paragraph(escape(block.text), styles["BodyText"])


def slides(markdown: str) -> list[tuple[str, list[Block], str]]:
    """Return title, body and speaker's notes of each slide of a deck."""
    found: list[tuple[str, list[Block], str]] = []
    title, in_notes = "", False
    body: list[Block] = []
    notes: list[str] = []
    for block in [*blocks(markdown), Block("break")]:
        if block.kind == "break":
            if title or body or notes:
                found.append((title, body, "\n".join(notes)))
            title, body, notes, in_notes = "", [], [], False
        elif block.kind == "heading" and not title:
            title = block.text
        elif in_notes or _NOTES.match(block.text):
            in_notes = True
            notes.append(_NOTES.sub("", block.text))
        else:
            body.append(block)
    return found


def _write_pptx(draft: LabelledDraft, hostile: str) -> bytes:
    from pptx import Presentation
    from pptx.dml.color import RGBColor
    from pptx.util import Inches

    deck = Presentation()
    for title, body, notes in slides(draft.markdown):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        lines = [block.text for block in body if block.kind != "table"]
        slide.placeholders[1].text = "\n".join(lines)
        for table in (block for block in body if block.kind == "table"):
            shape = slide.shapes.add_table(
                len(table.rows), _width(table), Inches(0.5), Inches(4), Inches(9), Inches(0.4 * len(table.rows))
            )
            _fill_table(shape.table, table)
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    if hostile:
        frame = slide.shapes.add_textbox(Inches(1), Inches(6), Inches(8), Inches(1)).text_frame
        frame.text = hostile
        frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 255, 255)
    return _saved(deck.save)


def _write_odt(draft: LabelledDraft, hostile: str) -> bytes:
    from odfdo import Document, Header, List, ListItem, Paragraph, Table

    document = Document("text")
    document.body.clear()
    for number, block in enumerate(blocks(draft.markdown)):
        if block.kind == "heading":
            document.body.append(Header(block.level, block.text))
        elif block.kind == "item":
            document.body.append(List([ListItem(block.text)]))
        elif block.kind == "table":
            table = Table(f"Tableau {number}", width=_width(block), height=len(block.rows))
            for y, row in enumerate(block.rows):
                table.set_row_values(y, list(row))
            document.body.append(table)
        elif block.kind == "paragraph":
            document.body.append(Paragraph(block.text))
    if hostile:
        document.body.append(Paragraph(hostile))
    return _saved(document.save)


def _write_markdown(draft: LabelledDraft, hostile: str) -> bytes:
    return f"{draft.markdown}\n\n{hostile}\n".encode()


def _write_text(draft: LabelledDraft, hostile: str) -> bytes:
    lines = []
    for block in blocks(draft.markdown):
        if block.kind == "table":
            lines.append("\n".join(" | ".join(row) for row in block.rows))
        elif block.kind == "item":
            lines.append(f"- {block.text}")
        else:
            lines.append(block.text)
    return "\n\n".join([*lines, hostile]).encode()


_WRITERS: dict[DraftFormat, Callable[[LabelledDraft, str], bytes]] = {
    "docx": _write_docx,
    "pdf": _write_pdf,
    "pptx": _write_pptx,
    "odt": _write_odt,
    "md": _write_markdown,
    "txt": _write_text,
}
