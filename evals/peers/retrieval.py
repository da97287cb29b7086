"""What the search is compared with: BM25 alone, the embedding alone, the pipeline of the tutorials."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import uuid4

import numpy as np

from assistant.referential.export import referential_as_markdown
from assistant.referential.model import Referential
from assistant.search.embedder import Embedder
from assistant.search.lexical import LexicalIndex

PLAIN_BM25 = "plain BM25"
PLAIN_DENSE = "plain dense"
TUTORIAL = "tutorial"
PEERS = (PLAIN_BM25, PLAIN_DENSE, TUTORIAL)
CHUNK_CHARACTERS = 1000
CHUNK_OVERLAP = 200
CHUNKS = 4
"""Size, overlap and number of the chunks: what LangChain's tutorial on retrieval takes."""


class System(Protocol):
    """Something that ranks criteria."""

    def rank(self, question: str) -> list[str]:
        """Return the ids of the criteria that it finds, best first; it may find none."""


def make_peers(referential: Referential, corpus: Mapping[str, str], embedder: Embedder) -> dict[str, System]:
    """Return the peers by name. They search the corpus; the tutorial's chunks are of the whole référentiel."""
    return {
        PLAIN_BM25: PlainLexical(corpus),
        PLAIN_DENSE: PlainDense(corpus, embedder),
        TUTORIAL: Tutorial(referential_as_markdown(referential), corpus, embedder),
    }


class PlainLexical:
    """BM25 over the stems of the criteria."""

    def __init__(self, corpus: Mapping[str, str]) -> None:
        """Index the criteria."""
        self._ids = list(corpus)
        self._index = LexicalIndex.build(list(corpus.values()))

    def rank(self, question: str) -> list[str]:
        """Return the criteria that share a stem with the question."""
        scores = self._index.scores(question)
        return [self._ids[row] for row in np.argsort(-scores, kind="stable") if scores[row] > 0]


class PlainDense:
    """The cosine between a question and each criterion, with the prompts that the model was taught."""

    def __init__(self, corpus: Mapping[str, str], embedder: Embedder) -> None:
        """Embed the criteria."""
        self._ids = list(corpus)
        self._embedder = embedder
        self._vectors = embedder.embed_passages(list(corpus.values()))

    def rank(self, question: str) -> list[str]:
        """Return all criteria by their cosine."""
        cosines = self._vectors @ self._embedder.embed_questions([question])[0]
        return [self._ids[row] for row in np.argsort(-cosines, kind="stable")]


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

    def rank(self, question: str) -> list[str]:
        """Return the criteria of the nearest chunks."""
        found = self._collection.query(
            query_embeddings=[self._embedder.embed_questions([question])[0]], n_results=CHUNKS, include=["distances"]
        )
        (rows,) = found["ids"]
        return list(dict.fromkeys(criterion for row in rows for criterion in self._held[int(row)]))


def criteria_within(chunk: str, corpus: Mapping[str, str]) -> list[str]:
    """Return the criteria whose whole text a chunk holds, in the order of their places in it."""
    places = [(chunk.find(text), criterion) for criterion, text in corpus.items()]
    return [criterion for place, criterion in sorted(places, key=lambda item: item[0]) if place >= 0]
