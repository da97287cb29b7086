"""Tables whose columns can be added up: the rows of a whole table, and lists of « thing: figure »."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from assistant.dossier.model import Document, Passage, PassageKind
from assistant.judging.figures import AMOUNT, Figure, plain, read_cell

_IGNORED = frozenset({PassageKind.FURNITURE, PassageKind.COMMENT})
_TOTAL = re.compile(
    r"(?:(?:montant|cout|budget) )?total(?: general)?(?: (?:du |de la |de l'|des )?(?:budget|projet|campagne|couts?|depenses|"
    r"charges|postes|operation|ponderations?|points|poids))?(?: previsionnel(?:les)?)?[ ,]*\(?(?:(?:en )?(?:ht|ttc|h\.t\.|t\.t\.c\.|€|"
    r"k€|euros|%))?\)?|somme|totaux"
)
_TOTAL_LIKE = re.compile(
    r"(?:sous|s)[ -/]?total\b|total\b|totaux\b|somme\b|cumul\b|ensemble\b|cout total|budget total|montant total"
)
_ITEM = re.compile(
    rf"(?P<label>.+?) ?(?::|=|\(|\.{{3,}}) ?(?P<value>(?:{AMOUNT})|\d+(?:[.,]\d+)? ?%)\)?[ .;,]*", re.DOTALL
)
_LEAST_ROWS = 3


@dataclass(frozen=True)
class Row:
    """A row with what its cells say."""

    passage: Passage
    cells: tuple[str, ...]
    label: str
    """Its first words, in plain view."""

    @property
    def is_total(self) -> bool:
        """Whether it is the sum of everything above it, and says so without more words."""
        return _TOTAL.fullmatch(self.label) is not None

    @property
    def totals(self) -> bool:
        """Whether it adds up other rows, all of them or some."""
        return _TOTAL_LIKE.match(self.label) is not None

    def figure(self, column: int) -> Figure | None:
        """Return the figure in a column."""
        return read_cell(self.cells[column]) if column < len(self.cells) else None


@dataclass(frozen=True)
class Table:
    """Rows under their heads. A list is a table without heads, introduced by the words above it."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    context: str
    """The heading above it, and for a list the sentence that announces it, in plain view."""
    is_list: bool = False

    @property
    def width(self) -> int:
        """Number of columns."""
        return max(len(row.cells) for row in self.rows)

    def head(self, column: int) -> str:
        """Return the head of a column, as it is written."""
        return self.heads[column] if column < len(self.heads) else ""


def own_passages(document: Document, excluded: Collection[int]) -> tuple[Passage, ...]:
    """Return the passages that are the candidate's own words, headings among them."""
    return tuple(item for item in document.passages if _is_own(item) and item.index not in excluded)


def tables_of(document: Document, passages: Sequence[Passage]) -> tuple[Table, ...]:
    """Return the tables that were read whole. One of which a row is hidden or left out proves nothing."""
    known = {item.index for item in passages}
    whole = [item for item in document.passages if item.kind is not PassageKind.FURNITURE]
    tables = []
    for rows in _joined(whole):
        if len(rows) >= _LEAST_ROWS and all(row.index in known and row.cells for row in rows):
            tables.append(_table(rows))
    return tuple(tables)


def lists_of(passages: Sequence[Passage]) -> tuple[Table, ...]:
    """Return the lists whose items are all « thing: figure »."""
    lists = []
    for is_item, group in groupby(enumerate(passages), key=lambda pair: pair[1].kind is PassageKind.LIST_ITEM):
        items = list(group)
        if is_item and len(items) >= _LEAST_ROWS:
            before = passages[items[0][0] - 1] if items[0][0] else None
            lists += _list([item for _, item in items], before)
    return tuple(lists)


def without_marks(text: str) -> str:
    """Return the text without the marks of emphasis that Markdown leaves in it."""
    return text.replace("**", "").replace("`", "").strip(" *_")


def _is_own(passage: Passage) -> bool:
    return passage.kind not in _IGNORED and not passage.hidden


def _joined(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """Yield the rows of each table; one that goes on over the next page is put together again."""
    joined: list[Passage] = []
    for key, group in groupby(passages, key=lambda item: item.table):
        rows = list(group)
        if key is None or (joined and not _goes_on(joined[-1], rows[0])):
            if joined:
                yield joined
            joined = []
        if key is not None:
            joined += rows
    if joined:
        yield joined


def _goes_on(last: Passage, first: Passage) -> bool:
    if last.table == first.table:
        return True
    return last.page != first.page and len(last.cells) == len(first.cells) and first.columns in {(), last.columns}


def _table(passages: Sequence[Passage]) -> Table:
    heads = next((item.columns for item in passages if item.columns), ())
    rows = tuple(_row(item) for item in passages if item.cells != heads)
    context = plain(" ".join(filter(None, (passages[0].heading,))))
    return Table(tuple(without_marks(head) for head in heads), rows, context)


def _row(passage: Passage) -> Row:
    cells = tuple(without_marks(cell) for cell in passage.cells)
    return Row(passage, cells, _label(cells))


def _label(cells: Sequence[str]) -> str:
    return plain(next((cell for cell in cells if cell), "")).strip(" :*.")


def _list(items: Sequence[Passage], before: Passage | None) -> list[Table]:
    """One table, if all items can be read and none goes over two passages."""
    found = [(item, _ITEM.fullmatch(plain(without_marks(item.text)))) for item in items]
    rows = []
    for item, match in found:
        if match is None:
            return []
        text = without_marks(item.text)
        cells = (text[: match.end("label")], text[match.start("value") : match.end("value")])
        rows.append(Row(item, cells, _label(cells)))
    if any(after.passage.index != row.passage.index + 1 for row, after in pairwise(rows)):
        return []
    announced = before.text if before is not None and before.text.rstrip().endswith(":") else ""
    return [Table((), tuple(rows), plain(f"{items[0].heading or ''} {announced}"), is_list=True)] if rows else []
