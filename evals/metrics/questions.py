"""How right an answer is: what it does, what it cites, what it says."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.coaching.asking.answer import Answer
from evals.datasets.questions import Question
from evals.metrics.bootstrap import mean
from evals.result import Example, Figure, Items

REFUSALS = frozenset({"off_topic", "refuse_injection", "not_in_referential"})
_TOP = 5
_UNDEFINED = float("nan")


@dataclass(frozen=True)
class Outcome:
    """A question with the answer that it got; `verbatim` tells whether every citation is the source's wording."""

    question: Question
    answer: Answer
    verbatim: bool = True

    @property
    def cited(self) -> frozenset[str]:
        """The cited entries as `kind:id`."""
        return frozenset(f"{citation.kind.value}:{citation.id}" for citation in self.answer.citations)

    @property
    def retrieved(self) -> list[str]:
        """The entries that the search found, best first."""
        return [f"{item.kind.value}:{item.id}" for item in self.answer.retrieved]

    @property
    def behaviour_right(self) -> bool:
        """Whether the program did the right kind of thing."""
        return self.answer.behaviour == self.question.behaviour

    @property
    def refused(self) -> bool:
        """Whether a question that has an answer got none."""
        return self.question.behaviour == "answer" and self.answer.behaviour in REFUSALS

    @property
    def found_first(self) -> float:
        """Whether the search opens on something required; NaN where nothing is."""
        return float(bool(set(self.retrieved[:1]) & self.question.required)) if self.question.required else _UNDEFINED

    @property
    def found_soon(self) -> float:
        """Share of what is required that is among the first five found; NaN where nothing is."""
        return _part(self.question.required, set(self.retrieved[:_TOP]))

    @property
    def recall(self) -> float:
        """Share of the required entries that are cited; NaN where none is."""
        return _part(self.question.required, self.cited)

    @property
    def precision(self) -> float:
        """Share of the citations that are required or acceptable; NaN without any."""
        return _part(self.cited, self.question.required | self.question.acceptable)

    @property
    def all_required_cited(self) -> bool:
        """Whether every required entry is cited."""
        return self.question.required <= self.cited

    @property
    def facts(self) -> float:
        """Share of the facts that are said; NaN where none is asked for."""
        wanted = self.question.facts
        return sum(_says(self._plain, fact) for fact in wanted) / len(wanted) if wanted else _UNDEFINED

    @property
    def claims_forbidden(self) -> float:
        """Whether something is said that must not be; NaN where nothing is forbidden."""
        barred = self.question.forbidden
        return float(any(_says(self._plain, item) for item in barred)) if barred else _UNDEFINED

    @property
    def facts_right(self) -> bool:
        """Whether the answer says what it must and nothing that it must not."""
        # NaN is neither less than one nor more than zero: where nothing is asked, nothing is wrong.
        return not self.facts < 1 and not self.claims_forbidden > 0

    @property
    def exact(self) -> bool:
        """Whether the answer is complete and cites nothing else; where nothing is to be cited, nothing need be."""
        return self.right and self.cited <= self.question.required | self.question.acceptable

    @property
    def right(self) -> bool:
        """Whether behaviour, required citations and facts are right."""
        return self.behaviour_right and self.all_required_cited and self.facts_right

    @property
    def fine(self) -> bool:
        """Whether nothing is wrong, by the measure of the question's kind: a code must be answered exactly."""
        return self.exact if self.question.kind == "code" else self.right

    @property
    def _plain(self) -> str:
        return self.answer.answer.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def _part(wanted: Iterable[str], given: Iterable[str]) -> float:
    """The share of `wanted` that is in `given`; NaN of nothing."""
    own = set(wanted)
    return len(own & set(given)) / len(own) if own else _UNDEFINED


def _says(text: str, expression: str) -> bool:
    return re.search(expression, text, re.IGNORECASE) is not None


Score = Callable[[Outcome], float]


class Scores:
    """Figures over outcomes, with what each is the mean of."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        """Take all outcomes."""
        self._outcomes = outcomes
        self.figures: list[Figure] = []
        self.items: list[Items] = []

    def add(
        self, name: str, score: Score, among: Sequence[str] = (), bound: float | None = None, *, at_most: bool = False
    ) -> None:
        """Add the mean of a score over the questions of some kinds (all by default); nothing where there are none."""
        chosen = [item for item in self._outcomes if not among or item.question.kind in among]
        if not chosen:
            return
        scores = {item.question.id: float(score(item)) for item in chosen}
        self.figures.append(mean(name, list(scores.values())).bounded(bound, at_most=at_most))
        self.items.append(Items(figure=name, scores=scores))


def example(outcome: Outcome) -> Example:
    """Return a failure as a maintainer reads it."""
    question, answer = outcome.question, outcome.answer
    wanted = [question.behaviour, *sorted(question.required)]
    if not outcome.facts_right:
        wanted += [f"says /{fact}/" for fact in question.facts] + [f"never /{fact}/" for fact in question.forbidden]
    given = [answer.behaviour, *sorted(outcome.cited)[:12]]
    found = ", ".join(outcome.retrieved[:_TOP])
    return Example(
        id=question.id,
        text=question.question,
        expected=" · ".join(wanted),
        given=f"{' · '.join(given)}; found {found}",
    )
