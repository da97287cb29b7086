"""What tells two exams apart."""

import re
from dataclasses import replace

from assistant.coaching.reading import Reader, Reading
from assistant.coaching.scope import Scope, scope_of_keys, scope_of_names
from assistant.coaching.themes import places_of
from assistant.coaching.understanding import Ask, Understanding
from assistant.referential.model import EntryKey, EntryKind

_MOST_COMPARED = 4
_CLEAR_FACT = 0.5
_COMPARED = re.compile(
    r"\b(?:differen\w+|compar\w+|distingu\w+|vs|versus|meme chose|pareil\w*|points communs|plus (?:long|court)\w*|longer|shorter|(?:lequel|laquelle|lesquels)\b.*\b(?:plus|moins))\b"
)


def comparison(reader: Reader, reading: Reading) -> Understanding | None:
    """« quelle différence entre C3.3 et C3.1 ? », « lequel des deux est le plus court ? »."""
    if not _COMPARED.search(reading.folded) and reading.top.target != ("intent", "comparison"):
        return None
    competences = [key for key in reading.codes.keys if key.kind is EntryKind.COMPETENCE]
    if len(competences) > 1 and len(competences) == len(reading.codes.keys) and len(reading.scope.exams) == 1:
        return reading.understood(Ask.COMPETENCE)
    scope = _compared(reader, reading)
    if not 2 <= len(scope.exams) <= _MOST_COMPARED:
        return None
    entries: tuple[EntryKey, ...] = ()
    themes = reader.own_themes(replace(reading, scope=scope))
    if themes and (reading.top.target.kind != "fact" or reading.top.probability < _CLEAR_FACT):
        theme = reader.knowledge.vocabulary.themes[themes[0]]
        entries = reader.criteria_in(places_of(theme, reader.referential), scope.exams)
    return reading.understood(Ask.COMPARISON, scope=scope, entries=entries)


def _compared(reader: Reader, reading: Reading) -> Scope:
    """What is compared: all that the question names, by code or by name, or what was spoken of before."""
    named = scope_of_names(reading.codes.masked, reader.knowledge.vocabulary, reader.referential)
    keys = (*reading.codes.keys, *named.keys)
    scope = scope_of_keys(keys, reader.referential, explicit=bool(reading.codes.keys))
    return scope if len(scope.exams) >= 2 else reading.context.scope
