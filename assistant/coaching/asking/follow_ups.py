"""Questions that lean on the conversation: « et la suivante ? », « et pour C5.3 ? », « combien ? », « et les livrables ? »."""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.coaching.asking.context import neighbour
from assistant.coaching.asking.listed import pick
from assistant.coaching.asking.reading import SHORT_FOLLOW_UP, Reader, Reading, whole_of
from assistant.coaching.asking.scope import Scope, read_names, scope_of_keys
from assistant.coaching.asking.themed import only_themes
from assistant.coaching.asking.themes import joined_themes
from assistant.coaching.asking.understanding import Ask, Understanding
from assistant.referential.model import EntryKind

Step = Callable[[Reading], Understanding | None]

_CLEAR_POINT = 0.5
_LONGEST_REPLY = 14
_LEAST_SAID = 2
_ASKS = re.compile(r"\b(?:combien|cb|comment|pourquoi|quels?|quelles?|est ce|qu est|how|what|which|why|does|do)\b")
_SAME = re.compile(r"\b(?:pareil\w*|meme chose|idem|aussi|the same|same|too|as well|pour (?:celle|celui))\b")
_ELLIPSIS = re.compile(
    r"^(?:et |donc |mais |ok |ah |du coup )*(?:combien|cb|lesquels|lesquelles|pourquoi|how many|how much)(?: (?:exactement|en tout|au juste|alors|stp|svp|du coup))*$"
)
_ONLY_MINUTES = re.compile(r"\b(?:\d+|minutes?|min|mn|heures?|criteres?)\b")
_ELSEWHERE = re.compile(
    r"\b(?:ailleurs|autre part|partout|elsewhere|anywhere else|(?:les |d |in )?(?:autres|other) (?:epreuves|endroits|places|exams|blocs))\b"
)
_THEME_FACTS = {"deliverables": "deliverables", "slides": "support", "team": "team"}
"""« et les livrables ? » asks what to hand in, not where the word stands."""


