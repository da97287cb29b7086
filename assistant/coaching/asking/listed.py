"""What an answer listed: « la deuxième des deux » counts in it, and an answer that opens on an entry is about it."""

import re
from collections.abc import Sequence

from assistant.referential.model import EntryKey, EntryKind, Referential
from assistant.referential.wording import words

Listed = dict[EntryKind, tuple[EntryKey, ...]]
"""The entries that an answer lists, kind by kind, in their order."""

_CODE = r"C\d\.\d(?:-C\d\.\d)?"
_MARKS = {
    EntryKind.CRITERION: re.compile(rf"\*\*({_CODE}/\d+)\*\*"),
    EntryKind.EXAM: re.compile(rf"(?<![\w«])({_CODE})(?:\*\*)? (?:\(|—)"),
    EntryKind.COMPETENCE: re.compile(r"\*\*(C\d\.\d)\*\*\s:\s«"),
    EntryKind.ACTIVITY: re.compile(r"\*\*(?:Activité |Activity )?(A\d)\*\*"),
}
"""How answers write the entries that they set out."""

_RANKS = (
    ("premier", "premiere", "first", "1er", "1ere", "1re", "1st"),
    ("deuxieme", "second", "seconde", "2e", "2eme", "2nd", "2nde"),
    ("troisieme", "third", "3e", "3eme", "3rd"),
    ("quatrieme", "fourth", "4e", "4eme", "4th"),
    ("cinquieme", "fifth", "5e", "5eme", "5th"),
    ("sixieme", "sixth", "6e", "6eme", "6th"),
    ("septieme", "seventh", "7e", "7eme", "7th"),
    ("huitieme", "eighth", "8e", "8eme", "8th"),
)
_NUMBER_OF = {word: number for number, ranks in enumerate(_RANKS, start=1) for word in ranks}
_NUMBER_OF |= {"dernier": -1, "derniere": -1, "last": -1}
_BEFORE_LAST = re.compile(r"\b(?:avant derni(?:er|ere)|penultieme|last but one|second to last)\b")
_ORDINAL = re.compile(
    rf"\b(?P<article>le|la|du|de la|au|the|l) (?P<rank>{'|'.join(sorted(_NUMBER_OF, key=len, reverse=True))})\b"
)
_OF_TWO = re.compile(r"\b(?:des deux|of the two|of them both)\b")
_NOUNS = (
    (re.compile(r"\bcriter\w+"), EntryKind.CRITERION),
    (re.compile(r"\b(?:epreuves?|examens?|exams?|oral|oraux)\b"), EntryKind.EXAM),
    (re.compile(r"\b(?:activites?|activity|activities|blocs?|blocks?)\b"), EntryKind.ACTIVITY),
    (re.compile(r"\bcompetenc\w+|\bskills?\b"), EntryKind.COMPETENCE),
)
_FEMININE = (EntryKind.ACTIVITY, EntryKind.EXAM, EntryKind.COMPETENCE)
_MASCULINE = (EntryKind.CRITERION,)
_PAIR = 2


def listed_in(answer: str, referential: Referential) -> Listed:
    """Return what an answer sets out, kind by kind."""
    found: Listed = {}
    for kind, mark in _MARKS.items():
        keys = (EntryKey(kind, code) for code in mark.findall(answer))
        found[kind] = tuple(dict.fromkeys(key for key in keys if key in referential))
    return found


def ordinal_in(text: str) -> int:
    """Return the rank that folded words name (« la quatrième », « le dernier »); 0 for none, -1 the last one."""
    if _BEFORE_LAST.search(text):
        return -2
    match = _ORDINAL.search(text)
    return _NUMBER_OF[match["rank"]] if match else 0


def pick(question: str, asked: str, lists: Sequence[Listed]) -> EntryKey | None:
    """Return the entry of the latest fitting list that an ordinal means.

    `asked` is the question that the lists answer: « les 5 activités » tells what « la quatrième » counts.
    """
    text = " ".join(words(question))
    rank = ordinal_in(text)
    if not rank:
        return None
    pair = bool(_OF_TWO.search(text))
    for listed in lists:
        for kind in _kinds(text, asked):
            keys = listed.get(kind, ())
            if _counts(keys, rank, pair=pair):
                return keys[rank - 1 if rank > 0 else rank]
    return None


def _counts(keys: Sequence[EntryKey], rank: int, *, pair: bool) -> bool:
    return len(keys) >= max(_PAIR, abs(rank)) and (not pair or len(keys) == _PAIR)


def _kinds(text: str, asked: str) -> tuple[EntryKind, ...]:
    """What an ordinal may count: what its noun says, else what its gender allows, first what was asked for."""
    named = tuple(kind for noun, kind in _NOUNS if noun.search(text))
    if named:
        return named
    match = _ORDINAL.search(text)
    feminine = bool(match) and (match["article"] in {"la", "de la"} or match["rank"].endswith(("iere", "onde", "ere")))  # type: ignore[index]
    english = bool(match) and match["article"] == "the"  # type: ignore[index]
    allowed = (*_MASCULINE, *_FEMININE) if english else _FEMININE if feminine else _MASCULINE
    folded = " ".join(words(asked))
    first = [kind for noun, kind in _NOUNS if noun.search(folded) and kind in allowed]
    return tuple(dict.fromkeys((*first, *allowed)))
