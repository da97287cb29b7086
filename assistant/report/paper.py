"""What a paper for an oral is made of, whatever its form: each form has one way of writing each of these parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.report.cover import Cover, QuotePart

Tone = Literal["plain", "strong", "quiet", "official", "question"]
"""How words are set: as text, in bold, smaller and grey, as the référentiel's wording, in large as they are asked."""


@dataclass(frozen=True)
class Title:
    """The title of a section, or (level 2) of a part of one."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True)
class Words:
    """A paragraph; `name` stands before it in bold, or `sign` as it is."""

    text: str
    tone: Tone = "plain"
    name: str = ""
    sign: str = ""


@dataclass(frozen=True)
class Quoted:
    """Quotes under their title, if they have one."""

    quotes: tuple[QuotePart, ...]
    title: str = ""


@dataclass(frozen=True)
class Boxes:
    """Boxes to tick, one under the other; `ticked` is the rank of the one that is."""

    choices: tuple[str, ...]
    ticked: int | None = None

    @property
    def lines(self) -> tuple[Words, ...]:
        """Each box as a paragraph of its own."""
        return tuple(Words(text, sign="☒" if rank == self.ticked else "☐") for rank, text in enumerate(self.choices))


Cell = tuple[Words | Boxes, ...]
"""An empty one is room to write in."""


@dataclass(frozen=True)
class Column:
    """A column: its head, and its share of the width (they add up to 1)."""

    head: str
    share: float


@dataclass(frozen=True)
class Grid:
    """A table; its title and description are for those who don't see it."""

    title: str
    description: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Lines:
    """Ruled lines to write on by hand; the title stands on the first."""

    title: str
    count: int


@dataclass(frozen=True)
class Together:
    """Parts that stand on one page where they fit on one."""

    parts: tuple["Part", ...]


Part = Title | Words | Quoted | Grid | Lines | Together


def under(title: str, groups: Iterable[tuple[Part, ...]]) -> list[Part]:
    """Return groups that each stand together, the first with the title of their section."""
    return [Together(group if rank else (Title(title), *group)) for rank, group in enumerate(groups)]


@dataclass(frozen=True)
class Paper:
    """The whole document."""

    cover: Cover
    parts: tuple[Part, ...]
