"""What a worded answer may rely on: numbered entries of the référentiel, and what the program established."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from assistant.coaching.asking.answer import Answer, Citation
from assistant.coaching.asking.language import Language
from assistant.coaching.asking.understanding import Ask, Understanding
from assistant.coaching.asking.wording.choosing import WORDED, Need
from assistant.referential.codes import read_codes
from assistant.referential.model import EntryKey, EntryKind, Exam, Referential

_NEIGHBOURS = 2
_LEAST_SCORE = 0.05
"""Of what else the search found, so many entries at most, where they are likely at all: each one more is a temptation."""
_WITH_NEIGHBOURS = frozenset({Ask.SITUATION, Ask.ASPECT})
_QUOTED = re.compile(r"^>.*\n?|«[^«»]{60,}»", re.MULTILINE)
"""What the answer without a model quotes at length stands among the entries already."""
_WORDS_AT_LEAST = 150
_WORDS_AN_ENTRY = 35


@dataclass(frozen=True)
class Entry:
    """One numbered entry: what it is called in the prompt, and its wording to the letter."""

    number: int
    citation: Citation
    label: str
    exam: str
    """The exam's id; empty for an activity."""

    @property
    def text(self) -> str:
        """Its wording to the letter."""
        return self.citation.text

    @property
    def sources(self) -> tuple[str, str]:
        """The texts that figures may come from."""
        return self.label, self.text


@dataclass(frozen=True)
class Evidence:
    """All that an answer may rely on."""

    entries: tuple[Entry, ...]
    established: str
    """The answer without a model: facts with what they rest on, advice, our own words."""
    language: Language
    required: frozenset[int]
    """The numbers of the entries that must be cited."""
    need: Need
    named: frozenset[EntryKey]
    """Activities, competences, exams and criteria that may be named."""
    referential: Referential

    @cached_property
    def by_number(self) -> dict[int, Entry]:
        """The entries by their numbers."""
        return {entry.number: entry for entry in self.entries}

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The texts that figures and codes may come from."""
        return (*(source for entry in self.entries for source in entry.sources), self.established)

    @cached_property
    def wordings(self) -> tuple[str, ...]:
        """The texts that may be quoted: the référentiel's own words, and no others."""
        return tuple(entry.text for entry in self.entries)

    @property
    def is_of_one_exam(self) -> bool:
        """Whether all entries belong together, so that what was established holds for each of them."""
        return len({entry.exam for entry in self.entries}) == 1

    @property
    def listed(self) -> str:
        """The entries as the model reads them."""
        return "\n\n".join(f"[{entry.number}] {entry.label} :\n{entry.text}" for entry in self.entries)

    @property
    def established_in_short(self) -> str:
        """What was established, without the long quotations that stand among the entries."""
        return re.sub(r"\n{3,}", "\n\n", _QUOTED.sub("[…]", self.established)).strip()

    @property
    def words(self) -> int:
        """The words that an answer may take."""
        return max(_WORDS_AT_LEAST, 60 + _WORDS_AN_ENTRY * len(self.required))


def gather(understanding: Understanding, answer: Answer, referential: Referential) -> Evidence:
    """Return the evidence for an answer: what it cites without a model, and perhaps a little of what is near."""
    own = list(answer.citations)
    citations = [*own, *_neighbours(understanding, answer, referential)]
    entries = tuple(_entry(number, item, referential) for number, item in enumerate(citations, start=1))
    need = WORDED[understanding.ask]
    required = {"all": range(1, len(own) + 1), "first": (1,), "any": ()}[need]
    return Evidence(
        entries=entries,
        established=answer.answer,
        language=understanding.language,
        required=frozenset(required),
        need=need,
        named=_nameable(entries, answer.answer, referential),
        referential=referential,
    )


def _neighbours(understanding: Understanding, answer: Answer, referential: Referential) -> list[Citation]:
    """Criteria that the search found likely too."""
    if understanding.ask not in _WITH_NEIGHBOURS:
        return []
    cited = {citation.key for citation in answer.citations}
    likely = (EntryKey(item.kind, item.id) for item in answer.retrieved if item.score >= _LEAST_SCORE)
    near = [key for key in likely if key not in cited and key.kind is EntryKind.CRITERION]
    return [Citation(id=key.id, kind=key.kind, text=referential.verbatim(key)) for key in near[:_NEIGHBOURS]]


def _entry(number: int, citation: Citation, referential: Referential) -> Entry:
    exam = referential.exam_of(citation.key)
    return Entry(number, citation, _label(citation.key, exam), exam.id if exam else "")


def _label(key: EntryKey, exam: Exam | None) -> str:
    if exam is None:
        return f"Activité {key.id}"
    if key.kind is EntryKind.EXAM:
        return f"Modalités de l’épreuve {key.id} ({len(exam.criteria)} critères)"
    kind = "Critère" if key.kind is EntryKind.CRITERION else "Compétence"
    return f"{kind} {key.id} (épreuve {exam.id})"


def _nameable(entries: Iterable[Entry], established: str, referential: Referential) -> frozenset[EntryKey]:
    """The entries, what they belong to, and what the program itself names."""
    keys = set(read_codes(established, referential).keys)
    for entry in entries:
        keys.add(entry.citation.key)
        exam = referential.exam_of(entry.citation.key)
        if exam is not None:
            keys.add(EntryKey(EntryKind.EXAM, exam.id))
            keys.add(EntryKey(EntryKind.ACTIVITY, exam.activity))
            keys.update(EntryKey(EntryKind.COMPETENCE, competence) for competence in exam.competences)
    return frozenset(keys)
