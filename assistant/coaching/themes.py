"""The places where a theme stands, found in the référentiel's own words."""

import re
from functools import lru_cache

from assistant.referential.knowledge import Theme
from assistant.referential.model import EntryKey, Referential
from assistant.referential.wording import words


@lru_cache(maxsize=512)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = (re.escape(term).replace(r"\*", r"\w*") for term in terms)
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


def mentions(terms: tuple[str, ...], text: str) -> list[str]:
    """Return the words of the text, folded, that are one of the terms (« * » stands for any ending)."""
    return _pattern(terms).findall(" ".join(words(text)))


def places(terms: tuple[str, ...], referential: Referential) -> tuple[EntryKey, ...]:
    """Return the entries whose wording holds one of the terms, in the référentiel's order."""
    return tuple(key for key in referential.entry_keys() if mentions(terms, referential.verbatim(key)))


def themes_in(question: str, themes: dict[str, Theme]) -> tuple[str, ...]:
    """Return the themes that the question names, the one with the longest term first."""
    found = []
    for name, theme in themes.items():
        hits = mentions(theme.terms, question)
        if hits:
            found.append((max(len(hit) for hit in hits), name))
    return tuple(name for _, name in sorted(found, reverse=True))