class FollowUps:
    """The steps for follow-ups. `asks` are the steps that say what a question asks of a scope."""

    def __init__(self, reader: Reader, asks: tuple[Step, ...], numbered: Step) -> None:
        """Take what questions are read with, and the steps to ask again."""
        self._numbered = numbered
        self._reader = reader
        self._referential = reader.referential
        self._asks = asks

    def change_of_subject(self, reading: Reading) -> Understanding | None:
        """« et la suivante ? », « et pour C5.3 ? »: the last question, asked of something else."""
        context = reading.context
        if not context:
            return None
        following = neighbour(reading.question, context.scope, self._referential)
        if following and not reading.scope and reading.size <= SHORT_FOLLOW_UP + 2:
            scope = scope_of_keys([following], self._referential, explicit=True)
            if following.kind is EntryKind.CRITERION:
                return reading.understood(Ask.CRITERION, scope=scope)
            if not self._says_what(reading):
                return self._asked_again(reading, scope)
            return self._asked(replace(reading, scope=scope, context=replace(context, scope=scope)))
        if reading.scope and context.questions and not self._rest(reading):
            return self._asked_again(reading, reading.scope)
        return None

    def answered_back(self, reading: Reading) -> Understanding | None:
        """« celui avec les agences » in reply to « de quelle épreuve parlez-vous ? »: the question before, of it."""
        if not reading.context.asked_back or reading.size > _LONGEST_REPLY or _ASKS.search(reading.said):
            return None
        scope = reading.scope or self._reader.described.meant(" ".join(reading.content))
        if not scope or len(self._rest(reading) if reading.scope else ()) > _LEAST_SAID:
            return None
        return self._asked_again(reading, scope)

    def picked(self, reading: Reading) -> Understanding | None:
        """« la quatrième », « la 2e des deux, c'est à l'oral ? »: an entry of a list that an answer gave."""
        context = reading.context
        if reading.scope or not context.lists or reading.size > SHORT_FOLLOW_UP:
            return None
        key = pick(reading.question, " ".join(context.questions[-1:]), context.lists)
        if key is None:
            return None
        scope = scope_of_keys([key], self._referential, explicit=True)
        if key.kind is EntryKind.CRITERION:
            return reading.understood(Ask.CRITERION, scope=scope)
        asked = self._asked(replace(reading, scope=scope, context=replace(context, scope=scope)))
        if asked is None or asked.ask is Ask.OVERVIEW:
            return reading.understood(whole_of(scope), scope=scope)
        return asked

    def _says_what(self, reading: Reading) -> bool:
        """« et dans l'épreuve précédente, qui est le public ? » names the neighbour and asks something of it."""
        return reading.top.target.kind in {"fact", "unstated"} and reading.size > SHORT_FOLLOW_UP - 2

    def _rest(self, reading: Reading) -> list[str]:
        """What a question says besides the name of another subject and « c'est pareil ? »."""
        rest = [word for word in self._reader.own_words(reading) if word not in {"combien", "cb", "a"}]
        if _SAME.search(reading.folded):
            rest = [word for word in rest if not _SAME.search(word) and not _ONLY_MINUTES.search(word)]
            rest = [
                word for word in rest if word not in {"c", "vingt", "trente", "dix", "quinze", "non", "if", "in", "it"}
            ]
        return rest

    def elliptical(self, reading: Reading) -> Understanding | None:
        """« Combien ? » is the rest of the question before."""
        if not reading.context.questions or reading.scope or not _ELLIPSIS.search(reading.folded):
            return None
        whole = f"{reading.context.questions[-1]} {reading.question}"
        again = self._reader.read(whole, reading.language, ())
        scope = again.scope or reading.context.scope
        return self._asked(replace(again, scope=scope))

    def elsewhere(self, reading: Reading) -> Understanding | None:
        """« ailleurs aussi ? »: the theme of the question before, everywhere."""
        if not reading.context.questions or reading.scope or not reading.short or not _ELSEWHERE.search(reading.folded):
            return None
        vocabulary = self._reader.knowledge.vocabulary
        for text in (reading.question, *reading.context.questions[::-1]):
            names = read_names(text, vocabulary, self._referential)
            themes = joined_themes(names.masked, vocabulary.themes)
            if themes:
                return reading.understood(Ask.THEME, subject=" ".join(themes), scope=Scope())
        return None

    def theme_fact(self, reading: Reading) -> Understanding | None:
        """« et les livrables ? » after a talk on an exam."""
        if not reading.context.scope or reading.scope or not reading.short:
            return None
        themes = self._reader.own_themes(reading)
        kind = _THEME_FACTS.get(themes[0], "") if themes else ""
        judged = re.search(r"\b(?:criter\w+|juge\w*|note[esrnz]*|evalu\w+|assessed|judged)\b", reading.folded)
        if not kind or judged or reading.probability("fact", kind) < 0.02:
            return None
        return reading.understood(Ask.FACT, subject=kind, scope=reading.context.scope)

    def _asked_again(self, reading: Reading, scope: Scope) -> Understanding | None:
        """The latest question that says what is asked, of another scope."""
        scope = replace(scope, explicit=True)
        if scope.of_kind(EntryKind.CRITERION):
            return reading.understood(Ask.CRITERION, scope=scope)
        for question in reversed(reading.context.questions):
            earlier = self._reader.read(question, reading.language, ())
            if earlier.codes.numbers and len(scope.exams) == 1:
                return self._numbered(replace(earlier, question=reading.question, scope=scope))
            if not self._reader.own_words(earlier):
                continue
            themes = self._reader.own_themes(earlier)
            if themes and only_themes(earlier, themes, self._reader.knowledge.vocabulary):
                return reading.understood(Ask.THEME, subject=" ".join(themes), scope=scope)
            # With an exam the question is no longer vague: what else it resembles is what it asks.
            found = self._reader.search_inside(earlier.codes.masked, scope.exams)
            found = tuple(item for item in found if item.target != ("intent", "vague"))
            asked = self._asked(replace(earlier, scope=scope, found=self._reader.of_scope(found, scope)))
            if asked is not None:
                return replace(asked, question=reading.question)
            point = found[0].target.entry
            clear = point and point.kind is EntryKind.CRITERION and found[0].probability >= _CLEAR_POINT
            if clear and not scope.of_kind(EntryKind.ACTIVITY):
                return reading.understood(Ask.SITUATION, scope=scope, entries=(point,))
            break
        return reading.understood(whole_of(scope), scope=scope)

    def _asked(self, reading: Reading) -> Understanding | None:
        for step in self._asks:
            understood = step(reading)
            if understood is not None:
                return understood
        return None
