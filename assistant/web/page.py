"""The page's layout."""

from typing import Any

import gradio as gr

from assistant.language.notice import Notice
from assistant.web.arrival import build_arrival
from assistant.web.cohort.cohort_panel import build_cohort_panel, cohort_forgotten
from assistant.web.consent import build_consent
from assistant.web.conversation.conversation_panel import build_conversation
from assistant.web.data.data_panel import build_data_panel
from assistant.web.jury.jury_panel import build_jury_panel, jury_forgotten
from assistant.web.preparation import Preparation
from assistant.web.reference import reference_html
from assistant.web.review.review_form import attach_html
from assistant.web.review.review_panel import build_review_panel, forgotten, shown
from assistant.web.serving.endpoints import add_endpoints
from assistant.web.sessions import Session, Sessions
from assistant.web.shell_html import shell_html
from assistant.web.unchanging import UnchangingBlocks
from assistant.web.uploads import Uploads


def build_page(preparation: Preparation, sessions: Sessions, uploads: Uploads) -> gr.Blocks:
    """Return the page; conversations and drafts live in the browser and in the memory of the session alone."""
    coach = preparation.coach
    with UnchangingBlocks(
        title=f"jury-coach · {coach.referential.title}",
        analytics_enabled=False,
        fill_height=True,
        fill_width=True,
        delete_cache=(600, 3600),
    ) as page:
        gr.HTML(shell_html(coach, _engine(preparation.notice)), elem_id="header", padding=False)
        build_consent(preparation, sessions)
        with gr.Row(elem_id="panels", equal_height=True):
            chat = gr.Column(elem_id="chat-panel", scale=3, min_width=320)
            with gr.Column(elem_id="reference-panel", scale=2, min_width=300):
                gr.HTML(
                    reference_html(coach.referential, coach.knowledge.vocabulary), elem_id="reference", padding=False
                )
            panel = build_review_panel(preparation, sessions)
            jury = build_jury_panel(preparation, sessions)
            cohort = build_cohort_panel(preparation, sessions)
            data = gr.Column(elem_id="data-panel", scale=3, min_width=320)
        with chat:
            conversation = build_conversation(preparation, sessions, panel, jury)
        with data:
            parts = [*panel.parts, *jury.parts, *cohort.parts, *conversation.parts]

            def emptied() -> tuple[Any, ...]:
                return *forgotten(""), *jury_forgotten(), *cohort_forgotten(), *conversation.emptied()

            build_data_panel(preparation, sessions, conversation.chatbot, parts, emptied)

        def restored(session: Session) -> tuple[Any, ...]:
            draft = session.attached
            attached = attach_html(draft.name) if draft is not None else attach_html()
            return *shown(session, coach), *jury.shown(session), *cohort.shown(session), attached

        changing = [*panel.parts, *jury.parts, *cohort.parts, conversation.attach]
        build_arrival(sessions, conversation.chatbot, conversation.states, changing, restored)
        add_endpoints(preparation, uploads)

        def leave(request: gr.Request) -> None:
            sessions.leave(request)

        page.unload(leave)
    return page


def _engine(notice: Notice | None) -> str:
    return "Réponses citées, sans modèle de langage" if notice is None else "Réponses citées"
