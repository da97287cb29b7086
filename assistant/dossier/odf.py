"""OpenDocument texts and decks (LibreOffice). Their XML is read with lxml: the format needs no more."""

from typing import Any

from assistant.dossier.collecting import Collector, Kind, Row
from assistant.dossier.containers import Archive
from assistant.dossier.odf_elements import local_name, repeats, rows_of
from assistant.dossier.odf_styles import Styles, qualified
from assistant.dossier.refusals import CORRUPT, ENCRYPTED_OFFICE, PAGES, DraftError
from assistant.dossier.text import fold, is_caption, is_contents_line, looks_like_heading

_KIND = "OpenDocument"
_MOST_SPACES = 20
_SKIPPED = {
    "tracked-changes",
    "sequence-decls",
    "forms",
    "variable-decls",
    "user-field-decls",
    "bookmark",
    "index-title-template",
}
_INDEXES = {"table-of-content", "illustration-index", "table-index", "alphabetical-index", "object-index", "user-index"}
_BOLD_LEVEL = 8


def read_odf(data: bytes, draft: Collector) -> None:
    """Put the parts of an ODT or ODP document into the draft. Raises DraftError when it can't be read."""
    archive = Archive(data, _KIND, draft.limits)
    if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise DraftError(ENCRYPTED_OFFICE)
    archive.refuse_active_content()
    content = archive.xml("content.xml")
    shared = archive.xml("styles.xml") if "styles.xml" in archive.names else None
    body = content.find(qualified("office:body"))
    if body is None or not len(body):
        raise DraftError(CORRUPT.format(kind=_KIND))
    reader = _Reader(draft, Styles(content, shared))
    if local_name(body[0]) == "presentation":
        reader.deck(body[0])
    else:
        reader.text(content, body[0])
        _count_pages(archive, draft)
    reader.furniture(shared)
    reader.warn()


def _count_pages(archive: Archive, draft: Collector) -> None:
    """Take the number of pages that the text processor counted, unless nothing tells that it did."""
    if "meta.xml" not in archive.names:
        return
    found = archive.xml("meta.xml").find(".//" + qualified("meta:document-statistic"))
    pages = found.get(qualified("meta:page-count"), "") if found is not None else ""
    words = found.get(qualified("meta:word-count"), "") if found is not None else ""
    real = sum(len(block.text.split()) for block in draft.blocks)
    if pages.isdecimal() and words.isdecimal() and real and 0.6 < int(words) / real < 1.6:
        draft.pages = int(pages) or None


