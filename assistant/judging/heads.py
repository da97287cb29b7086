"""What was learnt of example passages, as data of the corpus: `judge/heads.npz`, written by `python -m evals.train`.

For each exam: a softmax that says which of its elements a text is about; one regression for each element that says
whether a text answers it; the vectors of the examples, to compare with. Over all exams: one regression that tells
content from announcement, a softmax that says which exam a text belongs to, and the reader of pairs.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.judging.linear import VECTOR_SCALE, Matrix
from assistant.judging.pair_reader import PairReader
from assistant.referential.loading import CorpusError

KINDS = ("satisfies", "announces", "near_miss")
_EXAMPLE_SCALE = 127.0
"""Examples are kept in 8 bits: unit vectors of 384 dimensions lose nothing that matters."""
_READER = ("wordings", "text_centre", "wording_centre", "hidden", "output")


@dataclass(frozen=True)
class Regressions:
    """Regressions on vectors: `weights` has the shape (dimensions + 1, outputs), the intercepts last."""

    centre: Matrix
    weights: Matrix

    def scores(self, vectors: Matrix) -> Matrix:
        """Return the scores of all outputs, shape (texts, outputs)."""
        stretched = (vectors - self.centre) * VECTOR_SCALE
        return np.asarray(stretched @ self.weights[:-1] + self.weights[-1], dtype=np.float32)


@dataclass(frozen=True)
class ExamHeads:
    """What was learnt of one exam. `owner` is the row in `elements` of each example, `kind` its row in `KINDS`."""

    elements: tuple[str, ...]
    topic: Regressions
    answers: Regressions
    vectors: Matrix
    owner: NDArray[np.int64]
    kind: NDArray[np.int64]

    def examples(self, row: int, kind: str) -> Matrix:
        """Return the vectors of an element's examples of a kind, shape (examples, dimensions)."""
        chosen = (self.owner == row) & (self.kind == KINDS.index(kind))
        return np.compress(chosen, self.vectors, axis=0)


@dataclass(frozen=True)
class Heads:
    """All that was learnt. `embedder` names the model whose vectors they read."""

    embedder: str
    exams: dict[str, ExamHeads]
    substance: Regressions
    """Its vectors are those of the text followed by its signs (`cues.NAMES`)."""
    exam: Regressions
    reader: PairReader

    def save(self, path: Path) -> None:
        """Write the heads to one file."""
        arrays: dict[str, Any] = {"embedder": np.array(self.embedder), "exams": np.array(list(self.exams))}
        for name, model in {"substance": self.substance, "exam": self.exam}.items():
            arrays |= _packed(name, model)
        for exam_id, exam in self.exams.items():
            arrays |= _packed(f"{exam_id}.topic", exam.topic) | _packed(f"{exam_id}.answers", exam.answers)
            arrays[f"{exam_id}.elements"] = np.array(exam.elements)
            arrays[f"{exam_id}.examples"] = np.round(exam.vectors * _EXAMPLE_SCALE).astype(np.float16)
            arrays[f"{exam_id}.owner"] = exam.owner.astype(np.int16)
            arrays[f"{exam_id}.kind"] = exam.kind.astype(np.int8)
        arrays["reader.elements"] = np.array(self.reader.elements)
        arrays |= {f"reader.{name}": getattr(self.reader, name).astype(np.float16) for name in _READER}
        np.savez_compressed(path, **arrays)


@lru_cache(maxsize=2)
def load_heads(path: Path) -> Heads:
    """Read the heads. Raises CorpusError when the file is missing or damaged."""
    try:
        with np.load(path, allow_pickle=False) as data:
            exams = {str(exam_id): _exam(data, str(exam_id)) for exam_id in data["exams"]}
            plain = {name: _unpacked(data, name) for name in ("substance", "exam")}
            return Heads(str(data["embedder"]), exams, **plain, reader=_reader(data))
    except (OSError, ValueError, KeyError) as error:
        raise CorpusError(
            f"Le fichier « {path.name} » du corpus est illisible : refaites python -m evals.train."
        ) from error


def _reader(data: Any) -> PairReader:
    arrays = {name: data[f"reader.{name}"].astype(np.float32) for name in _READER}
    return PairReader(tuple(data["reader.elements"].tolist()), **arrays)


def _packed(name: str, model: Regressions) -> dict[str, Any]:
    return {f"{name}.centre": model.centre.astype(np.float16), f"{name}.weights": model.weights.astype(np.float16)}


def _unpacked(data: Any, name: str) -> Regressions:
    return Regressions(data[f"{name}.centre"].astype(np.float32), data[f"{name}.weights"].astype(np.float32))


def _exam(data: Any, exam_id: str) -> ExamHeads:
    examples = data[f"{exam_id}.examples"].astype(np.float32)
    return ExamHeads(
        elements=tuple(data[f"{exam_id}.elements"].tolist()),
        topic=_unpacked(data, f"{exam_id}.topic"),
        answers=_unpacked(data, f"{exam_id}.answers"),
        vectors=examples / np.linalg.norm(examples, axis=1, keepdims=True),
        owner=data[f"{exam_id}.owner"].astype(np.int64),
        kind=data[f"{exam_id}.kind"].astype(np.int64),
    )
