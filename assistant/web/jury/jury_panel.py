"""The page « Jury blanc »: its parts, and what happens when they are used."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from traceback import format_tb
from typing import Any

import gradio as gr

from assistant.coaching.assessing.assessment import Assessment
from assistant.coaching.questioning.jury_question import JuryQuestion
from assistant.coaching.questioning.oral_report import report_on
from assistant.referential.loading import CorpusError
from assistant.web.given import given_of
from assistant.web.jury.feedback_html import feedback_html
from assistant.web.jury.hearing import hear, voice_seconds
from assistant.web.jury.jury_asking import JuryRequestError, choice_of, draw, draw_others, times_of
from assistant.web.jury.jury_downloads import jury_file
from assistant.web.jury.jury_form import form_html, promises_html, waiting_html
from assistant.web.jury.jury_state import Choice
from assistant.web.jury.jury_words import SELF_ASSESSMENTS
from assistant.web.jury.oral_html import oral_html
from assistant.web.jury.oral_play import LONGEST_ANSWER, answer, step
from assistant.web.jury.oral_report_html import oral_report_html
from assistant.web.jury.question_html import questions_html
from assistant.web.limits import Kind
from assistant.web.notices_html import note_html, problem_html
from assistant.web.preparation import Preparation
from assistant.web.sessions import Session, Sessions

_PATIENCE_S = 300.0
_FORGOTTEN = "Les questions et l’oral sont effacés."
_NO_QUESTIONS = "Ces questions ne sont plus en mémoire : préparez-les de nouveau."
_EMPTY = "Écrivez d’abord votre réponse."
_TOO_LONG = "Votre réponse est trop longue pour un oral : raccourcissez-la."
_NOT_ASSESSED = "Votre réponse n’a pas pu être lue. Elle est toujours dans le champ : renvoyez-la."
_PRIVATE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

Shown = tuple[Any, Any, Any]
"""New values of status, questions and oral."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class JuryPanel:
    """The form, and the parts that change; `shown` gives what they show of a session."""

    form: gr.HTML
    status: gr.HTML
    questions: gr.HTML
    oral: gr.HTML
    shown: Callable[[Session], Shown]

    @property
    def main(self) -> list[gr.HTML]:
        """What most events change."""
        return [self.status, self.questions, self.oral]

    @property
    def parts(self) -> list[gr.HTML]:
        """All that change."""
        return self.main


def jury_forgotten(sentence: str = "") -> tuple[str, ...]:
    """Return an empty panel, in the order of `JuryPanel.parts`."""
    return (note_html(sentence) if sentence else ""), "", ""


def build_jury_panel(preparation: Preparation, sessions: Sessions) -> JuryPanel:
    """Add the panel to the page that is being built."""
    with gr.Column(elem_id="jury-panel", scale=3, min_width=320):
        form = gr.HTML(
            form_html(preparation.coach),
            elem_id="jury-form",
            apply_default_css=False,
            js_on_load="window.juryPage.form(element, trigger);",
        )
        status = gr.HTML("", elem_id="jury-status", apply_default_css=False, js_on_load=None)
        gr.HTML(
            promises_html(spoken=preparation.coach.can_hear, notice=preparation.notice),
            elem_id="jury-promises",
            apply_default_css=False,
            js_on_load=None,
        )
        questions = gr.HTML(
            "",
            elem_id="jury-questions",
            apply_default_css=False,
            js_on_load="window.juryPage.questions(element, trigger);",
        )
        oral = gr.HTML(
            "", elem_id="jury-oral", apply_default_css=False, js_on_load="window.juryOral.oral(element, trigger);"
        )
        file = gr.Textbox(visible=False, label="Fichier")
        feedback = gr.Textbox(visible=False, label="Retour")
        heard = gr.Textbox(visible=False, label="Transcription")
    events = _Events(preparation, sessions)
    panel = JuryPanel(form, status, questions, oral, events.shown)
    events.connect(panel, file, feedback, heard)
    return panel


def _note(sentence: str) -> str:
    return note_html(sentence) if sentence else ""


