"""Questions put to the program, one by one or as conversations."""

from collections.abc import Iterable

from assistant import Coach, Turn
from assistant.coaching.asking.answer import Answer
from assistant.referential.model import EntryKey, Referential
from assistant.referential.wording import fold_spaces
from evals.datasets.conversations import Conversation
from evals.datasets.questions import Question
from evals.metrics.questions import Outcome


def ask_all(coach: Coach, questions: Iterable[Question]) -> list[Outcome]:
    """Ask every question, with its history."""
    return [_outcome(coach, question, coach.ask(question.question, question.history)) for question in questions]


def converse(coach: Coach, conversation: Conversation) -> list[Outcome]:
    """Go through a conversation: each turn's history is what was said before, by both. Ids are `<conversation>/<n>`."""
    history: list[Turn] = []
    outcomes = []
    for number, turn in enumerate(conversation.turns, start=1):
        question = Question(
            id=f"{conversation.id}/{number}", kind="conversation", history=tuple(history), **turn.model_dump()
        )
        answer = coach.ask(turn.question, history)
        outcomes.append(_outcome(coach, question, answer))
        history += [Turn(role="user", content=turn.question), Turn(role="assistant", content=answer.answer)]
    return outcomes


def _outcome(coach: Coach, question: Question, answer: Answer) -> Outcome:
    return Outcome(question, answer, _is_verbatim(answer, coach.referential))


def _is_verbatim(answer: Answer, referential: Referential) -> bool:
    """Whether every citation stands in the référentiel to the letter."""
    return all(
        fold_spaces(citation.text) in fold_spaces(referential.verbatim(EntryKey(citation.kind, citation.id)))
        for citation in answer.citations
    )
