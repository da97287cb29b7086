"""Feedback on an answer, as the contract writes it: points said or not, never a mark."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from assistant.referential.question_bank import ExpectedPoint

PointStatus = Literal["said", "partly", "not_said"]
"""A point shown with content of one's own; only claimed or half there; absent."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class PointFeedback(_Frozen):
    """One expected point. `quote` holds the words of the answer that show it, empty where nothing does.

    `reason` and `follow_up` are a language model's, where there is one: why, and how the jury insists on this point.
    """

    point: str
    status: PointStatus
    quote: str = ""
    reason: str = ""
    follow_up: str = ""


def lacking(
    points: Sequence[ExpectedPoint], feedback: Sequence[PointFeedback]
) -> Iterator[tuple[ExpectedPoint, PointFeedback]]:
    """Yield the points that weren't said, then those that were half said, each in the order of the points."""
    for status in ("not_said", "partly"):
        for point, item in zip(points, feedback, strict=True):
            if item.status == status:
                yield point, item


class Assessment(_Frozen):
    """What an answer holds of what was expected, what is good in it, and what to do about the rest.

    `criteria` are those that the question tests, as far as the program knows; `question` is the one of the bank that
    the points come from, where the asked one was recognised. `notice` says in one sentence what went wrong with the
    language model, where something did.
    """

    points: tuple[PointFeedback, ...]
    strengths: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    follow_up: str = ""
    criteria: tuple[str, ...] = ()
    question: str = ""
    notice: str = ""

    def to_contract(self) -> dict[str, Any]:
        """Return the feedback as `jury-coach assess --json` prints it."""
        private: dict[str, Any] = {"points": {"__all__": {"reason", "follow_up"}}}
        return self.model_dump(mode="json", exclude=private | dict.fromkeys(("criteria", "question", "notice"), True))
