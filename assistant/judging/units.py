"""Where evidence can stand: the passages of a draft that are the candidate's own words, one by one and in blocks.

A block is a run of neighbouring passages under one heading: what is said over three list items or a whole table is
found there. Its vector is the mean of its passages', so that blocks cost no embedding.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from assistant.dossier.model import Document, Passage, PassageKind

_EVIDENCE_KINDS = frozenset(
    {PassageKind.PARAGRAPH, PassageKind.LIST_ITEM, PassageKind.TABLE_ROW, PassageKind.CAPTION, PassageKind.NOTE}
)
_BLOCK_WORDS = 110
_LEAST_WORDS = 2


@dataclass(frozen=True)
class Units:
    """The units of a draft: first its passages, then its blocks. `members` gives the rows of passages of each unit."""

    passages: tuple[Passage, ...]
    texts: tuple[str, ...]
    """What is read of each unit: a table row with its column heads."""
    members: tuple[tuple[int, ...], ...]

    def __len__(self) -> int:
        """Return the number of units, passages and blocks."""
        return len(self.members)

    def vectors(self, of_passages: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the unit vectors of all units, shape (units, dimensions), from those of the passages."""
        lengths = np.array([len(text.split()) for text in self.texts[: len(self.passages)]], dtype=np.float32)
        rows = []
        for member in self.members:
            index = list(member)
            mean = (of_passages[index] * lengths[index, None]).sum(axis=0)
            rows.append(mean / max(float(np.linalg.norm(mean)), 1e-9))
        return np.array(rows, dtype=np.float32).reshape(len(self.members), of_passages.shape[1])


def units_of(document: Document, excluded: Iterable[int] = ()) -> Units:
    """Return the units of a draft. Passages whose index is `excluded` are no evidence."""
    left_out = frozenset(excluded)
    passages = tuple(item for item in document.passages if _can_be_evidence(item) and item.index not in left_out)
    texts = [readable(passage) for passage in passages]
    members: list[tuple[int, ...]] = [(row,) for row in range(len(passages))]
    for block in _blocks(passages, texts):
        members.append(block)
        texts.append("\n".join(texts[row] for row in block))
    return Units(passages, tuple(texts), tuple(members))


def readable(passage: Passage) -> str:
    """Return the passage as it is read: a table row says what each of its cells is."""
    if len(passage.columns) == len(passage.cells) and passage.cells:
        pairs = zip(passage.columns, passage.cells, strict=True)
        return " | ".join(f"{head} : {cell}" if head else cell for head, cell in pairs if cell)
    return " | ".join(cell for cell in passage.cells if cell) or passage.text


def _can_be_evidence(passage: Passage) -> bool:
    is_head = passage.kind is PassageKind.TABLE_ROW and passage.cells == passage.columns
    return (
        passage.kind in _EVIDENCE_KINDS
        and not passage.hidden
        and not is_head
        and len(passage.text.split()) >= _LEAST_WORDS
    )


def _blocks(passages: Sequence[Passage], texts: Sequence[str]) -> Iterable[tuple[int, ...]]:
    """Runs of neighbours under one heading or in one table, of two passages at least and so many words at most."""
    for _, group in groupby(range(len(passages)), key=lambda row: (passages[row].heading, passages[row].slide)):
        run: list[int] = []
        count = 0
        for row in group:
            length = len(texts[row].split())
            if run and count + length > _BLOCK_WORDS:
                if len(run) > 1:
                    yield tuple(run)
                run, count = [], 0
            run.append(row)
            count += length
        if len(run) > 1:
            yield tuple(run)
