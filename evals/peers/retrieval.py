"""The systems that `--suite retrieval` compares: the search as it stands, without each of its parts, and its peers."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from assistant import Coach
from assistant.progress import unreported
from assistant.referential.export import referential_as_markdown
from assistant.search.classifier import TargetClassifier
from assistant.search.embedder import Embedder
from assistant.search.index import Index, IndexedText, indexed_texts, open_index
from assistant.search.lexical import LexicalIndex
from assistant.search.searcher import Searcher

STANDING = "jury-coach"
CHUNK_CHARACTERS = 1000
CHUNK_OVERLAP = 200
CHUNKS = 4
"""Size, overlap and number of the chunks: what LangChain's tutorial on retrieval takes."""


class System(Protocol):
    """Something that ranks criteria."""

    def rank(self, questions: Sequence[str]) -> list[list[str]]:
        """Return for every question the ids of the criteria that it finds, best first; it may find none."""


def make_systems(coach: Coach, corpus: Mapping[str, str], workshop: Path) -> dict[str, System]:
    """Return all systems by name, the standing one first. What has to be built is built in `workshop`."""
    texts = indexed_texts(coach.referential, coach.knowledge)
    index = open_index(coach.settings.data, texts, coach.embedder, unreported)

    def search(own: Index) -> System:
        return CriterionSearch(Searcher(own, coach.embedder, coach.referential))

    own_words = texts[: len(coach.referential.entry_keys())]
    return {
        STANDING: CriterionSearch(coach.searcher),
        "− classifier": search(PartialIndex(index, classifier=False)),
        "− BM25": search(PartialIndex(index, lexical=False)),
        "− dense view": search(PartialIndex(index, dense=False)),
        "− phrasings": search(_small_index(workshop, own_words, coach.embedder)),
        "plain BM25": PlainLexical(corpus),
        "plain dense": PlainDense(corpus, coach.embedder),
        "tutorial": Tutorial(referential_as_markdown(coach.referential), corpus, coach.embedder),
    }


def _small_index(workshop: Path, texts: Sequence[IndexedText], embedder: Embedder) -> Index:
    with warnings.catch_warnings():
        # Every entry has one text: scikit-learn wonders whether as many classes as texts are meant.
        warnings.filterwarnings("ignore", message="The number of unique classes", category=UserWarning)
        return open_index(workshop, texts, embedder, unreported)


class CriterionSearch:
    """A searcher, of whose findings only the criteria are kept."""

    def __init__(self, searcher: Searcher) -> None:
        """Take the searcher."""
        self._searcher = searcher

    def rank(self, questions: Sequence[str]) -> list[list[str]]:
        """Return the criteria in the order of the search."""
        found = [self._searcher.search(question) for question in questions]
        return [[item.target.id for item in own if item.target.kind == "criterion"] for own in found]


class PartialIndex(Index):
    """An index of which some parts say the same of every target, and so tell nothing.

    The weights of the fusion stay as they are. Without the dense view, the classifier still reads the embedding.
    """

    def __init__(self, whole: Index, *, dense: bool = True, lexical: bool = True, classifier: bool = True) -> None:
        """Take the whole index and which of its parts still speak."""
        vars(self).update(vars(whole))
        self._speaks = dense
        if not lexical:
            self.lexical = _SilentLexical(len(whole))
        if not classifier:
            self.classifier = _silent(whole.classifier)

    def dense(
        self, vector: NDArray[np.float32], limit: int, exams: Sequence[str] = ()
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the nearest rows, or none."""
        if self._speaks:
            return super().dense(vector, limit, exams)
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)


class _SilentLexical(LexicalIndex):
    def __init__(self, rows: int) -> None:
        super().__init__(None)
        self._rows = rows

    def scores(self, question: str) -> NDArray[np.float32]:
        return np.zeros(self._rows, dtype=np.float32)


def _silent(classifier: TargetClassifier) -> TargetClassifier:
    """Return a classifier to which every target is as probable as any other."""
    return replace(classifier, dense=np.zeros_like(classifier.dense), lexical=np.zeros_like(classifier.lexical))


class PlainLexical:
    """BM25 over the stems of the criteria."""

    def __init__(self, corpus: Mapping[str, str]) -> None:
        """Index the criteria."""
        self._ids = list(corpus)
        self._index = LexicalIndex.build(list(corpus.values()))

    def rank(self, questions: Sequence[str]) -> list[list[str]]:
        """Return the criteria that share a stem with the question."""
        ranked = []
        for question in questions:
            scores = self._index.scores(question)
            ranked.append([self._ids[row] for row in np.argsort(-scores, kind="stable") if scores[row] > 0])
        return ranked


class PlainDense:
    """The cosine between a question and each criterion, with the prompts that the model was taught."""

    def __init__(self, corpus: Mapping[str, str], embedder: Embedder) -> None:
        """Embed the criteria."""
        self._ids = list(corpus)
        self._embedder = embedder
        self._vectors = embedder.embed_passages(list(corpus.values()))

    def rank(self, questions: Sequence[str]) -> list[list[str]]:
        """Return all criteria by their cosine."""
        cosines = self._embedder.embed_questions(questions) @ self._vectors.T
        return [[self._ids[row] for row in order] for order in np.argsort(-cosines, axis=1, kind="stable")]


class Tutorial:
    """The pipeline of the tutorials: a recursive splitter, Chroma, the four nearest chunks.

    A criterion is found when a chunk holds its whole text; those of one chunk come in the order of the text. A chunk
    may hold several, and a text that stands under two criteria is both.
    """

    def __init__(self, markdown: str, corpus: Mapping[str, str], embedder: Embedder) -> None:
        """Split the référentiel and store its chunks."""
        import chromadb
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        self._embedder = embedder
        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARACTERS, chunk_overlap=CHUNK_OVERLAP)
        chunks = splitter.split_text(markdown)
        self._held = [criteria_within(chunk, corpus) for chunk in chunks]
        client: Any = chromadb.EphemeralClient(settings=chromadb.Settings(anonymized_telemetry=False))
        # Clients in memory share what they hold: another collection needs another name.
        self._collection = client.create_collection(
            f"tutorial-{uuid4().hex}", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        self._collection.add(
            ids=[str(row) for row in range(len(chunks))], embeddings=embedder.embed_passages(chunks), documents=chunks
        )

    def rank(self, questions: Sequence[str]) -> list[list[str]]:
        """Return the criteria of the nearest chunks."""
        found = self._collection.query(
            query_embeddings=list(self._embedder.embed_questions(questions)), n_results=CHUNKS, include=["distances"]
        )
        return [
            list(dict.fromkeys(criterion for row in rows for criterion in self._held[int(row)]))
            for rows in found["ids"]
        ]


def criteria_within(chunk: str, corpus: Mapping[str, str]) -> list[str]:
    """Return the criteria whose whole text a chunk holds, in the order of their places in it."""
    places = [(chunk.find(text), criterion) for criterion, text in corpus.items()]
    return [criterion for place, criterion in sorted(places, key=lambda item: item[0]) if place >= 0]
