"""The draft under construction: readers put what they find, in reading order, and the place is added here."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from assistant.dossier.limits import ReadingLimits
from assistant.dossier.text import count_words, fold, passages, table_head

Kind = Literal["heading", "paragraph", "list_item", "table_row", "caption", "note", "furniture", "comment"]
"""The values of `PassageKind`, without the cost of importing it in the reading process."""

_ROW_WORDS = 150
"""A longer row of a table is a layout, not a record: its cells become passages of their own."""


@dataclass(slots=True)
class Block:
    """A passage to be: the fields of `Passage`, but its rank."""

    text: str
    kind: Kind = "paragraph"
    page: int | None = None
    slide: int | None = None
    heading: str | None = None
    cells: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    table: int | None = None
    hidden: bool = False


@dataclass(slots=True)
class Row:
    """A row of a table. A merged cell is given once, and leaves empty cells in the other places that it covers."""

    cells: list[str]
    raw: str | None = None
    """The row as it is written in a text file, where the text must be found again."""
    hidden: bool = False
    page: int | None = None


@dataclass
class Collector:
    """Receives a draft's parts in reading order."""

    limits: ReadingLimits = field(default_factory=ReadingLimits)
    page: int | None = None
    slide: int | None = None
    pages: int | None = None
    slides: int | None = None
    blocks: list[Block] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)
    _headings: list[tuple[int, str]] = field(default_factory=list)
    _tables: int = 0
    _characters: int = 0

    @property
    def current_heading(self) -> str | None:
        """The nearest heading above what comes next."""
        return self._headings[-1][1] if self._headings else None

    def new_slide(self, number: int) -> None:
        """Start a slide: the headings of the one before are over."""
        self.slide = number
        self._headings.clear()

    def heading(self, text: str, level: int, hidden: bool = False) -> None:
        """Add a heading. It stands under the nearest one of a higher level."""
        text = fold(text)
        if not text:
            return
        if hidden:
            self.add(text, "heading", hidden=True)
            return
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        self._put(Block(text, "heading", heading=self.current_heading))
        self._headings.append((level, text))

    def add(self, text: str, kind: Kind = "paragraph", hidden: bool = False) -> None:
        """Add a text, cut into short passages."""
        for part in passages(fold(text)):
            self._put(Block(part, kind, heading=self.current_heading, hidden=hidden))

    def next_table(self) -> int:
        """Return the number of a table that begins."""
        self._tables += 1
        return self._tables

    def table(self, rows: list[Row], marked_head: bool = False) -> None:
        """Add a table. One of a single cell is a frame around a paragraph."""
        rows = [row for row in (_folded(row) for row in rows) if any(row.cells)]
        if all(len(row.cells) == 1 for row in rows):
            for row in rows:
                with self._at(row.page):
                    self.add(row.cells[0], hidden=row.hidden)
            return
        columns = table_head([row.cells for row in rows], marked_head)
        self.rows(rows, columns, self.next_table())

    def rows(self, rows: Iterable[Row], columns: tuple[str, ...], number: int) -> None:
        """Add rows of the table that has this number."""
        for row in map(_folded, rows):
            with self._at(row.page):
                self._row(row, columns, number)

    def warn(self, kind: str, message: str, quote: str = "") -> None:
        """Add something that the reader of the draft must know."""
        self.warnings.append({"kind": kind, "message": message, "quote": fold(quote)[:200]})

    def warn_of_others(self, comments: int, *, changes: bool) -> None:
        """Say that the document carries other people's words: so many comments, or tracked changes."""
        if comments:
            count = (
                f"{comments} commentaires, qui ne comptent pas" if comments > 1 else "un commentaire, qui ne compte pas"
            )
            self.warn("comments", f"Le document contient {count} comme votre texte.")
        if changes:
            self.warn(
                "tracked_changes",
                "Le document contient des modifications suivies : les ajouts sont lus comme votre texte, "
                "les suppressions ne comptent pas. Acceptez-les ou refusez-les avant de rendre le document.",
            )

    def as_json(self) -> dict[str, Any]:
        """Return what the reading process sends back."""
        return {
            "passages": [{"index": index, **asdict(block)} for index, block in enumerate(self.blocks)],
            "pages": self.pages,
            "slides": self.slides,
            "warnings": self.warnings,
        }

    def _row(self, row: Row, columns: tuple[str, ...], number: int) -> None:
        text = row.raw if row.raw is not None else " ".join(cell for cell in row.cells if cell)
        if count_words(text) <= _ROW_WORDS or row.raw is not None:
            self._row_block(fold(text), tuple(row.cells), columns, number, row.hidden)
            return
        for place, cell in enumerate(row.cells):
            head = columns[place : place + 1]
            for part in passages(cell):
                self._row_block(part, (part,), head, number, row.hidden)

    def _row_block(
        self, text: str, cells: tuple[str, ...], columns: tuple[str, ...], number: int, hidden: bool
    ) -> None:
        if text:
            self._put(Block(text, "table_row", None, None, self.current_heading, cells, columns, number, hidden))

    @contextmanager
    def _at(self, page: int | None) -> Iterator[None]:
        """Put what is added meanwhile on this page, if it is known."""
        before = self.page
        self.page = before if page is None else page
        yield
        self.page = before

    def _put(self, block: Block) -> None:
        room = self.limits.characters - self._characters
        if room < 0:
            return
        self._characters += len(block.text)
        if len(block.text) > room:
            limit = f"{self.limits.characters:,}".replace(",", "\u00a0")
            self.warn("truncated", f"Le document dépasse {limit} caractères : la fin n’en a pas été lue.", block.text)
            if self.blocks or block.kind == "table_row":
                return
            # A document that is one endless paragraph: what there is room for is read.
            block.text = block.text[:room]
        block.page, block.slide = self.page, self.slide
        self.blocks.append(block)


def _folded(row: Row) -> Row:
    return Row([fold(cell) for cell in row.cells], row.raw, row.hidden, row.page)
