"""A message of the conversation that wants several things: what the model may have the program do for this window."""

import threading
from collections.abc import Generator, Sequence

import gradio as gr

from assistant.coach import Coach
from assistant.coaching.asking.answer import Answer, Turn
from assistant.coaching.asking.review_answers import literal
from assistant.coaching.assessing.assessment import Assessment
from assistant.coaching.conversing.converser import Converser, Saying
from assistant.coaching.conversing.toolbox import RequestError
from assistant.coaching.conversing.wishes import several
from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.coaching.questioning.questioner import QuestionRequest, QuestionRequestError
from assistant.coaching.reviewing.review import Review
from assistant.dossier.model import Document
from assistant.progress import Cancelled, Progress
from assistant.referential.loading import CorpusError
from assistant.web.conversation.review_talk import FULL_REVIEW
from assistant.web.preparation import Preparation
from assistant.web.reference import linked
from assistant.web.review.review_panel import keep
from assistant.web.review.running import Running
from assistant.web.sessions import Session

_READING = "*Lecture de votre message…*"
_PATIENCE_S = 300.0
_NO_DRAFT = "Aucun brouillon n’est joint : il se joint avec le bouton « Joindre un brouillon », sous la question."
_TOO_LONG = "Cette réponse est trop longue pour être évaluée."
_WITHDRAWN = "Vous n’utilisez plus le modèle de langage : la réponse s’arrête là."


Served = Generator[gr.ChatMessage, None, bool]
"""What is shown while a message is served; returns whether it was: if not, it goes another way."""


def about_several(preparation: Preparation, session: Session, message: str, turns: Sequence[Turn]) -> Served:
    """Serve a message that wants several things, where a capable model may be used."""
    coach = session.coach(preparation)
    if coach.settings.llm is None or len(message) > coach.settings.question_max_characters or not several(message):
        return False
    yield gr.ChatMessage(content=_READING)
    try:
        preparation.wait_until_ready(_PATIENCE_S)
    except (TimeoutError, RuntimeError):
        return False  # the direct way says why
    converser = coach.converser
    if converser is None or _refused(coach, message, turns) or not converser.capable:
        return False
    return (yield from _conversed(preparation, session, converser, message, turns))


def _refused(coach: Coach, message: str, turns: Sequence[Turn]) -> bool:
    """Whether the message tries to turn the program from its job: the direct way refuses that."""
    return coach.without_model().ask(message, turns).behaviour == "refuse_injection"


def _conversed(
    preparation: Preparation, session: Session, converser: Converser, message: str, turns: Sequence[Turn]
) -> Served:
    accepted = session.accepted
    abilities = WindowAbilities(preparation, session)
    sayings = converser.converse(
        message,
        turns,
        abilities,
        recollection=session.recollection,
        draft=_known_of_draft(session),
        link=FULL_REVIEW,
        cancelled=lambda: session.accepted is not accepted,
    )
    saying = Saying("")
    try:
        for saying in sayings:
            if not saying.done:
                yield _message(saying, _progress(saying))
    finally:
        abilities.stop()
        sayings.close()
        session.told_in_chat = session.told_in_chat or abilities.told
    session.recollection = saying.recollection
    if not saying.text:
        return False
    yield _message(saying, "" if session.accepted is accepted else f"*{_WITHDRAWN}*")
    return True


def _progress(saying: Saying) -> str:
    share = f" {saying.share * 100:.0f}\u00a0%" if saying.share else ""
    return f"*{literal(saying.doing)}{share}*"


def _message(saying: Saying, below: str) -> gr.ChatMessage:
    text = "\n\n".join(part for part in (saying.text, below) if part)
    return gr.ChatMessage(content=linked(text, saying.cited))


def _known_of_draft(session: Session) -> str:
    """What the model is told of the draft: never its name, which may hold the candidate's."""
    if session.attached is not None:
        return "un brouillon est joint à ce message et n’est pas encore relu."
    if session.review is not None:
        return f"le dernier brouillon a été relu pour {session.review.exam}."
    return "aucun brouillon n’est joint."


class WindowAbilities:
    """What the program does for one window: its attached draft, its last review, the coach that it agreed to."""

    def __init__(self, preparation: Preparation, session: Session) -> None:
        """Take the window's session."""
        self._preparation = preparation
        self._session = session
        self._coach = session.coach(preparation)
        self._running: Running | None = None
        self._stopped = threading.Event()
        self.told = False
        """Whether what was found holds words of the draft."""

    def stop(self) -> None:
        """Stop the review that runs for the conversation."""
        self._stopped.set()
        if self._running is not None and not self._running.done:
            self._running.stop()

    @property
    def reviewed(self) -> Review | None:
        """The last review of the window."""
        return self._session.review

    @property
    def draft_texts(self) -> Sequence[str]:
        """The texts of the draft that was read last."""
        document = self._session.document
        return [passage.text for passage in document.passages] if document is not None else []

    def exams_named(self, text: str) -> list[str]:
        """Return the exams that codes in a text point to."""
        return self._coach.exams_named(text)

    def search(self, question: str) -> Answer:
        """Answer a question by the référentiel's own words."""
        return self._coach.without_model().ask(question, review=self._session.review)

    def review(self, exam: str | None, progress: Progress, cancelled: Cancelled) -> Review:
        """Review the attached draft, or give the review that there is; the last draft is read again for another exam."""
        session = self._session
        self.told = True
        if session.attached is None:
            if session.review is not None and exam in {None, session.review.exam}:
                return session.review
            if session.document is None:
                raise RequestError(_NO_DRAFT)
        running = self._begun(exam)
        for step in running.steps():
            progress(step.share or 0.0, step.sentence)
            if cancelled() or self._stopped.is_set():
                running.stop()
        problem = keep(session, running)
        if not running.stopped:
            session.attached = None
        if problem or session.review is None:
            raise RequestError(problem)
        return session.review

    def _begun(self, exam: str | None) -> Running:
        draft = self._session.attached or self._session.document
        if isinstance(draft, Document):
            running = Running(self._preparation, draft, draft.file, exam, self._session.readings, coach=self._coach)
        elif draft is not None:
            running = Running(
                self._preparation, draft.data, draft.name, exam, self._session.readings, coach=self._coach
            )
        else:
            raise RequestError(_NO_DRAFT)
        problem = self._session.start(running)
        if problem:
            raise RequestError(problem)
        self._running = running
        if self._stopped.is_set():
            running.stop()
        return running

    def questions(self, request: QuestionRequest, review: Review | None) -> QuestionSet:
        """Return questions of a jury, aimed at the review where there is one."""
        self.told = self.told or review is not None
        try:
            return self._coach.questions(
                request.exam, request.count, review=review, level=request.level, seed=request.seed
            )
        except (QuestionRequestError, CorpusError) as error:
            raise RequestError(str(error)) from error

    def assess(self, exam: str, question: str, answer: str) -> Assessment:
        """Return the feedback on an answer."""
        if len(answer) > self._coach.settings.answer_max_characters:
            raise RequestError(_TOO_LONG)
        try:
            return self._coach.assess(exam, question, answer)
        except CorpusError as error:
            raise RequestError(str(error)) from error
