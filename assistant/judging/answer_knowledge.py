"""What was learnt of answers, as data of the corpus: `judge/answers.npz`, written by `python -m evals.train_answers`.

A metric, in which what candidates say of a point is nearer to that point than to the others; a regression that tells
what is said with substance from what is only claimed; trees that weigh all that is known of a point and an answer.
"""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from assistant.judging.heads import Regressions
from assistant.judging.linear import Matrix
from assistant.judging.trees import BoostedTrees
from assistant.referential.loading import CorpusError


@dataclass(frozen=True)
class PointMetric:
    """A change of the vectors: `down` (dimensions, rank) then `up` (rank, dimensions) is added to the centred vector."""

    centre: Matrix
    down: Matrix
    up: Matrix

    def project(self, vectors: Matrix) -> Matrix:
        """Return the unit vectors in which to compare, of the same shape."""
        centred = vectors - self.centre
        moved = centred + centred @ self.down @ self.up
        return np.asarray(moved / np.linalg.norm(moved, axis=-1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class AnswerKnowledge:
    """All that was learnt. `embedder` names the model whose vectors it reads; `features` what the trees read, in order."""

    embedder: str
    metric: PointMetric
    substance: Regressions
    trees: BoostedTrees
    features: tuple[str, ...]

    def save(self, path: Path) -> None:
        """Write it to one file."""
        arrays = {
            "embedder": np.array(self.embedder),
            "features": np.array(self.features),
            "metric.centre": self.metric.centre.astype(np.float16),
            "metric.down": self.metric.down.astype(np.float16),
            "metric.up": self.metric.up.astype(np.float16),
            "substance.centre": self.substance.centre.astype(np.float16),
            "substance.weights": self.substance.weights.astype(np.float16),
            **self.trees.to_arrays(),
        }
        np.savez_compressed(path, **arrays)


@lru_cache(maxsize=2)
def load_answer_knowledge(path: Path, features: tuple[str, ...]) -> AnswerKnowledge:
    """Read it. Raises CorpusError when the file is missing, damaged, or made for other features."""
    try:
        with np.load(path, allow_pickle=False) as data:
            if tuple(data["features"].tolist()) != features:
                raise ValueError("made for other features")
            wide = {name: data[name].astype(np.float32) for name in data.files if name.startswith(("metric", "subst"))}
            return AnswerKnowledge(
                embedder=str(data["embedder"]),
                metric=PointMetric(wide["metric.centre"], wide["metric.down"], wide["metric.up"]),
                substance=Regressions(wide["substance.centre"], wide["substance.weights"]),
                trees=BoostedTrees.from_arrays(data),
                features=features,
            )
    except (OSError, EOFError, ValueError, KeyError, BadZipFile, zlib.error) as error:
        message = f"Le fichier « {path.name} » du corpus est illisible : refaites python -m evals.train_answers."
        raise CorpusError(message) from error
