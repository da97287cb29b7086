"""Fonts and styles of the PDF report. The fonts lie beside the code and are embedded: no machine has to have them.

DejaVu Sans Condensed holds all signs of French and what drafts are full of besides: arrows, ticks, ≥, Greek.
"""

from functools import cache
from typing import Any, NamedTuple

from assistant.report.coverage import BOLD, REGULAR
from assistant.report.palette import ACCENT, INK, QUIET, TINT

FAMILY = "JuryCoach"
STRONG = "JuryCoach-Bold"


class Styles(NamedTuple):
    """The styles of paragraphs, by what they are for."""

    kicker: Any
    title: Any
    subtitle: Any
    text: Any
    notice: Any
    section: Any
    criterion: Any
    official: Any
    label: Any
    quote: Any
    place: Any
    doubt: Any
    item: Any
    cell: Any
    head: Any
    small: Any
    aside: Any
    question: Any


def register_fonts() -> None:
    """Make the two fonts known to reportlab, once."""
    from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped, unused-ignore]
    from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped, unused-ignore]

    if FAMILY in pdfmetrics.getRegisteredFontNames():
        return
    pdfmetrics.registerFont(TTFont(STRONG, str(BOLD)))
    pdfmetrics.registerFont(TTFont(FAMILY, str(REGULAR)))
    pdfmetrics.registerFontFamily(FAMILY, normal=FAMILY, bold=STRONG, italic=FAMILY, boldItalic=STRONG)


@cache
def make_styles() -> Styles:
    """Return the styles; the fonts are registered with them."""
    from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped, unused-ignore]

    register_fonts()

    def style(name: str, size: float, ink: str = INK, *, bold: bool = False, **more: Any) -> Any:
        font = STRONG if bold else FAMILY
        more = {"leading": size * 1.42, "splitLongWords": 1, "allowWidows": 0, "allowOrphans": 0} | more
        return ParagraphStyle(name, fontName=font, bulletFontName=font, fontSize=size, textColor=ink, **more)

    boxed: dict[str, Any] = {"backColor": TINT, "borderPadding": (5, 7, 5, 7), "leftIndent": 7, "rightIndent": 7}
    return Styles(
        kicker=style("kicker", 8.5, QUIET, bold=True, spaceAfter=2),
        title=style("title", 18, ACCENT, bold=True, leading=23, spaceAfter=3),
        subtitle=style("subtitle", 9, QUIET, spaceAfter=10),
        text=style("text", 9.5, spaceAfter=5),
        notice=style("notice", 9.5, spaceBefore=16, spaceAfter=12, **boxed),
        section=style("section", 13, ACCENT, bold=True, spaceBefore=20, spaceAfter=7, keepWithNext=1),
        criterion=style("criterion", 10.5, bold=True, spaceBefore=16, spaceAfter=3, keepWithNext=1),
        official=style("official", 9.5, spaceAfter=6, keepWithNext=1),
        label=style("label", 8.5, QUIET, bold=True, spaceBefore=6, spaceAfter=4, keepWithNext=1),
        quote=style("quote", 9.5, spaceBefore=4, spaceAfter=7, **boxed),
        place=style("place", 8, QUIET, leftIndent=7, spaceAfter=7),
        doubt=style("doubt", 8.5, QUIET, spaceAfter=4, keepWithNext=1),
        item=style("item", 9.5, leftIndent=15, bulletIndent=2, spaceAfter=3),
        cell=style("cell", 9),
        head=style("head", 8, QUIET, bold=True),
        small=style("small", 8, QUIET),
        aside=style("aside", 8.5, QUIET, spaceAfter=4, keepWithNext=1),
        question=style("question", 12, bold=True, leading=16, spaceBefore=1, spaceAfter=5),
    )
