"""Numbers in French words: « trente », « quatre-vingt-dix-sept », « deux cent mille »."""

import re
from collections.abc import Sequence

_UNITS = {word: value for value, word in enumerate("zero un deux trois quatre cinq six sept huit neuf".split())}
_UNITS["une"] = 1
_TEENS = {word: value for value, word in enumerate("dix onze douze treize quatorze quinze seize".split(), start=10)}
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_BELGIAN = {"septante": 70, "huitante": 80, "octante": 80, "nonante": 90}
_SCALES = {"mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9}
_WORDS = frozenset({*_UNITS, *_TEENS, *_TENS, *_BELGIAN, *_SCALES, "vingts", "cent", "cents"})

Number = tuple[int, int]
"""A value, and the number of words that say it."""


def find_numbers(text: str) -> list[tuple[int, int, int]]:
    """Return where each number in words begins and ends in a text in plain view (lower case, no accents), and its value.

    « vingt et un » is one number, « deux et trois » are two.
    """
    found: list[tuple[int, int, int]] = []
    words = [
        match for match in re.finditer(r"(?<![\w'])[a-z]+(?![\w'])", text) if match[0] in _WORDS or match[0] == "et"
    ]
    at = 0
    while at < len(words):
        run = _run(words, at, text)
        value, count = _number([match[0] for match in run])
        if count:
            found.append((run[0].start(), run[count - 1].end(), value))
        at += max(count, 1)
    return found


def _run(words: Sequence[re.Match[str]], at: int, text: str) -> list[re.Match[str]]:
    """The number words that follow each other with a space or a hyphen alone between them."""
    run = [words[at]]
    for match in words[at + 1 :]:
        if re.fullmatch(r"[ -]", text[run[-1].end() : match.start()]) is None:
            break
        run.append(match)
    return run


def _number(words: Sequence[str]) -> Number:
    """The longest number that words begin with; no words where they begin with none."""
    total = at = 0
    least = 10**12
    while at < len(words):
        value, count = _below_thousand(words[at:])
        after = at + count
        scale = _SCALES.get(words[after]) if after < len(words) else None
        if scale is not None and scale < least and (count or scale == 10**3):
            total, at, least = total + max(value, 1) * scale, after + 1, scale
            continue
        if count and (at == 0 or least < 10**12) and not (at and value == 0):
            total, at = total + value, after
        break
    return total, at


def _below_thousand(words: Sequence[str]) -> Number:
    value, count = _below_hundred(words)
    hundred = words[count] if count < len(words) else ""
    if hundred in {"cent", "cents"} and (count == 0 or (count == 1 and 2 <= value <= 9)):
        rest, more = _below_hundred(words[count + 1 :])
        if rest == 0:
            more = 0
        return max(value, 1) * 100 + rest, count + 1 + more
    return value, count


def _below_hundred(words: Sequence[str]) -> Number:
    first = words[0] if words else ""
    if first == "quatre" and len(words) > 1 and words[1] in {"vingt", "vingts"}:
        return _with_rest(80, words, 2, with_teens=True)
    if first in _TENS:
        return _with_rest(_TENS[first], words, 1, with_teens=first == "soixante")
    if first in _BELGIAN:
        return _with_rest(_BELGIAN[first], words, 1, with_teens=False)
    if first in _TEENS:
        return _teen(words)
    return (_UNITS[first], 1) if first in _UNITS else (0, 0)


def _teen(words: Sequence[str]) -> Number:
    if words[0] == "dix" and len(words) > 1 and words[1] in {"sept", "huit", "neuf"}:
        return 10 + _UNITS[words[1]], 2
    return (_TEENS[words[0]], 1) if words and words[0] in _TEENS else (0, 0)


def _with_rest(tens: int, words: Sequence[str], at: int, *, with_teens: bool) -> Number:
    """Tens and what follows them; after « et » only « un », « une », « onze »."""
    joined = at < len(words) and words[at] == "et"
    rest = words[at + joined :]
    if not rest:
        return tens, at
    value, count = _teen(rest) if with_teens and rest[0] in _TEENS else (_UNITS.get(rest[0], 0), 1)
    if value == 0 or (joined and value not in {1, 11}):
        return tens, at
    return tens + value, at + joined + count
