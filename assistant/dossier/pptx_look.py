"""Whether the text of a slide can be seen: its colour against what stands behind it, and its size."""

from functools import lru_cache
from typing import Any

from assistant.dossier.colours import BLACK, WHITE, Colour, is_invisible, parse_colour
from assistant.dossier.drawings import parsed_part

_NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "p188": "http://schemas.microsoft.com/office/powerpoint/2018/8/main",
}
_FILLS = ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill")
_TINY_HUNDREDTHS = 200
_TRANSPARENT = 5000


@lru_cache(maxsize=256)
def qualified(path: str) -> str:
    """Return a name or path such as `p:txBody/a:p` as lxml wants it."""
    return "/".join(f"{{{_NAMESPACES[prefix]}}}{name}" for prefix, name in (p.split(":") for p in path.split("/")))


class Look:
    """What can be seen on one slide."""

    def __init__(self, slide: Any) -> None:
        """Work out what stands behind the texts of a slide."""
        self._slide = slide
        self._scheme = _scheme(slide)
        self._ground = self._slide_ground()
        self._shapes = list(slide.shapes._spTree.iter(qualified("p:sp"), qualified("p:pic")))

    def texts(self, shape: Any, paragraphs: list[Any]) -> tuple[str, str]:
        """Return what can be seen of the paragraphs of a shape, and what can't."""
        shown: list[str] = []
        hidden: list[str] = []
        for paragraph in paragraphs:
            for run in paragraph:
                kind = str(run.tag).rpartition("}")[2]
                if kind == "br":
                    shown.append(" ")
                elif kind in {"r", "fld"}:
                    text = "".join(run.itertext(qualified("a:t")))
                    (hidden if self._is_hidden(run, paragraph, shape) else shown).append(text)
                elif kind in {"AlternateContent", "m"}:
                    shown.append("".join(run.itertext()))
            shown.append(" ")
            hidden.append(" ")
        return "".join(shown), "".join(hidden)

    def is_bulleted(self, shape: Any, paragraph: Any) -> bool:
        """Whether a paragraph has a bullet or a number: its own, or the one of a content placeholder."""
        own = paragraph.find(qualified("a:pPr"))
        if own is not None:
            if own.find(qualified("a:buNone")) is not None:
                return False
            if own.find(qualified("a:buChar")) is not None or own.find(qualified("a:buAutoNum")) is not None:
                return True
        mark = shape.find(".//" + qualified("p:nvPr/p:ph"))
        return mark is not None and (mark.get("type") or "obj") in {"obj", "body"}

    def _is_hidden(self, run: Any, paragraph: Any, shape: Any) -> bool:
        layers = _layers(run, paragraph, shape)
        size = next((layer.get("sz") for layer in layers if layer.get("sz")), None)
        if size and size.isdecimal() and int(size) <= _TINY_HUNDREDTHS:
            return True
        fill = next(
            (
                layer.find(qualified("a:solidFill"))
                for layer in layers
                if layer.find(qualified("a:solidFill")) is not None
            ),
            None,
        )
        if fill is None:
            return False
        if _alpha(fill) <= _TRANSPARENT:
            return True
        colour = self._colour(fill)
        ground = self._behind(shape)
        return colour is not None and ground is not None and is_invisible(colour, ground)

    def _behind(self, shape: Any) -> Colour | None:
        """Return the colour behind a shape's text; None where it is unknown (picture, gradient, style)."""
        own = shape.find(qualified("p:spPr"))
        fill = _fill(own)
        if fill is not None and not fill.tag.endswith("}noFill"):
            return self._colour(fill) if fill.tag.endswith("}solidFill") else None
        style = shape.find(qualified("p:style/a:fillRef"))
        if fill is None and style is not None and style.get("idx") not in {None, "0"}:
            return None
        if fill is None and self._placeholder_is_filled(shape):
            return None
        if self._stands_on_something(shape):
            return None
        return self._ground

    def _placeholder_is_filled(self, shape: Any) -> bool:
        """Whether the layout or the master fills the placeholder that the shape takes its look from."""
        mark = shape.find(".//" + qualified("p:nvPr/p:ph"))
        if mark is None:
            return False
        for part in (self._slide.slide_layout, self._slide.slide_layout.slide_master):
            for other in part.shapes._spTree.iter(qualified("p:sp")):
                found = other.find(".//" + qualified("p:nvPr/p:ph"))
                same = found is not None and (
                    found.get("idx") == mark.get("idx") or found.get("type") == mark.get("type")
                )
                fill = _fill(other.find(qualified("p:spPr"))) if same else None
                if fill is not None and not fill.tag.endswith("}noFill"):
                    return True
        return False

    def _stands_on_something(self, shape: Any) -> bool:
        """Whether a picture or a filled shape lies below it: its colour is not worked out."""
        box = _box(shape)
        layouts = (self._slide.slide_layout, self._slide.slide_layout.slide_master)
        below = [other for part in layouts for other in part.shapes._spTree.iter(qualified("p:pic"), qualified("p:sp"))]
        for other in [*below, *self._shapes]:
            if other is shape:
                return False
            if (other.tag.endswith("}pic") or self._is_coloured(other)) and _overlap(box, _box(other)):
                return True
        return False

    def _is_coloured(self, shape: Any) -> bool:
        fill = _fill(shape.find(qualified("p:spPr")))
        if fill is None:
            style = shape.find(qualified("p:style/a:fillRef"))
            return style is not None and style.get("idx") not in {None, "0"}
        if fill.tag.endswith("}noFill"):
            return False
        colour = self._colour(fill)
        return colour is None or not is_invisible(colour, WHITE)

    def _slide_ground(self) -> Colour | None:
        for part in (self._slide, self._slide.slide_layout, self._slide.slide_layout.slide_master):
            ground = part.element.find(qualified("p:cSld/p:bg"))
            if ground is None:
                continue
            fill = ground.find(qualified("p:bgPr/a:solidFill"))
            if fill is not None:
                return self._colour(fill)
            reference = ground.find(qualified("p:bgRef"))
            return self._colour(reference) if reference is not None and reference.get("idx") in {"1001", "0"} else None
        return WHITE

    def _colour(self, fill: Any) -> Colour | None:
        plain = fill.find(qualified("a:srgbClr"))
        if plain is not None:
            return parse_colour(plain.get("val"))
        system = fill.find(qualified("a:sysClr"))
        if system is not None:
            return parse_colour(system.get("lastClr")) or (WHITE if system.get("val") == "window" else BLACK)
        named = fill.find(qualified("a:schemeClr"))
        if named is None or len(named):  # tinted or shaded: not worked out
            return None
        return self._scheme.get(named.get("val") or "")


