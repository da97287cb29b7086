"""Word documents: the body in its order, and apart from it notes, comments, tracked changes and hidden text."""

import re
from collections.abc import Iterator
from typing import Any

from assistant.dossier.collecting import Collector, Kind, Row
from assistant.dossier.containers import Archive, open_package, parse_xml
from assistant.dossier.docx_pages import Pages
from assistant.dossier.docx_styles import Styles, qualified, value
from assistant.dossier.docx_text import Piece, pieces
from assistant.dossier.drawings import read_chart, read_diagram
from assistant.dossier.text import fold, is_caption, is_contents_line, looks_like_heading, without_bullet

_KIND = "Word (.docx)"
_WRAPPERS = {
    qualified(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "dir", "bdo")
}
_DELETED = {qualified(f"w:{name}") for name in ("del", "moveFrom")}
_BOLD_LEVEL = 8
_PARTS = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}


def read_docx(data: bytes, draft: Collector) -> None:
    """Put the parts of a Word document into the draft. Raises DraftError when it can't be read."""
    archive = Archive(data, _KIND, draft.limits)
    archive.refuse_active_content()
    package = _opened(archive)
    _Reader(package, draft).read()


def _opened(archive: Archive) -> Any:
    """Open the document with python-docx; relationships to missing parts, which it can't bear, are dropped."""
    from docx import Document

    return open_package(archive, Document)


