"""Pages of a PDF that are pictures: read by OCR where it is installed, else named in a warning."""

from collections.abc import Callable
from typing import Any

from assistant.dossier.collecting import Collector
from assistant.dossier.ocr import language, read_picture
from assistant.dossier.pdf_sheet import Sheet
from assistant.dossier.refusals import OCR_NO_TEXT, SCAN, DraftError

_FEW_LETTERS = 12
_FEW_LETTERS_IN_ALL = 40
_MOST_NAMED = 12
_LARGE = 0.4

Send = Callable[[dict[str, Any]], None]


class Scans:
    """The pages without text of one document."""

    def __init__(self, document: Any, sheets: list[Sheet], draft: Collector, send: Send, ocr: bool) -> None:
        """Tell the pictures from the pages, and whether they can be read."""
        self._document = document
        self._draft = draft
        self._send = send
        blank = [sheet for sheet in sheets if sheet.page.images and sheet.letters < _FEW_LETTERS]
        self.is_all = bool(blank) and (
            len(blank) == len(sheets) or sum(sheet.letters for sheet in sheets) < _FEW_LETTERS_IN_ALL
        )
        self._sheets = blank if self.is_all else [sheet for sheet in blank if sheet.page.image_share > _LARGE]
        self._numbers = [sheet.page.number for sheet in self._sheets]
        self._language = language() if ocr and self._sheets else None
        if self._language:
            send({"ocr_pages": len(self._sheets)})

    def read_all(self) -> None:
        """Read a document of pictures alone. Raises DraftError when that can't be done."""
        if self._language is None:
            raise DraftError(SCAN)
        for sheet in self._sheets:
            self._draft.page = sheet.page.number
            self.read(sheet)
        if not self._draft.blocks:
            raise DraftError(OCR_NO_TEXT)
        self.warn()

    def read(self, sheet: Sheet) -> bool:
        """Read the page if it is a picture, and return whether it is one."""
        if sheet.page.number not in self._numbers:
            return False
        if self._language:
            place = self._numbers.index(sheet.page.number) + 1
            self._send({"progress": f"Reconnaissance de caractères : page {place} sur {len(self._numbers)}…"})
            read_picture(self._document, sheet.page.number, self._language, self._draft)
        return True

    def warn(self) -> None:
        """Say which pages were read by OCR, or not at all."""
        if not self._numbers:
            return
        named = ", ".join(str(number) for number in self._numbers[:_MOST_NAMED])
        named += "…" if len(self._numbers) > _MOST_NAMED else ""
        several = len(self._numbers) > 1
        if self._language:
            pages = f"Les pages {named} sont des images" if several else f"La page {named} est une image"
            self._draft.warn(
                "ocr", f"{pages} : leur texte vient d’une reconnaissance de caractères, relisez les citations."
            )
        else:
            pages = f"Les pages {named} ne contiennent" if several else f"La page {named} ne contient"
            self._draft.warn("unread_part", f"{pages} que des images : leur texte n’a pas pu être lu.")
