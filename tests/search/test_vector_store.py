"""The vectors in a Chroma server of its own: built once, used by several processes."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
import pytest

from assistant import Coach, Settings
from assistant.search.vector_store import ChromaServer, Row, VectorStoreError
from tests.search.test_index import ASK, data, small_corpus

__all__ = ["data", "small_corpus"]

ROWS = [Row(f"texte {number}", "exam:C3.3", "exam", "C3.3") for number in range(3)]
VECTORS = np.eye(3, 8, dtype=np.float32)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    command = Path(sys.executable).with_name("chroma")
    if not command.exists():
        pytest.skip("the command « chroma » isn’t installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("chroma")
    process = subprocess.Popen(
        [command, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 30
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)


@pytest.fixture
def collections(server: str) -> Iterator[Any]:
    """Look into the server, which is empty before and after."""
    host, port = server.removeprefix("http://").split(":")
    client = chromadb.HttpClient(host=host, port=int(port), settings=chromadb.Settings(anonymized_telemetry=False))
    yield client
    for found in client.list_collections():
        client.delete_collection(found.name)


def names(client: Any) -> list[str]:
    return sorted(found.name for found in client.list_collections())


def run(corpus: Path, data: Path, server: str) -> "subprocess.Popen[str]":
    variables = {"ASSISTANT_CORPUS": str(corpus), "ASSISTANT_DATA": str(data), "ASSISTANT_CHROMA_URL": server}
    return subprocess.Popen(
        [sys.executable, "-c", ASK], env={**os.environ, **variables}, stdout=subprocess.PIPE, text=True
    )


def test_two_processes_share_the_server(small_corpus: Path, data: Path, server: str, collections: Any) -> None:
    processes = [run(small_corpus, data, server) for _ in range(2)]
    assert [process.communicate(timeout=180)[0].strip() for process in processes] == ["6", "6"]
    (name,) = names(collections)
    assert name.startswith("jury-coach-")
    (folder,) = [path for path in (data / "indexes").iterdir() if path.is_dir()]
    assert folder.name == f"{name.removeprefix('jury-coach-')}-served"
    assert not list(folder.glob("chroma-*"))
    # Another machine has nothing but its own disk: it uses what is in the server.
    identity = collections.get_collection(name, embedding_function=None).id
    shutil.rmtree(folder)
    assert run(small_corpus, data, server).communicate(timeout=180)[0].strip() == "6"
    assert collections.get_collection(name, embedding_function=None).id == identity
    # A server that was emptied is filled again.
    collections.delete_collection(name)
    assert run(small_corpus, data, server).communicate(timeout=180)[0].strip() == "6"
    assert names(collections) == [name]


def test_answers_are_those_without_a_server(small_corpus: Path, data: Path, server: str, collections: Any) -> None:
    alone = Coach(Settings(corpus=small_corpus, data=data))
    served = Coach(Settings(corpus=small_corpus, data=data, chroma_url=server))
    for question in ("Qu'attend le jury pour C3.3 ?", "Où est-il question du handicap ?"):
        assert served.ask(question).answer == alone.ask(question).answer
    assert len(names(collections)) == 1


def test_what_a_killed_build_left_goes_after_a_while(server: str, collections: Any, tmp_path: Path) -> None:
    for begun in (time.time(), time.time() - 7200):
        collections.create_collection(
            f"jury-coach-abc-building-{int(begun)}", embedding_function=None, metadata={"begun": begun}
        )
    store = ChromaServer(server)
    assert store.put(tmp_path, "abc", ROWS, VECTORS, anew=False) == "jury-coach-abc"
    left = names(collections)
    assert "jury-coach-abc" in left
    assert len(left) == 2, "one that another machine may still be building stays"


def test_built_anew_on_demand(server: str, collections: Any, tmp_path: Path) -> None:
    store = ChromaServer(server)
    found_by = store.put(tmp_path, "abc", ROWS, VECTORS, anew=False)
    first = store.open(tmp_path, found_by).id
    store.put(tmp_path, "abc", ROWS, VECTORS, anew=False)
    assert store.open(tmp_path, found_by).id == first
    store.put(tmp_path, "abc", ROWS, VECTORS, anew=True)
    assert store.open(tmp_path, found_by).id != first
    assert names(collections) == ["jury-coach-abc"]


def test_a_server_that_is_not_there_is_told_in_a_sentence(small_corpus: Path, data: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{probe.getsockname()[1]}"
    coach = Coach(Settings(corpus=small_corpus, data=data, chroma_url=nobody, chroma_token="secret-token"))  # noqa: S106
    with pytest.raises(VectorStoreError, match="ASSISTANT_CHROMA_URL") as refused:
        coach.prepare()
    assert "secret-token" not in str(refused.value)
    assert not [path for path in (data / "indexes").iterdir() if path.is_dir()]


def test_the_token_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr(chromadb, "HttpClient", lambda **arguments: given.update(arguments))
    ChromaServer("https://chroma.example.org", "secret")._client()
    assert given["headers"] == {"Authorization": "Bearer secret"}
    assert (given["host"], given["port"], given["ssl"]) == ("chroma.example.org", 443, True)
    assert "secret" not in repr(ChromaServer("https://chroma.example.org", "secret"))
