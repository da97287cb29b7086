"""The styles of the DOCX report: real ones, so that the person can restyle the document or find her way in it."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from assistant.report.docx_parts import border, colour, element, shade
from assistant.report.palette import ACCENT, INK, LINE, QUIET, TINT

KICKER = "Relecture surtitre"
NOTICE = "Relecture avis"
OFFICIAL = "Relecture formulation"
LABEL = "Relecture rubrique"
QUOTE = "Quote"
PLACE = "Relecture emplacement"
DOUBT = "Relecture doute"
NEXT = "Relecture action"
STEP = "Relecture étape"
CELL = "Relecture cellule"
HEAD_CELL = "Relecture tête de tableau"
STRONG = "Strong"
QUIET_WORDS = "Relecture discret"
LINK = "Relecture lien"
SIGN = "Relecture signe"
ASIDE = "Jury précision"
QUESTION = "Jury question"
BOX = "Jury case"
GAP = "Jury intervalle"

_TABLES = {"Normal Table", "Table Grid"}
_TEXT_FONT = "Calibri"
_SIGN_FONT = "Segoe UI Symbol"


def set_styles(document: Any) -> None:
    """Set the built-in styles, add ours, and drop the template's hundred styles of tables."""
    for style in [
        style for style in document.styles if style.type == WD_STYLE_TYPE.TABLE and style.name not in _TABLES
    ]:
        style.delete()
    _base(document)
    _titles(document)
    _paragraphs(document)
    _lists(document)
    _questions(document)
    _characters(document)


def _font(style: Any, size: float | None = None, ink: str | None = None, bold: bool | None = None) -> None:
    font = style.font
    font.name = _TEXT_FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), _TEXT_FONT)
    font.italic = False
    if size:
        font.size = Pt(size)
    if ink:
        font.color.rgb = colour(ink)
    if bold is not None:
        font.bold = bold


def _spacing(style: Any, before: float, after: float, line: float = 1.12) -> None:
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), line


def _base(document: Any) -> None:
    normal = document.styles["Normal"]
    _font(normal, 10.5, INK)
    _spacing(normal, 0, 6)
    normal.paragraph_format.widow_control = True


def _titles(document: Any) -> None:
    title = document.styles["Title"]
    _font(title, 21, ACCENT, bold=True)
    _spacing(title, 0, 4, 1.0)
    borders = title.element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        title.element.pPr.remove(borders)
    subtitle = document.styles["Subtitle"]
    _font(subtitle, 10.5, QUIET, bold=False)
    _spacing(subtitle, 0, 10)
    for style in (title, subtitle):  # the template spaces their letters out
        for old in style.element.rPr.findall(qn("w:spacing")):
            style.element.rPr.remove(old)
    for name, size, ink, before, after in (("Heading 1", 14, ACCENT, 20, 6), ("Heading 2", 11.5, INK, 14, 3)):
        heading = document.styles[name]
        _font(heading, size, ink, bold=True)
        _spacing(heading, before, after, 1.0)
        heading.paragraph_format.keep_with_next = True


def _paragraphs(document: Any) -> None:
    kicker = _new(document, KICKER)
    _font(kicker, 9.5, QUIET, bold=True)
    _spacing(kicker, 0, 2)
    notice = _new(document, NOTICE)
    _spacing(notice, 10, 10)
    notice.paragraph_format.left_indent = notice.paragraph_format.right_indent = Cm(0.25)
    shade(notice, TINT)
    border(notice, "left", ACCENT, 18, 8)
    official = _new(document, OFFICIAL)
    _spacing(official, 0, 6)
    official.paragraph_format.keep_with_next = True
    label = _new(document, LABEL)
    _font(label, 9.5, QUIET, bold=True)
    _spacing(label, 6, 2)
    label.paragraph_format.keep_with_next = True
    quote = document.styles[QUOTE]
    _font(quote, 10.5, INK, bold=False)
    _spacing(quote, 2, 2)
    quote.paragraph_format.left_indent = Cm(0.6)
    border(quote, "left", LINE, 12, 8)
    place = _new(document, PLACE)
    _font(place, 9, QUIET)
    _spacing(place, 0, 6)
    place.paragraph_format.left_indent = Cm(0.6)
    border(place, "left", LINE, 12, 8)
    doubt = _new(document, DOUBT)
    _font(doubt, 9.5, QUIET)
    _spacing(doubt, 0, 4)
    doubt.paragraph_format.keep_with_next = True
    following = _new(document, NEXT)
    _spacing(following, 6, 6)
    cell = _new(document, CELL)
    _spacing(cell, 3, 3, 1.05)
    head = _new(document, HEAD_CELL)
    _font(head, 9.5, QUIET, bold=True)
    _spacing(head, 3, 3, 1.0)


def _questions(document: Any) -> None:
    """The styles of what a jury asks and of what its members write on."""
    aside = _new(document, ASIDE)
    _font(aside, 9.5, QUIET)
    _spacing(aside, 0, 4)
    aside.paragraph_format.keep_with_next = True
    question = _new(document, QUESTION)
    _font(question, 14, INK, bold=True)
    _spacing(question, 2, 8)
    box = _new(document, BOX)
    _spacing(box, 1, 1, 1.0)
    gap = _new(document, GAP)
    _font(gap, 4)
    _spacing(gap, 0, 4, 1.0)


def _lists(document: Any) -> None:
    _spacing(document.styles["List Bullet"], 0, 3)
    step = _new(document, STEP)
    _spacing(step, 0, 3)
    step.paragraph_format.left_indent, step.paragraph_format.first_line_indent = Cm(0.63), Cm(-0.63)
    step.paragraph_format.tab_stops.add_tab_stop(Cm(0.63))


def _characters(document: Any) -> None:
    quiet = _new(document, QUIET_WORDS, WD_STYLE_TYPE.CHARACTER)
    quiet.font.color.rgb = colour(QUIET)
    link = _new(document, LINK, WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = colour(ACCENT)
    link.font.underline = True
    sign = _new(document, SIGN, WD_STYLE_TYPE.CHARACTER)
    fonts = sign.element.get_or_add_rPr()
    fonts.insert(0, element("rFonts", ascii=_SIGN_FONT, hAnsi=_SIGN_FONT, eastAsia=_SIGN_FONT, cs=_SIGN_FONT))


def _new(document: Any, name: str, kind: WD_STYLE_TYPE = WD_STYLE_TYPE.PARAGRAPH) -> Any:
    style = document.styles.add_style(name, kind)
    style.base_style = document.styles["Normal" if kind is WD_STYLE_TYPE.PARAGRAPH else "Default Paragraph Font"]
    return style
