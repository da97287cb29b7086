"""Choosing from the bank: balanced over criteria, kinds and levels, never the same thing twice."""

from collections import Counter
from dataclasses import dataclass
from random import Random

from rapidfuzz import fuzz

from assistant.coaching.questioning.jury_question import JuryQuestion
from assistant.referential.question_bank import LEVELS, BankQuestion, Level, QuestionBank
from assistant.referential.wording import fold

DUPLICATE_AT = 78.0
"""Two questions whose words, in any order, are alike to this degree (0 to 100) ask the same thing."""


class Chosen:
    """The questions chosen so far, and what keeps the next one different."""

    def __init__(self) -> None:
        """Begin with none."""
        self.questions: list[JuryQuestion] = []
        self._texts: list[str] = []
        self._used: Counter[str] = Counter()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.questions)

    def add(self, question: JuryQuestion, text: str) -> bool:
        """Add a question unless one like it is there; `text` is what it asks, without the draft's words."""
        if self.holds(text):
            return False
        self.questions.append(question)
        self._texts.append(fold(text))
        self._used.update((question.kind, question.level, *question.targets))
        return True

    def holds(self, text: str) -> bool:
        """Tell whether a question like this one was chosen."""
        folded = fold(text)
        return any(fuzz.token_sort_ratio(folded, other) >= DUPLICATE_AT for other in self._texts)

    def wear(self, question: BankQuestion) -> tuple[int, int]:
        """Return how often the kind and the level of a question were used: the least used come first."""
        return self._used[question.kind], self._used[question.level]

    def times(self, criterion: str) -> int:
        """Return how many questions bear on a criterion."""
        return self._used[criterion]


@dataclass(frozen=True)
class Wanted:
    """What is wanted: how many questions, on which criteria (ids), of which level (None: of all), none of those asked before."""

    count: int
    criteria: tuple[str, ...]
    level: Level | None = None
    asked_before: str = ""


def best_on(criterion: str, bank: QuestionBank, wanted: Wanted, chosen: Chosen, random: Random) -> list[BankQuestion]:
    """Return the questions on a criterion that aren't chosen yet, those of the least used kinds and levels first."""
    there = [
        item
        for item in bank.on(criterion, wanted.level)
        if item.question not in wanted.asked_before and not chosen.holds(item.question)
    ]
    order = {item.id: random.random() for item in there}
    return sorted(there, key=lambda item: (*chosen.wear(item), order[item.id]))


def open_question(item: BankQuestion) -> JuryQuestion:
    """Return a question of the bank as a juror asks it of anybody."""
    return JuryQuestion(
        question=item.question,
        targets=(item.criterion,),
        kind=item.kind,
        level=item.level,
        points=item.points,
        id=item.id,
        asks=item.question,
    )


def fill(chosen: Chosen, wanted: Wanted, bank: QuestionBank, random: Random) -> None:
    """Add questions of the bank until there are enough, one criterion after the other, the least asked first.

    A jury warms up: the easier questions among those added come first.
    """
    order = {name: random.random() for name in wanted.criteria}
    left = set(wanted.criteria)
    aimed = len(chosen)
    while len(chosen) < wanted.count and left:
        criterion = min(left, key=lambda name: (chosen.times(name), order[name]))
        there = best_on(criterion, bank, wanted, chosen, random)
        if not there:
            left.discard(criterion)
            continue
        chosen.add(open_question(there[0]), there[0].question)
    chosen.questions[aimed:] = sorted(chosen.questions[aimed:], key=lambda item: LEVELS.index(item.level))
