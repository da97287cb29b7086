"""Questions written as they sound or as telephones write: « le juri regarde nos critaires », « jdois », « y a koi »."""

import re
from collections import Counter
from collections.abc import Iterable

from assistant.referential.wording import fold, fold_accents, words
from assistant.search.lexical import stems

_SOUNDS = tuple(
    (re.compile(pattern), heard)
    for pattern, heard in (
        (r"ph", "f"),
        (r"tion", "ßion"),
        (r"ss+|ç|c(?=[eiy])|(?<![aeiou])s(?=\w)|s(?=[^\W aeiou])", "ß"),
        (r"ompt", "ont"),
        (r"qu|q|ck|cch", "k"),
        (r"ch", "§"),
        (r"c", "k"),
        (r"ge(?=[aou])|g(?=[eiy])", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"h", ""),
        (r"y", "i"),
        (r"eaux?|au", "o"),
        (r"ain|ein|aim|im(?=[pb])|in(?![aeioun])", "1"),
        (r"(?:en|an|em(?=[pb])|am(?=[pb]))(?![aeioun])", "2"),
        (r"(?:on|om(?=[pb]))(?![aeioun])", "3"),
        (r"oeu|eu", "e"),
        (r"ai|ei|er$|ez$|et$", "e"),
        (r"(?<=[aeiou])s(?=[aeiou])", "z"),
        (r"x(?=\w)", "kß"),
        (r"(\w)\1+", r"\1"),
        (r"(?<=\w\w)(?:e?s|[tdxpz]s?|e)$", ""),
    )
)
_ABBREVIATED = tuple(
    (re.compile(rf"(?<![\w'’]){pattern}\b", re.IGNORECASE), written)
    for pattern, written in (
        (r"(?<!il )(?<!qu['’])y ?a(?=\s(?:[kq]u?oi|une?|des|pas|plus|[kq]u?i|combien|cb)\b)", "il y a"),
        (r"ds", "dans"),
        (r"pr", "pour"),
        (r"koi", "quoi"),
        (r"ki", "qui"),
        (r"ke", "que"),
        (r"kon", "qu'on"),
        (r"(?<=combien de )tan[ts]?", "temps"),
        (r"kil", "qu'il"),
    )
)
_GLUED_PRONOUN = re.compile(r"\bj(?=[bcdfgklmnpqrstvwz]\w)", re.IGNORECASE)
_GLUED_ARTICLE = re.compile(r"[ld][aeiouy]\w{2}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*", re.UNICODE)
_LEAST_LETTERS = 3
_LEAST_MISSPELT = 2
_LEAST_SHARE = 0.12
"""One word that nobody knows is a name; several are a way of writing."""


def sound(word: str) -> str:
    """Return what a folded word sounds like, roughly: « critaires » and « critères » are alike."""
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return word


class Speller:
    """Puts back into common spelling what is written by ear."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Take texts whose words are spelt as they should be."""
        counts = Counter(word for text in texts for word in words(text))
        self._known = frozenset(counts)
        by_sound: dict[str, str] = {}
        for word, _ in counts.most_common():
            if len(word) >= _LEAST_LETTERS and not word.isdigit():
                by_sound.setdefault(sound(word), word)
        self._by_sound = by_sound

    def respelt(self, question: str) -> str:
        """Return the question with abbreviations written out, and by-ear spelling undone where there is much of it."""
        question, pronouns = _GLUED_PRONOUN.subn(self._apart, question)
        informal = pronouns
        for pattern, written in _ABBREVIATED:
            question, count = pattern.subn(written, question)
            informal += count
        found = _WORD.findall(question)
        misspelt = {word: better for word in found if (better := self._better(word))}
        if not misspelt or len(misspelt) + informal < max(_LEAST_MISSPELT, _LEAST_SHARE * len(found)):
            return question
        return _WORD.sub(lambda match: misspelt.get(match[0], match[0]), question)

    def _apart(self, match: re.Match[str]) -> str:
        rest = _WORD.match(match.string, match.end())
        word = fold(rest[0]) if rest else ""
        return "je " if word in self._known or self._better(word) else match[0]

    def _better(self, word: str) -> str:
        """The known word that sounds like one that nobody knows; nothing for another form of a known word."""
        folded = fold(word)
        careful = fold_accents(word.lower()) != word.lower() and "k" not in folded
        if len(folded) < _LEAST_LETTERS or folded in self._known or careful:
            return ""
        article = _GLUED_ARTICLE.match(folded)
        better = self._by_sound.get(sound(folded), "") or (self._by_sound.get(sound(folded[1:]), "") if article else "")
        return "" if stems(better) == stems(folded) else better
