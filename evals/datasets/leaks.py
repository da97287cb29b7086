"""Near-duplicates between two sets of texts: by their words, by their sense, and by runs of words that they share."""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from assistant.referential.model import Referential
from assistant.referential.wording import fold, words
from assistant.search.embedder import Vectors

SHORT = 5
"""Texts of fewer words (« bonjour », « et le dernier ? ») can't but resemble each other."""
RUN = 10
"""So many words in a row are no chance."""

Sign = Literal["words", "sense", "run"]
Run = tuple[str, ...]

NEAR: Mapping[Sign, float] = {"words": 88.0, "sense": 0.97}
"""From where two texts of more than a few words are nearly the same: likeness of sorted words, 0 to 100; cosine.

Pairs of dev questions by different authors were read for the cosine: from .97 they nearly all ask the same thing.
"""


@dataclass(frozen=True)
class Leak:
    """A text that is held apart, and the one that is nearly the same. `likeness` is that of the sign, in its own unit."""

    held: str
    other: str
    sign: Sign
    likeness: float


@dataclass(frozen=True)
class Compared:
    """What comparing two sets showed; `compared` is how many of the texts that are held apart were compared.

    `nearest` has the highest likeness by each sign that something was compared by.
    """

    leaks: tuple[Leak, ...]
    compared: int
    nearest: Mapping[Sign, float] = field(default_factory=dict)

    @property
    def leaking(self) -> int:
        """How many texts leak, by whatever sign."""
        return len({leak.held for leak in self.leaks})


def is_comparable(text: str) -> bool:
    """Tell whether a short text is long enough for its likeness to mean something."""
    return len(words(text)) >= SHORT


def near_in_words(held: Mapping[str, str], others: Mapping[str, str]) -> Compared:
    """Compare short texts by their words, whatever their order."""
    own = {name: fold(text) for name, text in held.items() if is_comparable(text)}
    if not own or not others:
        return Compared((), len(own))
    theirs = [fold(text) for text in others.values()]
    ratios = process.cdist(list(own.values()), theirs, scorer=fuzz.token_sort_ratio, workers=-1, dtype=np.float32)
    return _nearest(list(own), list(others), ratios, "words")


def near_in_sense(held: Mapping[str, str], others: Mapping[str, str], own: Vectors, theirs: Vectors) -> Compared:
    """Compare short texts by the cosines of their unit vectors, one row a text."""
    rows = [row for row, text in enumerate(held.values()) if is_comparable(text)]
    if not rows or not others:
        return Compared((), len(rows))
    names = list(held)
    return _nearest([names[row] for row in rows], list(others), own[rows] @ theirs.T, "sense")


def _nearest(held: Sequence[str], others: Sequence[str], likeness: NDArray[np.float32], sign: Sign) -> Compared:
    """What a matrix of likenesses shows, shape (held, others)."""
    best = likeness.argmax(axis=1).tolist()
    highest = likeness.max(axis=1).tolist()
    nearest = zip(held, best, highest, strict=True)
    leaks = (Leak(name, others[column], sign, value) for name, column, value in nearest if value >= NEAR[sign])
    return Compared(tuple(leaks), len(held), {sign: max(highest)})


def both(first: Compared, second: Compared) -> Compared:
    """Return what two ways of comparing the same texts showed together."""
    return Compared(first.leaks + second.leaks, first.compared, {**first.nearest, **second.nearest})


def runs(text: str, length: int = RUN) -> set[Run]:
    """Return every run of so many words of a text."""
    own = words(text)
    return {tuple(own[start : start + length]) for start in range(len(own) - length + 1)}


def official_runs(referential: Referential, length: int = RUN) -> set[Run]:
    """Return the runs of the référentiel itself, which everybody may quote."""
    return {run for key in referential.entry_keys() for run in runs(referential.verbatim(key), length)}


@dataclass(frozen=True)
class RunIndex:
    """The runs of words of a set of long texts."""

    of_text: Mapping[str, Set[Run]]
    owner: Mapping[Run, str]
    """A text of the set that each run stands in."""

    @classmethod
    def of(cls, texts: Mapping[str, str], official: Collection[Run] = frozenset()) -> "RunIndex":
        """Read the texts; runs that are `official` don't count."""
        of_text = {name: {run for run in runs(text) if run not in official} for name, text in texts.items()}
        return cls(of_text, {run: name for name, own in of_text.items() for run in own})


def shared_runs(held: RunIndex, others: RunIndex) -> Compared:
    """Compare long texts by the runs that they share; the likeness is the share of the held text's runs."""
    leaks = tuple(_shared(held, others))
    nearest = max((leak.likeness for leak in leaks), default=0.0)
    return Compared(leaks, len(held.of_text), {"run": nearest})


def _shared(held: RunIndex, others: RunIndex) -> Iterator[Leak]:
    for name, own in held.of_text.items():
        shared = [run for run in own if run in others.owner]
        if shared:
            yield Leak(name, min(others.owner[run] for run in shared), "run", len(shared) / len(own))
