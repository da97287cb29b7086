"""Lexical search: BM25 over French stems, without accents, so that « etapes » finds « étapes »."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.referential.wording import words

# Words that carry no subject, folded. The list is short: BM25 already gives frequent words little weight.
_STOP_WORDS = frozenset(
    "a ai as au aux avec c ca ce ces cette ceux d dans de des du elle en est et eu eux il ils j je l la le les "
    "leur lui m ma mais me mes moi mon n ne nos notre nous on ou par pas pour qu que qui s sa se ses si son sont "
    "sur t ta te tes toi ton tu un une vos votre vous y the of to in is are do does it i my we our for and or be".split()
)


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("french")


def stems(text: str) -> list[str]:
    """Return the stems of the words that carry a subject, in their order."""
    kept = [word for word in words(text) if word not in _STOP_WORDS]
    return list(_stemmer().stemWords(kept))


class LexicalIndex:
    """BM25 over a fixed list of texts; a text is known by its row."""

    def __init__(self, model: Any) -> None:
        """Take a bm25s model; use `build` or `load`."""
        self._model = model

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalIndex":
        """Index the texts, row by row."""
        import bm25s

        model = bm25s.BM25(method="lucene", k1=1.2, b=0.5)
        model.index([stems(text) for text in texts], show_progress=False)
        return cls(model)

    def save(self, folder: Path) -> None:
        """Write the index to a folder."""
        self._model.save(str(folder))

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Read an index that `save` wrote."""
        import bm25s

        return cls(bm25s.BM25.load(str(folder)))

    def scores(self, question: str) -> NDArray[np.float32]:
        """Return the BM25 score of every row, shape (texts,). Without a known word all are 0."""
        known = [stem for stem in stems(question) if stem in self._model.vocab_dict]
        if not known:
            return np.zeros(self._model.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._model.get_scores(known), dtype=np.float32)
