"""PDF: pages read with PDFium, rebuilt into headings, paragraphs, lists and tables."""

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium

from assistant.dossier.collecting import Collector
from assistant.dossier.pdf_blocks import PageWriter
from assistant.dossier.pdf_lines import read_lines
from assistant.dossier.pdf_page import Page, read_page
from assistant.dossier.pdf_scans import Scans
from assistant.dossier.pdf_sheet import Sheet, is_deck, take_furniture
from assistant.dossier.pdf_tables import find_tables
from assistant.dossier.refusals import CORRUPT, ENCRYPTED_PDF, GARBLED, NO_TEXT, PAGES, TRUNCATED, DraftError

_KIND = "PDF"
_TAIL = 4096
_SAMPLE = 20_000
_PUNCTUATION = frozenset(".,;:!?’'()«»/%€-–•&+*@#_=<>|\"°")

Send = Callable[[dict[str, Any]], None]


def read_pdf(data: bytes, draft: Collector, send: Send, ocr: bool) -> None:
    """Put the parts of a PDF into the draft. Raises DraftError when it can't be read."""
    data = data[max(data.find(b"%PDF-"), 0) :]
    tail = data.rstrip(b"\0\r\n\t ")[-_TAIL:]
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise DraftError(TRUNCATED.format(kind=_KIND))
    document = _opened(data)
    count = pdfium.FPDF_GetPageCount(document)
    if count < 1:
        raise DraftError(CORRUPT.format(kind=_KIND))
    if count > draft.limits.pages:
        raise DraftError(PAGES.format(count=count, unit="pages", limit=draft.limits.pages))
    draft.pages = count
    sheets = [_sheet(document, number) for number in range(1, count + 1)]
    _write(sheets, draft, Scans(document, sheets, draft, send, ocr))


def _opened(data: bytes) -> Any:
    """Return PDFium's handle of the document. It reads from the bytes for as long as the process lives."""
    pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(2, None, None, 0))
    document = pdfium.FPDF_LoadMemDocument64(ctypes.c_char_p(data), len(data), None)
    _OPEN.append(data)
    if not document:
        locked = pdfium.FPDF_GetLastError() in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        raise DraftError(ENCRYPTED_PDF if locked else CORRUPT.format(kind=_KIND))
    return document


def _sheet(document: Any, number: int) -> Sheet:
    handle = pdfium.FPDF_LoadPage(document, number - 1)
    if not handle:
        return Sheet(Page(number))
    try:
        page = read_page(handle, number)
    finally:
        pdfium.FPDF_ClosePage(handle)
    tables, words = find_tables(page)
    sideways = " ".join(word.text for word in words if not word.upright)
    return Sheet(page, tables, read_lines(words, [table.box for table in tables]), [sideways] if sideways else [])


def _write(sheets: list[Sheet], draft: Collector, scans: Scans) -> None:
    if scans.is_all:
        scans.read_all()
        return
    _refuse_garbled(sheets)
    if not any(sheet.letters for sheet in sheets):
        raise DraftError(NO_TEXT)
    take_furniture(sheets)
    slides = is_deck(sheets)
    draft.slides = len(sheets) if slides else None
    writer = PageWriter(draft, sheets)
    comments = 0
    for sheet in sheets:
        draft.page = sheet.page.number
        if slides:
            draft.new_slide(sheet.page.number)
        if not scans.read(sheet):
            writer.write(sheet)
        for text in sheet.page.comments:
            draft.add(text, "comment")
        comments += len(sheet.page.comments)
    scans.warn()
    if comments:
        draft.warn("comments", "Le document porte des annotations, qui ne comptent pas comme votre texte.")


def _refuse_garbled(sheets: list[Sheet]) -> None:
    """Raise DraftError when the fonts don't tell which letters their signs are."""
    sample = "".join(word.text for sheet in sheets for word in sheet.page.words)[:_SAMPLE]
    legible = sum(1 for letter in sample if (letter.isalnum() and letter < "\u2000") or letter in _PUNCTUATION)
    if len(sample) > 100 and legible < 0.55 * len(sample):
        raise DraftError(GARBLED)


_OPEN: list[bytes] = []
"""The bytes that PDFium reads from: they must outlive the document."""
