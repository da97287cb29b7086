"""The index on disk: a Chroma collection and a BM25 index of the same texts, immutable once built.

An index is named by a fingerprint of what it was built from. It is built under a lock in a temporary folder,
renamed to its fingerprint, and from then on only read: two processes can start at once, and a change of the
corpus or of the embedder makes another index beside the old one.
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from assistant.progress import Report
from assistant.referential.knowledge import Knowledge, Target
from assistant.referential.model import Referential
from assistant.search.classifier import TargetClassifier
from assistant.search.embedder import Embedder, Vectors
from assistant.search.lexical import LexicalIndex
from assistant.search.vector_store import FolderStore, Row, VectorStore, VectorStoreError
from assistant.search.workshop import make_workshop

_FORMAT = 3
"""Rises when what an index holds changes, so that an older index is not taken for the present one."""
_CONTENTS = "contents.json"
_REPORT_EVERY = 512


class IndexDamagedError(Exception):
    """The index on disk can't be read."""


@dataclass(frozen=True)
class IndexedText:
    """A text of the index and what it asks about. `exam` is empty for what belongs to no exam."""

    target: Target
    text: str
    exam: str


def indexed_texts(referential: Referential, knowledge: Knowledge) -> list[IndexedText]:
    """Return the source's wording of every entry, then every phrasing."""
    texts = []
    for key in referential.entry_keys():
        exam = referential.exam_of(key)
        target = Target(key.kind.value, key.id)
        texts.append(IndexedText(target, referential.verbatim(key), exam.id if exam else ""))
    for target, text in knowledge.examples():
        entry = target.entry
        exam = referential.exam_of(entry) if entry else None
        texts.append(IndexedText(target, text, exam.id if exam else ""))
    return texts


