"""What answers in a run: the one place where an engine's name becomes a coach."""

from collections.abc import Callable

from assistant import Coach

EXTRACTIVE = "extractive"


class EngineError(ValueError):
    """There is no such engine; the message is one sentence."""


def make_coach(engine: str, report: Callable[[str], None]) -> Coach:
    """Return a coach that answers with an engine; `report` is told what takes time. Raises EngineError."""
    if engine != EXTRACTIVE:
        raise EngineError(f"the program has no language model yet: {EXTRACTIVE} is its only engine, not {engine}")
    return Coach(report=report)
