"""Whoever listens is heard: work in a thread of its own, so that a page that stops listening stops it at once."""

import threading
from collections.abc import Callable, Generator, Iterator
from queue import Empty, SimpleQueue
from typing import TypeVar

from assistant.progress import Cancelled

Step = TypeVar("Step")

TICK_S = 0.25
"""How often the page gets its turn while nothing comes: only then can it stop."""


def paced(work: Callable[[Cancelled], Iterator[Step]], tick_s: float = TICK_S) -> Generator[Step | None, None, None]:
    """Yield what work yields, and None where nothing came for a while. Closing the generator cancels the work.

    Of steps that came in the meantime the last one counts. Raises what the work raises.
    """
    steps: SimpleQueue[tuple[Step] | BaseException | None] = SimpleQueue()
    stopped = threading.Event()
    threading.Thread(target=_run, args=(work, stopped.is_set, steps), name="answer", daemon=True).start()
    try:
        while True:
            latest: Step | None = None
            try:
                step = steps.get(timeout=tick_s)
                while isinstance(step, tuple):
                    (latest,) = step
                    step = steps.get_nowait()
            except Empty:
                yield latest
                continue
            if latest is not None:
                yield latest
            if step is None:
                return
            if isinstance(step, BaseException):
                raise step
    finally:
        stopped.set()


def _run(
    work: Callable[[Cancelled], Iterator[Step]],
    cancelled: Cancelled,
    steps: "SimpleQueue[tuple[Step] | BaseException | None]",
) -> None:
    try:
        for step in work(cancelled):
            steps.put((step,))
            if cancelled():
                return
        steps.put(None)
    except BaseException as error:  # whoever listens raises it
        steps.put(error)
