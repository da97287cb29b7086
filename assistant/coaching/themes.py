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
    """Return the themes that the question names, in the order in which it names them, longer words first."""
    text = " ".join(words(question))
    found = []
    for rank, (name, theme) in enumerate(themes.items()):
        hit = _pattern(theme.terms).search(text)
        if hit:
            found.append((hit.start(), -len(hit[0]), rank, name))
    return tuple(name for *_, name in sorted(found))


def without(terms: tuple[str, ...], text: str) -> list[str]:
    """Return the folded words of a text without those of the terms."""
    return _pattern(terms).sub(" ", " ".join(words(text))).split()
