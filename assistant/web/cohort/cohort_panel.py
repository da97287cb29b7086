"""The page « Promotion »: its parts, and what happens when they are used.

The window sends one file at a time and the next one when the answer has come: no more than one draft is held.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.coach import Coach
from assistant.dossier.refusals import DraftError
from assistant.web.access.logins import tutors_alone
from assistant.web.cohort.cohort_downloads import cohort_file
from assistant.web.cohort.cohort_html import cohort_form_html, cohort_html
from assistant.web.cohort.promotion import MOST_DRAFTS, Promotion, questions_for
from assistant.web.given import given_file, given_of, plain_name, too_big
from assistant.web.limits import Kind
from assistant.web.notices_html import note_html, progress_html
from assistant.web.preparation import Preparation
from assistant.web.review.running import UNKNOWN_EXAM, Running
from assistant.web.sessions import Draft, Session, Sessions

_WAITING = 20
_FORGOTTEN = "La promotion est effacée : ses dossiers, ses relectures et ses questions."
_PRIVATE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True)
class CohortPanel:
    """The form, and the parts that change; `shown` gives what they show of a session."""

    form: gr.HTML
    progress: gr.HTML
    result: gr.HTML
    shown: Callable[[Session], tuple[Any, Any]]

    @property
    def parts(self) -> list[gr.HTML]:
        """All that change."""
        return [self.progress, self.result]


def cohort_forgotten(sentence: str = "") -> tuple[str, str]:
    """Return an empty panel, in the order of `CohortPanel.parts`."""
    return (note_html(sentence) if sentence else ""), ""


def build_cohort_panel(preparation: Preparation, sessions: Sessions) -> CohortPanel:
    """Add the panel to the page that is being built."""
    with gr.Column(elem_id="cohort-panel", scale=3, min_width=320):
        form = gr.HTML(
            cohort_form_html(preparation.coach),
            elem_id="cohort-form",
            apply_default_css=False,
            js_on_load="window.juryCohort.form(element, trigger);",
        )
        progress = gr.HTML("", elem_id="cohort-progress", apply_default_css=False, js_on_load=None)
        result = gr.HTML(
            "",
            elem_id="cohort-result",
            apply_default_css=False,
            js_on_load="window.juryPage.downloads(element, trigger);",
        )
        file = gr.Textbox(visible=False, label="Fichier")
    events = _Events(preparation, sessions)
    panel = CohortPanel(form, progress, result, events.shown)
    form.upload(events.on_file, None, panel.parts, concurrency_limit=_WAITING, **_PRIVATE).then(
        None, None, None, js="() => window.juryCohort.next()"
    )
    form.stop(events.on_stop, None, panel.parts, queue=False, **_PRIVATE)
    form.clear(events.on_clear, None, panel.parts, queue=False, **_PRIVATE)
    result.download(events.on_download, None, file, concurrency_limit=2, **_PRIVATE).then(
        None, file, file, js="(file) => window.juryFiles.save(file, '#cohort-result .download-problem')"
    )
    return panel


class _Events:
    """What the controls do."""

    def __init__(self, preparation: Preparation, sessions: Sessions) -> None:
        self._preparation = preparation
        self._sessions = sessions

    def on_file(self, data: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, Any]]:
        """Review one file of a batch; after the last one, show all of them."""
        tutors_alone(request)
        session = self._sessions.of(request)
        promotion = session.promotion
        given = given_of(data)
        batch, rank, total = str(given.get("batch") or ""), _number(given.get("rank")), _number(given.get("total"))
        if rank == 1 and batch and 1 <= total <= MOST_DRAFTS:
            promotion.begin(batch, str(given.get("exam") or ""), total)
        if not batch or batch != promotion.batch or not 1 <= rank <= promotion.total:
            yield "", gr.skip()  # it was erased, or never begun
            return
        if not promotion.stopped:
            for share, sentence in self._review(session, batch, given):
                done = (rank - 1 + share) / total
                yield progress_html(done, f"Dossier {rank} sur {total} : {sentence}"), "" if rank == 1 else gr.skip()
        if batch != promotion.batch:
            yield "", gr.skip()
        elif promotion.stopped or rank == total:
            yield "", self._shown(promotion)
        else:
            yield progress_html(rank / total, f"Dossier {rank} sur {total} : terminé."), gr.skip()

    def _review(self, session: Session, batch: str, given: Mapping[str, Any]) -> Iterator[tuple[float, str]]:
        promotion, coach = session.promotion, session.coach(self._preparation)
        name = plain_name(str(given.get("name") or ""))
        yield 0.0, f"« {name} »…"
        try:
            problem = session.too_many(Kind.COHORT_DRAFTS)
            if problem:
                raise DraftError(problem)
            draft = _draft(given, coach)
            if promotion.exam not in {exam.id for exam in coach.referential.exams}:
                raise DraftError(UNKNOWN_EXAM)
        except DraftError as error:
            promotion.refuse(batch, name, str(error))
            return
        running = Running(self._preparation, draft.data, draft.name, promotion.exam, coach=coach)
        if not promotion.take(batch, running):
            return
        for step in running.steps():
            yield step.share or 0.0, f"« {name} ». {step.sentence}"
        if running.review is not None and not running.stopped:
            questions, problem = questions_for(coach, running.review)
            promotion.no_questions = promotion.no_questions or problem
            promotion.keep(batch, running.review, questions)
        elif not running.stopped:
            promotion.refuse(batch, name, running.problem)

    def on_stop(self, request: gr.Request) -> tuple[Any, Any]:
        """Stop the batch, and show what there is of it."""
        promotion = self._sessions.of(request).promotion
        promotion.stop()
        return ("", self._shown(promotion)) if promotion.batch else ("", gr.skip())

    def on_clear(self, request: gr.Request) -> tuple[str, str]:
        """Forget the promotion."""
        self._sessions.of(request).promotion.forget()
        return cohort_forgotten(_FORGOTTEN)

    def on_download(self, data: gr.EventData, request: gr.Request) -> str:
        """Return the promotion as a file, for the page's script."""
        tutors_alone(request)
        session = self._sessions.of(request)
        return cohort_file(session, self._preparation.coach, str(given_of(data).get("form")))

    def shown(self, session: Session) -> tuple[Any, Any]:
        """Return what is shown of a session."""
        return "", self._shown(session.promotion) if session.promotion.batch else ""

    def _shown(self, promotion: Promotion) -> str:
        coach = self._preparation.coach
        title = coach.knowledge.vocabulary.exams[promotion.exam].title if _knows(coach, promotion.exam) else ""
        return cohort_html(promotion, promotion.cohort(coach.referential), title)


def _draft(given: Mapping[str, Any], coach: Coach) -> Draft:
    """The file of a step; one that is too big comes without its content. Raises DraftError."""
    megabytes = coach.settings.draft_max_megabytes
    size = given.get("size")
    if not given.get("data") and isinstance(size, int) and size > megabytes * 1024 * 1024:
        raise DraftError(too_big(size, megabytes))
    return given_file(given, megabytes)


def _knows(coach: Coach, exam: str) -> bool:
    return exam in {item.id for item in coach.referential.exams}


def _number(given: object) -> int:
    return given if isinstance(given, int) and not isinstance(given, bool) else 0
