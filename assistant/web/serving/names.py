"""To whom the names of windows and events belong.

Gradio lets the browser choose the name of its window (`session_hash`), and whoever names it gets what is meant for it.
So a name belongs to the first who uses it, until the session's time to live is over.
"""

import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from assistant.web.sessions import GRACE_S, IDLE_S

EVENT_S = 900.0
"""How long the result of an event may be fetched."""
MOST_WINDOWS = 50
MOST_EVENTS = 200
"""Names that one owner has at a time; the one that wasn't used for longest is forgotten for the next."""


@dataclass
class _Name:
    owner: str
    event: bool
    until: float = 0.0
    open: int = 0
    """Connections that tell that the window is there."""

    @property
    def kind(self) -> tuple[str, bool]:
        """What is counted together."""
        return self.owner, self.event


class Names:
    """The names in use."""

    def __init__(self) -> None:
        """Begin with none."""
        self._names: OrderedDict[str, _Name] = OrderedDict()
        self._count: Counter[tuple[str, bool]] = Counter()
        self.forget: Callable[[str], None] = lambda name: None
        """Called with each name that isn't in use any more."""
        self._lock = threading.Lock()

    def claim(self, name: str, owner: str) -> bool:
        """Use the name of a window; False where it is somebody else's."""
        with self._lock:
            known = self._names.get(name) or self._add(name, _Name(owner, event=False))
            if known.owner != owner:
                return False
            self._touch(name, known)
        self._drop_beyond(known, MOST_WINDOWS)
        return True

    def give(self, event: str, owner: str) -> None:
        """Note whom an event belongs to, as it begins."""
        with self._lock:
            known = self._names.get(event) or self._add(event, _Name(owner, event=True))
        self._drop_beyond(known, MOST_EVENTS)

    def holds(self, event: str, owner: str) -> bool:
        """Whether an event is somebody's own. One that isn't known is nobody's."""
        with self._lock:
            known = self._names.get(event)
            return known is not None and known.owner == owner

    def enter(self, name: str) -> None:
        """Hear that a window is there, for as long as a connection lasts."""
        with self._lock:
            known = self._names.get(name)
            if known is not None:
                known.open += 1

    def leave(self, name: str) -> None:
        """Hear that such a connection ended: after the last one the name is kept for a while, as its session is."""
        with self._lock:
            known = self._names.get(name)
            if known is not None:
                known.open -= 1
                if known.open <= 0:
                    known.until = time.monotonic() + GRACE_S

    def drop(self, name: str) -> None:
        """Forget a name at once."""
        with self._lock:
            known = self._names.pop(name, None)
            if known is None:
                return
            self._count[known.kind] -= 1
            if not self._count[known.kind]:
                del self._count[known.kind]
        self.forget(name)

    def sweep(self, now: float) -> None:
        """Forget the names whose time is over."""
        with self._lock:
            gone = [name for name, known in self._names.items() if now >= known.until]
        for name in gone:
            self.drop(name)

    def __contains__(self, name: str) -> bool:
        """Whether a name is in use."""
        return name in self._names

    def __len__(self) -> int:
        """Return how many names are in use."""
        return len(self._names)

    def _add(self, name: str, known: _Name) -> _Name:
        self._names[name] = known
        self._count[known.kind] += 1
        self._touch(name, known)
        return known

    def _touch(self, name: str, known: _Name) -> None:
        known.until = time.monotonic() + (EVENT_S if known.event else IDLE_S)
        self._names.move_to_end(name)

    def _drop_beyond(self, like: _Name, most: int) -> None:
        with self._lock:
            if self._count[like.kind] <= most:
                return
            oldest = next(name for name, known in self._names.items() if known.kind == like.kind)
        self.drop(oldest)
