"""Getting the coach ready beside the page, so that the page is served at once."""

import threading
import time

from assistant.coach import Coach
from assistant.settings import Settings

_POLL_S = 0.1


class Preparation:
    """A coach that is being made ready in a thread of its own."""

    def __init__(self, settings: Settings) -> None:
        """Take the settings; nothing is started yet."""
        self.coach = Coach(settings, report=self._hear)
        self.message = "Préparation de la recherche…"
        """What is being done, for the person who waits."""
        self.problem = ""
        """Why it failed, in one French sentence; empty when it didn't."""
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start once; a second call does nothing, unless the first one failed."""
        if self._thread is None or self.problem:
            self.problem = ""
            self._done.clear()
            self._thread = threading.Thread(target=self._run, name="preparation", daemon=True)
            self._thread.start()

    def wait(self, seconds: float = _POLL_S) -> bool:
        """Wait so long at most; tell whether the coach is ready or has failed."""
        return self._done.wait(seconds)

    def wait_until_ready(self, patience_s: float) -> None:
        """Wait until the coach is ready. Raises TimeoutError, or RuntimeError with the French reason."""
        self.start()
        deadline = time.monotonic() + patience_s
        while not self.wait():
            if time.monotonic() > deadline:
                raise TimeoutError(self.message)
        if self.problem:
            raise RuntimeError(self.problem)

    def _hear(self, message: str) -> None:
        self.message = message

    def _run(self) -> None:
        try:
            self.coach.prepare()
        except Exception as error:  # whatever it is, the page must say it instead of waiting for ever
            self.problem = f"La recherche n’a pas pu être préparée : {error}"
        self._done.set()
