"""A draft as the program sees it: passages, each with its words and its place."""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

WarningKind = Literal[
    "hidden_text",
    "reviewer_instructions",
    "comments",
    "tracked_changes",
    "truncated",
    "unread_part",
    "ocr",
    "mislabelled",
]
"""What a reader of the draft must know about it."""


class PassageKind(StrEnum):
    """What a passage is on its page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    CAPTION = "caption"
    NOTE = "note"
    """A footnote, an endnote or a speaker's note."""
    FURNITURE = "furniture"
    """Page headers, footers and numbers: never evidence."""
    COMMENT = "comment"
    """A comment or a deleted text: somebody else's words, never evidence."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Passage(_Frozen):
    """A paragraph, list item, table row… with its place. Numbers of pages and slides start at 1."""

    index: int = Field(ge=0)
    """Its rank in the draft."""
    text: str
    """Its words, white space folded. The cells of a table row are joined by one space."""
    kind: PassageKind = PassageKind.PARAGRAPH
    page: int | None = None
    slide: int | None = None
    heading: str | None = None
    """The nearest heading above it (for a slide its title)."""
    cells: tuple[str, ...] = ()
    """The cells of a table row."""
    columns: tuple[str, ...] = ()
    """The column heads of a table row, empty where the table has none."""
    table: int | None = None
    """Number of its table in the draft, shared by the rows of one table."""
    hidden: bool = False
    """White on white, tiny, off the page or marked as hidden: never evidence."""


class DraftWarning(_Frozen):
    """Something that a reader of the draft must know. `quote` is the draft's own text, where there is one."""

    kind: WarningKind
    message: str
    quote: str = ""


class Document(_Frozen):
    """A draft that was read. `pages` is None where the format has none (Markdown, plain text)."""

    file: str
    """Name of the file, without its folder."""
    format: Literal["docx", "pdf", "pptx", "odt", "odp", "md", "html", "txt"]
    passages: tuple[Passage, ...]
    pages: int | None = None
    slides: int | None = None
    warnings: tuple[DraftWarning, ...] = ()

    @property
    def is_deck(self) -> bool:
        """Whether it is made of slides."""
        return self.slides is not None

    @property
    def words(self) -> int:
        """Number of words that count: no furniture, no comments, nothing hidden."""
        ignored = {PassageKind.FURNITURE, PassageKind.COMMENT}
        return sum(len(item.text.split()) for item in self.passages if item.kind not in ignored and not item.hidden)