class _Reader:
    """Walks through a document's body."""

    def __init__(self, package: Any, draft: Collector) -> None:
        self._package = package
        self._draft = draft
        self._body = package.element.body
        self._styles = Styles(package)
        self._extras = {name: self._extra_part(name, item) for name, item in _PARTS.items()}
        self._comments = 0
        self._changes = 0
        self._pages = Pages(self._body)
        self._row_page: int | None = None

    def read(self) -> None:
        """Read the body, then what surrounds it."""
        self._draft.page = self._pages.number
        self._blocks(self._body)
        self._furniture()
        self._draft.pages = self._pages.total(self._package, sum(len(b.text.split()) for b in self._draft.blocks))
        if self._pages.unsure(self._draft.pages):
            for block in self._draft.blocks:
                block.page = None
        self._warn()

    def _blocks(self, parent: Any) -> None:
        for child in parent:
            if child.tag == qualified("w:p"):
                self._paragraph(child)
            elif child.tag == qualified("w:tbl"):
                self._table(child)
            elif child.tag in _WRAPPERS:
                self._blocks(child)
            elif child.tag in _DELETED:
                self._deleted("".join(child.itertext(qualified("w:delText"), qualified("w:t"))))
            elif child.tag == qualified("w:altChunk"):
                self._draft.warn("unread_part", "Une partie importée d’un autre document n’a pas pu être lue.")

    def _paragraph(self, paragraph: Any) -> None:
        found = list(pieces(paragraph, self._styles))
        self._pages.before(paragraph)
        start = next((place for place, piece in enumerate(found) if piece.text.strip() and piece.kind != "page"), 0)
        self._turn(found[:start])
        self._put(paragraph, fold(_joined(found, "text")), found)
        self._draft.add(_joined(found, "hidden"), hidden=True)
        self._deleted(_joined(found, "deleted"))
        self._changes += any(piece.kind == "inserted" for piece in found)
        self._turn(found[start:])
        for piece in found:
            self._follow(piece)

    def _turn(self, found: list[Piece]) -> None:
        """Turn the page at each break among the pieces."""
        for piece in found:
            if piece.kind == "page":
                self._pages.turn(piece.text)
        self._draft.page = self._pages.number

    def _put(self, paragraph: Any, text: str, found: list[Piece]) -> None:
        """Add the paragraph as what its style, its numbering or its look make it."""
        if not text:
            return
        style = self._styles.paragraph_style(paragraph)
        level = self._styles.heading_level(paragraph)
        if style.is_contents or is_contents_line(text):
            self._draft.add(text, "furniture")
        elif level is not None and len(text.split()) <= 40:
            self._draft.heading(text, level)
        elif style.is_caption or is_caption(text):
            self._draft.add(text, "caption")
        elif self._styles.is_list(paragraph):
            self._draft.add(text, "list_item")
        elif (item := without_bullet(text)) is not None:
            self._draft.add(item, "list_item")
        elif looks_like_heading(text) and all(
            piece.bold for piece in found if piece.text.strip() and piece.kind in {"text", "inserted"}
        ):
            self._draft.heading(text, _BOLD_LEVEL)
        else:
            self._draft.add(text)

    def _follow(self, piece: Piece) -> None:
        """Go on with what a paragraph points to: boxes, notes, comments, drawings."""
        match piece.kind:
            case "box":
                self._blocks(piece.element)
            case "footnote" | "endnote":
                self._extra(f"{piece.kind}s", piece.text, "note")
            case "comment":
                self._comments += self._extra("comments", piece.text, "comment")
            case "diagram":
                read_diagram(self._package.part.related_parts.get(piece.text), self._draft)
            case "chart":
                read_chart(self._package.part.related_parts.get(piece.text), self._draft)
            case "object":
                self._draft.warn("unread_part", "Un objet incorporé (feuille de calcul, schéma…) n’a pas pu être lu.")

    def _deleted(self, text: str) -> None:
        if fold(text):
            self._changes += 1
            self._draft.add(text, "comment")

    def _table(self, table: Any) -> None:
        lines = [list(_children(line, "w:tc")) for line in _children(table, "w:tr")]
        if all(len(cells) <= 1 for cells in lines):  # a frame around paragraphs
            for framed in lines:
                self._blocks(framed[0] if framed else ())
            return
        rows: list[Row] = []
        nested: list[Any] = []
        marked = False
        for y, line in enumerate(_children(table, "w:tr")):
            cells: list[str] = []
            shown, concealed = False, False
            self._row_page = None
            for cell in _children(line, "w:tc"):
                text, hidden = self._cell(cell, nested)
                shown, concealed = shown or bool(text), concealed or bool(hidden)
                merged = cell.find(qualified("w:tcPr/w:vMerge"))
                cells.append("" if merged is not None and value(merged) != "restart" and not text else text)
                cells.extend("" for _ in range(_span(cell) - 1))
                if hidden and shown:
                    self._draft.add(hidden, hidden=True)
                elif hidden:
                    cells[-1] = hidden
            rows.append(Row(cells, hidden=concealed and not shown, page=self._row_page))
            marked = marked or (y == 0 and line.find(qualified("w:trPr/w:tblHeader")) is not None)
        self._draft.table(rows, marked)
        self._draft.page = self._pages.number
        for inner in nested:
            self._follow(inner) if isinstance(inner, Piece) else self._table(inner)

    def _cell(self, cell: Any, nested: list[Any]) -> tuple[str, str]:
        """Return the text of a cell, and what is hidden in it. Tables and boxes in it are left for later."""
        texts, hidden = [], []
        for child in _leaves(cell):
            if child.tag == qualified("w:tbl"):
                nested.append(child)
                continue
            found = list(pieces(child, self._styles))
            texts.append(_joined(found, "text"))
            hidden.append(_joined(found, "hidden"))
            self._deleted(_joined(found, "deleted"))
            self._changes += any(piece.kind == "inserted" for piece in found)
            for piece in found:
                if piece.kind == "page":
                    self._turn([piece])
                elif piece.text.strip() and self._row_page is None:
                    self._row_page = self._pages.number
                if piece.kind not in {"text", "hidden", "deleted", "inserted", "page"}:
                    nested.append(piece)
        return fold(" ".join(texts)), fold(" ".join(hidden))

    def _extra(self, part: str, number: str, kind: Kind) -> int:
        element = self._extras[part].pop(number, None)
        if element is None:
            return 0
        for paragraph in element.iter(qualified("w:p")):
            found = list(pieces(paragraph, self._styles))
            self._draft.add(_joined(found, "text"), kind)
            self._draft.add(_joined(found, "hidden"), kind, hidden=True)
        return 1

    def _extra_part(self, name: str, item: str) -> dict[str, Any]:
        """Return the notes or comments of the document by their number."""
        for relation in self._package.part.rels.values():
            if not relation.is_external and relation.reltype.endswith(f"/{name}"):
                root = parse_xml(relation.target_part.blob, _KIND)
                found = root.iterchildren(qualified(f"w:{item}"))
                return {
                    element.get(qualified("w:id")): element
                    for element in found
                    if element.get(qualified("w:type")) is None
                }
        return {}

    def _furniture(self) -> None:
        """Add each header and footer once."""
        seen = set()
        self._draft.page = None
        for relation in self._package.part.rels.values():
            if relation.is_external or not re.search(r"/(?:header|footer)$", relation.reltype):
                continue
            for paragraph in relation.target_part.element.iter(qualified("w:p")):
                text = fold(_joined(list(pieces(paragraph, self._styles)), "text"))
                if text and text not in seen:
                    seen.add(text)
                    self._draft.add(text, "furniture")

    def _warn(self) -> None:
        for element in list(self._extras["comments"].values()):
            self._comments += self._extra("comments", element.get(qualified("w:id")), "comment")
        self._draft.warn_of_others(self._comments, changes=bool(self._changes))


def _joined(found: list[Piece], kind: str) -> str:
    kinds = {"text", "inserted"} if kind == "text" else {kind}
    return "".join(piece.text for piece in found if piece.kind in kinds)


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the rows or cells of a table, through the wrappers of content controls and insertions."""
    for child in parent:
        if child.tag == qualified(tag):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _leaves(cell: Any) -> Iterator[Any]:
    for child in cell:
        if child.tag in {qualified("w:p"), qualified("w:tbl")}:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _leaves(child)


def _span(cell: Any) -> int:
    span = cell.find(qualified("w:tcPr/w:gridSpan"))
    text = value(span) if span is not None else None
    return min(max(int(text), 1), 60) if text and text.isdecimal() else 1
