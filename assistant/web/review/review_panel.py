"""The page « Relire mon dossier »: its parts, and what happens when they are used."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import gradio as gr

from assistant.coach import Coach
from assistant.coaching.reviewing.comparing import ReviewFileError, compare, read_review
from assistant.coaching.reviewing.review import Review
from assistant.dossier.refusals import DraftError
from assistant.report import write_comparison
from assistant.report.content import report_of
from assistant.web.given import given_draft, given_file, given_of
from assistant.web.notices_html import note_html, problem_html, progress_html
from assistant.web.preparation import Preparation
from assistant.web.review.comparison_html import comparison_html
from assistant.web.review.downloads import download
from assistant.web.review.draft_html import draft_html
from assistant.web.review.review_form import (
    comparison_form_html,
    form_html,
    promises_html,
)
from assistant.web.review.review_html import body_html, head_html
from assistant.web.review.running import Running
from assistant.web.sessions import Session, Sessions

_WAITING = 20
"""Reviews that may wait for their turn; `Running` lets two be judged at a time and tells the others so."""
_FORGOTTEN = "Votre dossier et sa relecture sont effacés."
_NO_REVIEW = "Relisez d’abord votre dossier : il n’y a encore rien à comparer."
_PRIVATE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

Shown = tuple[Any, ...]
"""New values of the panel's parts, in the order of `Panel.parts`."""


@dataclass(frozen=True)
class Panel:
    """The form, and the parts that change."""

    form: gr.HTML
    progress: gr.HTML
    head: gr.HTML
    comparison: gr.HTML
    body: gr.HTML
    draft: gr.HTML

    @property
    def parts(self) -> list[gr.HTML]:
        """All that change, in the order of the values that `shown` and its like return."""
        return [self.progress, self.head, self.comparison, self.body, self.draft]


def shown(session: Session, coach: Coach) -> Shown:
    """Return what the panel shows of a session."""
    review, document = session.review, session.document
    if review is None or document is None:
        return "", "", "", "", ""
    report = report_of(review, coach.referential, session.comparison, date.today())
    return (
        "",
        head_html(review, report, session.count),
        compared(session),
        body_html(review, report),
        draft_html(document),
    )


def compared(session: Session, problem: str = "") -> str:
    """Return what moved, and the form that takes an earlier review."""
    moved = comparison_html(session.comparison) if session.comparison else ""
    return moved + comparison_form_html(problem)


def unchanged(progress: str) -> Shown:
    """Return values that only change what is being done."""
    return progress, gr.skip(), gr.skip(), gr.skip(), gr.skip()


def forgotten(sentence: str = _FORGOTTEN) -> Shown:
    """Return an empty panel that says so."""
    return (note_html(sentence) if sentence else ""), "", "", "", ""


def keep(session: Session, running: Running) -> str:
    """Keep what a review found; return why there is nothing to keep, in one sentence."""
    if running.review is None or running.document is None or running.stopped:
        return running.problem
    session.keep(running.review, running.document)
    if session.previous is not None:
        session.comparison = compare(session.previous, running.review)
    return ""


def changes_of(session: Session) -> str:
    """Return what moved since the previous draft, in Markdown."""
    return write_comparison(session.comparison) if session.comparison else ""


def build_review_panel(preparation: Preparation, sessions: Sessions) -> Panel:
    """Add the panel to the page that is being built, and the draft's text beside it."""
    with gr.Column(elem_id="review-panel", scale=3, min_width=320):
        form = gr.HTML(
            form_html(preparation.coach),
            elem_id="review-form",
            apply_default_css=False,
            js_on_load="window.juryReview.form(element, trigger);",
        )
        progress = gr.HTML("", elem_id="review-progress", apply_default_css=False, js_on_load=None)
        gr.HTML(promises_html(preparation.notice), elem_id="review-promises", apply_default_css=False, js_on_load=None)
        head = gr.HTML(
            "", elem_id="review-head", apply_default_css=False, js_on_load="window.juryReview.head(element, trigger);"
        )
        comparison = gr.HTML(
            "",
            elem_id="review-comparison",
            apply_default_css=False,
            js_on_load="window.juryReview.comparison(element, trigger);",
        )
        body = gr.HTML("", elem_id="review-body", apply_default_css=False, js_on_load=None)
        file = gr.Textbox(visible=False, label="Fichier")
    with gr.Column(elem_id="draft-panel", scale=2, min_width=300):
        draft = gr.HTML("", elem_id="draft", apply_default_css=False, js_on_load=None)
    panel = Panel(form, progress, head, comparison, body, draft)
    _Events(preparation, sessions, panel).connect(file)
    return panel


class _Events:
    """What the panel's controls do."""

    def __init__(self, preparation: Preparation, sessions: Sessions, panel: Panel) -> None:
        self._preparation = preparation
        self._sessions = sessions
        self._panel = panel
        self._megabytes = preparation.coach.settings.draft_max_megabytes

    def connect(self, file: gr.Textbox) -> None:
        panel = self._panel
        form = panel.form
        form.submit(self.on_review, None, panel.parts, concurrency_limit=_WAITING, **_PRIVATE).then(
            None, None, None, js="() => window.juryReview.settled()"
        )
        form.stop(self.on_stop, None, None, queue=False, **_PRIVATE)
        panel.comparison.upload(self.on_compare, None, [panel.comparison, panel.progress], **_PRIVATE).then(
            None, None, None, js="() => window.juryReview.compared()"
        )
        panel.head.download(self.on_download, None, file, concurrency_limit=2, **_PRIVATE).then(
            None, file, file, js="(file) => window.juryFiles.save(file, '#review-head .download-problem')"
        )

    def on_review(self, data: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        session = self._sessions.of(request)
        given = given_of(data)
        try:
            draft = given_draft(given, self._megabytes)
        except DraftError as error:
            yield unchanged(problem_html(str(error)))
            return
        exam = str(given.get("exam") or "") or None
        coach = session.coach(self._preparation)
        running = Running(self._preparation, draft.data, draft.name, exam, session.readings, coach=coach)
        problem = session.start(running)
        if problem:
            yield unchanged(problem_html(problem))
            return
        for step in running.steps():
            yield unchanged(progress_html(step.share, step.sentence))
        problem = keep(session, running)
        if running.stopped:
            yield unchanged(note_html(problem))
        else:
            yield unchanged(problem_html(problem)) if problem else shown(session, self._preparation.coach)

    def on_stop(self, request: gr.Request) -> None:
        running = self._sessions.of(request).running
        if running is not None:
            running.stop()

    def on_compare(self, data: gr.EventData, request: gr.Request) -> tuple[str, str]:
        session = self._sessions.of(request)
        if session.review is None:
            return compared(session, _NO_REVIEW), ""
        try:
            previous = _previous(given_of(data), self._megabytes)
            session.comparison = compare(previous, session.review)
        except (DraftError, ReviewFileError) as error:
            return compared(session, str(error)), ""
        session.previous = previous
        return compared(session), ""

    def on_download(self, data: gr.EventData, request: gr.Request) -> str:
        session = self._sessions.of(request)
        return download(session, str(given_of(data).get("form")), self._preparation.coach.referential)


def _previous(given: dict[str, Any], megabytes: float) -> Review:
    return read_review(given_file(given, megabytes).data.decode("utf-8", "replace"))
