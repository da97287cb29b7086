"""Questions on a situation, whose criterion the search finds; and those too vague to be answered."""

import re
from collections.abc import Sequence

from assistant.coaching.asking.legibility import DOUBTFUL
from assistant.coaching.asking.named_entries import hangs
from assistant.coaching.asking.question_words import SHORT_ENOUGH, is_judged, leans
from assistant.coaching.asking.reading import FOLLOW_UP_WEIGHT, SHORT_FOLLOW_UP, Reader, Reading, leaning
from assistant.coaching.asking.scope import read_names
from assistant.coaching.asking.understanding import Ask, Understanding
from assistant.referential.model import EntryKey, EntryKind
from assistant.search.searcher import Found

# Decided on the dev questions.
_ALSO_CITED_RATIO = 0.3
"""A second entry is cited when it is at least so probable as this share of the first."""
_MOST_CITED = 2
_ONE_OF_SEVERAL_RATIO = 0.1
"""The same where the question itself speaks of several points."""
_SEVERAL = re.compile(
    r"\b(?:(?:deux|trois|plusieurs|two|three|several) (?:problemes?|points?|choses?|trucs?|soucis|defauts?|problems?|things|issues)"
    r"|quels (?:points|criteres)|sur quoi dois je|lesquels|which (?:points|criteria))\b"
)
_UNCERTAIN = 0.35
_CLEAR = 0.5
_LONGEST_LEANING = 20
_PEOPLE_BEFORE = re.compile(
    r"\b(?:eux|ils|elles|je les|on les|leur|them|they)\b(?! (?:veulent|attendent|regardent|notent|jugent|demandent|posent|want|expect|look|ask)\b)"
)
"""Pronouns whose noun stands in the question before."""


class Situations:
    """The last steps."""

    def __init__(self, reader: Reader) -> None:
        """Take what questions are read with."""
        self._reader = reader

    def vague(self, reading: Reading) -> Understanding | None:
        """Ask back when nothing says what is meant."""
        vague = reading.top.target == ("intent", "vague")
        if reading.scope or reading.context.scope:
            judged = vague and not reading.scope and is_judged(reading)
            return reading.understood(Ask.CRITERIA, scope=reading.context.scope) if judged else None
        nothing = not reading.content and not reading.codes.mentions
        if hangs(reading) or vague or nothing or self._doubtful(reading):
            return reading.understood(Ask.CLARIFY)
        return None

    def _doubtful(self, reading: Reading) -> bool:
        """Tell whether few words are known, or some may be code, and the search found nothing clear either."""
        legibility = self._reader.legibility
        few = legibility.share(reading.question) < DOUBTFUL
        code = reading.size <= SHORT_ENOUGH and legibility.has_traces_of_code(reading.question)
        return (few or code) and _best_entry(reading.found)[1] < _UNCERTAIN

    def situation(self, reading: Reading) -> Understanding:
        """Name the criterion that a situation touches."""
        return reading.understood(
            Ask.SITUATION, entries=self._entries(reading, self._found(reading), bool(_SEVERAL.search(reading.folded)))
        )

    def _found(self, reading: Reading) -> Sequence[Found]:
        context = reading.context
        if not context.scope.exams or reading.scope:
            return reading.found
        named = read_names(reading.codes.masked, self._reader.knowledge.vocabulary, self._reader.referential).names
        pronoun = _PEOPLE_BEFORE.search(reading.folded) and not named
        unclear = _best_entry(reading.found)[1] < _CLEAR
        if context.questions and pronoun and unclear and reading.size <= _LONGEST_LEANING:
            before = self._reader.search_inside(f"{context.questions[-1]} {reading.codes.masked}", ())
            return leaning(before, context.scope.exams, FOLLOW_UP_WEIGHT, self._reader.referential)
        short = reading.size <= SHORT_FOLLOW_UP
        on_before = reading.size <= _LONGEST_LEANING and leans(reading)
        if short or on_before or _best_entry(reading.found)[1] < _UNCERTAIN:
            return self._reader.search_inside(reading.codes.masked, context.scope.exams)
        return reading.found

    def _entries(self, reading: Reading, found: Sequence[Found], several: bool) -> tuple[EntryKey, ...]:
        """The best entry, always a criterion among them, and a second one when it is nearly as probable.

        Where the best one is of the exam spoken of, the second is too.
        """
        ranked = [(key, item.probability) for item in found if (key := item.target.entry)]
        within = reading.scope or reading.context.scope
        if within and self._reader.inside(ranked[0][0], within):
            ranked = [(key, probability) for key, probability in ranked if self._reader.inside(key, within)]
        best = ranked[0][1]
        ratio = _ONE_OF_SEVERAL_RATIO if several else _ALSO_CITED_RATIO
        kept = [key for key, probability in ranked[:_MOST_CITED] if probability >= ratio * best]
        if not any(key.kind is EntryKind.CRITERION for key in kept):
            kept.append(next(key for key, _ in ranked if key.kind is EntryKind.CRITERION))
        return tuple(kept)


def _best_entry(found: Sequence[Found]) -> tuple[EntryKey, float]:
    return next((key, item.probability) for item in found if (key := item.target.entry))
