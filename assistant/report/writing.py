"""Writing a review in the form that is asked for."""

import json
from datetime import date
from pathlib import PurePath
from typing import Literal, get_args

from assistant.coaching.reviewing.comparing import Comparison
from assistant.coaching.reviewing.review import Review
from assistant.referential.model import Referential
from assistant.report.content import comparison_part, report_of
from assistant.report.markdown import comparison_to_markdown, to_markdown

Form = Literal["docx", "pdf", "md", "json"]


class ReportError(Exception):
    """The report can't be written. The message is one French sentence."""


def form_of(path: PurePath | str) -> Form:
    """Return the form that a file's name asks for. Raises ReportError for any other."""
    extension = PurePath(path).suffix.lower().removeprefix(".")
    for form in get_args(Form):
        if extension == form:
            return form  # type: ignore[no-any-return]
    given = f"L’extension « .{extension} » n’est pas prise en charge" if extension else "Le nom n’a pas d’extension"
    raise ReportError(f"{given} : donnez un nom de fichier en .docx, .pdf, .md ou .json.")


def write_review(
    review: Review,
    referential: Referential,
    form: Form,
    previous: Comparison | None = None,
    *,
    on: date | None = None,
) -> bytes:
    """Return the review as a file. `previous` adds what moved; `on` is the day that the document bears, today's.

    JSON is the contract's form, and bears neither. Raises ReportError for an unknown form.
    """
    if form == "json":
        return (json.dumps(review.to_contract(), ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    report = report_of(review, referential, previous, on or date.today())
    if form == "md":
        return to_markdown(report).encode("utf-8")
    if form == "docx":
        from assistant.report.docx import to_docx

        return to_docx(report)
    if form == "pdf":
        from assistant.report.pdf import to_pdf

        return to_pdf(report)
    raise ReportError(f"La forme « {form} » est inconnue : choisissez docx, pdf, md ou json.")


def write_comparison(comparison: Comparison) -> str:
    """Return what moved since the previous review, in Markdown."""
    return comparison_to_markdown(comparison_part(comparison))
