"""PowerPoint decks: slides in their order, their shapes from top to bottom, their notes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.dossier.collecting import Collector, Kind, Row
from assistant.dossier.containers import Archive, open_package
from assistant.dossier.drawings import parsed_part, read_chart, read_diagram
from assistant.dossier.pptx_look import Look, qualified
from assistant.dossier.refusals import PAGES, DraftError
from assistant.dossier.text import fold, looks_like_heading, without_bullet

_KIND = "PowerPoint (.pptx)"
_FURNITURE = {"ftr", "sldNum", "dt", "hdr"}
_MOST_DEPTH = 20


@dataclass
class _Placed:
    """A shape with its place on the slide, in the slide's own units; None where it inherits it."""

    shape: Any
    box: tuple[float, float, float, float] | None
    rank: int


def read_pptx(data: bytes, draft: Collector) -> None:
    """Put the parts of a deck into the draft. Raises DraftError when it can't be read."""
    archive = Archive(data, _KIND, draft.limits)
    archive.refuse_active_content()
    deck = _opened(archive)
    slides = deck.slides
    draft.slides = len(slides)
    if draft.slides > draft.limits.pages:
        raise DraftError(PAGES.format(count=draft.slides, unit="diapositives", limit=draft.limits.pages))
    reader = _Reader(deck, draft)
    for number, slide in enumerate(slides, 1):
        draft.new_slide(number)
        reader.slide(slide)


def _opened(archive: Archive) -> Any:
    from pptx import Presentation

    return open_package(archive, Presentation)


class _Reader:
    """Walks through a deck's slides."""

    def __init__(self, deck: Any, draft: Collector) -> None:
        self._draft = draft
        self._width = float(deck.slide_width or 12192000)
        self._height = float(deck.slide_height or 6858000)
        self._seen: set[str] = set()

    def slide(self, slide: Any) -> None:
        """Read a slide, then its notes and its comments."""
        hidden = slide.element.get("show") in {"0", "false"}
        look = Look(slide)
        shapes = list(self._placed(slide.shapes._spTree))
        title = next((item for item in shapes if _role(item.shape) in {"title", "ctrTitle"}), None)
        if title is None:
            title = self._first_line(shapes)
        if title is not None:
            self._text_shape(title, look, hidden, is_title=True)
        for item in sorted(shapes, key=self._order):
            if item is not title:
                self._shape(item, slide, look, hidden)
        self._notes(slide, hidden)
        self._comments(slide)

    def _order(self, item: _Placed) -> tuple[float, float, int]:
        """Top to bottom in bands of an eighth of the slide, left to right in a band."""
        if item.box is None:
            return 2.0, 0.0, item.rank
        return float(int(8 * max(item.box[1], 0) / self._height)), item.box[0], item.rank

    def _placed(
        self, parent: Any, scale: tuple[float, float, float, float] = (1, 1, 0, 0), depth: int = 0
    ) -> Iterator[_Placed]:
        """Yield the shapes of a tree; those of a group are put where the group is."""
        for rank, shape in enumerate(parent):
            kind = _tag(shape)
            if kind == "AlternateContent":
                choice = shape.find(qualified("mc:Choice"))
                yield from self._placed(choice if choice is not None else shape, scale, depth + 1)
            elif kind == "grpSp" and depth < _MOST_DEPTH:
                if _is_hidden(shape):
                    for inner in shape.iter(qualified("p:cNvPr")):
                        inner.set("hidden", "1")
                yield from self._placed(shape, _group_scale(shape, scale), depth + 1)
            elif kind in {"sp", "graphicFrame", "cxnSp"}:
                yield _Placed(shape, _box(shape, scale), rank)

    def _first_line(self, shapes: list[_Placed]) -> _Placed | None:
        """Return the shape that serves as title on a slide without one: short, and at the top."""
        texts = [item for item in shapes if _tag(item.shape) == "sp" and item.box and _text(item.shape)]
        top = min(texts, key=lambda item: item.box[1] if item.box else 0.0, default=None)
        if top is None or top.box is None or top.box[1] > 0.25 * self._height:
            return None
        return top if looks_like_heading(_text(top.shape)) else None

    def _shape(self, item: _Placed, slide: Any, look: Look, hidden: bool) -> None:
        if _tag(item.shape) == "graphicFrame":
            self._frame(item.shape, slide, hidden or _is_hidden(item.shape) or self._is_off(item))
        else:
            self._text_shape(item, look, hidden)

    def _text_shape(self, item: _Placed, look: Look, hidden: bool, is_title: bool = False) -> None:
        shape = item.shape
        hidden = hidden or _is_hidden(shape) or self._is_off(item)
        if is_title:
            shown, concealed = look.texts(shape, list(shape.iter(qualified("a:p"))))
            self._draft.heading(shown, 1, hidden)
            self._draft.add(concealed, hidden=True)
            return
        furniture = _role(shape) in _FURNITURE
        for paragraph in shape.iterfind(qualified("p:txBody/a:p")):
            shown, concealed = look.texts(shape, [paragraph])
            if furniture:
                if fold(shown) and not fold(shown).isdecimal() and shown not in self._seen:
                    self._seen.add(shown)
                    self._draft.add(shown, "furniture")
                continue
            item_text = without_bullet(fold(shown))
            kind: Kind = "list_item" if item_text is not None or look.is_bulleted(shape, paragraph) else "paragraph"
            self._draft.add(item_text if item_text is not None else shown, kind, hidden)
            self._draft.add(concealed, kind, hidden=True)

    def _is_off(self, item: _Placed) -> bool:
        if item.box is None:
            return False
        x, y, width, height = item.box
        return x + width <= 0 or y + height <= 0 or x >= self._width or y >= self._height

    def _frame(self, frame: Any, slide: Any, hidden: bool) -> None:
        """Read a table, a diagram, a chart, or say that there is something that can't be read."""
        table = frame.find(".//" + qualified("a:tbl"))
        if table is not None:
            self._table(table, hidden)
            return
        diagram, chart = frame.find(".//" + qualified("dgm:relIds")), frame.find(".//" + qualified("c:chart"))
        if diagram is not None:
            read_diagram(_related(slide, diagram.get(qualified("r:dm"))), self._draft, hidden)
        elif chart is not None:
            read_chart(_related(slide, chart.get(qualified("r:id"))), self._draft, hidden)
        else:
            self._draft.warn(
                "unread_part", f"Un objet incorporé de la diapositive {self._draft.slide} n’a pas pu être lu."
            )

    def _table(self, table: Any, hidden: bool) -> None:
        rows = []
        for line in table.iterfind(qualified("a:tr")):
            cells = ["" if _is_covered(cell) else _text(cell) for cell in line.iterfind(qualified("a:tc"))]
            rows.append(Row(cells, hidden=hidden))
        properties = table.find(qualified("a:tblPr"))
        marked = properties is not None and properties.get("firstRow") in {"1", "true"} and len(rows) > 1
        self._draft.table(rows, marked and sum(bool(cell) for cell in rows[0].cells) > 1)

    def _notes(self, slide: Any, hidden: bool) -> None:
        if not slide.has_notes_slide:
            return
        for shape in slide.notes_slide.shapes._spTree.iter(qualified("p:sp")):
            if _role(shape) == "body":
                for paragraph in shape.iter(qualified("a:p")):
                    self._draft.add(_paragraph_text(paragraph), "note", hidden)

    def _comments(self, slide: Any) -> None:
        count = 0
        for relation in slide.part.rels.values():
            if not relation.is_external and relation.reltype.endswith("/comments"):
                root = parsed_part(relation.target_part)
                for text in root.iter(qualified("p:text"), qualified("p188:txBody")) if root is not None else ():
                    count += 1
                    self._draft.add("".join(text.itertext()), "comment")
        if count:
            self._draft.warn(
                "comments",
                f"La diapositive {self._draft.slide} porte des commentaires, qui ne comptent pas comme votre texte.",
            )