def _scheme(slide: Any) -> dict[str, Colour]:
    """Return the colours of the theme by the names that slides call them."""
    master = slide.slide_layout.slide_master
    colours: dict[str, Colour] = {}
    for relation in master.part.rels.values():
        if not relation.is_external and relation.reltype.endswith("/theme"):
            root = parsed_part(relation.target_part)
            found = root.find(".//" + qualified("a:clrScheme")) if root is not None else None
            for entry in found if found is not None else ():
                colour = next((parse_colour(one.get("lastClr") or one.get("val")) for one in entry), None)
                if colour is not None:
                    colours[str(entry.tag).rpartition("}")[2]] = colour
    mapping = master.element.find(qualified("p:clrMap"))
    for name, target in (mapping.attrib if mapping is not None else {}).items():
        if target in colours:
            colours[name] = colours[target]
    return colours


def _layers(run: Any, paragraph: Any, shape: Any) -> list[Any]:
    """Return the properties that a run's look comes from, nearest first."""
    level = paragraph.find(qualified("a:pPr"))
    depth = int(level.get("lvl") or 0) + 1 if level is not None and (level.get("lvl") or "0").isdecimal() else 1
    places = [
        run.find(qualified("a:rPr")),
        paragraph.find(qualified("a:pPr/a:defRPr")),
        shape.find(qualified(f"p:txBody/a:lstStyle/a:lvl{depth}pPr/a:defRPr")),
    ]
    return [place for place in places if place is not None]


def _fill(properties: Any) -> Any:
    if properties is None:
        return None
    return next((child for child in properties if str(child.tag).rpartition("}")[2] in _FILLS), None)


def _alpha(fill: Any) -> int:
    alpha = next(iter(fill.iter(qualified("a:alpha"))), None)
    text = alpha.get("val") or "" if alpha is not None else ""
    return int(text) if text.isdecimal() else 100_000


def _box(shape: Any) -> tuple[float, float, float, float] | None:
    place, size = shape.find(qualified("p:spPr/a:xfrm/a:off")), shape.find(qualified("p:spPr/a:xfrm/a:ext"))
    if place is None or size is None:
        return None
    try:
        x, y = float(place.get("x", "0")), float(place.get("y", "0"))
        return x, y, x + float(size.get("cx", "0")), y + float(size.get("cy", "0"))
    except ValueError:
        return None


def _overlap(one: tuple[float, ...] | None, other: tuple[float, ...] | None) -> bool:
    if one is None or other is None:
        return one is None and other is not None
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
