"""Text made ready for reportlab: its signs escaped, and what the fonts can't draw replaced by a visible blank."""

import re
from functools import cache
from xml.sax.saxutils import escape

from assistant.report.pdf_styles import FAMILY, STRONG, register_fonts

BLANK = "▯"

_MODIFIERS = re.compile("[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
_JOINED = re.compile(f"{BLANK}(?:{_MODIFIERS.pattern}*\u200d{_MODIFIERS.pattern}*{BLANK})+")


@cache
def _drawable() -> frozenset[int]:
    """The characters that both fonts have."""
    from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped, unused-ignore]

    register_fonts()
    regular, bold = (pdfmetrics.getFont(name).face.charToGlyph for name in (FAMILY, STRONG))
    return frozenset(regular) & frozenset(bold)


def drawable(text: str) -> str:
    """Return the text with one blank for each sign that can't be drawn, an emoji of several parts being one sign."""
    known = _drawable()
    if all(ord(character) in known for character in text) and not _MODIFIERS.search(text):
        return text
    kept = "".join(character if ord(character) in known or _MODIFIERS.match(character) else BLANK for character in text)
    return _MODIFIERS.sub("", _JOINED.sub(BLANK, kept))


class Markup:
    """Writes paragraphs' markup, and remembers whether a sign had to be replaced."""

    def __init__(self) -> None:
        """Start with nothing replaced."""
        self.has_blanks = False

    def safe(self, text: str) -> str:
        """Return the text so that the paragraph reader takes each of its signs as it is."""
        shown = drawable(text)
        self.has_blanks |= shown.count(BLANK) > text.count(BLANK)
        return escape(shown)

    def bold(self, text: str) -> str:
        """Return the text in bold."""
        return f"<b>{self.safe(text)}</b>"

    def inked(self, text: str, ink: str) -> str:
        """Return the text in a colour."""
        return f'<font color="{ink}">{self.safe(text)}</font>'
