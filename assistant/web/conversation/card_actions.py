"""What the buttons of cards do: the page's script hears them and triggers events of one part that nobody sees."""

import json
from typing import Any

import gradio as gr

from assistant.web.conversation.sample import sample_of
from assistant.web.given import given_of
from assistant.web.jury.jury_panel import JuryPanel
from assistant.web.jury.jury_state import Choice
from assistant.web.notices_html import problem_html
from assistant.web.preparation import Preparation
from assistant.web.review.downloads import download
from assistant.web.review.review_form import attach_html
from assistant.web.sessions import Session, Sessions

_NO_QUESTIONS = "Ces questions ne sont plus en mémoire : demandez-en d’autres."
_ORAL_RUNS = "Un oral blanc est en cours : finissez-le ou quittez-le avant d’en charger un autre."
_PRIVATE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def build_card_actions(preparation: Preparation, sessions: Sessions, jury: JuryPanel, attach: gr.HTML) -> None:
    """Add the part that cards act through."""
    bell = gr.HTML(
        "",
        elem_id="talk-actions",
        padding=False,
        apply_default_css=False,
        js_on_load="window.juryTalk.connect(trigger);",
    )
    file = gr.Textbox(visible=False, label="Fichier")
    said = gr.Textbox(visible=False, label="Message")

    def on_stop(request: gr.Request) -> None:
        running = sessions.of(request).running
        if running is not None:
            running.stop()

    def on_download(data: gr.EventData, request: gr.Request) -> str:
        form = str(given_of(data).get("form"))
        return download(sessions.of(request), form, preparation.coach.referential)

    def on_sample(request: gr.Request) -> tuple[Any, str]:
        """Attach the sample; return it attached, and the message that goes with it."""
        sample = sample_of(preparation.coach)
        if sample is None:
            return gr.skip(), ""
        draft = sample.draft()
        sessions.of(request).attached = draft
        return attach_html(draft.name), json.dumps(f"Relis cet exemple de dossier pour {sample.exam}")

    def on_practise(data: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """Put questions of the conversation on the page « Jury blanc »."""
        session = sessions.of(request)
        problem = practise(session, given_of(data).get("set"))
        status, *rest = jury.shown(session)
        return (problem_html(problem) if problem else status, *rest)

    bell.stop(on_stop, None, None, queue=False, **_PRIVATE)
    bell.download(on_download, None, file, concurrency_limit=2, **_PRIVATE).then(
        None, file, file, js="(file) => window.juryTalk.save(file)"
    )
    bell.upload(on_sample, None, [attach, said], queue=False, **_PRIVATE).then(
        None, said, said, js="(message) => window.juryTalk.sampled(message)"
    )
    bell.play(on_practise, None, jury.main, queue=False, **_PRIVATE).then(
        None, None, None, js="() => window.juryTalk.practising()"
    )


def practise(session: Session, number: object) -> str:
    """Take questions of the conversation as those of the mock jury; return why they aren't, in one sentence."""
    questions = session.asked_in_chat.get(number) if isinstance(number, int) else None
    if questions is None:
        return _NO_QUESTIONS
    jury = session.jury
    if jury.questions is questions:
        return ""
    if jury.oral is not None and jury.oral.phase != "finished":
        return _ORAL_RUNS
    review = session.review
    aimed = any(item.anchor is not None for item in questions.questions)
    fits = aimed and review is not None and review.exam == questions.exam
    choice = Choice(exam=questions.exam, count=len(questions.questions), aimed=fits)
    jury.keep(choice, questions, review.file if fits and review is not None else "")
    return ""