class _Events:
    """What the panel's controls do."""

    def __init__(self, preparation: Preparation, sessions: Sessions) -> None:
        self._preparation = preparation
        self._coach = preparation.coach
        self._sessions = sessions

    def connect(self, panel: JuryPanel, file: gr.Textbox, feedback: gr.Textbox, heard: gr.Textbox) -> None:
        settled = {"fn": None, "js": "() => window.juryPage.settled()"}
        moved = {"fn": None, "js": "() => window.juryOral.moved()"}
        panel.form.submit(self.on_prepare, None, panel.main, concurrency_limit=4, **_PRIVATE).then(**settled)
        panel.form.clear(self.on_clear, None, panel.parts, queue=False, **_PRIVATE).then(**settled)
        panel.questions.submit(self.on_practice, None, feedback, concurrency_limit=4, **_PRIVATE).then(
            None, feedback, feedback, js="(answer) => window.juryPage.practised(answer)"
        )
        panel.questions.play(self.on_begin, None, panel.main, concurrency_limit=4, **_PRIVATE).then(**moved)
        panel.oral.submit(self.on_answer, None, panel.main, concurrency_limit=4, **_PRIVATE).then(**moved)
        panel.oral.apply(self.on_step, None, panel.main, queue=False, **_PRIVATE).then(**moved)
        panel.oral.select(self.on_judge, None, None, queue=False, **_PRIVATE)
        for spoken in (panel.questions, panel.oral):
            # One recording at a time: each takes all the threads there are.
            spoken.stop_recording(
                self.on_hear, None, heard, concurrency_limit=1, concurrency_id="hearing", **_PRIVATE
            ).then(None, heard, heard, js="(answer) => window.juryVoice.heard(answer)")
        for part, place in (
            (panel.questions, "#jury-questions"),
            (panel.oral, "#jury-oral"),
        ):
            save = f"(file) => window.juryFiles.save(file, '{place} .download-problem')"
            part.download(self.on_download, None, file, concurrency_limit=2, **_PRIVATE).then(None, file, file, js=save)

    # Questions

    def on_prepare(self, data: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        session = self._sessions.of(request)
        yield waiting_html("Le jury prépare ses questions…"), gr.skip(), gr.skip()
        try:
            given = given_of(data)
            self._draw(session, choice_of(given, self._coach), others=given.get("others") is True)
        except JuryRequestError as error:
            yield problem_html(str(error)), gr.skip(), gr.skip()
            return
        yield self._notice(session), self._questions(session), ""

    def on_practice(self, data: gr.EventData, request: gr.Request) -> str:
        """Assess one answer out of the oral; the page's script puts what comes of it on the card."""
        given = given_of(data)
        rank, said = given.get("rank"), str(given.get("answer") or "")
        session = self._sessions.of(request)
        jury = session.jury
        questions = jury.questions
        known = questions is not None and given.get("set") == jury.number
        if questions is None or not known or not isinstance(rank, int) or not 1 <= rank <= len(questions.questions):
            return json.dumps({"rank": rank, "problem": _NO_QUESTIONS})
        problem = "" if said.strip() else _EMPTY
        if len(said) > LONGEST_ANSWER:
            problem = _TOO_LONG
        if problem:
            return json.dumps({"rank": rank, "problem": problem})
        try:
            assessment = self._assess(session, questions.exam, questions.questions[rank - 1], said)
        except JuryRequestError as error:
            return json.dumps({"rank": rank, "problem": str(error)})
        return json.dumps({"rank": rank, "html": feedback_html(assessment, rank)})

    def _draw(self, session: Session, choice: Choice, *, others: bool) -> None:
        problem = session.too_many(Kind.QUESTIONS)
        if problem:
            raise JuryRequestError(problem)
        review, before, coach = session.review, session.jury.questions, session.coach(self._preparation)
        if others and before is not None and before.exam == choice.exam:
            questions = draw_others(coach, choice, review, before)
        else:
            questions = draw(coach, choice, review)
        session.jury.keep(choice, questions, review.file if choice.aimed and review is not None else "")

    def _notice(self, session: Session) -> str:
        """What went wrong with the language model while the questions were prepared."""
        questions = session.jury.questions
        return _note("" if questions is None else questions.notice)

    def _questions(self, session: Session) -> str:
        choice = session.jury.choice
        if choice is None:
            return ""
        title = self._title(choice.exam)
        return questions_html(
            session.jury, self._coach.referential.exam(choice.exam), title, voice_seconds(self._coach)
        )

    def _title(self, exam: str) -> str:
        return self._coach.knowledge.vocabulary.exams[exam].title

    def _assess(self, session: Session, exam: str, question: JuryQuestion, said: str) -> Assessment:
        problem = session.too_many(Kind.QUESTIONS)
        if problem:
            raise JuryRequestError(problem)
        try:
            self._preparation.wait_until_ready(_PATIENCE_S)
            return session.coach(self._preparation).assess(exam, question, said)
        except (TimeoutError, RuntimeError, CorpusError) as error:
            raise JuryRequestError(str(error)) from error
        except Exception as error:  # whatever it is, the candidate must be told, and keep the answer
            # A message may hold words of the answer: the log gets the places alone.
            places = "".join(format_tb(error.__traceback__))
            _log.error("An answer wasn't assessed: %s\n%s", type(error).__name__, places)
            raise JuryRequestError(_NOT_ASSESSED) from error

    # The oral

    def on_begin(self, data: gr.EventData, request: gr.Request) -> Shown:
        session = self._sessions.of(request)
        jury, given = session.jury, given_of(data)
        try:
            if jury.questions is None or jury.choice is None:
                raise JuryRequestError(_NO_QUESTIONS)
            times = times_of(given)
            if given.get("fresh") is True:
                self._draw(session, jury.choice, others=True)
        except JuryRequestError as error:
            return problem_html(str(error)), gr.skip(), gr.skip()
        jury.begin(times, time.monotonic())
        if given.get("fresh") is True:
            return self._notice(session), self._questions(session), self._oral(session)
        return "", gr.skip(), self._oral(session)

    def on_answer(self, data: gr.EventData, request: gr.Request) -> Shown:
        session = self._sessions.of(request)
        given, jury = given_of(data), session.jury
        exam = jury.oral.exam if jury.oral is not None else ""
        notices: list[str] = []

        def assess(question: JuryQuestion, said: str) -> Assessment:
            assessment = self._assess(session, exam, question, said)
            notices.append(assessment.notice)
            return assessment

        said, turn = str(given.get("answer") or ""), str(given.get("turn") or "")
        problem = answer(jury, said, turn, time.monotonic, assess)
        if problem:
            # The text area isn't drawn anew: what was typed stays where it is.
            return problem_html(problem), gr.skip(), gr.skip() if turn == jury.turn else self._oral(session)
        return _note(next(iter(notices), "")), gr.skip(), self._oral(session)

    def on_step(self, data: gr.EventData, request: gr.Request) -> Shown:
        session = self._sessions.of(request)
        given, jury = given_of(data), session.jury
        action = str(given.get("action") or "")
        if action == "again":
            jury.begin(jury.times, time.monotonic())
        elif action == "back":
            jury.leave_oral()
        elif action == "others" and jury.choice is not None:
            try:
                self._draw(session, jury.choice, others=True)
            except JuryRequestError as error:
                return problem_html(str(error)), gr.skip(), gr.skip()
            return self._notice(session), self._questions(session), ""
        else:
            step(jury, action, str(given.get("turn") or ""), time.monotonic())
        return "", gr.skip(), self._oral(session)

    def on_hear(self, data: gr.EventData, request: gr.Request) -> str:
        """Write down what was recorded; the page's script puts it into the field that it was spoken for."""
        session, given = self._sessions.of(request), given_of(data)
        too_many = session.too_many(Kind.QUESTIONS)
        return json.dumps(hear(self._coach, given, session.jury, time.monotonic, too_many))

    def on_judge(self, data: gr.EventData, request: gr.Request) -> None:
        """Keep what the candidates think of themselves on a criterion of the oral."""
        jury, given = self._sessions.of(request).jury, given_of(data)
        criterion, value = str(given.get("criterion")), given.get("value")
        if jury.oral is None:
            return
        asked = {item.id for item in self._coach.referential.exam(jury.oral.exam).criteria if item.evidence == "oral"}
        for known in SELF_ASSESSMENTS:
            if value == known and criterion in asked:
                jury.grid[criterion] = known

    def _oral(self, session: Session) -> str:
        jury = session.jury
        oral = jury.oral
        if oral is None:
            return ""
        if oral.phase == "finished":
            return oral_report_html(
                report_on(oral, self._coach.referential.exam(oral.exam), jury.grid), self._title(oral.exam)
            )
        voice = voice_seconds(self._coach)
        return oral_html(oral, jury.turn, time.monotonic(), self._title(oral.exam), voice)

    # The rest

    def shown(self, session: Session) -> Shown:
        return "", self._questions(session), self._oral(session)

    def on_clear(self, request: gr.Request) -> tuple[str, ...]:
        session = self._sessions.of(request)
        session.jury.forget()
        return jury_forgotten(_FORGOTTEN)

    def on_download(self, data: gr.EventData, request: gr.Request) -> str:
        session, given = self._sessions.of(request), given_of(data)
        return jury_file(session, self._coach, str(given.get("kind")), str(given.get("form")))
