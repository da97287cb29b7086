"""How the service stops: new work is refused, what is under way may finish, for so long."""

import asyncio
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

SENTENCE = "Le service redémarre : réessayez dans une minute. Ce que vous avez écrit reste dans la page."
QUIET_S = 0.4
"""A page asks for work with one request and listens to it with the next: as long nothing is taken for idle."""


class Stopping:
    """Whether the service is about to stop, and what it still waits for."""

    def __init__(self, patience_s: float) -> None:
        """Take how long work under way may go on once the service is told to stop."""
        self.patience_s = patience_s
        self.service = secrets.token_hex(4)
        """A name of this process's life: a page that sees another one knows that its session is gone."""
        self.closed = asyncio.Event()
        """Set when nothing is waited for any more, so that idle connections end."""
        self._told: float | None = None
        self._under_way = 0
        self._quiet_since = time.monotonic()
        self._lock = threading.Lock()

    @property
    def told(self) -> bool:
        """Whether the service was told to stop."""
        return self._told is not None

    @property
    def under_way(self) -> int:
        """How many requests are at work."""
        return self._under_way

    def begin(self) -> None:
        """Hear that the service is to stop."""
        self._told = time.monotonic()

    @property
    def over(self) -> bool:
        """Whether nothing is left to wait for, or too little time."""
        if self._told is None:
            return False
        now = time.monotonic()
        quiet = self._under_way == 0 and now - max(self._quiet_since, self._told) >= QUIET_S
        return quiet or now - self._told >= self.patience_s

    @contextmanager
    def work(self) -> Iterator[None]:
        """Count a request as work under way."""
        with self._lock:
            self._under_way += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way -= 1
                self._quiet_since = time.monotonic()
