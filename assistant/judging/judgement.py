"""What the judge says of a draft: for each element and each criterion, how probable each reading is, and on what."""

from dataclasses import dataclass, field
from typing import Literal

from assistant.dossier.model import Passage
from assistant.referential.elements import Element

Presence = Literal["yes", "partial", "no"]
"""How an element is answered: with content of its own, thinly, or not at all."""
Verdict = Literal["covered", "partial", "missing"]


@dataclass(frozen=True)
class ScoredPassage:
    """A passage, and the probability that it answers the element."""

    passage: Passage
    probability: float


@dataclass(frozen=True)
class ElementJudgement:
    """One element. `probability` is that of an answer with substance; `evidence` is best first."""

    element: Element
    presence: Presence
    probability: float
    evidence: tuple[ScoredPassage, ...]
    announced: ScoredPassage | None = None
    """The passage that names the element without answering it, where there is one."""


@dataclass(frozen=True)
class CriterionJudgement:
    """One criterion. `confidence` is the probability that the verdict is right; `evidence` is what to quote.

    `probabilities` are those of missing, partial and covered, in this order.
    """

    n: int
    verdict: Verdict
    confidence: float
    elements: tuple[ElementJudgement, ...]
    evidence: tuple[ScoredPassage, ...] = ()
    probabilities: tuple[float, float, float] = (1.0, 0.0, 0.0)


@dataclass(frozen=True)
class DraftJudgement:
    """All that was judged: criteria by number (None where there is no verdict), and the elements of the modalités."""

    criteria: dict[int, CriterionJudgement | None]
    modalities: tuple[ElementJudgement, ...] = ()
    trained: bool = True
    """Whether anything was learnt of the référentiel that could be judged with."""
    nearest: dict[int, tuple[Passage, ...]] = field(default_factory=dict)
    """Of criteria without a verdict, the passages that come nearest to their wording, best first."""

    def element(self, element_id: str) -> ElementJudgement | None:
        """Return what was judged of an element, None where its criterion wasn't."""
        judged = [item for criterion in self.criteria.values() if criterion for item in criterion.elements]
        return next((item for item in (*judged, *self.modalities) if item.element.id == element_id), None)
