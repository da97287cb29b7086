"""Aiming at a draft: what its review shows to be weak, contradictory or strong, and the question for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from assistant.coaching.questioning.choosing import Chosen, Wanted, best_on
from assistant.coaching.questioning.excerpts import excerpt
from assistant.coaching.questioning.jury_question import Anchor, JuryQuestion
from assistant.coaching.questioning.openings import but_lacking, lacking, quoting
from assistant.coaching.reviewing.review import CriterionReview, FigureConflict, Quote, Review
from assistant.referential.question_bank import BankQuestion, DraftQuestions, Level, QuestionBank

_NEAR = 20
"""Passages between two figures that contradict each other and the evidence that tells what they are about."""

State = Literal["missing", "thin", "strong"]


@dataclass(frozen=True)
class Target:
    """An element of a criterion to ask about, and the words of the draft to start from, where there are any.

    `beside` tells that they are about the criterion and not about the element, which is nowhere.
    """

    criterion: str
    element: str
    label: str
    state: State
    quote: Quote | None
    beside: bool = False


def weak_targets(review: Review, criteria: Sequence[str], random: Random) -> list[Target]:
    """Return what is missing or thin: one target a criterion, sure verdicts first, then the next of each."""
    weak = [item for item in review.criteria if item.id in criteria and item.verdict in ("missing", "partial")]
    order = {item.id: random.random() for item in weak}
    weak.sort(key=lambda item: (item.to_check, order[item.id]))
    return _in_turns([list(_weak_of(item, random)) for item in weak])


def strong_targets(review: Review, criteria: Sequence[str], random: Random) -> list[Target]:
    """Return what the draft answers well and the candidate must defend."""
    strong = [item for item in review.criteria if item.id in criteria and item.verdict == "covered"]
    order = {item.id: random.random() for item in strong}
    strong.sort(key=lambda item: (item.to_check, order[item.id]))
    return _in_turns([list(_strong_of(item)) for item in strong])


def _in_turns(lists: Sequence[list[Target]]) -> list[Target]:
    longest = max((len(items) for items in lists), default=0)
    return [items[rank] for rank in range(longest) for items in lists if rank < len(items)]


def _weak_of(item: CriterionReview, random: Random) -> Iterator[Target]:
    """The elements that a criterion lacks or only has thinly, the main ones first."""
    order = {finding.id: random.random() for finding in item.elements}
    lacking = sorted(
        (finding for finding in item.elements if finding.present != "yes"),
        key=lambda finding: (not finding.main, order[finding.id]),
    )
    for finding in lacking or sorted(item.elements, key=lambda finding: finding.probability)[:1]:
        if finding.present != "no" and finding.evidence:
            yield Target(item.id, finding.id, finding.label, "thin", finding.evidence[0])
        elif finding.announced is not None:
            yield Target(item.id, finding.id, finding.label, "missing", finding.announced)
        else:
            beside = item.evidence[0] if item.evidence else None
            yield Target(item.id, finding.id, finding.label, "missing", beside, beside=True)


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
            if target.state != "missing":
                return False
            anchor = None
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
            asks=text,
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
        opening = quoting(anchor, self._random)
        return f"{opening} {but_lacking(target.label, self._random)}" if target.beside else opening

    def ask_conflict(self, conflict: FigureConflict, criterion: str, chosen: Chosen) -> bool:
        """Add the question on two figures; False when it would quote again what was quoted."""
        source = self._bank.conflict_questions[conflict.kind]
        anchor = _anchor_of(conflict.first, f"{conflict.subject} {conflict.stated}")
        if anchor.quote in self._quoted or self._wanted.level == "facile":
            return False
        text = source.question.format(stated=conflict.stated, found=conflict.found, subject=conflict.subject)
        question = JuryQuestion(
            question=f"{quoting(anchor, self._random)} {text}",
            targets=(criterion,),
            kind="figures",
            level=self._wanted.level or "exigeant",
            points=source.points,
            anchor=anchor,
            aim="contradiction",
            id=f"{criterion}-{conflict.kind}-{conflict.first.passage}",
            asks=text,
        )
        added = text not in self._wanted.asked_before and chosen.add(question, text)
        if added:
            self._quoted.add(anchor.quote)
        return added


def _level(target: Target) -> Level:
    return "exigeant" if target.state == "strong" else "standard"


def _anchor(target: Target) -> Anchor | None:
    quote = target.quote
    if quote is None:
        return None
    return _anchor_of(quote, target.label)


def _anchor_of(quote: Quote, about: str) -> Anchor:
    return Anchor(quote=excerpt(quote.quote, about), page=quote.page, slide=quote.slide, heading=quote.heading)


def conflict_targets(review: Review, criteria: Sequence[str]) -> list[tuple[FigureConflict, str]]:
    """Return the contradictions of a draft with the criterion that each bears on: that of the nearest evidence."""
    places = [
        (quote.passage, item.id)
        for item in review.criteria
        for quote in (*item.evidence, *(quote for finding in item.elements for quote in finding.evidence))
    ]
    found = []
    for conflict in review.conflicts:
        near = min(places, key=lambda place: abs(place[0] - conflict.first.passage), default=None)
        if near and near[1] in criteria and abs(near[0] - conflict.first.passage) <= _NEAR:
            found.append((conflict, near[1]))
    return found
