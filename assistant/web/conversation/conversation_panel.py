"""The conversation's place on the page: its messages, its question, and a draft that is attached to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.coach import Coach
from assistant.dossier.refusals import DraftError
from assistant.web.conversation.card_actions import build_card_actions
from assistant.web.conversation.chat import respond
from assistant.web.conversation.feedback_panel import build_feedback
from assistant.web.conversation.resuming import build_resuming
from assistant.web.conversation.stopping import build_stopping
from assistant.web.conversation.welcome_html import welcome_html
from assistant.web.given import given_file
from assistant.web.jury.jury_panel import JuryPanel, jury_forgotten
from assistant.web.preparation import Preparation
from assistant.web.review.review_form import attach_html
from assistant.web.review.review_panel import Panel, forgotten, shown, unchanged
from assistant.web.sessions import Sessions

_ASK = "Relis ce brouillon"
_PRIVATE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True)
class ConversationPanel:
    """The parts that hold something of the person: `states` are those of the chat beside what it shows."""

    attach: gr.HTML
    chatbot: gr.Chatbot
    states: list[gr.State]

    @property
    def parts(self) -> list[gr.components.Component]:
        """All of them."""
        return [self.attach, self.chatbot, *self.states]

    def emptied(self) -> tuple[Any, ...]:
        """Return empty values, in the order of `parts`."""
        return attach_html(), [], [], []


def build_conversation(
    preparation: Preparation, sessions: Sessions, panel: Panel, jury: JuryPanel
) -> ConversationPanel:
    """Add the conversation to the column that is being built; its reviews are shown in the panel too."""
    coach = preparation.coach

    def answer(message: str, history: list[dict[str, Any]], request: gr.Request) -> Iterator[tuple[Any, ...]]:
        session = sessions.of(request)
        count = session.count
        held = session.attached
        for said in respond(preparation, session, message, history):
            yield said, *unchanged(gr.skip()), _attached(session.attached, held)
            held = session.attached
        if session.count != count:
            yield said, *shown(session, coach), gr.skip()

    attach = gr.HTML(
        attach_html(),
        elem_id="attach",
        apply_default_css=False,
        js_on_load="window.juryReview.attach(element, trigger);",
        render=False,
    )
    gr.HTML(welcome_html(coach), elem_id="welcome", padding=False, apply_default_css=False, js_on_load=None)
    interface = gr.ChatInterface(
        answer,
        chatbot=_chatbot(coach),
        textbox=_textbox(coach),
        editable=True,
        additional_outputs=[*panel.parts, attach],
        show_progress="hidden",
        concurrency_limit=coach.settings.concurrency,
        api_name=None,
        api_visibility="private",
        analytics_enabled=False,
        save_history=False,
    )
    attach.render()
    build_resuming(interface)
    build_stopping(interface)
    build_card_actions(preparation, sessions, jury, attach)
    build_feedback(coach.settings, sessions, interface.chatbot)

    def on_attach(data: gr.EventData, question: str, request: gr.Request) -> tuple[str, str]:
        session = sessions.of(request)
        try:
            session.attached = given_file(data._data, coach.settings.draft_max_megabytes)
        except DraftError as error:
            return attach_html(problem=str(error)), question
        return attach_html(session.attached.name), question.strip() or _ASK

    def on_detach(request: gr.Request) -> str:
        sessions.of(request).attached = None
        return attach_html()

    def on_forget(request: gr.Request) -> tuple[Any, ...]:
        """Forget the draft and all that quotes it; the conversation goes too when it holds words of it."""
        session = sessions.of(request)
        conversation = [] if session.told_in_chat else gr.skip()
        session.forget()
        return *forgotten(), *jury_forgotten(), attach_html(), conversation, conversation, conversation

    attach.upload(on_attach, interface.textbox, [attach, interface.textbox], **_PRIVATE)
    attach.clear(on_detach, None, attach, queue=False, **_PRIVATE)
    built = ConversationPanel(attach, interface.chatbot, [interface.chatbot_state, interface.chatbot_value])
    panel.form.clear(on_forget, None, [*panel.parts, *jury.parts, *built.parts], queue=False, **_PRIVATE)
    return built


def _attached(now: object, before: object) -> Any:
    return gr.skip() if now is before else attach_html()


def _chatbot(coach: Coach) -> gr.Chatbot:
    return gr.Chatbot(
        label="Conversation",
        show_label=False,
        elem_id="chat",
        height="100%",
        layout="bubble",
        buttons=["copy", "copy_all"],
        allow_tags=False,
        feedback_options=None,
    )


def _textbox(coach: Coach) -> gr.Textbox:
    return gr.Textbox(
        placeholder="Votre question sur une épreuve, un critère, une situation…",
        label="Votre question",
        show_label=False,
        container=False,
        autofocus=True,
        max_lines=6,
        elem_id="question",
        max_length=coach.settings.question_max_characters,
        submit_btn="Demander",
        stop_btn="Arrêter",
    )
