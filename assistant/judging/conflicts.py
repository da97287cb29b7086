"""Figures of a draft that contradict each other: a jury reads them, and remembers.

A contradiction that isn't one costs the candidate's trust, so whatever can be explained (a rounding, another tax, a
line that isn't counted, another year, an option) is let be: silence proves nothing.
"""

from collections.abc import Collection

from assistant.dossier.model import Document
from assistant.judging.conflict_model import Conflict, ConflictKind
from assistant.judging.conflict_statements import contradictions
from assistant.judging.conflict_sums import wrong_sums
from assistant.judging.conflict_tables import lists_of, own_passages, tables_of

__all__ = ["Conflict", "ConflictKind", "find_conflicts"]


def find_conflicts(document: Document, excluded: Collection[int] = ()) -> tuple[Conflict, ...]:
    """Return the contradictions between figures, in the order of the draft.

    What is hidden, furniture, a comment, or among the `excluded` indexes is not read.
    """
    passages = own_passages(document, frozenset(excluded))
    tables = tables_of(document, passages)
    found = [*wrong_sums(tables, lists_of(passages), passages), *contradictions(passages, tables)]
    return tuple(sorted(found, key=lambda conflict: conflict.first.index))
