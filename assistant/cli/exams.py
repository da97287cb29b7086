"""The exam that an option means."""

from typing import TYPE_CHECKING

from assistant.cli.common import InputError
from assistant.dossier.refusals import quotable

if TYPE_CHECKING:
    from assistant.coach import Coach


def exam_of(coach: "Coach", given: str) -> str:
    """Return the exam that was meant: its id, or any code of the référentiel that points to one exam.

    Raises InputError when there is none, or more than one.
    """
    exam_ids = coach.exams_named(given)
    if len(exam_ids) == 1:
        return exam_ids[0]
    known = ", ".join(exam.id for exam in coach.referential.exams)
    raise InputError(f"L’épreuve « {quotable(given)} » est inconnue ou ambiguë. Les épreuves sont : {known}.")
