"""The places where a theme stands, found in the référentiel's own words."""

import re
from functools import lru_cache

from assistant.referential.knowledge import Theme
from assistant.referential.model import EntryKey, EntryKind, Referential
from assistant.referential.wording import words


@lru_cache(maxsize=512)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = (re.escape(term).replace(r"\*", r"\w*") for term in terms)
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


def mentions(terms: tuple[str, ...], text: str) -> list[str]:
    """Return the words of the text, folded, that are one of the terms (« * » stands for any ending)."""
    return _pattern(terms).findall(_folded(text))


@lru_cache(maxsize=2048)
def _folded(text: str) -> str:
    return " ".join(words(text))


def places(terms: tuple[str, ...], referential: Referential) -> tuple[EntryKey, ...]:
    """Return the entries whose wording holds one of the terms, in the référentiel's order."""
    return tuple(key for key in referential.entry_keys() if mentions(terms, referential.verbatim(key)))


def places_of(theme: Theme, referential: Referential) -> tuple[EntryKey, ...]:
    """Return the places of a theme: where its terms stand, and the criteria that are judged in its way."""
    found = set(places(theme.terms, referential))
    judged = {criterion.id for criterion in referential.criteria if criterion.evidence == theme.evidence}
    return tuple(
        key
        for key in referential.entry_keys()
        if key in found or (key.kind is EntryKind.CRITERION and key.id in judged)
    )


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


_JOIN = re.compile(r"\s*(?:(?:la|le|les|l|du|de|des|d|au|aux|the)\s+)*(?:et|ou|and|or|puis)\s+(?:\w{1,3}\s+)*")


def joined_themes(question: str, themes: dict[str, Theme]) -> tuple[str, ...]:
    """Return the first theme that a question names, and those joined to it (« les tableaux de bord et le reporting »)."""
    text = " ".join(words(question))
    names = themes_in(question, themes)
    if not names:
        return ()
    joined = [names[0]]
    end = _span(themes[names[0]], text)[1]
    for name in names[1:]:
        start, stop = _span(themes[name], text)
        if start >= end and _JOIN.fullmatch(text[end:start]):
            joined.append(name)
            end = stop
    return tuple(joined)


def _span(theme: Theme, text: str) -> tuple[int, int]:
    hit = _pattern(theme.terms).search(text)
    return hit.span() if hit else (0, 0)
