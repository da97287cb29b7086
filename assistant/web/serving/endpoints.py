"""What other programs call. Gradio reads names, annotations and docstrings.

No person is there to agree that a model on another machine is sent anything: the setting `llm_for_programs` decides.
"""

from collections.abc import Callable

import gradio as gr

from assistant.dossier.refusals import DraftError
from assistant.referential.export import referential_as_json
from assistant.referential.loading import CorpusError
from assistant.web.conversation.chat import ask
from assistant.web.jury.jury_asking import JuryRequestError, choice_of, draw
from assistant.web.jury.oral_play import LONGEST_ANSWER
from assistant.web.owners import owner_of_request
from assistant.web.preparation import Preparation
from assistant.web.review.running import AT_ONCE, Running, Step
from assistant.web.sessions import Draft
from assistant.web.uploads import Uploads

_PATIENCE_S = 300.0
_NOTHING_TO_ASSESS = "Donnez une question et une réponse."
_TOO_LONG = "{what} est trop longue : {most} caractères au plus."


def add_endpoints(preparation: Preparation, uploads: Uploads) -> None:
    """Add `/ask`, `/review`, `/questions`, `/assess` and `/referential` to the page that is being built."""
    coach = preparation.coach

    def ask_endpoint(question: str, history: str = "[]") -> dict:  # type: ignore[type-arg]
        """Answer a question; history is a JSON list of messages (role, content)."""
        return ask(preparation, question, history)

    def review_endpoint(file: gr.FileData, request: gr.Request, exam: str = "") -> dict:  # type: ignore[type-arg]
        """Review a draft for an exam, or without one for the exam that its text points to. The file is deleted."""
        return review(preparation, uploads, file, exam, owner_of_request(request).id)

    def questions_endpoint(exam: str, competence: str = "", count: int = 5, level: str = "", seed: int = -1) -> dict:  # type: ignore[type-arg]
        """Return questions as a jury asks them, for an exam or one of its competences; the same seed gives them again."""
        return questions(preparation, exam, {"competence": competence, "count": count, "level": level}, seed)

    def assess_endpoint(exam: str, question: str, answer: str) -> dict:  # type: ignore[type-arg]
        """Say what an answer to a jury's question holds of what was expected, and what to say next time."""
        return assess(preparation, exam, question, answer)

    def referential_endpoint() -> dict:  # type: ignore[type-arg]
        """Return the whole référentiel."""
        return referential_as_json(coach.referential)

    gr.api(ask_endpoint, api_name="ask", concurrency_limit=coach.settings.concurrency)
    gr.api(review_endpoint, api_name="review", concurrency_limit=AT_ONCE)
    gr.api(questions_endpoint, api_name="questions", concurrency_limit=coach.settings.concurrency)
    gr.api(assess_endpoint, api_name="assess", concurrency_limit=coach.settings.concurrency)
    gr.api(referential_endpoint, api_name="referential")


def review(preparation: Preparation, uploads: Uploads, file: object, exam: str, owner: str) -> dict[str, object]:
    """Review an uploaded file as the contract's JSON. The file is forgotten first, whatever comes of it."""
    try:
        draft = uploads.take(file, owner)
    except DraftError as error:
        raise gr.Error(str(error)) from error
    return review_draft(preparation, draft, exam)


def review_draft(
    preparation: Preparation, draft: Draft, exam: str, hear: Callable[[Step], None] = lambda step: None
) -> dict[str, object]:
    """Review a draft as the contract's JSON; `hear` is told each step, and stops the review by what it raises."""
    try:
        coach = preparation.coach_for_programs
        running = Running(preparation, draft.data, draft.name, _exam_id(preparation, exam), coach=coach)
    except DraftError as error:
        raise gr.Error(str(error)) from error
    for step in running.steps():
        hear(step)
    if running.review is None:
        raise gr.Error(running.problem)
    return running.review.to_contract()


def questions(preparation: Preparation, exam: str, given: dict[str, object], seed: int = -1) -> dict[str, object]:
    """Return questions as the contract's JSON."""
    coach = preparation.coach_for_programs
    try:
        choice = choice_of({**given, "exam": known_exam(preparation, exam)}, coach)
        return draw(coach, choice, None, seed if seed >= 0 else None).to_contract()
    except (DraftError, JuryRequestError) as error:
        raise gr.Error(str(error)) from error


def assess(preparation: Preparation, exam: str, question: str, answer: str) -> dict[str, object]:
    """Assess an answer as the contract's JSON."""
    if not question.strip() or not answer.strip():
        raise gr.Error(_NOTHING_TO_ASSESS)
    settings = preparation.coach.settings
    for what, text, most in (
        ("La question", question, settings.question_max_characters),
        ("La réponse", answer, max(settings.answer_max_characters, LONGEST_ANSWER)),
    ):
        if len(text) > most:
            raise gr.Error(_TOO_LONG.format(what=what, most=most))
    try:
        known = known_exam(preparation, exam)
        preparation.wait_until_ready(_PATIENCE_S)
        return preparation.coach_for_programs.assess(known, question, answer).to_contract()
    except (DraftError, CorpusError, TimeoutError, RuntimeError) as error:
        raise gr.Error(str(error)) from error


def known_exam(preparation: Preparation, given: str) -> str:
    """Return the exam that was meant. Raises DraftError where it isn’t one."""
    exam = _exam_id(preparation, given)
    if exam is None:
        known = ", ".join(exam.id for exam in preparation.coach.referential.exams)
        raise DraftError(f"Donnez une épreuve. Les épreuves sont : {known}.")
    return exam


def _exam_id(preparation: Preparation, given: str) -> str | None:
    """The exam that was meant: its id, or any code that points to one exam."""
    if not given.strip():
        return None
    exams = preparation.coach.exams_named(given)
    if len(exams) == 1:
        return exams[0]
    known = ", ".join(exam.id for exam in preparation.coach.referential.exams)
    raise DraftError(f"L’épreuve « {given[:60]} » est inconnue ou ambiguë. Les épreuves sont : {known}.")
