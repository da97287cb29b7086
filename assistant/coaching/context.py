"""The conversation so far: what « et pour l'oral ? » and « la suivante » lean on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.coaching.answer import Turn
from assistant.coaching.scope import Scope, scope_of_codes, scope_of_names
from assistant.referential.codes import read_codes
from assistant.referential.knowledge import Knowledge
from assistant.referential.model import EntryKey, EntryKind, Referential
from assistant.referential.wording import words

_CRITERION_ID = re.compile(r"C\d\.\d(?:-C\d\.\d)?/\d{1,2}")


@dataclass(frozen=True)
class Context:
    """What the last messages were about. `questions` are the user's, the latest last."""

    scope: Scope = Scope()
    questions: tuple[str, ...] = ()
    last_answer: str = ""

    def __bool__(self) -> bool:
        """Tell whether anything was said before."""
        return bool(self.questions or self.last_answer)


def read_context(history: Sequence[Turn], knowledge: Knowledge, referential: Referential) -> Context:
    """Return what the conversation is about: the latest scope that a message names."""
    questions = tuple(turn.content for turn in history if turn.role == "user")
    answers = [turn.content for turn in history if turn.role == "assistant"]
    scope = Scope()
    for turn in reversed(history):
        scope = _scope(turn, knowledge, referential)
        if scope:
            break
    return Context(scope, questions, answers[-1] if answers else "")


def _scope(turn: Turn, knowledge: Knowledge, referential: Referential) -> Scope:
    codes = read_codes(turn.content, referential)
    scope = scope_of_codes(codes, referential)
    if not scope:
        scope = scope_of_names(turn.content, knowledge.vocabulary, referential)
    # An answer that lists half of the référentiel is about no exam in particular.
    return scope if len(scope.exams) <= 3 else Scope()


_NEXT = {"suivant", "suivante", "suivants", "prochain", "prochaine", "next", "apres", "following", "suite"}
_PREVIOUS = {"precedent", "precedente", "avant", "previous", "before"}


def neighbour(question: str, scope: Scope, referential: Referential) -> EntryKey | None:
    """Return the entry after (or before) the scope's last one: « et la suivante ? »."""
    found = set(words(question))
    step = 1 if found & _NEXT else -1 if found & _PREVIOUS else 0
    if not step or not scope.keys:
        return None
    last = scope.keys[-1]
    if last.kind is EntryKind.COMPETENCE:
        # Competences assessed together are one exam: the next thing is the next exam.
        exam = referential.exam_of(last)
        last = EntryKey(EntryKind.EXAM, exam.id) if exam else last
    ids = [key.id for key in referential.keys() if key.kind is last.kind]
    position = ids.index(last.id) + step
    return EntryKey(last.kind, ids[position]) if 0 <= position < len(ids) else None