def _tag(shape: Any) -> str:
    return str(shape.tag).rpartition("}")[2]


def _role(shape: Any) -> str:
    """Return the type of a placeholder: title, body, footer…"""
    mark = shape.find(".//" + qualified("p:nvPr/p:ph"))
    return "" if mark is None else mark.get("type") or "obj"


def _properties(shape: Any) -> Any:
    return next(iter(shape.iter(qualified("p:cNvPr"))), None)


def _is_hidden(shape: Any) -> bool:
    found = _properties(shape)
    return found is not None and found.get("hidden") in {"1", "true"}


def _numbers(shape: Any, path: str, *names: str) -> list[float] | None:
    element = shape.find(qualified(path))
    try:
        return None if element is None else [float(element.get(name, "0")) for name in names]
    except ValueError:
        return None


def _box(shape: Any, scale: tuple[float, float, float, float]) -> tuple[float, float, float, float] | None:
    parent = "p:xfrm" if _tag(shape) == "graphicFrame" else "p:spPr/a:xfrm"
    place, size = _numbers(shape, f"{parent}/a:off", "x", "y"), _numbers(shape, f"{parent}/a:ext", "cx", "cy")
    if place is None or size is None:
        return None
    x, y, dx, dy = scale
    return place[0] * x + dx, place[1] * y + dy, size[0] * x, size[1] * y


def _group_scale(group: Any, scale: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return how the places of a group's shapes become places on the slide: factors, then offsets."""
    parent = "p:grpSpPr/a:xfrm"
    off, ext = _numbers(group, f"{parent}/a:off", "x", "y"), _numbers(group, f"{parent}/a:ext", "cx", "cy")
    inner_off, inner_ext = (
        _numbers(group, f"{parent}/a:chOff", "x", "y"),
        _numbers(group, f"{parent}/a:chExt", "cx", "cy"),
    )
    if off is None or ext is None or inner_off is None or inner_ext is None:
        return scale
    x, y, dx, dy = scale
    wide = ext[0] / inner_ext[0] if inner_ext[0] else 1.0
    high = ext[1] / inner_ext[1] if inner_ext[1] else 1.0
    return x * wide, y * high, dx + x * (off[0] - inner_off[0] * wide), dy + y * (off[1] - inner_off[1] * high)


def _paragraph_text(paragraph: Any) -> str:
    parts = []
    for child in paragraph:
        kind = _tag(child)
        if kind in {"r", "fld"}:
            parts.append("".join(child.itertext(qualified("a:t"))))
        elif kind == "br":
            parts.append(" ")
        elif kind in {"AlternateContent", "m"}:
            parts.append("".join(child.itertext()))
    return "".join(parts)


def _text(shape: Any) -> str:
    return fold(" ".join(_paragraph_text(paragraph) for paragraph in shape.iter(qualified("a:p"))))


def _is_covered(cell: Any) -> bool:
    return cell.get("hMerge") in {"1", "true"} or cell.get("vMerge") in {"1", "true"}


def _related(slide: Any, relation: str | None) -> Any:
    found = slide.part.rels.get(relation) if relation else None
    return None if found is None or found.is_external else found.target_part
