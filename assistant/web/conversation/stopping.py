"""« Arrêter » leaves a word: what was written until then stays, and says that it isn't whole."""

import re
from collections.abc import Sequence
from typing import Any

import gradio as gr

from assistant.web.conversation.cards import texts_of
from assistant.web.review.running import STOPPED as REVIEW_STOPPED

STOPPED = "*Réponse arrêtée à votre demande : elle n’est pas complète.*"
NOTHING_SAID = "*Réponse arrêtée à votre demande.*"
_UNDER_WAY = re.compile(r"\*(?!\*)(?:\\.|[^*\\])*\*")
"""A message of one sentence in italics says what is being done."""


def build_stopping(interface: gr.ChatInterface) -> None:
    """Let the conversation say that an answer was stopped."""
    interface.textbox.stop(
        lambda messages: (stopped(messages),) * 3,
        interface.chatbot,
        [interface.chatbot, interface.chatbot_state, interface.chatbot_value],
        queue=False,
        show_progress="hidden",
        api_visibility="private",
    )


def stopped(messages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the conversation with a word on the answer that was stopped."""
    kept = list(messages)
    if not kept:
        return kept
    last = kept[-1]
    if last.get("role") != "assistant":
        return [*kept, _message(NOTHING_SAID)]
    text = texts_of(last.get("content")).strip()
    if text.endswith((STOPPED, NOTHING_SAID)):
        return kept
    if _is_card(last.get("content")):
        return [*kept[:-1], _message(f"*{REVIEW_STOPPED}*")] if _UNDER_WAY.fullmatch(text) else kept
    if not text or _UNDER_WAY.fullmatch(text):
        return [*kept[:-1], _message(NOTHING_SAID)]
    return [*kept[:-1], _message(f"{text}\n\n{STOPPED}")]


def _is_card(content: object) -> bool:
    return isinstance(content, list) and any(
        isinstance(part, dict) and part.get("type") == "component" for part in content
    )


def _message(text: str) -> dict[str, Any]:
    return {"role": "assistant", "content": text}
