"""Several drafts for one exam, side by side: who stands where, and what most of them lack."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from assistant.coaching.reviewing.review import CriterionReview, Review
from assistant.referential.model import Exam

_COMMON = 5
_AT_LEAST = 0.5
"""What half of the drafts lack is common."""


@dataclass(frozen=True)
class CommonWeakness:
    """A criterion that many drafts don't cover, and the elements that they lack most often (label, drafts)."""

    criterion: str
    text: str
    missing: int
    partial: int
    drafts: int
    lacking: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Cohort:
    """The reviews of several drafts for one exam, in the order in which they were given."""

    exam: Exam
    reviews: tuple[Review, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The drafts' names, made different where two are the same; a name that only one draft has is kept."""
        given = {review.file for review in self.reviews}
        names: list[str] = []
        for review in self.reviews:
            numbered = (f"{review.file} ({rank})" for rank in count(2))
            free = (name for name in numbered if name not in given and name not in names)
            names.append(next(free) if review.file in names else review.file)
        return tuple(names)

    def row(self, criterion: str) -> tuple[CriterionReview, ...]:
        """Return what each draft got on a criterion."""
        return tuple(item for review in self.reviews for item in review.criteria if item.id == criterion)

    def common_weaknesses(self) -> tuple[CommonWeakness, ...]:
        """Return the criteria that at least half of the judged drafts don't cover, the weakest first."""
        found = [weakness for item in self.exam.criteria if (weakness := self._weakness(item.id, item.text))]
        found.sort(key=lambda item: (-(item.missing + 0.5 * item.partial) / item.drafts, item.criterion))
        return tuple(found[:_COMMON])

    def _weakness(self, criterion: str, text: str) -> CommonWeakness | None:
        judged = [item for item in self.row(criterion) if item.verdict in ("covered", "partial", "missing")]
        missing = sum(item.verdict == "missing" for item in judged)
        partial = sum(item.verdict == "partial" for item in judged)
        if not judged or missing + partial < _AT_LEAST * len(judged):
            return None
        lacking = Counter(label for item in judged for label in _lacking(item))
        return CommonWeakness(criterion, text, missing, partial, len(judged), tuple(lacking.most_common(3)))


def _lacking(item: CriterionReview) -> list[str]:
    return [finding.label for finding in item.elements if finding.present != "yes"]


def cohort_of(reviews: Sequence[Review], exam: Exam) -> Cohort:
    """Return the cohort of the reviews. Raises ValueError when one is of another exam."""
    strangers = [review.file for review in reviews if review.exam != exam.id]
    if strangers:
        raise ValueError(f"reviews of another exam: {strangers}")
    return Cohort(exam, tuple(reviews))
