"""What Word's styles say about a paragraph: heading, list, size, colour, whether it can be seen."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant.dossier.colours import WHITE, Colour, is_invisible, parse_colour

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "v": "urn:schemas-microsoft-com:vml",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
}
W = NAMESPACES["w"]
_HEADING = re.compile(r"^(?:heading|titre|überschrift|título|titolo)\s*([1-9])$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|titre|titre principal|book title)$", re.IGNORECASE)
_LIST = re.compile(r"^(?:list|liste)\b", re.IGNORECASE)
_CONTENTS = re.compile(
    r"^(?:toc|tm|table of figures|table des matières|table des illustrations|sommaire)\b", re.IGNORECASE
)
_CAPTION = re.compile(r"^(?:caption|légende|legende)", re.IGNORECASE)
_TINY_HALF_POINTS = 4
_OFF = {"0", "false", "off", "none"}


@lru_cache(maxsize=256)
def qualified(path: str) -> str:
    """Return a name or path such as `w:pPr/w:outlineLvl` as lxml wants it."""
    return "/".join(f"{{{NAMESPACES[prefix]}}}{name}" for prefix, name in (p.split(":") for p in path.split("/")))


def value(element: Any) -> str | None:
    """Return the `w:val` of a property."""
    text: str | None = element.get(qualified("w:val"))
    return text


def on(element: Any) -> bool:
    """Whether a property that is there is switched on."""
    return (value(element) or "1").lower() not in _OFF


@dataclass(frozen=True)
class ParagraphStyle:
    """What the name of a style tells."""

    level: int | None = None
    is_list: bool = False
    is_contents: bool = False
    is_caption: bool = False


class Styles:
    """The styles of a document, with what they inherit."""

    def __init__(self, package: Any) -> None:
        """Index the styles of an open document."""
        root = package.styles.element
        self._by_id = {style.get(qualified("w:styleId")): style for style in root.iter(qualified("w:style"))}
        self._default = next(
            (
                key
                for key, style in self._by_id.items()
                if style.get(qualified("w:type")) == "paragraph"
                and style.get(qualified("w:default")) in {"1", "true", "on"}
            ),
            None,
        )
        defaults = root.find(qualified("w:docDefaults/w:rPrDefault/w:rPr"))
        self._defaults = [] if defaults is None else [defaults]
        self._names: dict[str | None, ParagraphStyle] = {}
        background = package.element.find(qualified("w:background"))
        self._paper: Colour | None = WHITE
        if background is not None:
            self._paper = parse_colour(background.get(qualified("w:color"))) or None
        self._runs: dict[tuple[Any, ...], tuple[bool, bool]] = {}

    def paragraph_style(self, paragraph: Any) -> ParagraphStyle:
        """Return what the paragraph's style tells by its name."""
        key = self._style_id(paragraph)
        if key not in self._names:
            self._names[key] = self._described(key)
        return self._names[key]

    def heading_level(self, paragraph: Any) -> int | None:
        """Return the level of a heading, by its outline level or by its style; None for what is no heading."""
        own = paragraph.find(qualified("w:pPr/w:outlineLvl"))
        if own is not None and (value(own) or "").isdecimal():
            level = int(value(own) or 9)
            return level + 1 if level < 9 else None
        return self.paragraph_style(paragraph).level

    def is_list(self, paragraph: Any) -> bool:
        """Whether the paragraph is numbered or has a bullet."""
        number = paragraph.find(qualified("w:pPr/w:numPr/w:numId"))
        if number is not None:
            return value(number) != "0"
        return self.paragraph_style(paragraph).is_list

    def look(self, run: Any, paragraph: Any) -> tuple[bool, bool]:
        """Return whether a run is bold, and whether it is hidden: by its mark, by its colour or by its size."""
        own = run.find(qualified("w:rPr"))
        style = own.find(qualified("w:rStyle")) if own is not None else None
        layers = [] if own is None else [own]
        layers += self._properties(value(style) if style is not None else None)
        layers += self._properties(self._style_id(paragraph)) + self._defaults
        bold = _switch(layers, "w:b")
        if _switch(layers, "w:vanish") or _is_tiny(layers):
            return bold, True
        colour = _first(layers, "w:color")
        seen = parse_colour(value(colour)) if colour is not None and value(colour) != "auto" else None
        if seen is None:
            return bold, False
        ground = self._ground(run, paragraph, layers)
        return bold, ground is not None and is_invisible(seen, ground)

    def _ground(self, run: Any, paragraph: Any, layers: list[Any]) -> Colour | None:
        """Return the colour behind a run; None where it is unknown, as behind text on a filled shape."""
        if _first(layers, "w:highlight") is not None:
            return None
        shades = [_first(layers, "w:shd"), paragraph.find(qualified("w:pPr/w:shd"))]
        shades += [_first(self._paragraph_layers(paragraph), "w:shd")]
        for ancestor in run.iterancestors():
            if ancestor.tag == qualified("w:tc"):
                shades.append(ancestor.find(qualified("w:tcPr/w:shd")))
            elif ancestor.tag == qualified("w:tbl") and self._is_shaded(ancestor):
                shades.append(None)
                return _shade(shades)
            elif ancestor.tag == qualified("w:txbxContent"):
                return _shade(shades) or _box_fill(ancestor)
        return _shade(shades) or self._paper

    def _is_shaded(self, table: Any) -> bool:
        """Whether the style of a table colours some of its cells: which ones is not worked out."""
        style = table.find(qualified("w:tblPr/w:tblStyle"))
        chain = self._chain(value(style) if style is not None else None)
        return any(_colour_of(shade) is not None for one in chain for shade in one.iter(qualified("w:shd")))

    def _paragraph_layers(self, paragraph: Any) -> list[Any]:
        found = (style.find(qualified("w:pPr")) for style in self._chain(self._style_id(paragraph)))
        return [layer for layer in found if layer is not None]

    def _properties(self, key: str | None) -> list[Any]:
        found = (style.find(qualified("w:rPr")) for style in self._chain(key))
        return [layer for layer in found if layer is not None]

    def _chain(self, key: str | None) -> list[Any]:
        chain: list[Any] = []
        while key in self._by_id and len(chain) < 20:
            style = self._by_id[key]
            chain.append(style)
            parent = style.find(qualified("w:basedOn"))
            key = value(parent) if parent is not None else None
        return chain

    def _style_id(self, paragraph: Any) -> str | None:
        style = paragraph.find(qualified("w:pPr/w:pStyle"))
        return value(style) if style is not None else self._default

    def _described(self, key: str | None) -> ParagraphStyle:
        level, is_list, contents, caption = None, False, False, False
        for style in self._chain(key):
            name = style.find(qualified("w:name"))
            names = [(value(name) or "") if name is not None else "", style.get(qualified("w:styleId")) or ""]
            heading = next((match for text in names if (match := _HEADING.match(text))), None)
            outline = style.find(qualified("w:pPr/w:outlineLvl"))
            if level is None and heading:
                level = int(heading.group(1))
            elif (
                level is None
                and outline is not None
                and (value(outline) or "9").isdecimal()
                and int(value(outline) or 9) < 9
            ):
                level = int(value(outline) or 0) + 1
            elif level is None and any(_TITLE.match(text) for text in names):
                level = 0
            is_list = (
                is_list
                or style.find(qualified("w:pPr/w:numPr")) is not None
                or any(_LIST.match(text) for text in names)
            )
            contents = contents or any(_CONTENTS.match(text) for text in names)
            caption = caption or any(_CAPTION.match(text) for text in names)
        return ParagraphStyle(level, is_list and level is None, contents, caption)


