"""Whether a worded question still asks what its question of the bank asks, and nothing that another one asks."""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from assistant.coaching.sentences import without_quotes
from assistant.judging.answer_judge import PointReader
from assistant.search.embedder import Embedder

NEAR = 0.94
"""Cosine of a question to the one of the bank that it words. Of two questions of the bank on different criteria, two in ten
thousand are as near; of 32 rewordings by hand, 27: the others keep the bank's words."""
FOLLOW_UP_NEAR = 0.93
"""The same for a follow-up, which is shorter and about one point of a question: one in a thousand, and 13 of 14."""
ALIKE = 0.95
"""Two questions that are so near ask the same thing."""


class Nearness:
    """Compares questions in the embedder's space, quotations left out. Vectors of the bank are remembered, no others."""

    def __init__(self, make: Callable[[], Embedder]) -> None:
        """Take what gives the plain embedder: it is asked for when a model has worded something."""
        self._make = make

    @cached_property
    def _embedder(self) -> Embedder:
        return self._make()

    @cached_property
    def _bank(self) -> PointReader:
        return PointReader(self._embedder)

    def stays(self, worded: str, own: str, others: Sequence[str] = (), *, near_at: float = NEAR) -> bool:
        """Tell whether a wording is near its own question, and to none of the others nearer."""
        known = self._bank.vectors([without_quotes(text) or text for text in (own, *others)])
        near = known @ self._vectors([worded])[0]
        return bool(near[0] >= near_at and near[0] >= near.max())

    def alike(self, text: str, others: Sequence[str]) -> bool:
        """Tell whether one of the others asks the same thing."""
        if not others:
            return False
        vectors = self._vectors([text, *others])
        return bool((vectors[1:] @ vectors[0]).max() >= ALIKE)

    def _vectors(self, texts: Sequence[str]) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
        return np.asarray(self._embedder.embed_passages([without_quotes(text) or text for text in texts]))
