from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Coach, Settings
from assistant.referential.knowledge import Knowledge, load_knowledge
from assistant.referential.loading import load_referential
from assistant.referential.model import Referential
from assistant.settings import get_settings


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", help="folder of the documents that tables and pictures are written into: docs")


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of the environment: the model and the index are built once, and kept between runs."""
    return get_settings()


@pytest.fixture(scope="session")
def corpus(settings: Settings) -> Path:
    return settings.corpus


@pytest.fixture(scope="session")
def referential(corpus: Path) -> Referential:
    return load_referential(corpus)


@pytest.fixture(scope="session")
def knowledge(corpus: Path) -> Knowledge:
    return load_knowledge(corpus)


@pytest.fixture(scope="session")
def coach(settings: Settings) -> Iterator[Coach]:
    coach = Coach(settings)
    coach.prepare()
    yield coach
