"""The criteria of labelled drafts, each with what was said of it: what all figures of reviews are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.coaching.reviewing.review import CriterionReview, Review, ReviewVerdict
from assistant.dossier.quotes import normalise
from assistant.referential.model import Criterion
from assistant.referential.wording import words
from evals.datasets.drafts import CriterionLabel, LabelledDraft
from evals.datasets.lines import DatasetError

VERDICTS = ("missing", "partial", "covered")
COVERED = VERDICTS.index("covered")
_SHARED_WORDS = 5


@dataclass(frozen=True)
class Judged:
    """A criterion of a labelled draft, and what the review said of it."""

    draft: str
    label: CriterionLabel
    criterion: CriterionReview

    @property
    def id(self) -> str:
        """The draft and the criterion."""
        return f"{self.draft} {self.criterion.id}"

    @property
    def exam(self) -> str:
        """The exam that the criterion belongs to."""
        return self.criterion.id.rpartition("/")[0]

    @property
    def expected(self) -> int:
        """Rank of the juror's verdict."""
        return VERDICTS.index(self.label.verdict)

    @property
    def given(self) -> int | None:
        """Rank of the given verdict; None where none was given."""
        return VERDICTS.index(self.criterion.verdict) if self.criterion.verdict in VERDICTS else None

    @property
    def right(self) -> bool:
        """Whether the verdict is the juror's."""
        return self.given == self.expected

    @cached_property
    def quotes_right(self) -> list[bool]:
        """For each quote shown, whether it is among the juror's evidence for this criterion."""
        gold = self.label.quotes
        return [any(same_place(item.quote, words) for words in gold) for item in self.criterion.evidence]


def same_place(quote: str, gold: str) -> bool:
    """Tell whether two quotes are of one place: one holds the other, or they share a run of words."""
    first, second = (_plain(text) for text in (quote, gold))
    if not first or not second:
        return False
    if " ".join(first) in " ".join(second) or " ".join(second) in " ".join(first):
        return True
    size = min(_SHARED_WORDS, len(first), len(second))
    runs = {tuple(first[i : i + size]) for i in range(len(first) - size + 1)}
    return any(tuple(second[i : i + size]) in runs for i in range(len(second) - size + 1))


@lru_cache(maxsize=50_000)
def _plain(text: str) -> tuple[str, ...]:
    return tuple(words(normalise(text)[0]))


def judged_by_rule(
    draft: str, label: CriterionLabel, criterion: Criterion, verdict: ReviewVerdict, confidence: float = 1.0
) -> Judged:
    """Return a criterion with the verdict of something else than a review."""
    review = CriterionReview(
        id=criterion.id,
        n=criterion.n,
        text=criterion.text,
        evidence_kind=criterion.evidence,
        verdict=verdict,
        confidence=confidence,
    )
    return Judged(draft, label, review)


def pair_up(drafts: Sequence[LabelledDraft], reviews: Sequence[Review]) -> list[Judged]:
    """Return every labelled criterion with what the review said of it. Raises DatasetError for one that isn't there."""
    judged = []
    for draft, review in zip(drafts, reviews, strict=True):
        by_number = {criterion.n: criterion for criterion in review.criteria}
        for label in draft.labels.criteria:
            if label.n not in by_number:
                raise DatasetError(f"{draft.name}.json: the exam {review.exam} has no criterion {label.n}")
            judged.append(Judged(draft.name, label, by_number[label.n]))
    return judged


def rated(judged: Sequence[Judged]) -> list[Judged]:
    """Return the criteria that got a verdict."""
    return [item for item in judged if item.given is not None]
