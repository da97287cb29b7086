"""How right the reviews of labelled drafts are: verdicts and evidence, with bootstrap intervals by draft."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evals.metrics.bootstrap import grouped, grouped_confusion, grouped_mean
from evals.metrics.confidence import calibration_error, squared_error
from evals.metrics.confusion import Counts, counts_by_group, f1_by_class, macro_f1, quadratic_kappa
from evals.metrics.judged import COVERED, VERDICTS, Judged, rated
from evals.result import Figure, Items

Chosen = Callable[[Judged], bool]
Statistic = Callable[[Counts], Counts]
"""Of confusion matrices, shape (…, verdicts, verdicts); NaN where undefined."""
Scores = Callable[[Judged], Sequence[float]]


def everything(_item: Judged) -> bool:
    """Choose every criterion."""
    return True


def is_missing(item: Judged) -> bool:
    """Choose the criteria that the juror found missing."""
    return item.expected == 0


def has_evidence(item: Judged) -> bool:
    """Choose the criteria for which the juror quoted something."""
    return bool(item.label.evidence)


def stands(item: Judged) -> bool:
    """Choose the verdicts that stand alone (not « à vérifier »)."""
    return not item.criterion.to_check


def counts_of(judged: Sequence[Judged]) -> Counts:
    """Return the juror's verdicts against those that were given, shape (drafts, verdicts, verdicts)."""
    own = rated(judged)
    given = [item.given for item in own if item.given is not None]
    return counts_by_group([item.expected for item in own], given, [item.draft for item in own], len(VERDICTS))


def value_of(judged: Sequence[Judged], statistic: Statistic) -> float:
    """Return a statistic of the verdicts that were given."""
    return float(statistic(counts_of(judged).sum(axis=0)))


def agreement(name: str, judged: Sequence[Judged], statistic: Statistic) -> Figure:
    """Return a statistic of the verdicts that were given, with its interval."""
    return grouped_confusion(name, counts_of(judged), statistic)


def mean_score(name: str, judged: Sequence[Judged], scores: Scores) -> Figure:
    """Return the mean of what criteria score, with its interval."""
    found = [(score, item.draft) for item in judged for score in scores(item)]
    return grouped_mean(name, [score for score, _ in found], [draft for _, draft in found])


def f1_of(rank: int) -> Statistic:
    """Return the F1 of a verdict, NaN where it is neither expected nor given."""

    def statistic(counts: Counts) -> Counts:
        occurs = counts[..., rank, :].sum(axis=-1) + counts[..., :, rank].sum(axis=-1) > 0
        return np.where(occurs, f1_by_class(counts)[..., rank], np.nan)

    return statistic


Measured = Callable[[str, Sequence[Judged]], Figure]
"""Makes a figure of a name and of criteria that got a verdict."""


@dataclass(frozen=True)
class Measure:
    """A figure, of the criteria that it concerns; those without a verdict are unrated."""

    name: str
    of: Measured
    bound: float | None = None
    at_most: bool = False
    concerns: Chosen = everything

    def figure(self, judged: Sequence[Judged]) -> Figure:
        """Return it with its interval and bound."""
        concerned = [item for item in judged if self.concerns(item)]
        own = rated(concerned)
        unrated = len(concerned) - len(own)
        return replace(self.of(self.name, own), bound=self.bound, at_most=self.at_most, unrated=unrated)


def measure_reviews(judged: Sequence[Judged]) -> list[Figure]:
    """Return all figures over the labelled criteria."""
    return [measure.figure(judged) for measure in MEASURES]


def items_of(judged: Sequence[Judged]) -> list[Items]:
    """Return what criteria score, for the figures that are means over them; NaN where unrated."""
    return [_items(measure, scores, judged) for measure, scores in _MEANS]


