"""A stopwatch that can be held: it is told the time, so that it runs the same in a page and in a test."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Stopwatch:
    """Seconds that pass, out of `limit_s` (None: not limited). `since` is the moment it was last let go."""

    limit_s: float | None = None
    spent_s: float = 0.0
    since: float | None = None

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self.since is not None

    def elapsed(self, now: float) -> float:
        """Return the seconds that passed while it ran."""
        return self.spent_s + (max(now - self.since, 0.0) if self.since is not None else 0.0)

    def left(self, now: float) -> float | None:
        """Return the seconds that are left, 0 at least; None where time isn't limited."""
        return None if self.limit_s is None else max(self.limit_s - self.elapsed(now), 0.0)

    def over(self, now: float) -> bool:
        """Tell whether the time is up."""
        return self.limit_s is not None and self.elapsed(now) >= self.limit_s

    def go(self, now: float) -> "Stopwatch":
        """Let it run."""
        return self if self.running else replace(self, since=now)

    def hold(self, now: float) -> "Stopwatch":
        """Hold it."""
        return replace(self, spent_s=self.elapsed(now), since=None)
