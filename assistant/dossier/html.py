"""HTML: what a browser would show, and what it would hide."""

import re
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from assistant.dossier.collecting import Collector, Kind, Row
from assistant.dossier.colours import WHITE, Colour, is_invisible, parse_colour
from assistant.dossier.refusals import CORRUPT, DraftError
from assistant.dossier.text import fold, is_caption

_IGNORED = {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "math", "select", "button"}
_FURNITURE = {"nav"}
_BLOCKS = {
    "p", "div", "section", "article", "main", "body", "html", "header", "footer", "aside", "ul", "ol", "dl", "dt", "dd",
    "blockquote", "pre", "figure", "figcaption", "address", "form", "fieldset", "details", "summary", "center", "hr",
    "li", "table", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "nav", "tr", "td", "th", "tbody", "thead", "tfoot",
}  # fmt: skip
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"^([a-z][a-z0-9]*)?([.#][\w-]+)?$", re.IGNORECASE)
_SIZE = re.compile(r"^([\d.]+)\s*(px|pt|em|rem|%)?$")
_FAR = re.compile(r"^-\s*\d{4,}|^-\s*\d{3,}(?:em|vw|vh)")


@dataclass(frozen=True)
class _Look:
    """What an element inherits: whether it is shown, on which ground, in which kind of passage."""

    hidden: bool = False
    colour: Colour | None = None
    ground: Colour | None = WHITE
    kind: Kind = "paragraph"


def read_html(text: str, draft: Collector) -> None:
    """Put the parts of a page into the draft."""
    root = _parsed(text)
    if root is None:
        return
    styles = [element.text or "" for element in root.iter("style")]
    _Reader(draft, _rules("\n".join(styles))).element(root, _Look())


def read_fragment(text: str, draft: Collector, kind: Kind = "paragraph") -> None:
    """Put a piece of HTML that stands in a Markdown text into the draft."""
    root = _parsed(f"<div>{text}</div>")
    if root is not None:
        _Reader(draft, {}).element(root, _Look(kind=kind))


def split_fragment(text: str) -> tuple[str, str]:
    """Return what can be seen of a piece of HTML, and what can't."""
    draft = Collector()
    read_fragment(text, draft)
    shown = (block.text for block in draft.blocks if not block.hidden)
    return " ".join(shown), " ".join(block.text for block in draft.blocks if block.hidden)


def _parsed(text: str) -> Any:
    """Return the root element of a page, or None for none. Raises DraftError when it nests beyond all measure."""
    parser = lxml_html.HTMLParser(no_network=True, remove_pis=True, encoding="utf-8", huge_tree=False)
    try:
        root = lxml_html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        root = None
    if any("depth" in entry.message for entry in parser.error_log):  # the parser drops what lies deeper
        raise DraftError(CORRUPT.format(kind="HTML"))
    return root


