"""How much of an unfinished text is whole: what may still become something else is held back.

A word that isn't ended, a quotation that isn't closed, a mark, and figures and codes until three words follow, so that
« une heure » isn't shown before « une heure trente » is known to be none.
"""

import re

from assistant.coaching.asking.wording.quoting import quotations, quoted_lines
from assistant.referential.wording import fold

FOLLOWING_WORDS = 3
"""« 20 à 30 minutes »: a figure takes its unit from the third word after it at the latest."""

_NUMBERS = (
    "zero deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingts? trente quarante "
    "cinquante soixante septante huitante octante nonante cents? mille millions? milliards? demie? demi-heures? quarts? "
    "two three four five seven eight nine ten eleven twelve \\w+teen twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred thousand half quarter"
).split()
_NAMES = "criter\\w+ competen\\w+ activit\\w+ epreuves? exams? blocs? c a numeros? n°".split()
_HELD = re.compile(rf"(?:{'|'.join((*_NUMBERS, *_NAMES))})(?:-.*)?")
"""Words, folded, that a figure or a code may begin with."""
_ONE = re.compile(r"(?:une?|l'|d'une?|qu'une?|(?:une?|l')-?)")
_UNIT = re.compile(
    r"(?:heures?|minutes?|secondes?|jours?|journees?|semaines?|mois|ans?|annees?|euros?|million|milliard)"
)
_MARK = re.compile(r"\[[^\[\]]*\]")
_TOKEN = re.compile(r"\S+")
_EDGES = re.compile(r"^[^\w]+|[^\w°]+$")
_REFUSING = frozenset("je j desole desolee i sorry as en malheureusement unfortunately navre we nous".split())
_REFUSAL_WORDS = 5


def whole_until(text: str) -> int:
    """Return how much of an unfinished text is whole, in characters."""
    end = max(text.rfind(" "), text.rfind("\n"), text.rfind("\u00a0"), text.rfind("\u202f"))
    if end < 0:
        return 0
    known = text[:end]
    cut = _outside(known, min(end, _open(known), _unsettled(known)))
    return 0 if _may_refuse(known[:cut]) else len(known[:cut].rstrip())


def _open(text: str) -> int:
    """Where a quotation or a mark begins that isn't ended."""
    places = [len(text)]
    if (opened := quotations(text).open_at) is not None:
        places.append(opened)
    bracket = text.rfind("[")
    if bracket > text.rfind("]"):
        places.append(bracket)
    lines = quoted_lines(text)
    if lines and "\n" not in text[lines[-1][0] :].lstrip("\n"):
        places.append(lines[-1][0])
    return min(places)


def _outside(text: str, cut: int) -> int:
    """A place, or where the quotation or the mark begins that it would cut."""
    spans = [(item.start, item.end) for item in quotations(text).closed]
    spans += [(line, end if (end := text.find("\n", line)) >= 0 else len(text)) for line, _ in quoted_lines(text)]
    spans += [mark.span() for mark in _MARK.finditer(text)]
    return min((start for start, end in spans if start < cut < end), default=cut)


def _unsettled(text: str) -> int:
    """Where figures or codes begin that too few words follow; those that follow each other are held together."""
    tokens = list(_TOKEN.finditer(text))
    least = len(tokens)
    at = len(tokens) - 1
    while at >= 0 and at >= least - FOLLOWING_WORDS - (least < len(tokens)):
        if _begins(tokens[at][0], tokens[at + 1][0] if at + 1 < len(tokens) else ""):
            least = at
        at -= 1
    return tokens[least].start() if least < len(tokens) else len(text)


def _begins(token: str, following: str) -> bool:
    """Whether a word may begin a figure or a code."""
    if any(character.isdigit() for character in token):
        return True
    word = _EDGES.sub("", fold(token))
    return bool(_HELD.fullmatch(word)) or bool(_ONE.fullmatch(word) and (not following or _is_unit(following)))


def _is_unit(token: str) -> bool:
    return _UNIT.fullmatch(_EDGES.sub("", fold(token))) is not None


def _may_refuse(text: str) -> bool:
    """Whether a beginning is that of many refusals, and too short to tell."""
    found = re.findall(r"\w+", fold(text[:80]))
    return bool(found) and found[0] in _REFUSING and len(found) < _REFUSAL_WORDS
