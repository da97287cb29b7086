"""What contradicts itself in a draft."""

from dataclasses import dataclass
from typing import Literal

from assistant.dossier.model import Passage

ConflictKind = Literal["total", "shares", "two_values"]
"""A total that isn't the sum of its lines, shares that don't make 100, one thing that is given two values."""


@dataclass(frozen=True)
class Conflict:
    """Two figures of a draft that can't both be true."""

    kind: ConflictKind
    subject: str
    """What the figures are of, as a French noun phrase: « le budget total »."""
    first: Passage
    second: Passage | None
    stated: str
    """The figure of the first passage, as it is written there."""
    found: str
    """The one that contradicts it: the sum of the lines, or what the second passage says, as it is written there."""