class Index:
    """An index opened for reading."""

    def __init__(
        self, collection: Any, lexical: LexicalIndex, classifier: TargetClassifier, targets: list[Target]
    ) -> None:
        """Take the opened parts; use `open_index`."""
        self._collection = collection
        self.lexical = lexical
        self.classifier = classifier
        self.targets = tuple(dict.fromkeys(targets))
        """Every target, in the order of its first text."""
        number = {target: i for i, target in enumerate(self.targets)}
        self.target_of_row: NDArray[np.int64] = np.array([number[target] for target in targets])
        """Number of the target of every row, shape (texts,)."""

    def __len__(self) -> int:
        """Return the number of indexed texts."""
        return len(self.target_of_row)

    def vectors(self) -> Vectors:
        """Return the unit vectors of all rows, in their order."""
        found = self._collection.get(include=["embeddings"])
        order = np.argsort([int(row) for row in found["ids"]])
        return np.asarray(found["embeddings"], dtype=np.float32)[order]

    def dense(
        self, vector: NDArray[np.float32], limit: int, exams: Sequence[str] = ()
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the rows nearest to a unit vector, and their cosines, best first.

        With `exams`, only rows of these exams or of no exam.
        """
        where = {"exam": {"$in": [*exams, ""]}} if exams else None
        found = self._collection.query(
            query_embeddings=[vector], n_results=min(limit, len(self)), where=where, include=["distances"]
        )
        rows = np.array([int(row) for row in found["ids"][0]], dtype=np.int64)
        return rows, 1.0 - np.array(found["distances"][0], dtype=np.float32)


def fingerprint(texts: Sequence[IndexedText], embedder: Embedder) -> str:
    """Return the name of the index of these texts with this embedder."""
    digest = hashlib.sha256(f"{_FORMAT}|{embedder.name}".encode())
    for item in texts:
        digest.update(f"\0{item.target}\0{item.text}".encode())
    return digest.hexdigest()[:16]


def index_folder(data: Path, name: str) -> Path:
    """Return the folder of an index."""
    return data / "indexes" / name


def open_index(  # noqa: PLR0913 - what an index is made of, and where its vectors live
    data: Path,
    texts: Sequence[IndexedText],
    embedder: Embedder,
    report: Report,
    *,
    rebuild: bool = False,
    store: VectorStore | None = None,
) -> Index:
    """Open the index of these texts, built if it doesn't stand, built anew if it is damaged.

    Its vectors are in its folder, or in `store`. Safe when several processes call it at once. Raises OSError where the
    disk refuses, VectorStoreError where the store can't be reached.
    """
    store = store or FolderStore()
    name = fingerprint(texts, embedder)
    folder = index_folder(data, f"{name}{store.suffix}")
    anew = rebuild
    if folder.exists() and not rebuild:
        try:
            return _open(folder, len(texts), store)
        except IndexDamagedError:
            report("L’index de recherche est endommagé : il est reconstruit.")
            rebuild = True
    folder.parent.mkdir(parents=True, exist_ok=True)
    seen = _identity(folder)
    with FileLock(folder.with_suffix(".lock")):
        # Another process may have built it while this one waited for the lock.
        if not folder.exists() or (rebuild and _identity(folder) == seen):
            _build(folder, texts, _Vectors(embedder, store, name, anew), report)
    return _open(folder, len(texts), store)


def _identity(folder: Path) -> int | None:
    try:
        return folder.stat().st_ino
    except FileNotFoundError:
        return None


@dataclass(frozen=True)
class _Vectors:
    """What makes the vectors of an index, and where they go."""

    embedder: Embedder
    store: VectorStore
    name: str
    anew: bool


def _open(folder: Path, count: int, store: VectorStore) -> Index:
    try:
        contents = json.loads((folder / _CONTENTS).read_text("utf-8"))
        targets = [Target.parse(text) for text in contents["targets"]]
        collection = store.open(folder, contents["store"])
        if not len(targets) == collection.count() == count:
            raise IndexDamagedError(f"{collection.count()} vectors for {count} texts")
        lexical = LexicalIndex.load(folder / "lexical")
        classifier = TargetClassifier.load(folder / "classifier.npz")
        index = Index(collection, lexical, classifier, targets)
        # What is damaged inside the vectors shows only when they are searched.
        probe = collection.get(limit=1, include=["embeddings"])["embeddings"][0]
        index.dense(np.asarray(probe, dtype=np.float32), 1)
        lexical.scores("jury")
    except (IndexDamagedError, VectorStoreError):
        raise
    except Exception as error:  # the store raises many kinds, all of which mean that it can't be read
        raise IndexDamagedError(str(error)) from error
    return index


def _build(folder: Path, texts: Sequence[IndexedText], making: _Vectors, report: Report) -> None:
    report(f"Construction de l’index de recherche : {len(texts)} textes…")
    workshop = make_workshop(folder)
    try:
        vectors = _embed(texts, making.embedder, report)
        rows = [Row(item.text, str(item.target), item.target.kind, item.exam) for item in texts]
        store = making.store.put(workshop, making.name, rows, vectors, anew=making.anew)
        LexicalIndex.build([item.text for item in texts]).save(workshop / "lexical")
        report("Apprentissage du classement des questions…")
        targets = [str(item.target) for item in texts]
        TargetClassifier.train([item.text for item in texts], vectors, targets).save(workshop / "classifier.npz")
        contents = {"store": store, "targets": targets}
        (workshop / _CONTENTS).write_text(json.dumps(contents), encoding="utf-8")
        if folder.exists():
            folder.rename(workshop / "old")
        workshop.rename(folder)
        shutil.rmtree(folder / "old", ignore_errors=True)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    report("L’index de recherche est prêt.")


def _embed(texts: Sequence[IndexedText], embedder: Embedder, report: Report) -> Vectors:
    """Embed all texts as questions: nearly all are, and E5 compares like with like best."""
    parts = []
    for start in range(0, len(texts), _REPORT_EVERY):
        batch = [item.text for item in texts[start : start + _REPORT_EVERY]]
        parts.append(embedder.embed_questions(batch))
        report(f"Textes indexés : {min(start + _REPORT_EVERY, len(texts))} sur {len(texts)}")
    return np.concatenate(parts)
