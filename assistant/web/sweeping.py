"""Forgetting what nobody uses any more, every few seconds, in a thread of its own."""

import logging
import threading
import time
from collections.abc import Callable, Sequence

EVERY_S = 20.0

_log = logging.getLogger(__name__)


def sweep_for_ever(sweeps: Sequence[Callable[[float], None]], every: float = EVERY_S) -> threading.Thread:
    """Begin to call each with the time that `time.monotonic` tells."""

    def run() -> None:
        while True:
            time.sleep(every)
            for sweep in sweeps:
                try:
                    sweep(time.monotonic())
                except Exception as error:  # one that fails must not keep the others from forgetting
                    _log.error("Something wasn't forgotten: %s", type(error).__name__)

    thread = threading.Thread(target=run, name="forgetting", daemon=True)
    thread.start()
    return thread
