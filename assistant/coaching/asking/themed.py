"""Every place where a subject stands."""

import re
from collections.abc import Sequence

from assistant.coaching.asking.question_words import SHORT_ENOUGH, asking_stems, asks_for_places, leans
from assistant.coaching.asking.reading import FILLERS, Reader, Reading
from assistant.coaching.asking.scope import Scope
from assistant.coaching.asking.themes import joined_themes, places, places_of, themes_in, without
from assistant.coaching.asking.understanding import Ask, Understanding
from assistant.referential.knowledge import Vocabulary
from assistant.referential.model import EntryKey, EntryKind
from assistant.search.lexical import stems

_CRITERIA_LISTED = re.compile(
    r"\b(?:quels|tous les|liste\w* (?:les|des)|which|all the) (?:\w+ )?(?:criteres|criteria)\b.*\b(?:juge\w*|note\w*|evalue\w*|porte\w*|concern\w*|confondues|judge\w*|assess\w*|bear)\b"
)
_AMONG_CRITERIA = re.compile(
    r"\b(?:lesquels|quels (?:criteres|points)|ceux|celui|criter\w+|points?|which ones?|those|the ones?)(?: \w+){0,2}? "
    r"(?:sur|concern\w+|parl\w+|port\w+|trait\w+|touch\w+|mention\w+|about|on|cover\w*|qui)\b"
    r"|\b(?:grille|jury|referentiel)\b.{0,30}\b(?:au sujet|a propos|sur)\b"
)
"""« lesquels concernent… », « celui sur… »: criteria of an exam, by their subject."""
_CLEAR_FACT = 0.6
_LONG_WORD = 5
_MOST_PLACES = 10

_THEME_FILLERS = frozenset(
    "ca est ce que qu il y a t un une au aux dans du la dedans evalue evaluee evalues juge jugee note notee regarde demande critere criteres "
    "quel quels quelle quelles ou parle parlent en tout is are assessed criteria which where it judged qu quid propos concernant cote niveau "
    "compte comptent la".split()
)


class Themed:
    """The step for subjects everywhere."""

    def __init__(self, reader: Reader) -> None:
        """Take what questions are read with."""
        self._reader = reader
        self._referential = reader.referential
        self._vocabulary = reader.knowledge.vocabulary
        self._asking_stems = asking_stems(reader.knowledge)

    def theme(self, reading: Reading) -> Understanding | None:
        """« où est-il question du handicap ? »; after a talk on an exam, « et le handicap ? »."""
        if reading.codes.mentions:
            return None
        themes = joined_themes(reading.codes.masked, self._vocabulary.themes)
        if not themes:
            return self._word_everywhere(reading)
        places_asked = asks_for_places(reading)
        clear_fact = reading.top.target.kind == "fact" and reading.top.probability >= _CLEAR_FACT
        if clear_fact and not (places_asked and themes[0] not in {"oral", "team", "deliverables"}):
            return None
        following = self._within_conversation(reading, themes)
        if following is not None:
            return following
        asked = reading.top.target == ("intent", "theme") or places_asked
        if not asked and (reading.scope or not only_themes(reading, themes, self._vocabulary)):
            return None
        return reading.understood(Ask.THEME, subject=" ".join(themes), scope=Scope())

    def within(self, reading: Reading) -> Understanding | None:
        """« lesquels portent sur le budget ? », « juste ceux sur les KPI », « que dit la grille du handicap en… »."""
        scope = reading.scope or (reading.context.scope if reading.size <= SHORT_ENOUGH else Scope())
        if len(scope.exams) != 1 or not _AMONG_CRITERIA.search(reading.said):
            return None
        themes = joined_themes(self._reader.without_names(reading), self._vocabulary.themes)
        holding = {key for theme in themes for key in places_of(self._vocabulary.themes[theme], self._referential)}
        keys = [key for key in self._referential.entry_keys() if key in holding]
        here = self._reader.criteria_in(keys, scope.exams)
        return reading.understood(Ask.THEME, subject=" ".join(themes), scope=scope, entries=here) if here else None

    def judged_so(self, reading: Reading) -> Understanding | None:
        """« quels critères jugent la prestation orale, toutes épreuves confondues ? »"""
        themes = themes_in(reading.codes.masked, self._vocabulary.themes)
        evidence = next((name for name in themes if self._vocabulary.themes[name].evidence), "")
        if not evidence or reading.scope or not _CRITERIA_LISTED.search(reading.folded):
            return None
        keys = tuple(
            EntryKey(EntryKind.CRITERION, criterion.id)
            for criterion in self._referential.criteria
            if criterion.evidence == self._vocabulary.themes[evidence].evidence
        )
        return reading.understood(Ask.THEME, subject=evidence, scope=Scope(), entries=keys)

    def _word_everywhere(self, reading: Reading) -> Understanding | None:
        """« où évalue-t-on l'écoute ? »: the rarest word of the question that the référentiel uses."""
        kind, name = reading.top.target
        asked = asks_for_places(reading) and kind not in {"fact", "unstated"}
        if reading.size > SHORT_ENOUGH or not (asked or (kind, name) == ("intent", "theme")):
            return None
        own = [word for word in self._reader.own_words(reading) if len(word) >= _LONG_WORD]
        terms = [f"{word.rstrip('sx')}*" for word in own if not set(stems(word)) & self._asking_stems]
        found = {term: places((term,), self._referential) for term in terms}
        held = {term: keys for term, keys in found.items() if 0 < len(keys) <= _MOST_PLACES}
        if not held:
            return None
        term = min(held, key=lambda word: len(held[word]))
        return reading.understood(Ask.ASPECT, terms=(term,), entries=held[term], scope=Scope())

    def _within_conversation(self, reading: Reading, themes: Sequence[str]) -> Understanding | None:
        """« et le handicap ? » after a talk on an exam; « …ça change ça ? » where one criterion of it is on that."""
        scope = reading.context.scope
        if not scope or reading.scope:
            return None
        subject = " ".join(themes)
        if reading.short and only_themes(reading, themes, self._vocabulary):
            return reading.understood(Ask.THEME, subject=subject, scope=scope)
        if reading.size > SHORT_ENOUGH or not leans(reading) or asks_for_places(reading):
            return None
        here = self._reader.criteria_in(places_of(self._vocabulary.themes[themes[0]], self._referential), scope.exams)
        kind = reading.top.target.kind
        if len(here) != 1 or kind in {"fact", "unstated", "intent"}:
            return None
        return reading.understood(Ask.THEME, subject=themes[0], scope=scope, entries=here)


def only_themes(reading: Reading, themes: Sequence[str], vocabulary: Vocabulary) -> bool:
    """« le RGPD ? », « le handicap, c'est évalué ? »: nothing but the theme."""
    terms = tuple(term for theme in themes for term in vocabulary.themes[theme].terms)
    rest = without(terms, reading.codes.masked)
    return not [word for word in rest if word not in FILLERS and word not in _THEME_FILLERS]
