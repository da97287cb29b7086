"""Elements of OpenDocument: their names, the rows of their tables."""

from functools import lru_cache
from typing import Any

from assistant.dossier.odf_styles import qualified

_MOST_REPEATS = 30


@lru_cache(maxsize=512)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace; nothing for a comment."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


def repeats(cells: list[Any]) -> int:
    """Return how many more times than written the cells stand there."""
    counts = (cell.get(qualified("table:number-columns-repeated"), "1") for cell in cells)
    return sum(min(int(count), _MOST_REPEATS) - 1 for count in counts if count.isdecimal() and int(count) > 0)


def rows_of(table: Any) -> list[tuple[Any, bool]]:
    """Return the rows of a table, each with whether it is marked as a head."""
    lines: list[tuple[Any, bool]] = []
    for child in table:
        name = local_name(child)
        if name == "table-row":
            lines.append((child, False))
        elif name == "table-header-rows":
            lines += [(line, True) for line in child.iterchildren(qualified("table:table-row"))]
        elif name in {"table-rows", "table-row-group"}:
            lines += rows_of(child)
    return lines
