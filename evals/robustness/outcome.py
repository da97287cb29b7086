"""What a case gave: whether it holds, what was said, how long it took."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from evals.datasets.hostile_places import CannotBeMadeError
from evals.datasets.robustness import Case

_SHOWN = 300


@dataclass(frozen=True)
class Attempt:
    """What came of a bad input: what was said, and what is wrong with it (nothing where all that must hold holds)."""

    said: str
    faults: tuple[str, ...] = ()
    compared: int = 0
    """How many verdicts were compared with those of the untouched draft."""
    moved: int = 0
    """How many of them differ."""


@dataclass(frozen=True)
class Outcome:
    """A case and what came of it. `seconds` is the time that the program took, without the making of the input."""

    case: Case
    given: str
    """What was given, and what had to hold, as a maintainer reads it."""
    expected: str
    attempt: Attempt
    seconds: float
    left_out: str = ""
    """Why it could not be tried here; empty where it was."""

    @property
    def holds(self) -> bool | None:
        """Whether it holds; None where it could not be tried."""
        return None if self.left_out else not self.attempt.faults


def attempt(case: Case, given: str, expected: str, act: "Callable[[Stopwatch], Attempt]") -> Outcome:
    """Try a case. `act` makes the input, starts the watch, and looks at what the program makes of it.

    Whatever it raises is a fault: a person would have got a traceback.
    """
    watch = Stopwatch()
    try:
        found = act(watch)
    except CannotBeMadeError as error:
        return Outcome(case, given, expected, Attempt(""), 0.0, str(error))
    except Exception as error:  # the program must never do so, and the other cases must get their turn
        found = Attempt(f"{type(error).__name__}: {error}"[:_SHOWN], ("it crashes",))
    seconds = watch.seconds
    if seconds > case.seconds:
        found = replace(found, faults=(*found.faults, f"it takes longer than {case.seconds:g} s"))
    return Outcome(case, given, expected, found, seconds)


class Stopwatch:
    """Times what the program does, and not what the case does before."""

    def __init__(self) -> None:
        """Start."""
        self._start = time.perf_counter()
        self._stop: float | None = None

    def start(self) -> None:
        """Start anew: the input is made."""
        self._start = time.perf_counter()

    def stop(self) -> None:
        """Stop: what follows looks at what was found."""
        self._stop = time.perf_counter()

    @property
    def seconds(self) -> float:
        """The seconds between start and stop, or until now."""
        return (time.perf_counter() if self._stop is None else self._stop) - self._start


def shown(text: str) -> str:
    """Return a text as a report shows it: on one line, without what can't be printed, not longer than needed."""
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    line = " ".join(line.encode("utf-8", "replace").decode().split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
