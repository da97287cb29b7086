"""What is kept in mind of the beginning of a long conversation."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Recollection:
    """A summary of the first `count` messages; `mark` tells whether they are still the same."""

    text: str = ""
    count: int = 0
    mark: int = 0
