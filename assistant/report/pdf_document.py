"""A PDF document of ours: its pages and their foot, its outline, its fonts."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from assistant.report import wording
from assistant.report.cover import Cover
from assistant.report.palette import LINE, QUIET
from assistant.report.pdf_flowables import BODY_WIDTH, Heading
from assistant.report.pdf_markup import drawable
from assistant.report.pdf_styles import FAMILY, make_styles

_MARGIN = 56.0
_FOOTER_SIZE = 7.5

Tell = Callable[[list[Heading]], list[Any]]
"""Returns what a document is made of, and adds its headings to the list."""


def printed(cover: Cover, tell: Tell) -> bytes:
    """Print a document: once to count its pages, once to number them."""
    make_styles()
    total = _build(cover, tell, BytesIO(), 0)
    out = BytesIO()
    _build(cover, tell, out, total)
    return out.getvalue()


def _build(cover: Cover, tell: Tell, out: BytesIO, total: int) -> int:
    from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped, unused-ignore]
    from reportlab.platypus import SimpleDocTemplate  # type: ignore[import-untyped, unused-ignore]

    side = (A4[0] - BODY_WIDTH) / 2 - 6  # a frame keeps 6 points of its own on each side
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=side,
        rightMargin=side,
        topMargin=_MARGIN - 6,
        bottomMargin=_MARGIN + 6,
        title=cover.document_title,
        author="jury-coach",
        creator="jury-coach",
        subject=cover.subject,
        lang="fr-FR",
        displayDocTitle=1,
        initialFontName=FAMILY,
    )
    headings: list[Heading] = []
    story = tell(headings)
    document.afterFlowable = partial(_mark, document, {id(item.flowable): item for item in headings})
    footer = partial(_footer, cover, total)
    document.build(story, onFirstPage=footer, onLaterPages=footer)
    return int(document.page)


def _mark(document: Any, headings: dict[int, Heading], flowable: Any) -> None:
    """Put the heading that was just drawn into the outline."""
    heading = headings.get(id(flowable))
    if heading is not None:
        canvas = document.canv
        canvas.bookmarkHorizontal(heading.key, 0, flowable.height + flowable.style.spaceBefore)
        canvas.addOutlineEntry(heading.text, heading.key, heading.level, closed=False)


def _footer(cover: Cover, total: int, canvas: Any, document: Any) -> None:
    canvas.saveState()
    canvas.setFont(FAMILY, _FOOTER_SIZE)
    canvas.setFillColor(QUIET)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    left = document.leftMargin + 6
    right = left + BODY_WIDTH
    canvas.line(left, _MARGIN - 10, right, _MARGIN - 10)
    canvas.drawString(left, _MARGIN - 22, drawable(cover.footer))
    canvas.drawRightString(right, _MARGIN - 22, wording.PAGE.format(number=document.page, total=total))
    canvas.restoreState()
