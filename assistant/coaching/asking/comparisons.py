"""What tells two exams apart."""

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant.coaching.asking.reading import Reader, Reading
from assistant.coaching.asking.scope import Scope, scope_of_keys, scope_of_names
from assistant.coaching.asking.themes import places_of
from assistant.coaching.asking.understanding import Ask, Understanding
from assistant.referential.model import EntryKey, EntryKind

_LEAST_COMPARED = 2
_MOST_COMPARED = 4
_CLEAR_FACT = 0.5
_COMPARED = re.compile(
    r"\b(?:differen\w+|compar(?:e|er|es|ez|aison|aisons|ing|ed|ison)(?! (?:le|les|des|mes|ses|mon|son) (?:marche|offre|prix|devis|agence|prestataire|fournisseur|concurren)\w*)|distingu\w+|vs|versus|meme chose|pareil\w*|points communs|plus (?:long|court)\w*|longtemps|(?:lequel|laquelle|lesquel\w+) des deux|des deux (?:epreuves|exams|oraux)|which of the two|"
    r"laquelle\b.*\blaquelle|lequel\b.*\blequel|which one\b.*\bwhich|qui change entre|longer|shorter|(?:lequel|laquelle|lesquels)\b.*\b(?:plus|moins))\b"
)


def comparison(reader: Reader, reading: Reading) -> Understanding | None:
    """« quelle différence entre C3.3 et C3.1 ? », « lequel des deux est le plus court ? »."""
    if not _COMPARED.search(reading.folded) and reading.top.target != ("intent", "comparison"):
        return None
    if reading.codes.unknown:
        return reading.understood(Ask.UNKNOWN_CODE, unknown=reading.codes.unknown)
    competences = [key for key in reading.codes.keys if key.kind is EntryKind.COMPETENCE]
    if len(competences) > 1 and len(competences) == len(reading.codes.keys) and len(reading.scope.exams) == 1:
        return reading.understood(Ask.COMPETENCE)
    if len(competences) == _LEAST_COMPARED == len(reading.codes.keys) and all(
        len(exam.competences) > 1 for key in competences if (exam := reader.referential.exam_of(key))
    ):
        return reading.understood(Ask.COMPARISON, entries=(*competences, *_near(reader, competences)))
    scope = _compared(reader, reading)
    if not _LEAST_COMPARED <= len(scope.exams) <= _MOST_COMPARED:
        return None
    entries: tuple[EntryKey, ...] = ()
    themes = reader.own_themes(replace(reading, scope=scope))
    if themes and (reading.top.target.kind != "fact" or reading.top.probability < _CLEAR_FACT):
        theme = reader.knowledge.vocabulary.themes[themes[0]]
        entries = reader.criteria_in(places_of(theme, reader.referential), scope.exams)
    return reading.understood(Ask.COMPARISON, scope=scope, entries=entries)


def _near(reader: Reader, competences: list[EntryKey]) -> list[EntryKey]:
    """The criteria that bear on these competences most directly."""
    numbers = reader.knowledge.vocabulary.criteria_of_competences
    return [
        EntryKey(EntryKind.CRITERION, f"{exam.id}/{n}")
        for key in competences
        if (exam := reader.referential.exam_of(key))
        for n in numbers.get(key.id, ())
    ]


def _without_holders(keys: Iterable[EntryKey], named: Scope) -> list[EntryKey]:
    """« dans la troisième activité, les deux cahiers des charges »: what is named inside says more than the activity."""
    several = len(named.exams) >= _LEAST_COMPARED
    return [key for key in keys if not (several and key.kind is EntryKind.ACTIVITY)]


def _compared(reader: Reader, reading: Reading) -> Scope:
    """What is compared: all that the question names, by code or by name, or what was spoken of before."""
    for short in (False, True):
        named = scope_of_names(reading.codes.masked, reader.knowledge.vocabulary, reader.referential, short=short)
        keys = (*_without_holders(reading.codes.keys, named), *named.keys)
        scope = scope_of_keys(keys, reader.referential, explicit=bool(reading.codes.keys))
        if len(scope.exams) >= _LEAST_COMPARED:
            return scope
    return reading.context.scope
