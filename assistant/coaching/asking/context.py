"""The conversation so far: what « et pour l'oral ? » and « la suivante » lean on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.coaching.asking.answer import Turn
from assistant.coaching.asking.listed import Listed, listed_in
from assistant.coaching.asking.scope import Scope, scope_of_codes, scope_of_names
from assistant.coaching.asking.sentences import sentences
from assistant.referential.codes import read_codes
from assistant.referential.knowledge import Knowledge
from assistant.referential.model import EntryKey, EntryKind, Referential
from assistant.referential.wording import words

_LISTS_KEPT = 3
_MOST_EXAMS = 3
"""An answer that lists half of the référentiel is about no exam in particular."""


@dataclass(frozen=True)
class Context:
    """What the last messages were about. `questions` are the user's and `answers` the program's, the latest last.

    `lists` are what the answers set out, the latest first; `asked_back` tells that the last answer asks which exam.
    """

    scope: Scope = field(default_factory=Scope)
    questions: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    lists: tuple[Listed, ...] = ()
    asked_back: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything was said before."""
        return bool(self.questions or self.answers)


def read_context(history: Sequence[Turn], knowledge: Knowledge, referential: Referential) -> Context:
    """Return what the conversation is about: the latest scope that a message names."""
    if not history:
        return Context()
    questions = tuple(turn.content for turn in history if turn.role == "user")
    answers = tuple(turn.content for turn in history if turn.role == "assistant")
    scope = _latest_scope(history, knowledge, referential)
    lists = tuple(listed_in(answer, referential) for answer in answers[: -_LISTS_KEPT - 1 : -1])
    return Context(scope, questions, answers, lists, bool(answers) and asks_back(answers[-1]))


def asks_back(answer: str) -> bool:
    """Tell whether an answer is a question back on what is meant."""
    return any(
        answer.replace("\u00a0", " ").startswith(opening)
        for language in (sentences("fr"), sentences("en"))
        for opening in (language.which_exam, language.which_subject)
    )


def _latest_scope(history: Sequence[Turn], knowledge: Knowledge, referential: Referential) -> Scope:
    """The scope of the latest exchange that has one.

    Codes say it better than names, a question better than its answer, and an answer's opening better than its rest.
    Names count in questions alone: the title of the certification holds those of an exam.
    """
    for exchange in _exchanges(history):
        coded = [scope_of_codes(read_codes(text, referential), referential) for text in _texts(exchange)]
        coded = [scope for scope in coded if scope and len(scope.exams) <= _MOST_EXAMS]
        if coded:
            return _narrowest(coded[0], coded[1:])
        for turn in exchange:
            scope = scope_of_names(turn.content, knowledge.vocabulary, referential)
            if turn.role == "user" and scope and len(scope.exams) <= _MOST_EXAMS:
                return scope
    return Scope()


def _narrowest(scope: Scope, answered: Sequence[Scope]) -> Scope:
    """« dans le bloc 3, les deux cahiers des charges »: of an activity, the exams that the answer is about."""
    if not scope.of_kind(EntryKind.ACTIVITY):
        return scope
    inside = (own for own in answered if set(own.exams) < set(scope.exams))
    return next(inside, scope)


def _texts(exchange: Sequence[Turn]) -> list[str]:
    """The messages of an exchange, an answer's first paragraph before the whole answer."""
    texts = []
    for turn in exchange:
        if turn.role == "assistant":
            texts.append(turn.content.partition("\n\n")[0])
        texts.append(turn.content)
    return texts


def _exchanges(history: Sequence[Turn]) -> list[list[Turn]]:
    """The conversation as questions with their answers, the latest first."""
    exchanges: list[list[Turn]] = []
    for turn in history:
        if turn.role == "user" or not exchanges:
            exchanges.append([])
        exchanges[-1].append(turn)
    return exchanges[::-1]


_AFTER = r"(?:celle|celui|competence|epreuve|activite) (?:qui (?:suit|vient) |juste |d )?(?:apres|suivante?)|qui suit|juste apres"
_BEFORE = r"(?:celle|celui|competence|epreuve|activite) (?:qui precede |juste |d )?avant|qui precede|juste avant"
_NEXT = re.compile(rf"\b(?:suivante?s?|prochaine?s?|next|following|{_AFTER})\b")
_PREVIOUS = re.compile(rf"\b(?:precedente?s?|previous|{_BEFORE})\b")


def neighbour(question: str, scope: Scope, referential: Referential) -> EntryKey | None:
    """Return the entry after (or before) the scope's last one: « et la suivante ? ».

    One competence leads to the next competence; competences named together are their exam, which leads to the
    next exam.
    """
    folded = " ".join(words(question))
    step = 1 if _NEXT.search(folded) else -1 if _PREVIOUS.search(folded) else 0
    if not step or not scope.keys:
        return None
    last = scope.keys[-1]
    exam = referential.exam_of(last)
    if last.kind is EntryKind.COMPETENCE and exam and (len(scope.keys) > 1 or len(exam.competences) == 1):
        last = EntryKey(EntryKind.EXAM, exam.id)
    ids = [key.id for key in referential.entry_keys() if key.kind is last.kind]
    position = ids.index(last.id) + step
    return EntryKey(last.kind, ids[position]) if 0 <= position < len(ids) else None