def _rules(css: str) -> dict[str, dict[str, str]]:
    """Return the declarations of the simple selectors (`p`, `.note`, `#x`, `p.note`) of a style sheet."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    rules: dict[str, dict[str, str]] = {}
    for match in _RULE.finditer(css):
        for selector in match.group(1).split(","):
            if _SELECTOR.match(selector.strip()):
                rules.setdefault(selector.strip().lower(), {}).update(_declarations(match.group(2)))
    return rules


def _declarations(style: str) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in style.lower().split(";") if ":" in part)
    return {name.strip(): value.replace("!important", "").strip() for name, value in pairs}


class _Reader:
    """Walks through a page; text gathers until a block begins or ends."""

    def __init__(self, draft: Collector, rules: dict[str, dict[str, str]]) -> None:
        self._draft = draft
        self._rules = rules
        self._text: list[tuple[str, bool]] = []

    def element(self, element: Any, look: _Look) -> None:
        """Read an element and what stands in it."""
        if not isinstance(element.tag, str):
            if element.tag is etree.Comment:
                self._comment(element.text or "")
            return
        if element.tag in _IGNORED:
            return
        look = self._look(element, look)
        if element.tag == "table":
            self._flush(look)
            self._table(element, look)
        elif re.fullmatch("h[1-6]", element.tag):
            self._flush(look)
            self._draft.heading(_text_of(element), int(element.tag[1]), look.hidden)
        else:
            self._content(element, look)

    def _content(self, element: Any, look: _Look) -> None:
        is_block = element.tag in _BLOCKS
        if is_block:
            self._flush(look)
        if element.tag == "br":
            self._text.append((" ", look.hidden))
        self._text.append((element.text or "", look.hidden))
        for child in element:
            self.element(child, look)
            self._text.append((child.tail or "", look.hidden))
        if is_block:
            self._flush(look)

    def _flush(self, look: _Look) -> None:
        """End a passage. What is hidden in it becomes a passage of its own."""
        pieces, self._text = self._text, []
        shown = fold("".join(text for text, hidden in pieces if not hidden))
        kind: Kind = "caption" if look.kind == "paragraph" and is_caption(shown) else look.kind
        self._draft.add(shown, kind)
        self._draft.add("".join(text for text, hidden in pieces if hidden), look.kind, hidden=True)

    def _comment(self, text: str) -> None:
        if fold(text) and not text.lstrip().startswith("[if"):
            self._draft.add(text, "comment", hidden=True)

    def _table(self, table: Any, look: _Look) -> None:
        for caption in table.iterchildren("caption"):
            self._draft.add(_text_of(caption), "caption", look.hidden)
        rows, nested, marked = [], [], False
        covered: dict[tuple[int, int], bool] = {}
        for y, line in enumerate(_lines(table)):
            cells: list[str] = []
            hidden = self._look(line, look).hidden
            for cell in line.iterchildren("td", "th"):
                while covered.get((y, len(cells))):
                    cells.append("")
                hidden = hidden or self._look(cell, look).hidden
                self._span(cell, y, len(cells), covered)
                cells.append(_text_of(cell, skip_tables=True))
                cells.extend("" for _ in range(_number(cell, "colspan") - 1))
                nested.extend(cell.iterdescendants("table"))
            marked = marked or (
                y == 0 and bool(len(line)) and all(cell.tag == "th" for cell in line.iterchildren("td", "th"))
            )
            rows.append(Row(cells, hidden=hidden))
        self._draft.table(rows, marked)
        for inner in nested:
            if next(inner.iterancestors("table")) is table:
                self._table(inner, look)

    @staticmethod
    def _span(cell: Any, y: int, x: int, covered: dict[tuple[int, int], bool]) -> None:
        for down in range(1, _number(cell, "rowspan")):
            for right in range(_number(cell, "colspan")):
                covered[y + down, x + right] = True

    def _look(self, element: Any, look: _Look) -> _Look:
        style = self._style(element)
        hidden = look.hidden or element.get("hidden") is not None or _is_hidden(style)
        ground = look.ground
        if (
            "background-image" in style
            or "url(" in style.get("background", "")
            or "gradient" in style.get("background", "")
        ):
            ground = None
        else:
            ground = (
                parse_colour(style.get("background-color") or style.get("background") or element.get("bgcolor"))
                or ground
            )
        colour = (
            parse_colour(style.get("color") or (element.get("color") if element.tag == "font" else None)) or look.colour
        )
        if colour and ground and is_invisible(colour, ground):
            hidden = True
        return replace(look, hidden=hidden, colour=colour, ground=ground, kind=_kind(element, look.kind))

    def _style(self, element: Any) -> dict[str, str]:
        style: dict[str, str] = {}
        if self._rules:
            tag = element.tag
            names = [f".{name}" for name in (element.get("class") or "").lower().split()]
            names += [f"#{element.get('id').lower()}"] if element.get("id") else []
            for selector in (tag, *names, *(tag + name for name in names)):
                style.update(self._rules.get(selector, {}))
        style.update(_declarations(element.get("style") or ""))
        return style


def _kind(element: Any, kind: Kind) -> Kind:
    if element.tag in _FURNITURE:
        return "furniture"
    if element.tag in {"li", "dd"} and kind != "furniture":
        return "list_item"
    if element.tag in {"figcaption", "caption"}:
        return "caption"
    return kind


def _is_hidden(style: dict[str, str]) -> bool:
    if style.get("display") == "none" or style.get("visibility") in {"hidden", "collapse"}:
        return True
    if style.get("opacity") in {"0", "0.0", "0%"} or "rect(0" in style.get("clip", ""):
        return True
    if any(_FAR.match(style.get(name, "")) for name in ("left", "top", "text-indent", "margin-left", "margin-top")):
        return True
    size = _SIZE.match(style.get("font-size", ""))
    if not size:
        return False
    limits = {"px": 2.0, "pt": 2.0, "em": 0.12, "rem": 0.12, "%": 12.0, None: 0.0}
    return float("0" + size.group(1).strip(".")) <= limits[size.group(2)]


def _lines(table: Any) -> list[Any]:
    lines = []
    for child in table:
        if child.tag == "tr":
            lines.append(child)
        elif child.tag in {"thead", "tbody", "tfoot"}:
            lines.extend(child.iterchildren("tr"))
    return lines


def _number(cell: Any, name: str) -> int:
    value = cell.get(name) or ""
    return min(max(int(value), 1), 50) if value.isdecimal() else 1


def _text_of(element: Any, skip_tables: bool = False) -> str:
    """Return the text of an element, its blocks kept apart by a space."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _IGNORED and not (skip_tables and child.tag == "table"):
            gap = " " if child.tag in _BLOCKS or child.tag == "br" else ""
            parts += [gap, _text_of(child, skip_tables), gap]
        parts.append(child.tail or "")
    return fold("".join(parts))
