"""A message that is a card: what the page shows, and its plain twin, which copies, reloads and the history keep."""

from collections.abc import Sequence

import gradio as gr
from gradio.components.chatbot import OptionDict

from assistant.report.typography import french


def said(text: str, suggestions: Sequence[str] = ()) -> gr.ChatMessage:
    """Return a message of text."""
    return gr.ChatMessage(content=text, options=offered(suggestions))


def shown(html: str, twin: str, suggestions: Sequence[str] = ()) -> gr.ChatMessage:
    """Return a message of a card. Its twin says the same in Markdown: the page's style sheet hides it beside a card.

    The card is a part of the page that the program wrote, not mark-up in a message: in those no mark-up runs.
    """
    card = gr.HTML(html, padding=False, apply_default_css=False, js_on_load=None, render=False)
    return gr.ChatMessage(content=[card, twin], options=offered(suggestions))


def offered(suggestions: Sequence[str]) -> list[OptionDict]:
    """Return the next questions as buttons, whose lines don't begin with a question mark."""
    return [{"value": suggestion, "label": french(suggestion)} for suggestion in suggestions]


def texts_of(content: object) -> str:
    """Return the text of a message: of a card, its plain twin."""
    if isinstance(content, str):
        return content
    if isinstance(content, dict):
        return str(content.get("text") or "")
    if isinstance(content, list):
        return "\n\n".join(part for part in map(texts_of, content) if part)
    return ""
