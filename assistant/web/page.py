"""The page's layout."""

import gradio as gr

from assistant.coach import Coach
from assistant.language.notice import Notice
from assistant.web.consent import build_consent
from assistant.web.conversation.conversation_panel import build_conversation
from assistant.web.jury.jury_panel import build_jury_panel
from assistant.web.preparation import Preparation
from assistant.web.reference import reference_html
from assistant.web.review.review_panel import build_review_panel
from assistant.web.serving.endpoints import add_endpoints
from assistant.web.sessions import Sessions
from assistant.web.uploads import Uploads


def build_page(preparation: Preparation, sessions: Sessions, uploads: Uploads) -> gr.Blocks:
    """Return the page; conversations and drafts live in the browser and in the memory of the session alone."""
    coach = preparation.coach
    with gr.Blocks(
        title=f"jury-coach · {coach.referential.title}",
        analytics_enabled=False,
        fill_height=True,
        fill_width=True,
        delete_cache=(600, 3600),
    ) as page:
        gr.HTML(_header(coach, _engine(preparation.notice)), elem_id="header", padding=False)
        build_consent(preparation, sessions)
        with gr.Row(elem_id="panels", equal_height=True):
            chat = gr.Column(elem_id="chat-panel", scale=3, min_width=320)
            with gr.Column(elem_id="reference-panel", scale=2, min_width=300):
                gr.HTML(
                    reference_html(coach.referential, coach.knowledge.vocabulary), elem_id="reference", padding=False
                )
            panel = build_review_panel(preparation, sessions)
            jury = build_jury_panel(preparation, sessions)
        with chat:
            build_conversation(preparation, sessions, panel, jury)
        add_endpoints(preparation, uploads)

        def leave(request: gr.Request) -> None:
            sessions.leave(request)

        page.unload(leave)
    return page


def _engine(notice: Notice | None) -> str:
    return "Réponses citées, sans modèle de langage" if notice is None else "Réponses citées"


def _header(coach: Coach, engine: str) -> str:
    referential = coach.referential
    return f"""
<header class="masthead">
  <div class="brand">
    <h1>jury-coach</h1>
    <p>{referential.title} · {referential.level} · {referential.certifier}</p>
  </div>
  <p class="engine" role="note">{engine}</p>
  <nav class="masthead-tools" aria-label="Pages et affichage">
    <button type="button" data-panel="chat" aria-pressed="true">Discussion</button>
    <button type="button" data-panel="review" aria-pressed="false">Relire<span> mon dossier</span></button>
    <button type="button" data-panel="jury" aria-pressed="false">Jury<span> blanc</span></button>
    <button type="button" data-panel="reference" aria-pressed="false">Référentiel</button>
    <button type="button" id="theme-toggle" aria-label="Passer du clair au sombre">◐</button>
  </nav>
  <p id="announcer" class="visually-hidden" role="status" aria-live="polite"></p>
</header>"""
