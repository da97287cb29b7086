"""Where an index's vectors live: in a folder of its own, or in a Chroma server that several processes share."""

import logging
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import uuid4

from assistant.search.embedder import Vectors

_COLLECTION = "entries"
_ADD_BATCH = 1000
_BUILDING = "-building-"
_ABANDONED_S = 3600.0
"""A collection that was begun so long ago was left by a process that was killed."""
_HNSW = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 400, "max_neighbors": 32}}


class VectorStoreError(Exception):
    """The Chroma server can't be used. The message is one French sentence."""


@dataclass(frozen=True)
class Row:
    """What is kept beside a vector."""

    text: str
    target: str
    kind: str
    exam: str


class VectorStore(Protocol):
    """Where vectors are put once and then only read."""

    suffix: str
    """Ends the name of the folder of an index whose vectors are here."""

    def put(self, workshop: Path, name: str, rows: Sequence[Row], vectors: Vectors, *, anew: bool) -> str:
        """Put the vectors of the index `name`, whose folder is being built; return what they are found by."""
        ...

    def open(self, folder: Path, found_by: str) -> Any:
        """Return the collection. Raises what Chroma raises where it isn't there or is damaged."""
        ...


class FolderStore:
    """Vectors in the folder of the index."""

    suffix = ""

    def put(self, workshop: Path, name: str, rows: Sequence[Row], vectors: Vectors, *, anew: bool) -> str:
        """Put them into a new store of the folder that is being built."""
        # Chroma keeps what it opened by path, failures included: a rebuilt store needs a path of its own.
        store = f"chroma-{uuid4().hex[:8]}"
        collection = _local(workshop / store).create_collection(
            _COLLECTION, embedding_function=None, configuration=_HNSW
        )
        _fill(collection, rows, vectors)
        return store

    def open(self, folder: Path, found_by: str) -> Any:
        """Open the store of the folder."""
        return _local(folder / found_by).get_collection(_COLLECTION, embedding_function=None)


@dataclass(frozen=True)
class ChromaServer:
    """Vectors in a Chroma server, in a collection that the index's fingerprint names."""

    url: str
    token: str = field(default="", repr=False)
    suffix = "-served"

    def put(self, workshop: Path, name: str, rows: Sequence[Row], vectors: Vectors, *, anew: bool) -> str:
        """Put them into the server, unless another machine did so already; `anew` puts them in any case."""
        client = self._client()
        wanted = f"jury-coach-{name}"
        if not anew and _is_whole(client, wanted, len(rows)):
            return wanted
        for left in _abandoned(client.list_collections(), f"{wanted}{_BUILDING}"):
            with suppress(Exception):  # whoever else sees it deletes it too
                client.delete_collection(left)
        collection = client.create_collection(
            f"{wanted}{_BUILDING}{uuid4().hex[:8]}",
            embedding_function=None,
            configuration=_HNSW,
            metadata={"begun": time.time()},
        )
        _fill(collection, rows, vectors)
        if anew or not _is_whole(client, wanted, len(rows)):
            with suppress(Exception):  # there is none
                client.delete_collection(wanted)
            collection.modify(name=wanted)
        else:  # another machine was faster
            client.delete_collection(collection.name)
        return wanted

    def open(self, folder: Path, found_by: str) -> Any:
        """Open the collection of the server."""
        return self._client().get_collection(found_by, embedding_function=None)

    def _client(self) -> Any:
        import chromadb

        parts = urlsplit(self.url)
        secure = parts.scheme == "https"
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        # The client tells of each request with its address, which holds nothing that is of use.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        try:
            return chromadb.HttpClient(
                host=parts.hostname or "localhost",
                port=parts.port or (443 if secure else 8000),
                ssl=secure,
                headers=headers,
                settings=chromadb.Settings(anonymized_telemetry=False),
            )
        except Exception as error:  # whatever it is: the server isn't there, or refuses
            raise VectorStoreError(
                "Le serveur Chroma indiqué par ASSISTANT_CHROMA_URL ne répond pas, ou refuse l’accès "
                f"({type(error).__name__}) : vérifiez qu’il est lancé, son adresse et ASSISTANT_CHROMA_TOKEN."
            ) from None


def _is_whole(client: Any, name: str, count: int) -> bool:
    try:
        return bool(client.get_collection(name, embedding_function=None).count() == count)
    except Exception:  # there is none
        return False


def _abandoned(collections: Iterable[Any], prefix: str) -> list[str]:
    before = time.time() - _ABANDONED_S
    return [
        item.name
        for item in collections
        if item.name.startswith(prefix) and (item.metadata or {}).get("begun", 0.0) < before
    ]


def _local(folder: Path) -> Any:
    import chromadb

    return chromadb.PersistentClient(
        path=str(folder), settings=chromadb.Settings(anonymized_telemetry=False, allow_reset=False)
    )


def _fill(collection: Any, rows: Sequence[Row], vectors: Vectors) -> None:
    for start in range(0, len(rows), _ADD_BATCH):
        numbers = range(start, min(start + _ADD_BATCH, len(rows)))
        collection.add(
            ids=[str(number) for number in numbers],
            embeddings=vectors[numbers.start : numbers.stop],
            documents=[rows[number].text for number in numbers],
            metadatas=[
                {"target": rows[number].target, "kind": rows[number].kind, "exam": rows[number].exam}
                for number in numbers
            ],
        )
