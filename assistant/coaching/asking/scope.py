"""Which part of the référentiel a question bears on: by its codes, or by the names that people use."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.referential.codes import CodeReading
from assistant.referential.knowledge import NamedEntry, Vocabulary
from assistant.referential.model import EntryKey, EntryKind, Exam, Referential
from assistant.referential.wording import words


@dataclass(frozen=True)
class Scope:
    """Entries that are meant. `explicit` when they were named by code, and not by a name or the context."""

    keys: tuple[EntryKey, ...] = ()
    exams: tuple[str, ...] = ()
    explicit: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything is meant."""
        return bool(self.keys)

    def of_kind(self, kind: EntryKind) -> tuple[str, ...]:
        """Return the ids of the entries of a kind."""
        return tuple(key.id for key in self.keys if key.kind is kind)


def scope_of_keys(keys: Iterable[EntryKey], referential: Referential, *, explicit: bool) -> Scope:
    """Return the scope of these entries, with the exams that they belong to, in the référentiel's order."""
    named = tuple(dict.fromkeys(keys))
    exams = {exam.id for key in named for exam in exams_of(key, referential)}
    ordered = tuple(exam.id for exam in referential.exams if exam.id in exams)
    return Scope(named, ordered, explicit)


def exams_of(key: EntryKey, referential: Referential) -> tuple[Exam, ...]:
    """Return the exams of an entry: several for an activity, one for all the rest."""
    if key.kind is EntryKind.ACTIVITY:
        return referential.exams_of_activity(key.id)
    exam = referential.exam_of(key)
    return (exam,) if exam else ()


def scope_of_codes(codes: CodeReading, referential: Referential) -> Scope:
    """Return the scope that the codes of a question name."""
    return scope_of_keys(codes.keys, referential, explicit=True)


def exams_alone(scope: Scope, referential: Referential) -> Scope:
    """Return the exams of criteria that were spoken of: a fact is asked of the exam, not of its criterion."""
    if not scope.of_kind(EntryKind.CRITERION):
        return scope
    return scope_of_keys((EntryKey(EntryKind.EXAM, exam) for exam in scope.exams), referential, explicit=False)


@dataclass(frozen=True)
class NameReading:
    """What names mean in a question. `masked` is the folded question with them replaced, as codes are."""

    scope: Scope
    masked: str
    names: tuple[str, ...] = ()


def scope_of_names(question: str, vocabulary: Vocabulary, referential: Referential, *, short: bool = False) -> Scope:
    """Return the scope that names mean (« l'épreuve de veille »)."""
    return read_names(question, vocabulary, referential, short=short).scope


def read_names(question: str, vocabulary: Vocabulary, referential: Referential, *, short: bool = False) -> NameReading:
    """Read the names of exams and activities, the `short` ones too; a longer name hides a shorter one in it."""
    text = f" {' '.join(words(question))} "
    found: list[tuple[int, int, EntryKey]] = []
    for kind, entries in ((EntryKind.EXAM, vocabulary.exams), (EntryKind.ACTIVITY, vocabulary.activities)):
        found += [
            (start, end, EntryKey(kind, entry_id))
            for entry_id, entry in entries.items()
            for start, end in _places(entry, text, short=short)
        ]
    longest = [
        (start, end, key)
        for start, end, key in found
        if not any(
            other_start <= start and end <= other_end and other_end - other_start > end - start
            for other_start, other_end, _ in found
        )
    ]
    masked = text
    for start, end in _merged({(start, end) for start, end, _ in longest})[::-1]:
        masked = f"{masked[:start]} cette épreuve {masked[end:]}"
    scope = scope_of_keys((key for _, _, key in sorted(longest)), referential, explicit=False)
    names = dict.fromkeys(text[start:end].strip() for start, end, _ in sorted(longest))
    return NameReading(scope, " ".join(masked.split()), tuple(names))


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in their order, those that share words as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1] - 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _places(entry: NamedEntry, text: str, *, short: bool) -> list[tuple[int, int]]:
    places = []
    for name in (*entry.names, *(entry.short if short else ())):
        start = text.find(f" {name} ")
        if start >= 0:
            places.append((start, start + len(name) + 2))
    return places
