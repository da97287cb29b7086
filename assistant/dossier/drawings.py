"""What diagrams (SmartArt) and charts say, in Word documents and in decks alike."""

from functools import lru_cache
from typing import Any

from assistant.dossier.collecting import Collector, Row
from assistant.dossier.containers import parse_xml
from assistant.dossier.refusals import DraftError

_NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
}
_MOST_SERIES = 20
_MOST_CATEGORIES = 200


@lru_cache(maxsize=64)
def _qualified(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def read_diagram(part: Any, draft: Collector, hidden: bool = False) -> None:
    """Put the texts of a diagram into the draft, one list item for each of its shapes."""
    root = parsed_part(part)
    for point in root.iter(_qualified("dgm:pt")) if root is not None else ():
        draft.add("".join(point.itertext(_qualified("a:t"))), "list_item", hidden)


def read_chart(part: Any, draft: Collector, hidden: bool = False) -> None:
    """Put what a chart shows into the draft: its title, then one row for each category."""
    root = parsed_part(part)
    if root is None:
        return
    title = root.find(".//" + _qualified("c:title"))
    if title is not None:
        draft.add("".join(title.itertext(_qualified("a:t"))), "caption", hidden)
    series = list(root.iter(_qualified("c:ser")))[:_MOST_SERIES]
    names = ["".join(_points(one.find(_qualified("c:tx")))) for one in series]
    categories = _points(series[0].find(_qualified("c:cat"))) if series else []
    values = [_points(one.find(_qualified("c:val"))) for one in series]
    rows = [Row(["", *names])] if any(names) and categories else []
    for place, category in enumerate(categories[:_MOST_CATEGORIES]):
        figures = (found[place] if place < len(found) else "" for found in values)
        rows.append(Row([category, *figures], hidden=hidden))
    draft.table(rows)


def parsed_part(part: Any) -> Any:
    """Return the root element of a part of a package, or None when it is missing or broken: the rest counts."""
    if part is None:
        return None
    try:
        return parse_xml(part.blob, "Office")
    except DraftError:
        return None


def _points(data: Any) -> list[str]:
    """Return the values that a chart keeps of its categories or of its series."""
    if data is None:
        return []
    return [_short("".join(point.itertext(_qualified("c:v")))) for point in data.iter(_qualified("c:pt"))]


def _short(number: str) -> str:
    """Write a stored figure as a reader sees it: 0.30000000000000004 is 0.3."""
    try:
        return f"{float(number):.6g}" if "." in number else number
    except ValueError:
        return number
