"""The conversation: from a message and its history to the messages that the page shows."""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import gradio as gr

from assistant.coach import Coach
from assistant.coaching.asking.answer import Answer, Turn
from assistant.referential.wording import whole
from assistant.web.conversation.cards import said, shown, texts_of
from assistant.web.conversation.cards_html import questions_card
from assistant.web.conversation.pacing import paced
from assistant.web.conversation.program_talk import about_program
from assistant.web.conversation.review_talk import about_review
from assistant.web.limits import Kind
from assistant.web.preparation import Preparation
from assistant.web.reference import linked
from assistant.web.sessions import Session

_PATIENCE_S = 300.0
_THINKING = "*Je prépare la réponse…*"
_ESCAPED = 6
"""Characters that JSON may write one with (« \\u00e9 »)."""


def respond(
    preparation: Preparation, session: Session, message: str, history: Sequence[dict[str, Any]]
) -> Iterator[gr.ChatMessage]:
    """Yield the answer as it grows; while the search or a review is being prepared, what is being done."""
    problem = session.too_many(Kind.QUESTIONS)
    if problem:
        yield gr.ChatMessage(content=problem)
        return
    message, turns = whole(message), turns_of(history)
    done = about_program(preparation, session, message)
    if done is not None:
        yield done
        return
    if session.coach(preparation).settings.llm is not None:
        from assistant.web.conversation.agent_talk import about_several

        if (yield from about_several(preparation, session, message, turns)):
            return
    talk = about_review(preparation, session, message, turns)
    if talk is not None:
        yield from talk
        return
    preparation.start()
    while not preparation.wait():
        yield gr.ChatMessage(content=f"*{preparation.message}*")
    if preparation.problem:
        yield gr.ChatMessage(content=preparation.problem)
        return
    yield from _answered(session.coach(preparation), session, message, turns)


def _answered(coach: Coach, session: Session, message: str, turns: Sequence[Turn]) -> Iterator[gr.ChatMessage]:
    """The answer: as the language model words it, or where there is none, as it is read out."""
    near_draft = session.near_draft
    if coach.language_model is None:
        answer = coach.ask(message, turns, review=session.review)
        if answer.questions is not None:
            yield _asked(coach, session, answer)
            return
        # It is there as a whole: in pieces it would only take longer, for everybody.
        text = _shown(answer)
    else:
        text = ""
        accepted = session.accepted
        steps = paced(
            lambda cancelled: coach.stream(
                message,
                turns,
                review=session.review,
                cancelled=lambda: cancelled() or session.accepted is not accepted,
            )
        )
        with closing(steps):
            for grown_answer in steps:
                if grown_answer is not None:
                    answer = grown_answer
                    text = _shown(answer)
                yield gr.ChatMessage(content=text if any(map(str.isalnum, text)) else _THINKING)
    if answer.questions is not None:
        yield _asked(coach, session, answer)
        return
    if not (near_draft or session.near_draft):
        session.opinions.note(text, message, answer)
    yield said(text, answer.suggestions)


def _asked(coach: Coach, session: Session, answer: Answer) -> gr.ChatMessage:
    """The questions of a jury as cards; the session keeps them, so that the page « Jury blanc » can take them over."""
    questions = answer.questions
    if questions is None:
        return said(_shown(answer), answer.suggestions)
    number = session.keep_asked(questions)
    session.told_in_chat = session.told_in_chat or any(item.anchor is not None for item in questions.questions)
    texts = {item.id: item.text for item in coach.referential.exam(questions.exam).criteria}
    return shown(questions_card(questions, texts, number), _shown(answer), answer.suggestions)


def _shown(answer: Answer) -> str:
    """An answer as the page shows it: its notice before it, its citations as links."""
    text = linked(answer.answer, [(citation.kind, citation.id) for citation in answer.citations])
    return text if answer.notice is None else f"*{answer.notice}*\n\n{text}"


def ask(preparation: Preparation, question: str, history_json: str = "[]") -> dict[str, object]:
    """Answer one question as the contract's JSON: the endpoint `/ask`."""
    most = preparation.coach.settings.history_max_characters
    if len(history_json) > most * _ESCAPED:
        raise gr.Error(f"L’historique est trop long : donnez-en les derniers messages, {most} caractères au plus.")
    try:
        history = [Turn.model_validate(turn) for turn in json.loads(history_json or "[]")]
        preparation.wait_until_ready(_PATIENCE_S)
    except ValueError as error:
        raise gr.Error("L’historique n’est pas une liste JSON de messages (role, content).") from error
    except (TimeoutError, RuntimeError) as error:
        raise gr.Error(str(error)) from error
    answer: Answer = preparation.coach_for_programs.ask(question, history)
    return answer.to_contract()


def turns_of(history: Sequence[dict[str, Any]]) -> list[Turn]:
    """Return the page's messages as turns: of each, the text that the person saw."""
    turns = []
    for message in history:
        if message.get("role") in {"user", "assistant"}:
            turns.append(Turn(role=message["role"], content=texts_of(message.get("content"))))
    return turns
