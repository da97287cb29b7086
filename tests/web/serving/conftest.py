"""The page as it is served, with a judge that only looks for words, and no limits."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn

from assistant.settings import Settings
from assistant.web.serving.app import make_app
from assistant.web.serving.guard import Guard
from tests.web.conftest import serving
from tests.web.serving.visitor import Visitor
from tests.web.stub_app import StubPreparation

NO_LIMITS = {
    "ASSISTANT_REQUESTS_PER_MINUTE": "0",
    "ASSISTANT_QUESTIONS_PER_MINUTE": "0",
    "ASSISTANT_REVIEWS_PER_MINUTE": "0",
}


@dataclass
class Served:
    """A page that is served by this process, with what it keeps."""

    address: str
    guard: Guard
    page: Any

    def sweep(self, seconds: float) -> None:
        """Let so much time pass for what forgets."""
        now = time.monotonic() + seconds
        for _ in range(2):
            self.guard.sweep(now)

    def settle(self) -> None:
        """Wait until nothing runs any more."""
        queue = self.page._queue
        deadline = time.monotonic() + 30
        while (len(queue) or any(queue.active_jobs) or queue.event_ids_to_events) and time.monotonic() < deadline:
            time.sleep(0.05)


@contextmanager
def served_within(settings: Settings, **options: Any) -> Iterator[Served]:
    preparation = StubPreparation()
    preparation.wait_until_ready(100)
    app = make_app(settings, preparation)
    sock = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="error", access_log=False, timeout_graceful_shutdown=1, **options)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    page = next(route.app for route in app.routes if hasattr(route, "app") and hasattr(route.app, "get_blocks"))
    scheme = "https" if options.get("ssl_certfile") else "http"
    yield Served(f"{scheme}://127.0.0.1:{sock.getsockname()[1]}/", app.state.guard, page.get_blocks())
    server.should_exit = True
    thread.join(10)


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
