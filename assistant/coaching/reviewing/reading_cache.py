"""Readings of a language model that were paid for once: in memory, by content, and gone with whoever holds them."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prompts.outputs import ReviewOutput

_MOST = 64
"""Parts: some ten drafts."""


class ReadingCache:
    """The latest readings. They hold words of a draft: one cache a session, let go of when the session forgets."""

    def __init__(self, most: int = _MOST) -> None:
        """Take how many parts are kept."""
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, ReviewOutput] = OrderedDict()

    def __len__(self) -> int:
        """Return how many parts are kept."""
        return len(self._kept)

    def find(self, key: str) -> "ReviewOutput | None":
        """Return the reading of a part, None where it isn't kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: str, output: "ReviewOutput") -> None:
        """Keep a reading, and let go of the one that was used longest ago."""
        with self._lock:
            self._kept[key] = output
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


def key_of(told: Iterable[str]) -> str:
    """Return the key of what a model is told: none of its words can be read in it."""
    digest = hashlib.sha256()
    for text in told:
        digest.update(f"{len(text)}:{text}".encode(errors="surrogatepass"))
    return digest.hexdigest()
