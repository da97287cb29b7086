"""A model that can't be reached is left alone for a while: nobody waits for it twice."""

import threading
import time

from assistant.language.faults import Kind, LanguageError

LASTING: frozenset[Kind] = frozenset({"unreachable", "timeout", "unauthorized", "unknown_model", "not_installed"})
"""Faults that the next call would meet again."""


class Breaker:
    """Remembers a lasting fault for some seconds."""

    def __init__(self, seconds: float) -> None:
        """Take how long the model is left alone."""
        self.seconds = seconds
        self._lock = threading.Lock()
        self._fault: LanguageError | None = None
        self._until = 0.0

    def check(self) -> None:
        """Raises the fault that was met, as a new LanguageError, while it is remembered."""
        with self._lock:
            fault = self._fault if time.monotonic() < self._until else None
        if fault is not None:
            raise LanguageError(fault.kind, fault.message)

    def met(self, fault: LanguageError) -> None:
        """Remember a fault, where it is one that lasts."""
        if fault.kind in LASTING:
            with self._lock:
                self._fault, self._until = fault, time.monotonic() + self.seconds

    def reset(self) -> None:
        """Forget: the model has answered, or someone wants to know now."""
        with self._lock:
            self._fault = None
