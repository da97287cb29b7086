"""A thumb and a word under each answer of the conversation: kept where the person agrees, and withdrawn as they wish."""

import logging
from typing import Any

import gradio as gr

from assistant.feedback.opinion import LONGEST_WORD, Thumb
from assistant.feedback.store import NOT_KEPT, FeedbackError
from assistant.settings import Settings
from assistant.web.conversation.feedback_html import (
    KEPT,
    NOT_WITHDRAWN,
    NOTHING_GIVEN,
    WITHDRAWN,
    feedback_html,
    outcome_html,
)
from assistant.web.given import given_of
from assistant.web.limits import Kind
from assistant.web.opinions import forget_old, store_of, texts_of
from assistant.web.sessions import Sessions
from assistant.web.sweeping import sweep_for_ever

_HOUR_S = 3600.0
_PRIVATE: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
_THUMBS: dict[object, Thumb] = {"up": "up", "down": "down"}

_log = logging.getLogger(__name__)


def build_feedback(settings: Settings, sessions: Sessions, chatbot: gr.Chatbot) -> None:
    """Add to the conversation what asks for opinions; nothing where there is no file to keep them in."""
    store = store_of(settings)
    if store is None:
        return
    days = settings.feedback_days

    def sweep(now: float) -> None:
        forget_old(store, days)

    sweep_for_ever((sweep,), _HOUR_S)
    place = gr.HTML(
        feedback_html(days),
        elem_id="opinion",
        padding=False,
        apply_default_css=False,
        js_on_load="window.juryOpinion.place(element, trigger);",
    )
    outcome = gr.HTML("", elem_id="opinion-outcome", padding=False, apply_default_css=False, js_on_load=None)

    def on_keep(messages: list[dict[str, Any]], data: gr.EventData, request: gr.Request) -> str:
        given, session = given_of(data), sessions.of(request)
        index, thumb = _index(given), _THUMBS.get(given.get("thumb"))
        if index is None or thumb is None:
            return ""
        problem = session.too_many(Kind.QUESTIONS)
        if problem:
            return outcome_html(index, "problem", problem)
        word = given.get("word")
        try:
            forget_old(store, days)
            session.opinions.give(
                store, _shown(messages, given, index), thumb, word[:LONGEST_WORD] if isinstance(word, str) else ""
            )
        except FeedbackError as error:
            return _failed(index, NOT_KEPT, error)
        return outcome_html(index, thumb, KEPT)

    def on_withdraw(messages: list[dict[str, Any]], data: gr.EventData, request: gr.Request) -> str:
        given, session = given_of(data), sessions.of(request)
        index = _index(given)
        if index is None:
            return ""
        try:
            there = session.opinions.withdraw(store, _shown(messages, given, index))
        except FeedbackError as error:
            return _failed(index, NOT_WITHDRAWN, error)
        return outcome_html(index, "none", WITHDRAWN if there else NOTHING_GIVEN)

    told = "() => window.juryOpinion.told()"
    place.submit(on_keep, chatbot, outcome, **_PRIVATE).then(None, None, None, js=told)
    place.clear(on_withdraw, chatbot, outcome, **_PRIVATE).then(None, None, None, js=told)


def _index(given: dict[str, Any]) -> int | None:
    index = given.get("index")
    return index if type(index) is int and index >= 0 else None


def _shown(messages: list[dict[str, Any]], given: dict[str, Any], index: int) -> str:
    """The answer that is meant. Where the page counts others than there are, none is known: the thumb alone is kept."""
    texts = texts_of(message.get("content") for message in messages or [] if message.get("role") == "assistant")
    counted = given.get("count") == len(texts) and index < len(texts)
    return texts[index] if counted else f"unknown {index}"


def _failed(index: int, sentence: str, error: FeedbackError) -> str:
    """What went wrong names a file of the machine: that is for the log's reader to find, not for the page."""
    _log.error("An opinion wasn't kept or withdrawn: %s", type(error.__cause__).__name__)
    return outcome_html(index, "problem", sentence)
