"""One event loop in a thread of its own, where all calls to the model run.

A call that is stopped there closes its connection at once, which a blocking call in a thread can't.
"""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as StillRunning
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from assistant.language.faults import LanguageError
from assistant.progress import Cancelled

Result = TypeVar("Result")
LOOK_SECONDS = 0.05
"""How often `cancelled` is asked while nothing comes."""

_lock = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None


def start(work: Coroutine[Any, Any, Result]) -> "Future[Result]":
    """Start work on the loop; cancelling its future stops it."""
    return asyncio.run_coroutine_threadsafe(work, _running_loop())


def _running_loop() -> asyncio.AbstractEventLoop:
    global _loop  # noqa: PLW0603 - one loop a process, started when it is first needed
    with _lock:
        if _loop is None:
            _loop = asyncio.new_event_loop()
            threading.Thread(target=_loop.run_forever, name="language model", daemon=True).start()
        return _loop


def wait_for(future: "Future[Result]", cancelled: Cancelled) -> Result:
    """Return what work gives, or stop it. Raises LanguageError « cancelled » when `cancelled` says so."""
    try:
        while True:
            try:
                return future.result(timeout=LOOK_SECONDS)
            except StillRunning:
                if future.done():
                    raise
            if cancelled():
                raise LanguageError("cancelled")
    except CancelledError:
        raise LanguageError("cancelled") from None
    finally:
        future.cancel()


def next_of(pieces: "SimpleQueue[str | None]", cancelled: Cancelled) -> str | None:
    """Return the next piece, None at the end. Raises LanguageError « cancelled » when `cancelled` says so."""
    while True:
        if cancelled():
            raise LanguageError("cancelled")
        try:
            return pieces.get(timeout=LOOK_SECONDS)
        except Empty:
            continue
