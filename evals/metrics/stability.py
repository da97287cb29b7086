"""Do verdicts hold when the same draft comes as another file, in other words, or with a text that gives orders?"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.coaching.reviewing.review import Review
from evals.metrics.bootstrap import grouped_mean
from evals.metrics.judged import VERDICTS
from evals.result import Figure, Items


@dataclass(frozen=True)
class Twin:
    """A criterion of a draft, and the verdicts that it got from two versions of it."""

    draft: str
    criterion: str
    before: str
    after: str

    @property
    def id(self) -> str:
        """The draft and the criterion."""
        return f"{self.draft} {self.criterion}"

    @property
    def rated(self) -> bool:
        """Whether both versions got a verdict."""
        return self.before in VERDICTS and self.after in VERDICTS

    @property
    def score(self) -> float:
        """1 where they flip, 0 where they hold, NaN where one is without a verdict."""
        return float(self.flips) if self.rated else float("nan")

    @property
    def flips(self) -> bool:
        """Whether the verdicts differ."""
        return self.before != self.after


def twins(draft: str, first: Review, second: Review) -> list[Twin]:
    """Return the criteria of two reviews of a draft, but those that aren't judged on a written draft."""
    pairs = zip(first.criteria, second.criteria, strict=True)
    return [
        Twin(draft, one.id, one.verdict, other.verdict)
        for one, other in pairs
        if "not_assessable" not in (one.verdict, other.verdict)
    ]


def flip_figure(name: str, found: Sequence[Twin], bound: float | None = None) -> Figure:
    """Return the share of the verdicts that flip; where either is without a verdict, it is unrated."""
    return grouped_mean(name, [item.score for item in found], [item.draft for item in found]).bounded(
        bound, at_most=True
    )


def flip_items(name: str, found: Sequence[Twin], ending: str) -> Items:
    """Return which verdicts flip; `ending` follows the names of criteria, which other figures are about too."""
    return Items(
        figure=name,
        scores={item.id + ending: item.score for item in found},
        groups={item.id + ending: item.draft for item in found},
    )
