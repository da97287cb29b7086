"""A promotion as a file that goes to the browser inside an answer: nothing of it is written on the server."""

from assistant.coach import Coach
from assistant.report import ReportError, cohort_form_of, write_cohort
from assistant.web.operations.work import worked
from assistant.web.review.downloads import packed, problem
from assistant.web.sessions import Session

FORGOTTEN = "Cette promotion n’est plus en mémoire : relisez-la de nouveau pour la télécharger."
_FORMS = ("csv", "xlsx", "md")
_UNKNOWN = "Ce format de fichier n’est pas proposé ici."


@worked.watched("export")
def cohort_file(session: Session, coach: Coach, form: str) -> str:
    """Return the file as JSON for the page's script; or a `problem`."""
    promotion = session.promotion
    cohort = promotion.cohort(coach.referential)
    if form not in _FORMS:
        return problem(_UNKNOWN)
    if cohort is None:
        return problem(FORGOTTEN)
    questions = dict(zip(cohort.names, promotion.questions, strict=True))
    title = coach.knowledge.vocabulary.exams[cohort.exam.id].title
    try:
        data = write_cohort(cohort, questions, cohort_form_of(f"x.{form}"), title=title)
    except ReportError as error:
        return problem(str(error))
    return packed(f"promotion-{cohort.exam.id}", form, data)
