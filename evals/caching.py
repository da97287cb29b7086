"""Embedders that remember: training again, the same draft as another file, a question put to several systems."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.judging.linear import Matrix
from assistant.search.embedder import Embedder


class CachedEmbedder:
    """Keeps the vectors of passages by their content, in memory and in one file where a folder is given."""

    def __init__(self, embedder: Embedder, folder: Path | None = None) -> None:
        """Take the embedder, and the folder of the file."""
        self.plain: Embedder = embedder.plain if isinstance(embedder, CachedEmbedder) else embedder
        """The embedder that remembers nothing: what takes as long as the program takes."""
        name = hashlib.sha256(embedder.name.encode()).hexdigest()[:12]
        self._path = folder / f"embeddings-{name}.npz" if folder else None
        self._known: dict[str, Matrix] = {}
        if self._path and self._path.exists():
            with np.load(self._path, allow_pickle=False) as data:
                self._known = dict(zip(data["keys"].tolist(), data["vectors"], strict=True))

    @property
    def name(self) -> str:
        """Name of the model."""
        return self.plain.name

    def embed_questions(self, questions: Sequence[str]) -> Matrix:
        """Return one unit vector a question."""
        return self.plain.embed_questions(questions)

    def embed_passages(self, passages: Sequence[str]) -> Matrix:
        """Return one unit vector a passage."""
        keys = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in passages]
        new = [row for row, key in enumerate(keys) if key not in self._known]
        if new:
            vectors = self.plain.embed_passages([passages[row] for row in new])
            self._known |= {keys[row]: vector for row, vector in zip(new, vectors, strict=True)}
            self._save()
        return np.stack([self._known[key] for key in keys]) if keys else np.zeros((0, 0), dtype=np.float32)

    def _save(self) -> None:
        if self._path is None:
            return
        keys = list(self._known)
        np.savez(self._path, keys=np.array(keys), vectors=np.stack([self._known[key] for key in keys]))


class RememberedQuestions:
    """Embeds a question once, whoever asks: for systems that are compared on the same questions.

    Several at once (an index that is built) go through.
    """

    def __init__(self, embedder: Embedder) -> None:
        """Take the embedder."""
        self._embedder = embedder
        self._known: dict[str, Matrix] = {}

    @property
    def name(self) -> str:
        """Name of the model."""
        return self._embedder.name

    def embed_questions(self, questions: Sequence[str]) -> Matrix:
        """Return one unit vector a question."""
        if len(questions) != 1:
            return self._embedder.embed_questions(questions)
        (question,) = questions
        if question not in self._known:
            self._known[question] = self._embedder.embed_questions(questions)
        return self._known[question]

    def embed_passages(self, passages: Sequence[str]) -> Matrix:
        """Return one unit vector a passage."""
        return self._embedder.embed_passages(passages)

    def forget(self) -> None:
        """Forget all: whoever measures times wants each question embedded."""
        self._known.clear()
