"""Small networks that read a text and an expected element together: does it answer it, only announce it, or neither?

The other heads know each element apart; these have learnt what answering is over all elements at once. Data of the
corpus, in `judge/heads.npz`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

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
        for column, element in enumerate(elements):
            logs = self._log_probabilities(texts, self.stretched_wordings[known[element]])
            found[:, column, 0] = logs[:, 0] - np.logaddexp(logs[:, 1], logs[:, 2])
            found[:, column, 1] = logs[:, 1] - logs[:, 2]
        return found

    def stretched_texts(self, vectors: Matrix) -> Matrix:
        """Return vectors of texts as the networks take them in."""
        return np.asarray((vectors - self.text_centre) * VECTOR_SCALE, dtype=np.float32)

    @property
    def stretched_wordings(self) -> Matrix:
        """The vectors of the elements as the networks take them in."""
        return np.asarray((self.wordings - self.wording_centre) * VECTOR_SCALE, dtype=np.float32)

    def _log_probabilities(self, texts: Matrix, wording: Matrix) -> Matrix:
        """The mean over the networks of the logarithm of each reading's probability, shape (texts, readings)."""
        given = paired(texts, np.broadcast_to(wording, texts.shape))
        total = np.zeros((len(texts), len(READINGS)), dtype=np.float32)
        for hidden, output in zip(self.hidden, self.output, strict=True):
            inner = np.maximum(given @ hidden[:-1] + hidden[-1], 0)
            scores = inner @ output[:-1] + output[-1]
            total += scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        return total / len(self.hidden)


def paired(texts: Matrix, wordings: Matrix) -> Matrix:
    """Return what a network reads of each pair of rows: both, where they agree, how far they are apart."""
    return np.concatenate([texts, wordings, texts * wordings, np.abs(texts - wordings)], axis=1)
