"""A model's marks, `[1]`, and the ids that they become where an answer is read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.coaching.asking.language import Language
from assistant.coaching.asking.wording.evidence import Entry, Evidence
from assistant.language.grounding import citations
from assistant.referential.model import EntryKind

_BRACKETED = re.compile(r"\[([^\[\]]*)\]")
_GROUP = re.compile(r"[ \u00a0]*\[[^\[\]]*\](?:[ \u00a0]*\[[^\[\]]*\])*")
_NUMBERS = re.compile(r"\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*")
_ELISIONS = frozenset({"…", "..."})
_NAMES = {
    "fr": {EntryKind.EXAM: "modalités ", EntryKind.COMPETENCE: "compétence ", EntryKind.ACTIVITY: "activité "},
    "en": {EntryKind.EXAM: "modalités ", EntryKind.COMPETENCE: "competence ", EntryKind.ACTIVITY: "activity "},
}


@dataclass(frozen=True)
class Mark:
    """Marks that stand together: their place, and the numbers that they cite; none where they can't be read."""

    start: int
    end: int
    numbers: tuple[int, ...] | None


def marks(text: str, evidence: Evidence) -> list[Mark]:
    """Return the marks of a text in their order; « […] » is none."""
    found = []
    for group in _GROUP.finditer(text):
        inner = [item[1] for item in _BRACKETED.finditer(group[0])]
        if all(item.strip() in _ELISIONS for item in inner):
            continue
        numbers = [_numbers(item, evidence) for item in inner]
        read = None if None in numbers else tuple(dict.fromkeys(n for some in numbers for n in some or ()))
        found.append(Mark(group.start(), group.end(), read))
    return found


def has_loose_bracket(text: str) -> bool:
    """Tell whether a bracket of a text has no other."""
    return any(bracket in _BRACKETED.sub("", text) for bracket in "[]")


def _numbers(inner: str, evidence: Evidence) -> tuple[int, ...] | None:
    """`1`, `1, 3`, `2-4`, or ids of entries, as some models write them; None where it is neither."""
    if _NUMBERS.fullmatch(inner):
        found = citations(f"[{inner}]")
        return found if all(number in evidence.by_number for number in found) else None
    by_id: dict[str, int] = {}
    for entry in evidence.entries:
        by_id.setdefault(entry.citation.id, entry.number)
    ids = [item.strip(" *") for item in re.split(r"[,;]", inner)]
    return tuple(by_id[item] for item in ids) if all(item in by_id for item in ids) else None


def cited(text: str, evidence: Evidence) -> tuple[int, ...]:
    """Return the numbers that a text cites, each once, in their order; what can't be read cites nothing."""
    return tuple(dict.fromkeys(number for mark in marks(text, evidence) for number in mark.numbers or ()))


def with_ids(text: str, evidence: Evidence) -> str:
    """Return a text with its marks as ids in bold, between brackets, as the page links them."""
    parts: list[str] = []
    at = 0
    for mark in marks(text, evidence):
        entries = [evidence.by_number[number] for number in mark.numbers or ()]
        parts += [text[at : mark.start], " " if text[: mark.start].strip() else "", _ids(entries, evidence.language)]
        at = mark.end
    return "".join((*parts, text[at:]))


def _ids(entries: Iterable[Entry], language: Language) -> str:
    names = _NAMES[language]
    named = (f"{names.get(entry.citation.kind, '')}**{entry.citation.id}**" for entry in entries)
    return f"({', '.join(named)})"
