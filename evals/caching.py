"""An embedder that remembers: training again, or the same draft as another file, embeds only what is new."""

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
        self._embedder = embedder
        name = hashlib.sha256(embedder.name.encode()).hexdigest()[:12]
        self._path = folder / f"embeddings-{name}.npz" if folder else None
        self._known: dict[str, Matrix] = {}
        if self._path and self._path.exists():
            with np.load(self._path, allow_pickle=False) as data:
                self._known = dict(zip(data["keys"].tolist(), data["vectors"], strict=True))

    @property
    def name(self) -> str:
        """Name of the model."""
        return self._embedder.name

    @property
    def forgetful(self) -> Embedder:
        """The embedder that remembers nothing: what takes as long as the program takes."""
        own = self._embedder
        return own.forgetful if isinstance(own, CachedEmbedder) else own

    def embed_questions(self, questions: Sequence[str]) -> Matrix:
        """Return one unit vector a question."""
        return self._embedder.embed_questions(questions)

    def embed_passages(self, passages: Sequence[str]) -> Matrix:
        """Return one unit vector a passage."""
        keys = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in passages]
        new = [row for row, key in enumerate(keys) if key not in self._known]
        if new:
            vectors = self._embedder.embed_passages([passages[row] for row in new])
            self._known |= {keys[row]: vector for row, vector in zip(new, vectors, strict=True)}
            self._save()
        return np.stack([self._known[key] for key in keys]) if keys else np.zeros((0, 0), dtype=np.float32)

    def _save(self) -> None:
        if self._path is None:
            return
        keys = list(self._known)
        np.savez(self._path, keys=np.array(keys), vectors=np.stack([self._known[key] for key in keys]))
