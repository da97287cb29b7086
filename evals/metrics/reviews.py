"""How right the reviews of labelled drafts are: verdicts, evidence, confidence, with bootstrap intervals by draft."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.coaching.reviewing.review import CriterionReview, Review
from assistant.dossier.quotes import normalise
from assistant.referential.wording import words
from evals.datasets.drafts import CriterionLabel, LabelledDraft
from evals.metrics.bootstrap import grouped
from evals.result import Figure

VERDICTS = ("missing", "partial", "covered")
_SHARED_WORDS = 5


@dataclass(frozen=True)
class Judged:
    """A criterion of a labelled draft, and what the review said of it."""

    draft: str
    label: CriterionLabel
    criterion: CriterionReview

    @property
    def expected(self) -> int:
        """Rank of the juror's verdict."""
        return VERDICTS.index(self.label.verdict)

    @property
    def given(self) -> int | None:
        """Rank of the given verdict; None where none was given."""
        return VERDICTS.index(self.criterion.verdict) if self.criterion.verdict in VERDICTS else None

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


def pair_up(drafts: Sequence[LabelledDraft], reviews: Sequence[Review]) -> list[Judged]:
    """Return every labelled criterion with what the review said of it."""
    judged = []
    for draft, review in zip(drafts, reviews, strict=True):
        by_number = {criterion.n: criterion for criterion in review.criteria}
        judged += [Judged(draft.name, label, by_number[label.n]) for label in draft.labels.criteria]
    return judged


Statistic = Callable[[Sequence[Judged]], tuple[float, int]]


def measure_reviews(judged: Sequence[Judged]) -> list[Figure]:
    """Return all figures over the labelled criteria."""
    return [
        grouped(name, judged, lambda item: item.draft, statistic).bounded(bound, at_most=at_most)
        for name, statistic, bound, at_most in _FIGURES
    ]


def _ranks(judged: Sequence[Judged]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    rated = [(item.expected, item.given) for item in judged if item.given is not None]
    if not rated:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    expected, given = zip(*rated, strict=True)
    return np.array(expected), np.array(given)


def kappa(judged: Sequence[Judged]) -> tuple[float, int]:
    """Quadratic weighted kappa of the verdicts that were given; NaN where chance agreement is all there is."""
    from sklearn.metrics import cohen_kappa_score

    expected, given = _ranks(judged)
    if len(expected) == 0 or len(set(expected) | set(given)) < 2:
        return float("nan"), len(expected)
    return float(cohen_kappa_score(expected, given, weights="quadratic", labels=[0, 1, 2])), len(expected)


def macro_f1(judged: Sequence[Judged]) -> tuple[float, int]:
    """Mean F1 of the three verdicts."""
    from sklearn.metrics import f1_score

    expected, given = _ranks(judged)
    if not len(expected):
        return float("nan"), 0
    return float(f1_score(expected, given, average="macro", labels=[0, 1, 2], zero_division=0)), len(expected)


def reading_agreement(drafts: Sequence[LabelledDraft], second: Mapping[str, Mapping[int, str]]) -> tuple[float, int]:
    """Kappa between the labels and a second reading of the same drafts: what a judge can reach at most."""
    from sklearn.metrics import cohen_kappa_score

    pairs = [
        (VERDICTS.index(label.verdict), VERDICTS.index(second[draft.name][label.n]))
        for draft in drafts
        for label in draft.labels.criteria
    ]
    first, other = zip(*pairs, strict=True)
    return float(cohen_kappa_score(first, other, weights="quadratic")), len(pairs)


def false_cover(judged: Sequence[Judged]) -> tuple[float, int]:
    """Share of the missing criteria that are called covered."""
    return _rate([item.given == 2 for item in judged if item.expected == 0])


def _standing(judged: Sequence[Judged]) -> list[Judged]:
    return [item for item in judged if item.given is not None and not item.criterion.to_check]


def standing_share(judged: Sequence[Judged]) -> tuple[float, int]:
    """Share of the verdicts that stand alone (not « à vérifier »)."""
    return _rate([not item.criterion.to_check for item in judged if item.given is not None])


def standing_kappa(judged: Sequence[Judged]) -> tuple[float, int]:
    """Kappa of the verdicts that stand alone."""
    return kappa(_standing(judged))


def right_among_quotes(judged: Sequence[Judged]) -> tuple[float, int]:
    """Share of the criteria with evidence, and with quotes, for which a right passage is among the quotes shown."""
    return _rate([any(item.quotes_right) for item in judged if item.label.evidence and item.quotes_right])


def evidence_right(judged: Sequence[Judged]) -> tuple[float, int]:
    """Share of the quotes shown for a criterion with evidence that are among the juror's."""
    return _rate([right for item in judged if item.label.evidence for right in item.quotes_right])


def evidence_right_everywhere(judged: Sequence[Judged]) -> tuple[float, int]:
    """The same over all quotes shown; those shown for a missing criterion are wrong."""
    return _rate([right and bool(item.label.evidence) for item in judged for right in item.quotes_right])


def calibration_error(judged: Sequence[Judged]) -> tuple[float, int]:
    """Expected calibration error of the confidences, in five bins of equal size."""
    rated = [(item.criterion.confidence, item.given == item.expected) for item in judged if item.given is not None]
    if not rated:
        return float("nan"), 0
    ordered = sorted(rated)
    bins = np.array_split(np.array(ordered, dtype=float), 5)
    return float(sum(len(b) * abs(b[:, 0].mean() - b[:, 1].mean()) for b in bins if len(b)) / len(rated)), len(rated)


def accuracy(judged: Sequence[Judged]) -> tuple[float, int]:
    """Share of the verdicts that are the juror's."""
    return _rate([item.given == item.expected for item in judged if item.given is not None])


def _rate(values: Sequence[bool]) -> tuple[float, int]:
    return (float(np.mean(values)) if values else float("nan")), len(values)


_FIGURES: tuple[tuple[str, Statistic, float | None, bool], ...] = (
    ("verdicts: quadratic weighted kappa", kappa, 0.65, False),
    ("verdicts: macro F1", macro_f1, 0.62, False),
    ("verdicts: accuracy", accuracy, None, False),
    ("missing called covered", false_cover, 0.04, True),
    ("not « à vérifier »: share", standing_share, 0.60, False),
    ("not « à vérifier »: kappa", standing_kappa, 0.80, False),
    ("quotes: right evidence among those shown", right_among_quotes, 0.85, False),
    ("quotes: share that is right, where there is evidence", evidence_right, None, False),
    ("quotes: share that is right, all shown", evidence_right_everywhere, None, False),
    ("confidence: expected calibration error", calibration_error, None, True),
)
