"""Writing a review in the form that is asked for."""

import json
from datetime import date
from typing import Any

from assistant.coaching.reviewing.comparing import Comparison
from assistant.coaching.reviewing.review import Review
from assistant.referential.model import Referential
from assistant.report.content import comparison_part, report_of
from assistant.report.forms import Form, unknown_form
from assistant.report.markdown import comparison_to_markdown, to_markdown


def as_json(data: dict[str, Any]) -> bytes:
    """Return data as a JSON file."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


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
        return as_json(review.to_contract())
    report = report_of(review, referential, previous, on or date.today())
    if form == "md":
        return to_markdown(report).encode("utf-8")
    if form == "docx":
        from assistant.report.docx import to_docx

        return to_docx(report)
    if form == "pdf":
        from assistant.report.pdf import to_pdf

        return to_pdf(report)
    raise unknown_form(form, Form)


def write_comparison(comparison: Comparison) -> str:
    """Return what moved since the previous review, in Markdown."""
    return comparison_to_markdown(comparison_part(comparison))
