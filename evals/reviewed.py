"""A labelled draft handed in as a file, and the review that it got."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant import Coach
from assistant.coaching.reviewing.review import Review
from assistant.dossier.model import Document
from assistant.dossier.quotes import is_verbatim
from evals.datasets.drafts import DraftFormat, LabelledDraft
from evals.datasets.rendering import render
from evals.metrics.judged import Judged, pair_up
from evals.metrics.stability import Twin, twins


@dataclass(frozen=True)
class Reviewed:
    """A draft, the document that was read of its file, and the review."""

    draft: LabelledDraft
    document: Document
    review: Review

    @cached_property
    def quotes(self) -> list[bool]:
        """Whether each quote of the review stands in the document."""
        shown = [item.quote for criterion in self.review.criteria for item in criterion.evidence]
        shown += [item.quote for element in self.review.expected_elements for item in element.evidence]
        return [is_verbatim(quote, self.document) for quote in shown]


def review_draft(coach: Coach, draft: LabelledDraft, form: DraftFormat | None = None, hostile: str = "") -> Reviewed:
    """Review a draft as a file, for the exam that it was written for; `hostile` is written into it."""
    document = coach.read(render(draft, form, hostile), f"{draft.name}.{form or draft.about.format}")
    return Reviewed(draft, document, coach.review(document, exam=draft.about.exam))


def judged(reviewed: Sequence[Reviewed]) -> list[Judged]:
    """Return the labelled criteria of reviewed drafts."""
    return pair_up([item.draft for item in reviewed], [item.review for item in reviewed])


def twins_of(first: Sequence[Reviewed], second: Sequence[Reviewed]) -> list[Twin]:
    """Return the verdicts of two versions of the same drafts, side by side."""
    return [
        twin
        for before, after in zip(first, second, strict=True)
        for twin in twins(before.draft.name, before.review, after.review)
    ]
