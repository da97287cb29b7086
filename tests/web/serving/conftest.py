"""The page as it is served, with a judge that only looks for words, and no limits."""

from collections.abc import Iterator

import pytest

from tests.web.conftest import serving
from tests.web.serving.visitor import Visitor

NO_LIMITS = {
    "ASSISTANT_REQUESTS_PER_MINUTE": "0",
    "ASSISTANT_QUESTIONS_PER_MINUTE": "0",
    "ASSISTANT_REVIEWS_PER_MINUTE": "0",
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving("-m", "tests.web.stub_app", **NO_LIMITS) as url:
        yield url


@pytest.fixture
def ada(address: str) -> Iterator[Visitor]:
    with Visitor(address) as visitor:
        yield visitor


@pytest.fixture
def eve(address: str) -> Iterator[Visitor]:
    with Visitor(address) as visitor:
        yield visitor
