"""What a question takes for granted about numbers: « les 45 minutes d'oral de C2 », « on est sept »."""

import re

from assistant.referential.model import Exam
from assistant.referential.wording import words

_WORDS = {
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "douze": 12,
    "quinze": 15, "vingt": 20, "trente": 30, "quarante cinq": 45, "quarante": 40, "soixante": 60,
    "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "ten": 10, "fifteen": 15, "twenty": 20,
    "thirty": 30, "forty": 40, "sixty": 60,
}  # fmt: skip
_NUMBER = rf"(\d+|{'|'.join(_WORDS)})"
_MINUTES = re.compile(rf"\b{_NUMBER} ?(?:minutes?|min|mn)\b")
_QUARTER = re.compile(r"\b(?:un |d un )?quart d heure\b")
_HOUR = re.compile(r"\b(?:une|1|one|an) ?(?:heure|hour|h)\b")
_HALF_HOUR = re.compile(r"\b(?:une |d une )?demi heure\b")
_PEOPLE = re.compile(
    rf"\b(?:on est|on sera|nous sommes|sommes|we are|se fait a|etre|be|a) {_NUMBER}\b(?! ?(?:minutes?|min|mn|\d))"
)
_ASKED = re.compile(r"\b(?:combien|cb|quelle duree|how (?:long|many|much)|(?:il|elle|ils|c) .{0,12}fixe)\b")

_MOST_WORDS = 16
"""A longer question says more than a number: « oui » or « non » might answer the wrong part of it."""
_DURATIONS = frozenset({"duration", "presentation_minutes", "discussion_minutes", "oral"})


def verdict_on(question: str, kind: str, exam: Exam) -> bool | None:
    """Tell whether the numbers that a question takes for granted are those of the exam; None when it takes none."""
    folded = " ".join(words(question))
    if _ASKED.search(folded) or len(folded.split()) > _MOST_WORDS:
        return None
    if kind in _DURATIONS:
        return _minutes_right(folded, kind, exam)
    if kind == "team" and exam.format.team_size:
        least, most = exam.format.team_size
        sizes = [_number(match[1]) for match in _PEOPLE.finditer(folded)]
        return all(least <= size <= most for size in sizes) if sizes else None
    return None


def _minutes_right(folded: str, kind: str, exam: Exam) -> bool | None:
    claimed = {_number(match[1]) for match in _MINUTES.finditer(folded)}
    claimed |= {15} if _QUARTER.search(folded) else set()
    claimed |= {60} if _HOUR.search(folded) and not _HALF_HOUR.search(folded) else set()
    claimed |= {30} if _HALF_HOUR.search(folded) else set()
    presentation, discussion = exam.format.presentation_minutes, exam.format.discussion_minutes
    if not claimed or presentation is None:
        return None
    stated = {presentation, discussion, presentation + (discussion or 0)}
    if kind == "discussion_minutes":
        if discussion is None:
            return None
        stated = {discussion, presentation}
    return claimed <= stated


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _WORDS[text]
