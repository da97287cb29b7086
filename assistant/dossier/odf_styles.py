"""What the styles of an OpenDocument say: heading, bold, size, colour, whether a text can be seen."""

import re
from functools import lru_cache
from typing import Any

from assistant.dossier.colours import WHITE, Colour, is_invisible, parse_colour

_NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "presentation": "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
}
_HEADING = re.compile(r"^(?:heading|titre)(?:_20_|\s)*([1-9])$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|titre(?:_20_principal)?)$", re.IGNORECASE)
_CAPTION = re.compile(r"^(?:caption|légende|illustration|table|drawing|figure|tableau)$", re.IGNORECASE)
_POINTS = re.compile(r"^([\d.]+)pt$")
_TINY = 2.0


@lru_cache(maxsize=256)
def qualified(path: str) -> str:
    """Return a name or path such as `text:p` as lxml wants it."""
    return "/".join(f"{{{_NAMESPACES[prefix]}}}{name}" for prefix, name in (p.split(":") for p in path.split("/")))


class Styles:
    """The styles of a document: the shared ones, and those that it made on its way."""

    def __init__(self, content: Any, shared: Any) -> None:
        """Index the styles of the content and the shared ones."""
        self._by_name: dict[str | None, Any] = {}
        self._paper: Colour | None = WHITE
        for root in (shared, content):
            for style in root.iter(qualified("style:style")) if root is not None else ():
                self._by_name[style.get(qualified("style:name"))] = style

    def heading_level(self, name: str | None) -> int | None:
        """Return the level of a heading that was written as a paragraph, by the name of its style."""
        for style in self._chain(name):
            label = style.get(qualified("style:name")) or ""
            if heading := _HEADING.match(label):
                return int(heading.group(1))
            if _TITLE.match(label):
                return 0
        return None

    def is_caption(self, name: str | None) -> bool:
        """Whether a style is one of captions."""
        return any(_CAPTION.match(style.get(qualified("style:name")) or "") for style in self._chain(name))

    def is_bold(self, name: str | None) -> bool:
        """Whether a style is bold."""
        return self._property([name], qualified("fo:font-weight")) in {"bold", "600", "700", "800", "900"}

    def is_hidden(self, names: tuple[str, ...]) -> bool:
        """Whether a text in these styles, the outermost first, can't be seen."""
        inner_first = list(reversed(names))
        if self._property(inner_first, qualified("text:display")) == "none":
            return True
        size = _POINTS.match(self._property(inner_first, qualified("fo:font-size")) or "")
        if size and float("0" + size.group(1)) <= _TINY:
            return True
        colour = parse_colour(self._property(inner_first, qualified("fo:color")))
        if colour is None:
            return False
        ground = parse_colour(self._property(inner_first, qualified("fo:background-color"))) or self._paper
        return ground is not None and is_invisible(colour, ground)

    def forget_ground(self) -> None:
        """Say that the colour behind texts is unknown: shapes and slides have fills that are not worked out."""
        self._paper = None

    def is_hidden_slide(self, name: str | None) -> bool:
        """Whether a slide is left out of the show."""
        return self._property([name], qualified("presentation:visibility")) == "hidden"

    def _property(self, names: list[Any], attribute: str) -> str | None:
        for name in names:
            for style in self._chain(name):
                for properties in style:
                    value: str | None = properties.get(attribute)
                    if value is not None:
                        return value
        return None

    def _chain(self, name: str | None) -> list[Any]:
        chain: list[Any] = []
        while name in self._by_name and len(chain) < 20:
            style = self._by_name[name]
            chain.append(style)
            name = style.get(qualified("style:parent-style-name"))
        return chain
