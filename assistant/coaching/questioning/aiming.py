"""Aiming at a draft: what its review shows to be weak, contradictory or strong, and the question for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from assistant.coaching.questioning.choosing import Chosen, Wanted, best_on
from assistant.coaching.questioning.excerpts import excerpt
from assistant.coaching.questioning.jury_question import Anchor, JuryQuestion
from assistant.coaching.questioning.openings import lacking, quoting
from assistant.coaching.reviewing.review import CriterionReview, ElementFinding, Quote, Review
from assistant.referential.question_bank import BankQuestion, DraftQuestions, Level, QuestionBank

State = Literal["missing", "thin", "strong"]


@dataclass(frozen=True)
class Target:
    """An element of a criterion to ask about, and the words of the draft to start from, where there are any."""

    criterion: str
    element: str
    label: str
    state: State
    quote: Quote | None


def weak_targets(review: Review, criteria: Sequence[str], random: Random) -> list[Target]:
    """Return what is missing or thin: one target a criterion, sure verdicts first, then the next of each."""
    weak = [item for item in review.criteria if item.id in criteria and item.verdict in ("missing", "partial")]
    order = {item.id: random.random() for item in weak}
    weak.sort(key=lambda item: (item.to_check, order[item.id]))
    return _in_turns([list(_weak_of(item)) for item in weak])


def strong_targets(review: Review, criteria: Sequence[str], random: Random) -> list[Target]:
    """Return what the draft answers well and the candidate must defend."""
    strong = [item for item in review.criteria if item.id in criteria and item.verdict == "covered"]
    order = {item.id: random.random() for item in strong}
    strong.sort(key=lambda item: (item.to_check, order[item.id]))
    return _in_turns([list(_strong_of(item)) for item in strong])


def _in_turns(lists: Sequence[list[Target]]) -> list[Target]:
    longest = max((len(items) for items in lists), default=0)
    return [items[rank] for rank in range(longest) for items in lists if rank < len(items)]


def _weak_of(item: CriterionReview) -> Iterator[Target]:
    lacking = sorted(
        (finding for finding in item.elements if finding.present != "yes"),
        key=lambda finding: (not finding.main, finding.present == "partial", finding.probability),
    )
    for finding in lacking or sorted(item.elements, key=lambda finding: finding.probability)[:1]:
        thin = finding.present != "no" and bool(finding.evidence)
        yield Target(
            criterion=item.id,
            element=finding.id,
            label=finding.label,
            state="thin" if thin else "missing",
            quote=finding.evidence[0] if thin else _named_only(finding, item),
        )


def _named_only(finding: ElementFinding, item: CriterionReview) -> Quote | None:
    """What stands nearest to a missing element: the words that only announce it, else those that its criterion has."""
    if finding.announced is not None:
        return finding.announced
    return item.evidence[0] if item.evidence else None


def _strong_of(item: CriterionReview) -> Iterator[Target]:
    answered = [finding for finding in item.elements if finding.present == "yes" and finding.evidence]
    for finding in sorted(answered, key=lambda finding: (not finding.main, -finding.probability)):
        yield Target(item.id, finding.id, finding.label, "strong", finding.evidence[0])


class Aimer:
    """Writes the question for a target, in the words of the bank and of the draft."""

    def __init__(self, bank: QuestionBank, wanted: Wanted, random: Random) -> None:
        """Take the questions of the exam; without a level wanted, each has the one that fits its target."""
        self._bank = bank
        self._wanted = wanted
        self._random = random
        self._quoted: set[str] = set()

    def ask(self, target: Target, chosen: Chosen) -> bool:
        """Add the question for a target; False when it would say again what was said."""
        anchor = _anchor(target)
        if anchor is not None and anchor.quote in self._quoted:
            return False
        asked = self._words(target, chosen)
        if asked is None:
            return False
        text, source = asked
        opening = self._opening(target, anchor)
        question = JuryQuestion(
            question=f"{opening} {text}",
            targets=(target.criterion,),
            kind=source.kind if isinstance(source, BankQuestion) else "justification",
            level=source.level if isinstance(source, BankQuestion) else _level(target),
            points=source.points,
            anchor=anchor,
            aim=target.state,
            id=source.id if isinstance(source, BankQuestion) else f"{target.element}-{target.state}",
        )
        added = chosen.add(question, text)
        if added and anchor is not None:
            self._quoted.add(anchor.quote)
        return added

    def _words(self, target: Target, chosen: Chosen) -> tuple[str, BankQuestion | DraftQuestions] | None:
        """The question itself: the element's own, or one of the level that was asked for on its criterion."""
        if self._wanted.level in (None, _level(target)):
            own = self._bank.draft_questions[target.element]
            text: str = getattr(own, target.state)
            return None if text in self._wanted.asked_before or chosen.holds(text) else (text, own)
        there = best_on(target.criterion, self._bank, self._wanted, chosen, self._random)
        return (there[0].question, there[0]) if there else None

    def _opening(self, target: Target, anchor: Anchor | None) -> str:
        if anchor is None:
            return lacking(target.label, self._random)
        return quoting(anchor, self._random)


def _level(target: Target) -> Level:
    return "exigeant" if target.state == "strong" else "standard"


def _anchor(target: Target) -> Anchor | None:
    quote = target.quote
    if quote is None:
        return None
    return Anchor(quote=excerpt(quote.quote, target.label), page=quote.page, slide=quote.slide, heading=quote.heading)
