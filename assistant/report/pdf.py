"""A report as a PDF that is handed over: page numbers, an outline, embedded fonts, links from the grid."""

from functools import partial

from assistant.report import wording
from assistant.report.content import Report, cover_of
from assistant.report.pdf_document import printed
from assistant.report.pdf_story import story_of
from assistant.report.typography import shortened

_FILE_SHOWN = 60


def to_pdf(report: Report) -> bytes:
    """Write the report."""
    file = shortened(dict(report.facts)[wording.FILE], _FILE_SHOWN)
    cover = cover_of(report, f"{report.code} – {file} – {wording.FOOTER}")
    return printed(cover, partial(story_of, report, cover))
