"""What a juror asks: the question as the contract writes it, and what it is asked for."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from assistant.referential.question_bank import ExpectedPoint, Level, QuestionKind

Aim = Literal["missing", "thin", "contradiction", "strong", "open"]
"""What a question is aimed at in a draft: what it lacks, only states, contradicts or says well; `open`: at no draft."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Anchor(_Frozen):
    """The draft's own words that a question starts from, and their place."""

    quote: str
    page: int | None = None
    slide: int | None = None
    heading: str | None = None


class JuryQuestion(_Frozen):
    """One question. `targets` are the criteria that it tests; `points` what a good answer holds."""

    question: str
    targets: tuple[str, ...]
    kind: QuestionKind
    level: Level
    points: tuple[ExpectedPoint, ...]
    anchor: Anchor | None = None
    aim: Aim = "open"
    id: str = ""
    """What tells it from the other questions of its exam, whatever the words of the draft."""
    asks: str = ""
    """The question itself, in the bank's words, without those of the draft that it starts from."""
    unworded: str = ""
    """The whole question in the program's own words, where a language model worded it."""

    @property
    def known_as(self) -> str:
        """The question as the program itself asks it: what an answer is judged by."""
        return self.unworded or self.question

    @property
    def expected_points(self) -> tuple[str, ...]:
        """What a good answer holds, in words."""
        return tuple(item.point for item in self.points)

    @property
    def follow_ups(self) -> tuple[str, ...]:
        """What to ask when a point is missing, in the order of the points."""
        return tuple(item.follow_up for item in self.points if item.follow_up)

    def to_contract(self) -> dict[str, Any]:
        """Return the question as `jury-coach questions --json` prints it."""
        return {
            "question": self.question,
            "targets": list(self.targets),
            "kind": self.kind,
            "level": self.level,
            "expected_points": list(self.expected_points),
            "follow_ups": list(self.follow_ups),
            "anchor": self.anchor.model_dump(mode="json") if self.anchor else None,
        }


class QuestionSet(_Frozen):
    """The questions of a mock jury, in the order in which they are asked.

    The same `seed` gives them again; with a language model, the same choice to begin with, in other words.
    """

    exam: str
    questions: tuple[JuryQuestion, ...]
    seed: int
    asked_for: int
    """How many were wanted; there may be fewer, never the same one twice."""
    notice: str = ""
    """What went wrong with the language model, in one sentence, where something did."""

    def to_contract(self) -> dict[str, Any]:
        """Return the questions as `jury-coach questions --json` prints them."""
        return {"exam": self.exam, "questions": [item.to_contract() for item in self.questions]}
