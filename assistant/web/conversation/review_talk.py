"""A draft in the conversation: reviewed when it is asked for, and asked about afterwards."""

from collections.abc import Iterator, Sequence
from datetime import date

import gradio as gr

from assistant.coaching.asking.answer import Turn
from assistant.coaching.asking.review_answers import ReviewAnswer, literal
from assistant.coaching.asking.review_questions import answer_from_review, asks_for_review
from assistant.coaching.reviewing.review import Review
from assistant.dossier.model import Document
from assistant.referential.model import EntryKind
from assistant.report.content import report_of
from assistant.web.conversation.cards import said, shown
from assistant.web.conversation.cards_html import criterion_card, offer_card, progress_card, review_card
from assistant.web.conversation.sample import sample_of
from assistant.web.preparation import Preparation
from assistant.web.reference import linked
from assistant.web.review.review_panel import changes_of, keep
from assistant.web.review.running import Running, Step
from assistant.web.sessions import Draft, Session

FULL_REVIEW = "[Voir la relecture complète](#relecture)"
NOTHING_TO_REVIEW = (
    "Joignez d’abord votre brouillon avec le bouton « Joindre un brouillon », sous la question, "
    "ou passez par la page « Relire mon dossier »."
)
_WHICH_EXAM = "Pour quelle épreuve dois-je le relire ? Votre message en nomme plusieurs : {exams}."
_AFTER = ("Par quoi commencer ?", "Quels sont mes points faibles ?", "Quels verdicts sont à vérifier ?")
_NO_DRAFT = "Je n’ai pas encore votre brouillon"


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
            return iter([_answered(preparation, session.review, answer)])
    if asked and session.document is not None:
        return _review(preparation, session, message, session.document)
    return iter([nothing_to_review(preparation)]) if asked else None


def nothing_to_review(
    preparation: Preparation, title: str = _NO_DRAFT, sentence: str = NOTHING_TO_REVIEW
) -> gr.ChatMessage:
    """Return what to do where there is no draft: how to join one, and the sample where there is one."""
    offered = offer_card(title, sentence, sample=sample_of(preparation.coach) is not None)
    return shown(offered, sentence)


def _answered(preparation: Preparation, review: Review, answer: ReviewAnswer) -> gr.ChatMessage:
    """What a review answers: on criteria that are named, a card for each."""
    text = _linked(answer.answer, review)
    if not answer.criteria:
        return said(text, answer.suggestions)
    report = report_of(review, preparation.coach.referential, None, date.today())
    parts = {part.id: part for part in (*report.criteria, *report.elsewhere)}
    cards = [criterion_card(item, parts[item.id]) for item in review.criteria if item.id in answer.criteria]
    return shown("".join(cards), text, answer.suggestions)


def _review(
    preparation: Preparation, session: Session, message: str, draft: Draft | Document
) -> Iterator[gr.ChatMessage]:
    exams = preparation.coach.exams_named(message)
    if len(exams) > 1:
        options = tuple(f"Relis-le pour {exam}" for exam in exams)
        yield said(_WHICH_EXAM.format(exams=", ".join(exams)), options)
        return
    running = _running(preparation, session, draft, exams[0] if exams else None)
    problem = session.start(running)
    if problem:
        yield said(problem)
        return
    for step in running.steps():
        yield _under_way(step)
    problem = keep(session, running)
    if not running.stopped:
        session.attached = None
    if problem or session.review is None:
        yield said(literal(problem))
        return
    session.told_in_chat = True
    yield _reviewed(preparation, session.review)


def _under_way(step: Step) -> gr.ChatMessage:
    share = "" if step.share is None else f" ({step.share * 100:.0f} %)"
    return shown(progress_card(step.share, step.sentence), f"*{literal(step.sentence)}{share}*")


def _reviewed(preparation: Preparation, review: Review) -> gr.ChatMessage:
    report = report_of(review, preparation.coach.referential, None, date.today())
    return shown(review_card(review, report), f"{_linked(review.summary, review)}\n\n{FULL_REVIEW}", _AFTER)


def _running(preparation: Preparation, session: Session, draft: Draft | Document, exam: str | None) -> Running:
    coach = session.coach(preparation)
    if isinstance(draft, Document):
        return Running(preparation, draft, draft.file, exam, session.readings, coach=coach)
    return Running(preparation, draft.data, draft.name, exam, session.readings, coach=coach)


def _linked(text: str, review: Review) -> str:
    """The criteria lead to their place in the référentiel, as in every answer."""
    return linked(text, [(EntryKind.CRITERION, item.id) for item in review.criteria])
