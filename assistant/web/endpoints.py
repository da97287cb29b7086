"""What other programs call. Gradio reads names, annotations and docstrings."""

from pathlib import Path

import gradio as gr
from gradio.utils import get_upload_folder

from assistant.dossier.refusals import DraftError
from assistant.referential.export import referential_as_json
from assistant.web.chat import ask
from assistant.web.given import take_upload
from assistant.web.preparation import Preparation
from assistant.web.running import AT_ONCE, Running


def add_endpoints(preparation: Preparation) -> None:
    """Add `/ask`, `/review` and `/referential` to the page that is being built."""
    coach = preparation.coach

    def ask_endpoint(question: str, history: str = "[]") -> dict:  # type: ignore[type-arg]
        """Answer a question; history is a JSON list of messages (role, content)."""
        return ask(preparation, question, history)

    def review_endpoint(file: gr.FileData, exam: str = "") -> dict:  # type: ignore[type-arg]
        """Review a draft for an exam, or without one for the exam that its text points to. The file is deleted."""
        return review(preparation, file, exam)

    def referential_endpoint() -> dict:  # type: ignore[type-arg]
        """Return the whole référentiel."""
        return referential_as_json(coach.referential)

    gr.api(ask_endpoint, api_name="ask", concurrency_limit=coach.settings.concurrency)
    gr.api(review_endpoint, api_name="review", concurrency_limit=AT_ONCE)
    gr.api(referential_endpoint, api_name="referential")


def review(preparation: Preparation, file: object, exam: str = "") -> dict[str, object]:
    """Review an uploaded file as the contract's JSON. The file is deleted first, whatever comes of it."""
    try:
        draft = take_upload(file, Path(get_upload_folder()))
        running = Running(preparation, draft.data, draft.name, _exam_id(preparation, exam))
    except DraftError as error:
        raise gr.Error(str(error)) from error
    for _ in running.steps():
        pass
    if running.review is None:
        raise gr.Error(running.problem)
    return running.review.to_contract()


def _exam_id(preparation: Preparation, given: str) -> str | None:
    """The exam that was meant: its id, or any code that points to one exam."""
    if not given.strip():
        return None
    exams = preparation.coach.exams_named(given)
    if len(exams) == 1:
        return exams[0]
    known = ", ".join(exam.id for exam in preparation.coach.referential.exams)
    raise DraftError(f"L’épreuve « {given[:60]} » est inconnue ou ambiguë. Les épreuves sont : {known}.")
