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
from evals.metrics.reviews import Judged, pair_up


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


def flips(first: Sequence[Reviewed], second: Sequence[Reviewed]) -> tuple[int, int]:
    """Return how many verdicts differ between two reviews of the same drafts, and how many there are."""
    pairs = [
        (one.verdict, other.verdict)
        for before, after in zip(first, second, strict=True)
        for one, other in zip(before.review.criteria, after.review.criteria, strict=True)
        if "not_assessable" not in (one.verdict, other.verdict)
    ]
    return sum(one != other for one, other in pairs), len(pairs)
