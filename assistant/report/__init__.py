"""What is handed over as documents: reviews, the sheets and outcomes of mock orals, the table of a year group."""

from assistant.report.forms import CohortForm, Form, ReportError, cohort_form_of, form_of
from assistant.report.jury_text import feedback_as_markdown, questions_as_markdown
from assistant.report.jury_writing import write_cohort, write_oral, write_sheet
from assistant.report.writing import write_comparison, write_review

__all__ = [
    "CohortForm",
    "Form",
    "ReportError",
    "cohort_form_of",
    "feedback_as_markdown",
    "form_of",
    "questions_as_markdown",
    "write_cohort",
    "write_comparison",
    "write_oral",
    "write_review",
    "write_sheet",
]
