"""How long work tells of itself and is stopped: the types of the callbacks, and what does nothing."""

from collections.abc import Callable

Report = Callable[[str], None]
"""Takes one French sentence that says what is being done."""

Progress = Callable[[float, str], None]
"""Takes the share done, from 0 to 1, and one French sentence; may raise to stop the work."""

Cancelled = Callable[[], bool]
"""Tells whether the person wants the work to stop."""


def unreported(_message: str) -> None:
    """Report nothing."""


def unseen(_share: float, _message: str) -> None:
    """Show no progress."""


def never() -> bool:
    """Never stop."""
    return False
