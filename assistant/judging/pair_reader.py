"""Small networks that read a text and an expected element together: does it answer it, only announce it, or neither?

The other heads know each element apart; these have learnt what answering is over all elements at once. Data of the
corpus, in `judge/heads.npz`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assistant.judging.linear import VECTOR_SCALE, Matrix

READINGS = ("answers", "announces", "neither")


@dataclass(frozen=True)
class PairReader:
    """The networks and what they know of elements.

    Shapes: `wordings` (elements, dimensions), the vectors of the elements' own words; `text_centre` and
    `wording_centre` (dimensions,); `hidden` (networks, 4 · dimensions + 1, units), `output` (networks, units + 1,
    readings), the intercepts last.
    """

    elements: tuple[str, ...]
    wordings: Matrix
    text_centre: Matrix
    wording_centre: Matrix
    hidden: Matrix
    output: Matrix

    def read(self, vectors: Matrix, elements: Sequence[str]) -> Matrix:
        """Return two log-odds of each pair, shape (texts, elements, 2): answers against all else, announces against neither."""
        found = np.zeros((len(vectors), len(elements), 2), dtype=np.float32)
        texts = self.stretched_texts(vectors)
        known = {name: row for row, name in enumerate(self.elements)}
        hidden = np.concatenate(list(self.hidden), axis=1)
        dimensions = texts.shape[1]
        of_texts = texts @ hidden[:dimensions] + hidden[-1]
        for column, element in enumerate(elements):
            wording = self.stretched_wordings[known[element]]
            of_both = together(texts, wording) @ hidden[2 * dimensions : -1]
            of_wording = wording @ hidden[dimensions : 2 * dimensions]
            logs = self._log_probabilities(np.maximum(of_texts + of_wording + of_both, 0))
            found[:, column, 0] = logs[:, 0] - np.logaddexp(logs[:, 1], logs[:, 2])
            found[:, column, 1] = logs[:, 1] - logs[:, 2]
        return found

    def stretched_texts(self, vectors: Matrix) -> Matrix:
        """Return vectors of texts as the networks take them in."""
        return np.asarray((vectors - self.text_centre) * VECTOR_SCALE, dtype=np.float32)

    @cached_property
    def stretched_wordings(self) -> Matrix:
        """The vectors of the elements as the networks take them in."""
        return np.asarray((self.wordings - self.wording_centre) * VECTOR_SCALE, dtype=np.float32)

    def _log_probabilities(self, inner: Matrix) -> Matrix:
        """The mean over the networks of the logarithm of each reading's probability, shape (texts, readings).

        `inner` holds what the hidden units of all networks say, one network after the other.
        """
        total = np.zeros((len(inner), len(READINGS)), dtype=np.float32)
        for own, output in zip(np.split(inner, len(self.output), axis=1), self.output, strict=True):
            scores = own @ output[:-1] + output[-1]
            total += scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        return total / len(self.output)


def paired(texts: Matrix, wordings: Matrix) -> Matrix:
    """Return what a network reads of each pair of rows: both, where they agree, how far they are apart."""
    return np.concatenate([texts, wordings, together(texts, wordings)], axis=1)


def together(texts: Matrix, wordings: Matrix) -> Matrix:
    """Return where texts and wordings agree, and how far they are apart, shape (texts, 2 · dimensions)."""
    return np.concatenate([texts * wordings, np.abs(texts - wordings)], axis=1)