def _items(measure: Measure, scores: Scores, judged: Sequence[Judged]) -> Items:
    concerned = [item for item in judged if measure.concerns(item)]
    found = {item.id: (float("nan"),) if item.given is None else scores(item) for item in concerned}
    return Items(
        figure=measure.name,
        scores={name: own[0] for name, own in found.items() if own},
        groups={item.id: item.draft for item in concerned if found[item.id]},
    )


def false_cover(judged: Sequence[Judged]) -> float:
    """Return the share of the missing criteria that are called covered, of those with a verdict."""
    return FALSE_COVER.figure(judged).value


def confidences(judged: Sequence[Judged]) -> list[float]:
    """Return how probable the review called each of its verdicts."""
    return [item.criterion.confidence for item in judged]


def confidence_error(judged: Sequence[Judged]) -> float:
    """Return the expected calibration error of the confidences in the verdicts that were given."""
    own = rated(judged)
    return calibration_error(confidences(own), [item.right for item in own])


def _by_counts(statistic: Statistic) -> Measured:
    return lambda name, judged: agreement(name, judged, statistic)


def _by_mean(scores: Scores) -> Measured:
    return lambda name, judged: mean_score(name, judged, scores)


def _calibration(name: str, judged: Sequence[Judged]) -> Figure:
    return grouped(name, judged, lambda item: item.draft, lambda own: (confidence_error(own), len(own)))


def _is_right(item: Judged) -> Sequence[float]:
    return (float(item.right),)


def _is_called_covered(item: Judged) -> Sequence[float]:
    return (float(item.given == COVERED),)


def _stands_alone(item: Judged) -> Sequence[float]:
    return (float(stands(item)),)


def _has_right_quote(item: Judged) -> Sequence[float]:
    """Nothing where no quote is shown."""
    return (float(any(item.quotes_right)),) if item.quotes_right else ()


def _right_quotes(item: Judged) -> Sequence[float]:
    """One score a quote; those shown for a missing criterion are wrong."""
    return [float(right and has_evidence(item)) for right in item.quotes_right]


def _squared_error(item: Judged) -> Sequence[float]:
    return (squared_error(item.criterion.confidence, item.right),)


_ACCURACY = Measure("verdicts: accuracy", _by_mean(_is_right))
FALSE_COVER = Measure("missing called covered", _by_mean(_is_called_covered), 0.04, at_most=True, concerns=is_missing)
_STANDING = Measure("not « à vérifier »: share", _by_mean(_stands_alone), 0.60)
_QUOTED = Measure("quotes: right evidence among those shown", _by_mean(_has_right_quote), 0.85, concerns=has_evidence)
_BRIER = Measure("confidence: Brier score of the verdict", _by_mean(_squared_error), at_most=True)
MEASURES: tuple[Measure, ...] = (
    Measure("verdicts: quadratic weighted kappa", _by_counts(quadratic_kappa), 0.65),
    Measure("verdicts: macro F1", _by_counts(macro_f1), 0.62),
    *(Measure(f"verdicts: F1 of « {name} »", _by_counts(f1_of(rank))) for rank, name in enumerate(VERDICTS)),
    _ACCURACY,
    FALSE_COVER,
    _STANDING,
    Measure("not « à vérifier »: kappa", _by_counts(quadratic_kappa), 0.80, concerns=stands),
    _QUOTED,
    Measure("quotes: share that is right, where there is evidence", _by_mean(_right_quotes), concerns=has_evidence),
    Measure("quotes: share that is right, all shown", _by_mean(_right_quotes)),
    Measure("confidence: expected calibration error", _calibration, at_most=True),
    _BRIER,
)
_MEANS: tuple[tuple[Measure, Scores], ...] = (
    (_ACCURACY, _is_right),
    (FALSE_COVER, _is_called_covered),
    (_STANDING, _stands_alone),
    (_QUOTED, _has_right_quote),
    (_BRIER, _squared_error),
)
"""The figures that are means over criteria, with what each criterion scores."""
