"""What a juror reads aloud of a passage: its words to the letter, but no more than one can hear."""

import re

from assistant.referential.wording import words

_MOST_WORDS = 28
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\s*\n\s*")
_CLAUSE = re.compile(r"(?<=[,;:])\s|\s(?=[–—(]\s?)|(?<=\))\s")
_DANGLING = re.compile(
    r"\s+(?:et|ou|mais|de|d[’']un|d[’']une|du|des|la|le|les|l[’']|un|une|à|au|aux|en|pour|par|sur|avec|sans|dans|qui|que|dont|où|ce|ces|son|sa|ses|notre|nos|plus|très)$",
    re.IGNORECASE,
)
_FACT = re.compile(r"\d|€|%")


def excerpt(text: str, about: str = "") -> str:
    """Return the part of a passage that says most on a subject: a substring of it, of 28 words at most."""
    if len(text.split()) <= _MOST_WORDS:
        return _ended(text.strip())
    subject = set(words(about))
    sentences = [part for part in _SENTENCE.split(text) if part.strip()]
    best = max(sentences, key=lambda part: (_worth(part, subject), -text.index(part)))
    return _shortened(best.strip())


def _worth(part: str, subject: set[str]) -> float:
    said = words(part)
    shared = sum(1 for word in said if word in subject and len(word) > 3)
    return shared + 0.5 * min(len(_FACT.findall(part)), 4) + 0.02 * min(len(said), _MOST_WORDS)


def _shortened(sentence: str) -> str:
    """Cut at the end of a clause where there is one in the second half of what fits, else between two words."""
    if len(sentence.split()) <= _MOST_WORDS:
        return _ended(sentence)
    limit = _end_of_word(sentence, _MOST_WORDS)
    ends = [match.start() for match in _CLAUSE.finditer(sentence, 0, limit + 1) if match.start() > limit // 2]
    return _ended(sentence[: ends[-1] if ends else limit])


def _ended(words_kept: str) -> str:
    """Leave out what can't end a quotation: signs that lead on, a stop, words that call for others."""
    while True:
        shorter = _DANGLING.sub("", words_kept.rstrip(" .;,:–—("))
        if shorter == words_kept or not shorter:
            return shorter or words_kept
        words_kept = shorter


def _end_of_word(text: str, number: int) -> int:
    matches = list(re.finditer(r"\S+", text))
    return matches[min(number, len(matches)) - 1].end()
