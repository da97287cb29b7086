"""What people have the service do, as events: the kind of work, how long it took, how it ended."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.web.operations.events import tell

_SIZES = ((2_000, "short"), (10_000, "medium"))
_BYTES_A_WORD = 50
"""Of a file that isn't read yet: about so many with its styles, so that its class is seldom wrong."""


@dataclass
class Work:
    """A piece of work. `exam` and `size` may be set while it runs."""

    kind: str
    exam: str = ""
    size: str = ""
    outcome: str = "ok"
    seconds: float = 0.0


class Worked:
    """Who hears of work that ended, and how much is under way."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.hearers: list[Callable[[Work], None]] = []
        self._running: Counter[str] = Counter()
        self._lock = threading.Lock()

    def running(self, kind: str) -> int:
        """Return how many pieces of a kind are under way."""
        return self._running[kind]

    @contextmanager
    def watched(self, kind: str, exam: str = "", size: str = "") -> Iterator[Work]:
        """Tell of the block's work when it ends, whichever way."""
        work = Work(kind, exam, size)
        started = time.perf_counter()
        self._change(kind, 1)
        try:
            yield work
        except GeneratorExit:
            work.outcome = "stopped"
            raise
        except BaseException as error:
            work.outcome = type(error).__name__
            raise
        finally:
            work.seconds = time.perf_counter() - started
            self._change(kind, -1)
            self._tell(work)

    def _change(self, kind: str, by: int) -> None:
        with self._lock:
            self._running[kind] += by

    def _tell(self, work: Work) -> None:
        tell(
            "work",
            logging.INFO,
            kind=work.kind,
            exam=work.exam or None,
            size=work.size or None,
            outcome=work.outcome,
            ms=work.seconds * 1000,
        )
        for hear in self.hearers:
            hear(work)


worked = Worked()
"""All work of this process."""


def size_of(words: int) -> str:
    """Return the class of a draft's length."""
    return next((name for most, name in _SIZES if words <= most), "long")


def size_of_file(count: int) -> str:
    """Return the class of a draft that isn't read yet, by its bytes."""
    return size_of(count // _BYTES_A_WORD)
