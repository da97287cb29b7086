"""The page « Vos données »: what is kept, and the button that erases it all."""

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from assistant.feedback.store import FeedbackError
from assistant.web.data.data_html import OPINIONS_LEFT, data_html, erased_html, holdings
from assistant.web.opinions import store_of
from assistant.web.preparation import Preparation
from assistant.web.sessions import Sessions


def build_data_panel(
    preparation: Preparation,
    sessions: Sessions,
    conversation: gr.Chatbot,
    parts: Sequence[gr.components.Component],
    emptied: Callable[[], tuple[Any, ...]],
) -> None:
    """Add the panel to the column that is being built.

    `parts` are all the places of the page that show something of the person; `emptied` gives their empty values.
    """
    settings = preparation.coach.settings
    store = store_of(settings)
    form = gr.HTML(
        data_html(preparation.notice, settings.feedback_days if store is not None else None),
        elem_id="data-form",
        apply_default_css=False,
        js_on_load="window.juryData.form(element, trigger);",
    )
    status = gr.HTML("", elem_id="data-status", apply_default_css=False, js_on_load=None)

    def on_erase(messages: list[dict[str, Any]], request: gr.Request) -> tuple[Any, ...]:
        session = sessions.of(request)
        erased = holdings(session, len(messages))
        session.forget()
        problem = ""
        try:
            erased += ["vos avis gardés"] if store is not None and session.opinions.withdraw_all(store) else []
        except FeedbackError:
            problem = OPINIONS_LEFT
        return erased_html(erased, problem), *emptied()

    form.clear(
        on_erase, conversation, [status, *parts], queue=False, show_progress="hidden", api_visibility="private"
    ).then(None, None, None, js="() => window.juryData.erased()")