def _first(layers: list[Any], tag: str) -> Any:
    return next((found for layer in layers if (found := layer.find(qualified(tag))) is not None), None)


def _switch(layers: list[Any], tag: str) -> bool:
    element = _first(layers, tag)
    return element is not None and on(element)


def _is_tiny(layers: list[Any]) -> bool:
    size = _first(layers, "w:sz")
    text = (value(size) or "") if size is not None else ""
    return text.isdecimal() and int(text) <= _TINY_HALF_POINTS


def _colour_of(shade: Any) -> Colour | None:
    return parse_colour(shade.get(qualified("w:fill")))


def _shade(shades: list[Any]) -> Colour | None:
    """Return the innermost shading's colour; None where there is none."""
    return next((colour for shade in shades if shade is not None and (colour := _colour_of(shade)) is not None), None)


def _box_fill(content: Any) -> Colour | None:
    """Return the colour of a text box where it is plain; None where it is unknown."""
    for ancestor in content.iterancestors():
        if ancestor.tag == qualified("wps:wsp"):
            properties = ancestor.find(qualified("wps:spPr"))
            if properties is None:
                return None
            if properties.find(qualified("a:noFill")) is not None:
                return WHITE
            fill = properties.find(qualified("a:solidFill/a:srgbClr"))
            return parse_colour(fill.get("val")) if fill is not None else None
        if isinstance(ancestor.tag, str) and ancestor.tag.startswith("{" + NAMESPACES["v"] + "}"):
            return parse_colour(ancestor.get("fillcolor"))
    return None
