"""On which page a paragraph of a Word document stands."""

import re
from typing import Any

from assistant.dossier.docx_styles import on, qualified


class Pages:
    """Which page we are on: Word notes where pages ended when it last saved; else only breaks set by hand are known."""

    def __init__(self, body: Any) -> None:
        """Look for page breaks in the body."""
        self._rendered = next(body.iter(qualified("w:lastRenderedPageBreak")), None) is not None
        breaks = (element for element in body.iter(qualified("w:br")) if element.get(qualified("w:type")) == "page")
        before = (element for element in body.iter(qualified("w:pageBreakBefore")) if on(element))
        by_hand = next(breaks, None) is not None or next(before, None) is not None
        self.number: int | None = 1 if self._rendered or by_hand else None

    def turn(self, how: str) -> None:
        """Turn the page at a break: `rendered` or `manual`."""
        if self.number is not None and (how == "rendered") == self._rendered:
            self.number += 1

    def before(self, paragraph: Any) -> None:
        """Turn the page before a paragraph that asks for it."""
        mark = paragraph.find(qualified("w:pPr/w:pageBreakBefore"))
        if mark is not None and on(mark) and self.number is not None and not self._rendered:
            self.number += 1

    def unsure(self, total: int | None) -> bool:
        """Whether the breaks set by hand leave out some of the pages that the document is known to have."""
        return not self._rendered and total is not None and self.number is not None and self.number != total

    def total(self, package: Any, words: int) -> int | None:
        """Return the number of pages that Word counted, if what it counted is this text; else the breaks' own count."""
        for part in package.part.package.iter_parts():
            if str(part.partname) == "/docProps/app.xml":
                counted, pages = _number(part.blob, b"Words"), _number(part.blob, b"Pages")
                if pages and counted and words and 0.6 < counted / words < 1.6:
                    return max(pages, self.number or 1)
        return self.number


def _number(blob: bytes, tag: bytes) -> int | None:
    match = re.search(rb"<" + tag + rb">(\d{1,9})</" + tag + rb">", blob)
    return int(match.group(1)) if match else None
