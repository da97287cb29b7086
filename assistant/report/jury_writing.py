"""Writing what a mock jury hands over, in the form that is asked for."""

from collections.abc import Mapping
from datetime import date

from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.coaching.questioning.oral_report import OralReport
from assistant.coaching.reviewing.cohort import Cohort
from assistant.referential.model import Exam
from assistant.report.cohort_csv import table_to_csv
from assistant.report.cohort_markdown import table_to_markdown
from assistant.report.cohort_table import table_data, table_of
from assistant.report.forms import CohortForm, Form, unknown_form
from assistant.report.oral import oral_data, oral_of
from assistant.report.paper import Paper
from assistant.report.paper_markdown import paper_to_markdown
from assistant.report.sheet import sheet_data, sheet_of
from assistant.report.writing import as_json


def write_sheet(questions: QuestionSet, exam: Exam, title: str, form: Form, *, candidate: str = "") -> bytes:
    """Return the tutor's sheet: criteria and questions with boxes to tick and room for notes.

    Where no candidate is given, the name is filled in by hand, as the date is. Raises ReportError for an unknown form.
    """
    if form == "json":
        return as_json(sheet_data(questions, exam, title))
    return _paper(sheet_of(questions, exam, title, candidate), form)


def write_oral(report: OralReport, form: Form, *, on: date, title: str = "") -> bytes:
    """Return what a mock oral of that day leaves; `title` is that of the exam. Raises ReportError for an unknown form."""
    if form == "json":
        return as_json(oral_data(report, title, on))
    return _paper(oral_of(report, title, on), form)


def write_cohort(cohort: Cohort, questions: Mapping[str, QuestionSet], form: CohortForm, *, title: str = "") -> bytes:
    """Return the table of a year group; `questions` are those for each draft, by its name in `cohort.names`.

    CSV holds one row a draft; the other forms also hold totals by criterion and common weaknesses. Raises ReportError
    for an unknown form.
    """
    table = table_of(cohort, questions, title)
    if form == "json":
        return as_json(table_data(table))
    if form == "csv":
        return table_to_csv(table)
    if form == "md":
        return table_to_markdown(table).encode("utf-8")
    if form == "xlsx":
        from assistant.report.cohort_workbook import table_to_workbook

        return table_to_workbook(table)
    raise unknown_form(form, CohortForm)


def _paper(paper: Paper, form: Form) -> bytes:
    if form == "md":
        return paper_to_markdown(paper).encode("utf-8")
    if form == "docx":
        from assistant.report.paper_docx import paper_to_docx

        return paper_to_docx(paper)
    if form == "pdf":
        from assistant.report.paper_pdf import paper_to_pdf

        return paper_to_pdf(paper)
    raise unknown_form(form, Form)
