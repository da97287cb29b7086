"""The page's layout."""

from functools import partial

import gradio as gr

from assistant.coach import Coach
from assistant.referential.export import referential_as_json
from assistant.web.chat import ask, respond
from assistant.web.preparation import Preparation
from assistant.web.reference import reference_html

EXAMPLES = (
    "Qu’attend le jury pour C3.3 ?",
    "Combien de temps dure l’oral de veille ?",
    "Mon binôme recopie les news à la main, ça coûte des points ?",
    "Où est-il question du handicap ?",
    "Quelle différence entre C5.1-C5.2 et C5.3 ?",
)


def build_page(preparation: Preparation) -> gr.Blocks:
    """Return the page; its conversation lives in the browser and in the memory of the session alone."""
    coach = preparation.coach
    title = coach.referential.title
    with gr.Blocks(
        title=f"jury-coach · {title}",
        analytics_enabled=False,
        fill_height=True,
        fill_width=True,
        delete_cache=(600, 3600),
    ) as page:
        gr.HTML(_header(coach), elem_id="header", padding=False)
        with gr.Row(elem_id="panels", equal_height=True):
            with gr.Column(elem_id="chat-panel", scale=3, min_width=320):
                _chat(preparation)
            with gr.Column(elem_id="reference-panel", scale=2, min_width=300):
                gr.HTML(
                    reference_html(coach.referential, coach.knowledge.vocabulary), elem_id="reference", padding=False
                )
        _endpoints(preparation)
    return page


def _endpoints(preparation: Preparation) -> None:
    """What other programs call. Gradio reads names, annotations and docstrings."""
    coach = preparation.coach

    def ask_endpoint(question: str, history: str = "[]") -> dict:  # type: ignore[type-arg]
        """Answer a question; history is a JSON list of messages (role, content)."""
        return ask(preparation, question, history)

    def referential_endpoint() -> dict:  # type: ignore[type-arg]
        """Return the whole référentiel."""
        return referential_as_json(coach.referential)

    gr.api(ask_endpoint, api_name="ask", concurrency_limit=coach.settings.concurrency)
    gr.api(referential_endpoint, api_name="referential")


def _chat(preparation: Preparation) -> None:
    chatbot = gr.Chatbot(
        label="Conversation",
        show_label=False,
        elem_id="chat",
        height="100%",
        layout="bubble",
        buttons=["copy", "copy_all"],
        allow_tags=False,
        feedback_options=None,
        placeholder=_welcome(preparation.coach),
    )
    textbox = gr.Textbox(
        placeholder="Votre question sur une épreuve, un critère, une situation…",
        label="Votre question",
        show_label=False,
        container=False,
        autofocus=True,
        max_lines=6,
        elem_id="question",
        max_length=preparation.coach.settings.question_max_characters,
        submit_btn="Demander",
        stop_btn="Arrêter",
    )
    gr.ChatInterface(
        partial(respond, preparation),
        chatbot=chatbot,
        textbox=textbox,
        editable=True,
        examples=list(EXAMPLES),
        show_progress="hidden",
        concurrency_limit=preparation.coach.settings.concurrency,
        api_name=None,
        api_visibility="private",
        analytics_enabled=False,
        save_history=False,
    )


def _header(coach: Coach) -> str:
    referential = coach.referential
    return f"""
<header class="masthead">
  <div class="brand">
    <h1>jury-coach</h1>
    <p>{referential.title} · {referential.level} · {referential.certifier}</p>
  </div>
  <p class="engine" role="note">Réponses citées, sans modèle de langage</p>
  <nav class="masthead-tools" aria-label="Affichage">
    <button type="button" data-panel="chat" aria-pressed="true">Discussion</button>
    <button type="button" data-panel="reference" aria-pressed="false">Référentiel</button>
    <button type="button" id="theme-toggle" aria-label="Passer du clair au sombre">◐</button>
  </nav>
</header>"""


def _welcome(coach: Coach) -> str:
    count = len(coach.referential.criteria)
    return (
        "### Que voulez-vous savoir du jury ?\n\n"
        f"Je connais les {len(coach.referential.exams)} épreuves et les {count} critères du référentiel, "
        "et je cite ses mots. Quand il ne dit rien, je vous le dis."
    )
