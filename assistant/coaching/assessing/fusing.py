"""What the judge of answers found and what a language model heard, in one: the judge is the ground.

A status moves by one step at most, towards what the model heard, and only on words that stand in the answer. What the
model doesn't hear takes nothing away: it would have no words to show.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.coaching.assessing.assessment import PointFeedback, PointStatus

Heard = Literal["dit", "en partie", "non dit"]
STATUS_OF: dict[Heard, PointStatus] = {"dit": "said", "en partie": "partly", "non dit": "not_said"}
_STEPS: tuple[PointStatus, ...] = ("not_said", "partly", "said")


@dataclass(frozen=True)
class Witness:
    """What a model heard of one point, and the words that show it: verbatim, from `start` to `end` in the answer."""

    status: PointStatus
    quote: str
    start: int
    end: int

    def overlaps(self, other: "Witness") -> bool:
        """Tell whether two of them rest on the same words."""
        return self.start < other.end and other.start < self.end


def fused(points: Sequence[PointFeedback], heard: Sequence[Witness | None]) -> tuple[PointFeedback, ...]:
    """Return each point with the status that both come to. The same words raise one point, not all of them."""
    together: list[PointFeedback] = []
    raised: list[Witness] = []
    for point, witness in zip(points, heard, strict=True):
        if witness is None or witness.status in ("not_said", point.status):
            together.append(point)
            continue
        rises = _STEPS.index(witness.status) > _STEPS.index(point.status)
        if rises and any(witness.overlaps(other) for other in raised):
            together.append(point)
            continue
        if rises:
            raised.append(witness)
        status = _STEPS[_STEPS.index(point.status) + (1 if rises else -1)]
        together.append(point.model_copy(update={"status": status, "quote": witness.quote}))
    return tuple(together)
