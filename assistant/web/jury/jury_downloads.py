"""Files of a mock jury, which go to the browser inside an answer: nothing is written here."""

from collections.abc import Callable
from datetime import date

from assistant.coach import Coach
from assistant.coaching.questioning.oral_report import report_on
from assistant.report import ReportError, form_of, write_oral, write_sheet
from assistant.web.operations.work import worked
from assistant.web.review.downloads import packed, problem
from assistant.web.sessions import Session

FORGOTTEN = "Ce document n’est plus en mémoire : refaites-le pour le télécharger."
_FORMS = {"sheet": ("docx", "pdf", "md"), "oral": ("docx", "pdf", "md")}
_UNKNOWN = "Ce format de fichier n’est pas proposé ici."


@worked.watched("export")
def jury_file(session: Session, coach: Coach, kind: str, form: str) -> str:
    """Return a file as JSON for the page's script: `sheet` or `oral`; or a `problem`."""
    writers: dict[str, Callable[[Session, Coach, str], str]] = {"sheet": _sheet, "oral": _oral}
    if form not in _FORMS.get(kind, ()):
        return problem(_UNKNOWN)
    try:
        return writers[kind](session, coach, form)
    except ReportError as error:
        return problem(str(error))


def _sheet(session: Session, coach: Coach, form: str) -> str:
    questions = session.jury.questions
    if questions is None:
        return problem(FORGOTTEN)
    exam = coach.referential.exam(questions.exam)
    data = write_sheet(questions, exam, _title(coach, exam.id), form_of(f"x.{form}"))
    return packed(f"fiche-du-tuteur-{exam.id}", form, data)


def _oral(session: Session, coach: Coach, form: str) -> str:
    oral = session.jury.oral
    if oral is None or oral.phase != "finished":
        return problem(FORGOTTEN)
    report = report_on(oral, coach.referential.exam(oral.exam), session.jury.grid)
    data = write_oral(report, form_of(f"x.{form}"), on=date.today(), title=_title(coach, oral.exam))
    return packed(f"oral-blanc-{oral.exam}", form, data)


def _title(coach: Coach, exam: str) -> str:
    return coach.knowledge.vocabulary.exams[exam].title
