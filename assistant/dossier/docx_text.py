"""The runs of a Word paragraph, in their order, with what stands between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from assistant.dossier.docx_styles import Styles, qualified

PieceKind = Literal[
    "text",
    "inserted",
    "hidden",
    "deleted",
    "page",
    "box",
    "footnote",
    "endnote",
    "comment",
    "diagram",
    "chart",
    "object",
]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one kind, or something that the paragraph points to."""

    kind: PieceKind
    text: str = ""
    bold: bool = False
    element: Any = None


_CONTAINERS = {
    qualified(f"w:{name}")
    for name in (
        "hyperlink",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "dir",
        "bdo",
        "customXml",
        "ruby",
        "rubyBase",
    )
} | {qualified("m:oMath"), qualified("m:oMathPara")}
_INSERTED = {qualified("w:ins"), qualified("w:moveTo")}
_DELETED = {qualified("w:del"), qualified("w:moveFrom")}
_MATH_RUN = qualified("m:r")
_RUN = qualified("w:r")
_BLANKS = {qualified("w:tab"): " ", qualified("w:cr"): " ", qualified("w:noBreakHyphen"): "-", qualified("w:ptab"): " "}
_POINTERS: dict[str, PieceKind] = {
    qualified("w:footnoteReference"): "footnote",
    qualified("w:endnoteReference"): "endnote",
    qualified("w:commentReference"): "comment",
}
_DRAWINGS = {qualified("w:drawing"), qualified("w:pict"), qualified("mc:AlternateContent"), qualified("w:object")}


def pieces(paragraph: Any, styles: Styles) -> Iterator[Piece]:
    """Yield the pieces of a paragraph."""
    return _inside(paragraph, paragraph, styles, "text")


def _inside(parent: Any, paragraph: Any, styles: Styles, kind: PieceKind) -> Iterator[Piece]:
    for child in parent:
        if child.tag == _RUN:
            yield from _run(child, paragraph, styles, kind)
        elif child.tag in _CONTAINERS:
            yield from _inside(child, paragraph, styles, kind)
        elif child.tag in _INSERTED:
            yield from _inside(child, paragraph, styles, "inserted" if kind == "text" else kind)
        elif child.tag in _DELETED:
            yield from _inside(child, paragraph, styles, "deleted")
        elif child.tag == _MATH_RUN:
            yield Piece(kind, "".join(child.itertext(qualified("m:t"))))
        elif child.tag in _DRAWINGS:
            yield from _drawing(child)
        elif isinstance(child.tag, str) and child.tag.startswith(_MATH_RUN[:-1]):
            yield from _inside(child, paragraph, styles, kind)


def _run(run: Any, paragraph: Any, styles: Styles, kind: PieceKind) -> Iterator[Piece]:
    bold, hidden = styles.look(run, paragraph)
    if hidden and kind != "deleted":
        kind = "hidden"
    for child in run:
        tag = child.tag
        if tag == qualified("w:t"):
            yield Piece(kind, child.text or "", bold)
        elif tag == qualified("w:delText"):
            yield Piece("deleted", child.text or "")
        elif tag in _BLANKS:
            yield Piece(kind, _BLANKS[tag], bold)
        elif tag == qualified("w:br"):
            yield Piece(kind, " ", bold)
            if child.get(qualified("w:type")) == "page":
                yield Piece("page", "manual")
        elif tag == qualified("w:lastRenderedPageBreak"):
            yield Piece("page", "rendered")
        elif tag in _POINTERS:
            yield Piece(_POINTERS[tag], child.get(qualified("w:id")) or "")
        elif tag == qualified("w:sym"):
            yield Piece(kind, " ", bold)
        elif tag in _DRAWINGS:
            yield from _drawing(child)


def _drawing(element: Any) -> Iterator[Piece]:
    """Yield the text boxes of a drawing once: Word writes them twice, for new readers and for old ones."""
    if element.tag == qualified("mc:AlternateContent"):
        choices = [*element.iterchildren(qualified("mc:Choice")), *element.iterchildren(qualified("mc:Fallback"))]
        for choice in choices:
            found = list(_boxes(choice))
            if found:
                yield from found
                return
        return
    yield from _boxes(element)
    if element.tag == qualified("w:object"):
        yield Piece("object")


def _boxes(element: Any) -> Iterator[Piece]:
    for child in element:
        if child.tag == qualified("mc:AlternateContent"):
            yield from _drawing(child)
        elif child.tag == qualified("w:txbxContent"):
            yield Piece("box", element=child)
        elif child.tag == qualified("dgm:relIds"):
            yield Piece("diagram", child.get(qualified("r:dm")) or "")
        elif child.tag == qualified("c:chart"):
            yield Piece("chart", child.get(qualified("r:id")) or "")
        elif isinstance(child.tag, str):
            yield from _boxes(child)
