"""Getting the coach ready beside the page, so that the page is served at once."""

import threading
import time
from contextlib import suppress

from assistant.coach import Coach
from assistant.failures import reason_of
from assistant.language.faults import LanguageError
from assistant.language.notice import Notice, notice_of
from assistant.settings import Settings
from assistant.web.operations.watched_coach import WatchedCoach

_POLL_S = 0.1


class Preparation:
    """A coach that is being made ready in a thread of its own."""

    def __init__(self, settings: Settings) -> None:
        """Take the settings; nothing is started yet."""
        whole = WatchedCoach(settings, report=self._hear)
        self.notice: Notice | None = notice_of(whole.language_model, masked=settings.llm_mask)
        """What people are told of the language model; None where there is none."""
        self.with_model = whole
        """The coach for whoever agreed to it, see `coach_if`."""
        self.coach = whole.without_model() if self.asks_consent else whole
        """The coach for everybody: it sends nothing to another machine."""
        self.message = "Préparation de la recherche…"
        """What is being done, for the person who waits."""
        self.problem = ""
        """Why it failed, in one French sentence; empty when it didn't."""
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def asks_consent(self) -> bool:
        """Whether what the model is sent leaves this machine, so that people must agree first."""
        return self.notice is not None and self.notice.hosted

    def coach_if(self, accepted: bool) -> Coach:
        """Return the coach for a person: with a model on another machine only where it was accepted."""
        return self.with_model if accepted and self.asks_consent else self.coach

    @property
    def coach_for_programs(self) -> Coach:
        """The coach for programs that call the page: whoever serves it decides, since nobody can be asked."""
        return self.coach_if(self.with_model.settings.llm_for_programs)

    def start(self) -> None:
        """Start once; a second call does nothing, unless the first one failed."""
        if self._thread is None or self.problem:
            self.problem = ""
            self._done.clear()
            self._thread = threading.Thread(target=self._run, name="preparation", daemon=True)
            self._thread.start()

    @property
    def ready(self) -> bool:
        """Whether the coach is ready."""
        return self._done.is_set() and not self.problem

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
            reason = reason_of(error) if isinstance(error, OSError) and error.errno else str(error)
            self.problem = f"La recherche n’a pas pu être préparée : {reason}"
        self._done.set()
        self._open_model()

    def _open_model(self) -> None:
        """Import what calls the provider, which takes seconds, before somebody waits for it; its faults are the call's."""
        model = self.with_model.language_model
        if model is not None:
            with suppress(LanguageError):
                _ = model.chat
