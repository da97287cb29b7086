"""What python-docx has no call for: languages, fields, alternative texts, links, borders, header rows."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor

_AFTER_KEEP_NEXT = (
    "keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens "
    "spacing ind contextualSpacing jc textAlignment outlineLvl rPr sectPr"
)


def colour(code: str) -> RGBColor:
    """Return « #1e2230 » as python-docx wants it."""
    return RGBColor.from_string(code.removeprefix("#").upper())


def element(name: str, /, **attributes: str) -> Any:
    """Return a new element of the main namespace."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def set_language(document: Any, language: str) -> None:
    """Say which language the whole document is written in."""
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("lang", val=language, eastAsia=language, bidi="ar-SA"))
    settings = document.settings.element
    theme_language = settings.find(qn("w:themeFontLang"))
    if theme_language is not None:
        theme_language.set(qn("w:val"), language)


def add_field(paragraph: Any, code: str, shown: str, style: str) -> None:
    """Add a field, such as PAGE, that the word processor fills in."""
    field = element("fldSimple", instr=code)
    field.append(paragraph.add_run(shown, style=style)._r)
    paragraph._p.append(field)


def add_bookmark(paragraph: Any, name: str, number: int) -> None:
    """Make the paragraph a place that a link can lead to."""
    start = element("bookmarkStart", id=str(number), name=name)
    properties = paragraph._p.find(qn("w:pPr"))
    paragraph._p.insert(0 if properties is None else 1, start)
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def add_link(paragraph: Any, text: str, bookmark: str, style: str) -> None:
    """Add words that lead to a place of the same document."""
    link = element("hyperlink", anchor=bookmark, history="1")
    link.append(paragraph.add_run(text, style=style)._r)
    paragraph._p.append(link)


def describe_picture(shape: Any, title: str, description: str) -> None:
    """Give a picture the text that stands for it."""
    inline = shape._inline
    for side in ("distT", "distB", "distL", "distR"):  # without them, some word processors leave room around it
        inline.set(side, "0")
    properties = inline.docPr
    properties.set("name", title)
    properties.set("title", title)
    properties.set("descr", description)


def describe_table(table: Any, title: str, description: str) -> None:
    """Give a table the text that says what it holds."""
    properties = table._tbl.tblPr
    properties.append(element("tblCaption", val=title))
    properties.append(element("tblDescription", val=description))


def repeat_header(row: Any) -> None:
    """Repeat the row on each page that the table runs over."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def keep_whole(row: Any) -> None:
    """Don't break the row between two pages."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))


def keep_with_next(block: Any) -> None:
    """Keep a paragraph, or all of a table, on the page of what follows."""
    for paragraph in [block] if block.tag == qn("w:p") else block.iter(qn("w:p")):
        properties = paragraph.get_or_add_pPr()
        if properties.find(qn("w:keepNext")) is None:
            _insert(properties, element("keepNext"), _AFTER_KEEP_NEXT)


def rule_table(table: Any, line: str) -> None:
    """Rule a table with thin horizontal lines only; its text stands in line with that around it."""
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        is_drawn = side in {"top", "bottom", "insideH"}
        value = "single" if is_drawn else "nil"
        borders.append(element(side, val=value, sz="4", space="0", color=line.removeprefix("#")))
    margins = element("tblCellMar")
    margins.append(element("left", w="0", type="dxa"))
    margins.append(element("right", w="120", type="dxa"))
    properties = table._tbl.tblPr
    _insert(properties, borders, "shd tblLayout tblCellMar tblLook")
    _insert(properties, margins, "tblLook")


def border(style: Any, side: str, line: str, eighths: int, space: int) -> None:
    """Draw a line along one side of the paragraphs of a style."""
    properties = style.element.get_or_add_pPr()
    borders = element("pBdr")
    borders.append(element(side, val="single", sz=str(eighths), space=str(space), color=line.removeprefix("#")))
    _insert(properties, borders, "shd tabs suppressAutoHyphens spacing ind jc outlineLvl")


def shade(style: Any, fill: str) -> None:
    """Fill the ground of the paragraphs of a style."""
    properties = style.element.get_or_add_pPr()
    shading = element("shd", val="clear", color="auto", fill=fill.removeprefix("#"))
    _insert(properties, shading, "tabs suppressAutoHyphens spacing ind jc outlineLvl")


def _insert(properties: Any, child: Any, followers: str) -> None:
    """Insert a property where the schema wants it: before the first of those that may follow it."""
    names = {qn(f"w:{name}") for name in followers.split()}
    following = next((item for item in properties if item.tag in names), None)
    if following is None:
        properties.append(child)
    else:
        following.addprevious(child)
