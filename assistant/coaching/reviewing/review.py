"""What a draft gets back: the review as the contract writes it."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.dossier.model import DraftWarning
from assistant.judging.conflict_model import ConflictKind
from assistant.judging.judgement import Presence, Verdict
from assistant.referential.model import EvidenceKind

THIN = "(à développer)"
"""Follows, among what is missing, the label of an element that is there but thin."""

ReviewVerdict = Literal["covered", "partial", "missing", "not_assessable", "not_rated"]
"""The verdicts of the judge, and two ways of not giving one: judged elsewhere, and not judged (it failed, or learnt nothing)."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Quote(_Frozen):
    """The draft's own words and their place. `passage` is the rank of the passage that they stand in."""

    quote: str
    page: int | None = None
    slide: int | None = None
    heading: str | None = None
    passage: int = Field(default=0, exclude=True)


class ElementFinding(_Frozen):
    """What was found of one expected element. `probability` is that of a substantial answer, from 0 to 1.

    `announced` holds the words that name it without answering it.
    """

    id: str
    label: str
    main: bool
    present: Presence
    probability: float
    evidence: tuple[Quote, ...] = ()
    announced: Quote | None = None


class FigureConflict(_Frozen):
    """Two figures of the draft that can't both be true: `stated` stands in `first`, `found` contradicts it."""

    kind: ConflictKind
    subject: str
    stated: str
    found: str
    first: Quote
    second: Quote | None = None


class SecondOpinion(_Frozen):
    """What the language model says of a criterion, verified. `reason` is empty where it may not be shown.

    `judge` is what the trained judge said before it heard the model; None where nothing else judged the criterion.
    """

    verdict: Verdict
    judge: Verdict | None
    reason: str = ""
    quotes: tuple[Quote, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether both readers gave the same verdict."""
        return self.verdict == self.judge


class CriterionReview(_Frozen):
    """The verdict on one criterion, and what it rests on; without a verdict, the passages that come nearest to it.

    `confidence` is the probability that the verdict is right; `to_check` tells that it is too low to stand
    alone, or that the language model sees it otherwise, and then `against` holds what speaks for the other reading.
    """

    id: str
    n: int
    text: str
    evidence_kind: EvidenceKind
    verdict: ReviewVerdict
    confidence: float = Field(ge=0, le=1)
    to_check: bool = False
    evidence: tuple[Quote, ...] = ()
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    advice: str = ""
    elements: tuple[ElementFinding, ...] = ()
    against: tuple[Quote, ...] = ()
    second_opinion: SecondOpinion | None = None


class ExpectedElementReview(_Frozen):
    """Whether the draft holds one of the elements that the modalités list."""

    label: str
    present: Presence
    evidence: tuple[Quote, ...] = ()


class Review(_Frozen):
    """A draft, criterion by criterion. Formative: no mark, no forecast of the jury's decision."""

    file: str
    exam: str
    exam_source: Literal["given", "detected"]
    pages: int | None
    words: int
    passages: int
    criteria: tuple[CriterionReview, ...]
    expected_elements: tuple[ExpectedElementReview, ...]
    warnings: tuple[DraftWarning, ...] = ()
    conflicts: tuple[FigureConflict, ...] = ()
    summary: str
    engine: str = "extractive"
    notice: str = ""
    """What the language model did not read, and why; empty where nothing is to be told."""
    elapsed_ms: float = Field(default=0.0, ge=0)

    def to_contract(self) -> dict[str, Any]:
        """Return the review as `jury-coach review --json` prints it."""
        private: dict[str, Any] = {
            "criteria": {"__all__": {"elements", "against", "second_opinion"}},
            "conflicts": True,
            "notice": True,
        }
        return self.model_dump(mode="json", exclude=private)