class _Reader:
    """Walks through a document."""

    def __init__(self, draft: Collector, styles: Styles) -> None:
        self._draft = draft
        self._styles = styles
        self._comments = 0
        self._changes = 0
        self._later: list[tuple[str, Any]] = []

    def text(self, content: Any, body: Any) -> None:
        """Read a text document."""
        for region in content.iter(qualified("text:changed-region")):
            self._changes += 1
            for deletion in region.iter(qualified("text:deletion")):
                for paragraph in deletion.iter(qualified("text:p"), qualified("text:h")):
                    self._draft.add(self._inline(paragraph)[0], "comment")
        self._rendered(body)
        self._blocks(body, "paragraph")

    def _rendered(self, body: Any) -> None:
        """Page numbers are known where LibreOffice noted its page breaks."""
        if next(body.iter(qualified("text:soft-page-break")), None) is not None:
            self._draft.page = 1

    def deck(self, body: Any) -> None:
        """Read a deck, slide by slide."""
        pages = body.findall(qualified("draw:page"))
        if len(pages) > self._draft.limits.pages:
            raise DraftError(PAGES.format(count=len(pages), unit="diapositives", limit=self._draft.limits.pages))
        self._draft.slides = len(pages)
        self._styles.forget_ground()
        for number, page in enumerate(pages, 1):
            self._draft.new_slide(number)
            hidden = self._styles.is_hidden_slide(page.get(qualified("draw:style-name")))
            frames = list(page)
            title = next((frame for frame in frames if frame.get(qualified("presentation:class")) == "title"), None)
            if title is not None:
                self._draft.heading(self._all_text(title), 1, hidden)
            for frame in frames:
                if local_name(frame) == "notes":
                    self._notes(frame)
                elif frame is not title:
                    self._blocks([frame], "paragraph", hidden)

    def _notes(self, notes: Any) -> None:
        for frame in notes.iter(qualified("draw:frame")):
            if frame.get(qualified("presentation:class")) in {None, "notes"}:
                for paragraph in frame.iter(qualified("text:p")):
                    self._draft.add(self._inline(paragraph)[0], "note")

    def _blocks(self, parent: Any, kind: Kind, hidden: bool = False) -> None:
        for child in parent:
            name = local_name(child)
            if name == "h":
                self._heading(child, hidden)
            elif name == "p":
                self._paragraph(child, kind, hidden)
            elif name in {"list", "list-item", "list-header"}:
                self._blocks(child, "list_item" if kind == "paragraph" else kind, hidden)
            elif name == "table":
                self._table(child, hidden)
            elif name in _INDEXES:
                self._blocks(child, "furniture", hidden)
            elif name == "soft-page-break":
                self._turn()
            elif name == "annotation":
                self._annotation(child)
            elif name == "section":
                self._blocks(child, kind, hidden or child.get(qualified("text:display")) == "none")
            elif name and name not in _SKIPPED:
                self._blocks(child, kind, hidden)

    def _heading(self, element: Any, hidden: bool) -> None:
        shown, concealed = self._inline(element)
        level = element.get(qualified("text:outline-level"), "1")
        self._draft.heading(shown, int(level) if level.isdecimal() else 1, hidden)
        self._draft.add(concealed, hidden=True)
        self._follow()

    def _paragraph(self, element: Any, kind: Kind, hidden: bool) -> None:
        shown, concealed = self._inline(element)
        text = fold(shown)
        style = element.get(qualified("text:style-name"))
        if kind == "paragraph" and not hidden and text:
            level = self._styles.heading_level(style)
            if level is not None:
                self._draft.heading(text, level)
                text = ""
            elif is_contents_line(text):
                kind = "furniture"
            elif self._styles.is_caption(style) or is_caption(text):
                kind = "caption"
            elif looks_like_heading(text) and self._is_bold(element):
                self._draft.heading(text, _BOLD_LEVEL)
                text = ""
        self._draft.add(text, kind, hidden)
        self._draft.add(concealed, kind, hidden=True)
        self._follow()

    def _is_bold(self, paragraph: Any) -> bool:
        style = paragraph.get(qualified("text:style-name"))
        if self._styles.is_bold(style):
            return True
        spans = list(paragraph.iterchildren(qualified("text:span")))
        loose = fold((paragraph.text or "") + "".join(span.tail or "" for span in spans))
        return (
            bool(spans)
            and not loose
            and all(self._styles.is_bold(span.get(qualified("text:style-name"))) for span in spans)
        )

    def _inline(self, element: Any, names: tuple[str, ...] = ()) -> tuple[str, str]:
        """Return what can be seen of a paragraph, and what can't. Notes, comments and frames are left for later."""
        names = (*names, element.get(qualified("text:style-name")) or "")
        hidden = self._styles.is_hidden(names)
        texts = [element.text or ""]
        concealed: list[str] = []
        for child in element:
            name = local_name(child)
            if name in {"note", "annotation", "frame", "custom-shape", "text-box", "g", "rect", "ellipse"}:
                self._later.append((name, child))
            elif name == "s":
                count = child.get(qualified("text:c"), "1")
                texts.append(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
            elif name in {"tab", "line-break"}:
                texts.append(" ")
            elif name == "soft-page-break":
                self._turn()
            elif name in {"hidden-text", "hidden-paragraph"}:
                concealed.append(child.get(qualified("text:string-value")) or "".join(child.itertext()))
            elif name:
                shown, unseen = self._inline(child, names)
                texts.append(shown)
                concealed.append(unseen)
            (texts if not hidden else concealed).append(child.tail or "")
        if hidden:
            return "", "".join([*texts, *concealed])
        return "".join(texts), "".join(concealed)

    def _follow(self) -> None:
        """Read the notes, comments and frames that the last paragraph points to."""
        later, self._later = self._later, []
        for name, element in later:
            if name == "note":
                for paragraph in element.iter(qualified("text:p")):
                    self._draft.add(self._inline(paragraph)[0], "note")
            elif name == "annotation":
                self._annotation(element)
            else:
                self._blocks([element], "paragraph")

    def _annotation(self, element: Any) -> None:
        self._comments += 1
        for paragraph in element.iter(qualified("text:p")):
            self._draft.add(self._inline(paragraph)[0], "comment")

    def _table(self, table: Any, hidden: bool) -> None:
        cells_of = [[cell for cell in line if local_name(cell).endswith("table-cell")] for line, _ in rows_of(table)]
        if all(len(cells) <= 1 and not repeats(cells) for cells in cells_of):  # a frame around paragraphs
            for framed in cells_of:
                self._blocks(framed[0] if framed else (), "paragraph", hidden)
            return
        rows: list[Row] = []
        nested: list[Any] = []
        marked = False
        for line, is_head in rows_of(table):
            cells: list[str] = []
            for cell in line:
                if local_name(cell) not in {"table-cell", "covered-table-cell"}:
                    continue
                text = "" if local_name(cell) == "covered-table-cell" else self._cell(cell, nested)
                cells += [text] * (1 + repeats([cell]))
            marked = marked or (is_head and not rows)
            rows.append(Row(cells, hidden=hidden, page=self._draft.page))
        self._draft.table(rows, marked)
        for inner in nested:
            self._table(inner, hidden)
        self._follow()

    def _cell(self, cell: Any, nested: list[Any]) -> str:
        texts = []
        style = cell.get(qualified("table:style-name")) or ""
        for element in cell.iter(qualified("text:p"), qualified("text:h"), qualified("table:table")):
            owner = next(element.iterancestors(qualified("table:table-cell")), None)
            if owner is not cell:
                continue
            if local_name(element) == "table":
                nested.append(element)
            elif next(element.iterancestors(qualified("office:annotation"), qualified("text:note")), None) is None:
                shown, concealed = self._inline(element, (style,))
                texts.append(shown)
                self._draft.add(concealed, hidden=True)
        return fold(" ".join(texts))

    def _all_text(self, element: Any) -> str:
        return " ".join(self._inline(paragraph)[0] for paragraph in element.iter(qualified("text:p")))

    def _turn(self) -> None:
        if self._draft.page is not None:
            self._draft.page += 1

    def furniture(self, shared: Any) -> None:
        """Add each header and footer once."""
        if shared is None:
            return
        self._draft.page = self._draft.slide = None
        seen = set()
        tags = [
            qualified(f"style:{name}")
            for name in ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
        ]
        for part in shared.iter(*tags):
            for paragraph in part.iter(qualified("text:p")):
                text = fold(self._inline(paragraph)[0])
                if text and text not in seen:
                    seen.add(text)
                    self._draft.add(text, "furniture")

    def warn(self) -> None:
        """Say what the document carries besides its text."""
        self._draft.warn_of_others(self._comments, changes=bool(self._changes))
