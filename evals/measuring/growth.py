"""How the search grows with its index: the real one, then several times as large.

`python -m evals.measuring.growth QUESTIONS.json [FOLDER]` measures an index that `grow` made, in a process of its own;
without a folder it measures the real one. It prints a line of JSON.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import Coach
from assistant.referential.knowledge import Target
from assistant.search.classifier import TargetClassifier
from assistant.search.index import Index, fingerprint, index_folder, indexed_texts
from assistant.search.lexical import LexicalIndex
from assistant.search.searcher import Searcher
from assistant.search.vector_store import FolderStore, Row
from evals.measuring.processes import memory_mb
from evals.metrics.bootstrap import SEED

_NOISE = 0.4
"""Length of what is added to a unit vector: the new one lies as far from it as one phrasing from another (cosine .93)."""
_NEAREST = 300
_WARMING_UP = 5
_TARGETS = "targets.json"
_STORE = "store.txt"


@dataclass(frozen=True)
class Grown:
    """Medians in milliseconds of the whole search and of its two stores, and the memory of the process."""

    texts: int
    search_ms: float
    dense_ms: float
    lexical_ms: float
    memory_mb: float


def grow(coach: Coach, times: int, folder: Path) -> None:
    """Write an index so many times as large as the real one, by the code that writes the real one.

    It holds the real texts and vectors, then the same texts with vectors beside the real ones. Random vectors would be
    a harder case than any corpus: nothing is near anything.
    """
    texts = indexed_texts(coach.referential, coach.knowledge) * times
    real = _real_vectors(coach)
    noise = np.random.default_rng(SEED).normal(size=((times - 1) * len(real), real.shape[1])).astype(np.float32)
    copies = np.tile(real, (times - 1, 1)) + _NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    vectors = np.concatenate([real, copies / np.linalg.norm(copies, axis=1, keepdims=True)])
    rows = [Row(item.text, str(item.target), item.target.kind, item.exam) for item in texts]
    store = FolderStore().put(folder, "grown", rows, vectors, anew=True)
    (folder / _STORE).write_text(store, encoding="utf-8")
    LexicalIndex.build([item.text for item in texts]).save(folder / "lexical")
    (folder / _TARGETS).write_text(json.dumps([str(item.target) for item in texts]), encoding="utf-8")


def _real_vectors(coach: Coach) -> NDArray[np.float32]:
    """The vectors of the real index, in the order of its texts: to embed them again takes half a minute."""
    found = coach.searcher._index._collection.get(include=["embeddings"])
    rows = np.argsort([int(name) for name in found["ids"]])
    return np.asarray(found["embeddings"], dtype=np.float32)[rows]


def open_grown(coach: Coach, folder: Path) -> Searcher:
    """Open an index that `grow` wrote, and not the real one. The classifier is the real one's: it doesn't grow with the texts."""
    targets = [Target.parse(text) for text in json.loads((folder / _TARGETS).read_text(encoding="utf-8"))]
    collection = FolderStore().open(folder, (folder / _STORE).read_text(encoding="utf-8"))
    real = fingerprint(indexed_texts(coach.referential, coach.knowledge), coach.embedder)
    classifier = TargetClassifier.load(index_folder(coach.settings.data, real) / "classifier.npz")
    index = Index(collection, LexicalIndex.load(folder / "lexical"), classifier, targets)
    return Searcher(index, coach.embedder, coach.referential)


def measure_search(
    searcher: Searcher, embed: Callable[[Sequence[str]], NDArray[np.float32]], questions: Sequence[str]
) -> Grown:
    """Time a search as a whole, and its two stores, question by question."""
    index = searcher._index
    for question in questions[:_WARMING_UP]:
        searcher.search(question)
    vectors = embed(questions)
    return Grown(
        texts=searcher.size,
        search_ms=_median_ms(searcher.search, questions),
        dense_ms=_median_ms(lambda vector: index.dense(vector, _NEAREST), vectors),
        lexical_ms=_median_ms(index.lexical.scores, questions),
        memory_mb=memory_mb("self", "VmRSS"),
    )


def _median_ms(act: Callable[..., object], given: Sequence[object] | NDArray[np.float32]) -> float:
    times = []
    for item in given:
        started = time.perf_counter()
        act(item)
        times.append((time.perf_counter() - started) * 1000)
    return float(np.median(times))


def main(arguments: Sequence[str]) -> None:
    """Measure one index and print what was found."""
    questions = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    coach = Coach()
    searcher = open_grown(coach, Path(arguments[1])) if len(arguments) > 1 else coach.searcher
    print(json.dumps(asdict(measure_search(searcher, coach.embedder.embed_questions, questions))))


if __name__ == "__main__":
    main(sys.argv[1:])
