"""A labelled draft as the judge's units see it: which units answer which elements, and how sure that is."""

from dataclasses import dataclass

import numpy as np

from assistant.judging.judge import PreparedDraft
from assistant.judging.judgement import Presence
from assistant.judging.linear import Matrix
from assistant.referential.elements import Element
from evals.datasets.drafts import LabelledDraft
from evals.metrics.judged import same_place

_NOT_QUOTED = 0.1
"""Weight of a unit that the juror didn't quote for an element that is there: perhaps he could have."""
_BLOCK = 0.5


@dataclass(frozen=True)
class TrainingDraft:
    """A draft ready to learn from. `answers` and `weights` have the shape (units, elements)."""

    draft: LabelledDraft
    prepared: PreparedDraft
    elements: tuple[Element, ...]
    answers: Matrix
    weights: Matrix
    presence: dict[str, Presence]
    evidence: dict[int, frozenset[int]]
    """For each criterion that isn't missing, the passages (rows) that the juror quoted."""

    @property
    def exam(self) -> str:
        """The exam that it was written for."""
        return self.draft.about.exam

    @property
    def author(self) -> str | None:
        """Who wrote it, where it is known."""
        return self.draft.about.author

    def columns(self, n: int) -> list[int]:
        """Return the columns of the elements of a criterion."""
        start = f"{self.exam}/{n}."
        return [column for column, element in enumerate(self.elements) if element.id.startswith(start)]


def training_draft(draft: LabelledDraft, prepared: PreparedDraft, elements: tuple[Element, ...]) -> TrainingDraft:
    """Return the draft with its labels on units. Elements without a label weigh nothing."""
    rows = {element.id: row for row, element in enumerate(elements)}
    answers = np.zeros((len(prepared.units), len(elements)), dtype=np.float32)
    weights = np.zeros_like(answers)
    presence: dict[str, Presence] = {}
    for criterion in draft.labels.criteria:
        for element_id, present in criterion.elements.items():
            if element_id not in rows:
                continue
            presence[element_id] = present
            column = rows[element_id]
            weights[:, column] = 1.0 if present == "no" else _NOT_QUOTED
            quotes = criterion.element_evidence.get(element_id, ()) if present != "no" else ()
            for unit in _quoted(prepared, quotes):
                answers[unit, column] = 1.0
                weights[unit, column] = 1.0 if unit < prepared.readings.passages else _BLOCK
    evidence = {
        criterion.n: frozenset(_quoted(prepared, criterion.quotes)) & frozenset(range(prepared.readings.passages))
        for criterion in draft.labels.criteria
        if criterion.verdict != "missing"
    }
    return TrainingDraft(draft, prepared, elements, answers, weights, presence, evidence)


def _quoted(prepared: PreparedDraft, quotes: tuple[str, ...]) -> list[int]:
    units = prepared.units
    holds = [any(same_place(passage.text, quote) for quote in quotes) for passage in units.passages]
    return [unit for unit, member in enumerate(units.members) if any(holds[row] for row in member)]
