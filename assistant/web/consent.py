"""The language model on the page: what is sent to whom, before anything is; the person's choice, and its withdrawal."""

from html import escape

import gradio as gr

from assistant.language.notice import Notice
from assistant.report.typography import french
from assistant.web.given import given_of
from assistant.web.preparation import Preparation
from assistant.web.sessions import Sessions

_TITLE = "Voulez-vous utiliser le modèle de langage ?"
_USED = "Modèle de langage utilisé : {model}. Ce que vous écrivez est envoyé à {recipient}."
_UNUSED = "Modèle de langage non utilisé : rien n’est envoyé."


def build_consent(preparation: Preparation, sessions: Sessions) -> None:
    """Add what is to be known of the model to the page that is being built; nothing where there is no model."""
    notice = preparation.notice
    if notice is None:
        return
    script = "window.juryConsent.place(element, trigger);" if notice.hosted else None
    place = gr.HTML(
        consent_html(notice, None), elem_id="consent", padding=False, apply_default_css=False, js_on_load=script
    )
    if not notice.hosted:
        return

    def on_choice(data: gr.EventData, request: gr.Request) -> str:
        """Take a choice that was made now, or one that this browser remembers of the same model."""
        session, given = sessions.of(request), given_of(data)
        if given.get("key") == notice.key and isinstance(given.get("accepted"), bool):
            session.choose(given["accepted"])
        return consent_html(notice, session.accepted)

    place.submit(on_choice, None, place, queue=False, show_progress="hidden", api_visibility="private")


def consent_html(notice: Notice, accepted: bool | None) -> str:
    """Return the question, or what was chosen with a button that takes it back; of a local model, one line."""
    if not notice.hosted:
        return f'<p class="consent-line" role="note">{escape(french(notice.explained()))}</p>'
    if accepted is None:
        return _question(notice)
    words = _USED.format(model=notice.model, recipient=notice.recipient) if accepted else _UNUSED
    button = "Ne plus l’utiliser" if accepted else "Utiliser le modèle"
    return (
        f'<div class="consent-line" data-key="{notice.key}" data-accepted="{str(accepted).lower()}">'
        f'<p role="status" tabindex="-1">{escape(french(words))}</p>'
        f'<button type="button" class="plain" data-accept="{str(not accepted).lower()}">{button}</button>'
        f"{_details(notice) if not accepted else ''}</div>"
    )


def _question(notice: Notice) -> str:
    return f"""
<section class="consent-card" aria-labelledby="consent-title" data-key="{notice.key}">
  <h2 id="consent-title">{escape(french(_TITLE))}</h2>
  <p>{escape(french(notice.explained()))} {escape(french(notice.freely()))}</p>
  <details lang="en"><summary>In English</summary><p>{escape(notice.explained("en"))} {escape(notice.freely("en"))}</p></details>
  <p class="consent-actions">
    <button type="button" class="primary" data-accept="true">Utiliser le modèle</button>
    <button type="button" class="plain" data-accept="false">Continuer sans</button>
  </p>
</section>"""


def _details(notice: Notice) -> str:
    return (
        f"<details><summary>Ce qui serait envoyé</summary><p>{escape(french(notice.explained()))}</p>"
        f'<p lang="en">{escape(notice.explained("en"))}</p></details>'
    )
