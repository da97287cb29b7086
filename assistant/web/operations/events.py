"""What the service tells of itself: an event with a few named facts, none of which can hold a person's words."""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from traceback import extract_tb
from types import TracebackType

_log = logging.getLogger("assistant.events")
_FACTS = frozenset(
    ("request", "method", "route", "status", "ms", "kind", "exam", "outcome", "size", "error", "where", "address")
)
_PLAIN = re.compile(r"[A-Za-z0-9_.:,;/{}<>&+\[\]* -]{0,400}")
_FRAMES = 8

Fact = str | int | float | None


def tell(event: str, level: int = logging.INFO, **facts: Fact) -> None:
    """Tell of an event. Raises ValueError for a fact that has no name here: nothing is told by chance."""
    unknown = facts.keys() - _FACTS
    if unknown:
        raise ValueError(f"Facts that nobody may tell: {', '.join(sorted(unknown))}")
    if _log.isEnabledFor(level):
        told = {name: _plain(fact) for name, fact in facts.items() if fact is not None}
        _log.log(level, event, extra={"told": told})


def told_of(record: logging.LogRecord) -> Mapping[str, Fact] | None:
    """Return the facts of an event; None for what a library logs."""
    told: Mapping[str, Fact] | None = getattr(record, "told", None)
    return told


def places_of(traceback: TracebackType | None) -> str:
    """Return where something went wrong, in code alone: messages of errors may quote what a person wrote."""
    frames = extract_tb(traceback)[-_FRAMES:]
    return ", ".join(f"{_short(frame.filename)}:{frame.lineno}" for frame in frames)


@contextmanager
def told_when_it_fails(event: str) -> Iterator[None]:
    """Tell of an error that nothing else tells of, by its kind and place."""
    try:
        yield
    except Exception as error:
        tell(event, logging.ERROR, error=type(error).__name__, where=places_of(error.__traceback__))
        raise


def _plain(fact: Fact) -> Fact:
    if isinstance(fact, str) and not _PLAIN.fullmatch(fact):
        return "autre"
    return round(fact, 1) if isinstance(fact, float) else fact


def _short(path: str) -> str:
    return "/".join(path.replace("\\", "/").split("/")[-2:])
