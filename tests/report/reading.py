"""Reading the documents again, with other tools than those that wrote them."""

import re
import zipfile
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

from lxml import etree
from markdown_it import MarkdownIt
from pypdf import PdfReader

_SHEET = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def pdf_text(data: bytes) -> str:
    """All text of a PDF, spaces made alike."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages))


def docx_text(data: bytes) -> str:
    """All text of a DOCX in its order, tables included, spaces made alike. Each of its parts must be sound XML."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(part))
        root = etree.fromstring(archive.read("word/document.xml"))
    paragraphs = ("".join(paragraph.itertext()) for paragraph in root.iter("{*}p"))
    return re.sub(r"\s+", " ", " ".join(paragraphs))


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.text += " "

    def handle_data(self, data: str) -> None:
        self.text += data


def markdown_text(data: bytes) -> tuple[str, set[str]]:
    """The text of Markdown as it is shown, and the tags that it becomes."""
    reader = _Texts()
    shown = MarkdownIt("gfm-like", {"html": True, "linkify": False}).disable("linkify").render(data.decode("utf-8"))
    reader.feed(shown)
    return re.sub(r"\s+", " ", reader.text), reader.tags


def workbook(data: bytes) -> dict[str, dict[str, Any]]:
    """The cells of each sheet by their place. Formulas and links, which must not be there, fail."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strings = [
        "".join(item.itertext()) for item in etree.fromstring(parts["xl/sharedStrings.xml"]).findall("m:si", _SHEET)
    ]
    names = [item.get("name") for item in etree.fromstring(parts["xl/workbook.xml"]).iterfind(".//m:sheet", _SHEET)]
    sheets = {}
    for number, name in enumerate(names, start=1):
        root = etree.fromstring(parts[f"xl/worksheets/sheet{number}.xml"])
        assert root.find(".//m:f", _SHEET) is None
        assert root.find(".//m:hyperlinks", _SHEET) is None
        cells: dict[str, Any] = {}
        for cell in root.iterfind(".//m:c", _SHEET):
            value = cell.findtext("m:v", namespaces=_SHEET)
            if value is not None:
                cells[str(cell.get("r"))] = strings[int(value)] if cell.get("t") == "s" else float(value)
        sheets[str(name)] = cells
    return sheets
