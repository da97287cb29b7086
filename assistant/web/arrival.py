"""A tab that is loaded anew shows again what it showed: its session in memory, its conversation from the tab itself."""

import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from html import escape
from typing import Any

import gradio as gr

from assistant.web.given import given_of
from assistant.web.owners import owner_of_request
from assistant.web.sessions import Session, Sessions

MOST_MESSAGES = 200
MOST_CHARACTERS = 400_000
_TAB = re.compile(r"[A-Za-z0-9-]{16,64}")

Restore = Callable[[Session], tuple[Any, ...]]


def build_arrival(
    sessions: Sessions, chatbot: gr.Chatbot, states: Sequence[gr.State], parts: Sequence[Any], restore: Restore
) -> None:
    """Add what the page's script triggers once the page is built; `restore` gives what `parts` show of a session."""
    bell = gr.HTML(
        "", elem_id="arrival", padding=False, apply_default_css=False, js_on_load="window.juryKeeping.arrive(trigger);"
    )

    def on_arrival(data: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        given = given_of(data)
        tab, mark = given.get("tab"), mark_of(request)
        session = sessions.arrive(request, tab if isinstance(tab, str) and _TAB.fullmatch(tab) else "")
        # A conversation of whoever used this tab before, under another cookie, isn't given to the next one.
        messages = kept_messages(given.get("messages")) if given.get("mark") == mark else []
        conversation = [messages or gr.skip()] * (1 + len(states))
        return f'<span hidden data-mark="{escape(mark)}"></span>', *conversation, *restore(session)

    bell.click(
        on_arrival,
        None,
        [bell, chatbot, *states, *parts],
        queue=False,
        show_progress="hidden",
        api_visibility="private",
    ).then(None, None, None, js="() => window.juryKeeping.arrived()")
    chatbot.change(
        None, chatbot, None, js="(messages) => window.juryKeeping.keep(messages)", api_visibility="private", queue=False
    )


def mark_of(request: gr.Request) -> str:
    """Return what tells one person's tab from the next one's, and is worth nothing else."""
    return sha256(f"tab {owner_of_request(request).id}".encode()).hexdigest()[:16]


def kept_messages(given: object) -> list[dict[str, str]]:
    """Return the messages that a tab kept: their texts alone, as many of the last ones as are read."""
    messages = [_message(item) for item in given[-MOST_MESSAGES:]] if isinstance(given, list) else []
    kept: list[dict[str, str]] = []
    left = MOST_CHARACTERS
    for message in reversed(messages):
        if message is None:
            continue
        left -= len(message["content"])
        if left < 0:
            break
        kept.append(message)
    return kept[::-1]


def _message(item: object) -> dict[str, str] | None:
    if not isinstance(item, Mapping) or item.get("role") not in {"user", "assistant"}:
        return None
    content = item.get("content")
    return {"role": str(item["role"]), "content": content} if isinstance(content, str) and content.strip() else None
