"""What the suites share in one run: the program, the sets, and the work that several of them need."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

from assistant import Coach
from evals.caching import CachedEmbedder
from evals.collection import OURS, Collection
from evals.metrics.bootstrap import SEED

if TYPE_CHECKING:
    from assistant import Answer
    from evals.datasets.drafts import DraftFormat, DraftSplit, LabelledDraft
    from evals.datasets.questions import Split
    from evals.metrics.questions import Outcome
    from evals.reviewed import Reviewed

Say = Callable[[str], None]
Something = TypeVar("Something")
QUICK_DRAFTS = 8
"""How many drafts a quick run reviews: one of each exam, in the project's own sets."""


def spread(items: "list[Something]", most: int) -> "list[Something]":
    """Return the items, or where there are more than `most` as many as that, spread evenly."""
    if len(items) <= most:
        return items
    return [items[row * len(items) // most] for row in range(most)]


def silent(_message: str) -> None:
    """Say nothing."""


@dataclass
class Bench:
    """One run. `limit` is the most items that a suite takes of its set; `quick` leaves out peers, ablations and twins."""

    coach: Coach
    collection: Collection = OURS
    limit: int | None = None
    quick: bool = False
    reveal: bool = False
    """Show failing examples of test too: from then on it is no test set any more."""
    seed: int = SEED
    say: Say = silent
    _outcomes: "dict[str, list[Outcome]]" = field(default_factory=dict)
    _reviews: "dict[tuple[str, str, str], Reviewed]" = field(default_factory=dict)
    _made: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def embedder(self) -> CachedEmbedder:
        """The coach's embedder, which remembers: several suites embed the same texts."""
        own = CachedEmbedder(self.coach.embedder)
        self.coach.__dict__["embedder"] = own
        return own

    @cached_property
    def draft_embedder(self) -> CachedEmbedder:
        """What reads drafts, which remembers too; the coach's embedder where nothing was adapted."""
        _ = self.embedder
        found = self.coach.draft_embedder
        own = found if isinstance(found, CachedEmbedder) else CachedEmbedder(found)
        self.coach.__dict__["draft_embedder"] = own
        return own

    def some(self, items: "list[Something]") -> "list[Something]":
        """Return the items, or where there are more than the limit as many as it allows, drawn by the seed, in order."""
        if self.limit is None or len(items) <= self.limit:
            return items
        chosen = Random(self.seed).sample(range(len(items)), self.limit)  # noqa: S311 - a sample, no secret
        return [items[row] for row in sorted(chosen)]

    def shows_examples(self, split: str) -> bool:
        """Tell whether failing examples of a split may be shown."""
        return split != "test" or self.reveal

    def once(self, name: str, make: "Callable[[], Something]") -> "Something":
        """Return what `make` makes, made once in a run: what doesn't depend on the split."""
        if name not in self._made:
            self._made[name] = make()
        found: Something = self._made[name]
        return found

    def outcomes(self, split: str) -> "list[Outcome]":
        """Return what the program answers to the questions of a split; each is asked once in a run."""
        from evals.asking import ask_all
        from evals.datasets.questions import load_questions

        if split not in self._outcomes:
            part: Split = "test" if split == "test" else "dev"
            self._outcomes[split] = ask_all(self.coach, self.some(load_questions(part, collection=self.collection)))
        return self._outcomes[split]

    @property
    def answers(self) -> "list[Answer]":
        """The answers to single questions so far."""
        return [outcome.answer for outcomes in self._outcomes.values() for outcome in outcomes]

    def drafts(self, split: "DraftSplit") -> "list[LabelledDraft]":
        """Return the labelled drafts of a split that this run reviews."""
        from evals.datasets.drafts import load_drafts

        chosen = self.some(load_drafts(split, self.collection.drafts))
        return spread(chosen, QUICK_DRAFTS) if self.quick else chosen

    def reviews(self, split: "DraftSplit", form: "DraftFormat | None" = None, hostile: str = "") -> "list[Reviewed]":
        """Return the reviews of the drafts of a split, each draft handed in as its own kind of file or as another.

        Whoever asks again gets the same ones.
        """
        from evals.reviewed import review_draft

        _ = self.draft_embedder
        found = []
        for draft in self.drafts(split):
            key = (draft.name, form or draft.about.format, hostile)
            if key not in self._reviews:
                self.say(f"review: {draft.name}{f', as {form}' if form else ''}{', hostile' if hostile else ''}")
                self._reviews[key] = review_draft(self.coach, draft, form, hostile)
            found.append(self._reviews[key])
        return found
