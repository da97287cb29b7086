"""A draft in the conversation: reviewed when it is asked for, and asked about afterwards."""

from collections.abc import Iterator, Sequence

import gradio as gr
from gradio.components.chatbot import OptionDict

from assistant.coaching.asking.answer import Turn
from assistant.coaching.asking.review_answers import literal
from assistant.coaching.asking.review_questions import answer_from_review, asks_for_review
from assistant.coaching.reviewing.review import Review
from assistant.dossier.model import Document
from assistant.referential.model import EntryKind
from assistant.report.typography import french
from assistant.web.preparation import Preparation
from assistant.web.reference import linked
from assistant.web.review.review_panel import changes_of, keep
from assistant.web.review.running import Running
from assistant.web.sessions import Draft, Session

FULL_REVIEW = "[Voir la relecture complète](#relecture)"
_NOTHING_TO_REVIEW = (
    "Joignez d’abord votre brouillon avec le bouton « Joindre un brouillon », sous la question, "
    "ou passez par la page « Relire mon dossier »."
)
_WHICH_EXAM = "Pour quelle épreuve dois-je le relire ? Votre message en nomme plusieurs : {exams}."
_AFTER = ("Par quoi commencer ?", "Quels sont mes points faibles ?", "Quels verdicts sont à vérifier ?")


def about_review(
    preparation: Preparation, session: Session, message: str, turns: Sequence[Turn]
) -> Iterator[gr.ChatMessage] | None:
    """Return the messages that answer, or None when the message is about something else than a draft."""
    asked = asks_for_review(message)
    attached = session.attached
    if attached is not None and (asked or not message.rstrip().endswith("?")):
        return _review(preparation, session, message, attached)
    if session.review is not None:
        referential = preparation.coach.referential
        answer = answer_from_review(message, session.review, referential, turns, changes_of(session))
        if answer is not None:
            session.told_in_chat = True
            return iter([_message(_linked(answer.answer, session.review), answer.suggestions)])
    if asked and session.document is not None:
        return _review(preparation, session, message, session.document)
    return iter([_message(_NOTHING_TO_REVIEW)]) if asked else None


def _review(
    preparation: Preparation, session: Session, message: str, draft: Draft | Document
) -> Iterator[gr.ChatMessage]:
    exams = preparation.coach.exams_named(message)
    if len(exams) > 1:
        options = tuple(f"Relis-le pour {exam}" for exam in exams)
        yield _message(_WHICH_EXAM.format(exams=", ".join(exams)), options)
        return
    running = _running(preparation, session, draft, exams[0] if exams else None)
    problem = session.start(running)
    if problem:
        yield _message(problem)
        return
    for step in running.steps():
        share = "" if step.share is None else f" ({step.share * 100:.0f} %)"
        yield _message(f"*{literal(step.sentence)}{share}*")
    problem = keep(session, running)
    if not running.stopped:
        session.attached = None
    if problem or session.review is None:
        yield _message(literal(problem))
        return
    session.told_in_chat = True
    yield _message(f"{_linked(session.review.summary, session.review)}\n\n{FULL_REVIEW}", _AFTER)


def _running(preparation: Preparation, session: Session, draft: Draft | Document, exam: str | None) -> Running:
    coach = session.coach(preparation)
    if isinstance(draft, Document):
        return Running(preparation, draft, draft.file, exam, session.readings, coach=coach)
    return Running(preparation, draft.data, draft.name, exam, session.readings, coach=coach)


def _linked(text: str, review: Review) -> str:
    """The criteria lead to their place in the référentiel, as in every answer."""
    return linked(text, [(EntryKind.CRITERION, item.id) for item in review.criteria])


def _message(text: str, suggestions: Sequence[str] = ()) -> gr.ChatMessage:
    return gr.ChatMessage(content=text, options=offered(suggestions))


def offered(suggestions: Sequence[str]) -> list[OptionDict]:
    """Return the next questions as buttons, whose lines don't begin with a question mark."""
    return [{"value": suggestion, "label": french(suggestion)} for suggestion in suggestions]
