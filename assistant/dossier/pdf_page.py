"""One page of a PDF as PDFium sees it: its words with their place and look.

Places are in points from the bottom left of the page as it is shown. Hidden text is recognised here, where colours
are known.
"""

import ctypes
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from assistant.dossier.colours import WHITE, Colour, is_invisible
from assistant.dossier.pdf_graphics import Area, Box, Frame, Graphics, address, fill_colour

_TINY = 2.0
_TRANSPARENT = 8
_INVISIBLE_MODE = 3
_BOLD_MODE = 2
_SPACE = 0x20
_BLANKS = frozenset({_SPACE, 0x0A, 0x0D, 0x09, 0xA0, 0x202F, 0x2009, 0x3000, 0})
_HYPHENS = frozenset({0x02, 0xAD, 0xFFFE})
"""What PDFium makes of a hyphen at the end of a line."""
_BOLD_NAMES = ("bold", "black", "heavy", "demi")
_BOLD_WEIGHT = 600
_NAME_BYTES = 256
_COMMENTS = frozenset({pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_HIGHLIGHT})


@dataclass(slots=True)
class Word:
    """A word, or what stands between two blanks. `x0, y0, x1, y1` is its box, `base` the line it stands on."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    bold: bool
    hidden: bool
    upright: bool = True
    spaced: bool = False
    """A blank follows it in the file itself, be it at the end of a line."""


@dataclass(slots=True)
class _Style:
    """The look of one text object."""

    size: float
    bold: bool
    colour: Colour | None
    alpha: int
    mode: int
    upright: bool
    rank: int

    @property
    def key(self) -> tuple[float, Colour | None, int]:
        """What two objects must share for their letters to make one word."""
        return self.size, self.colour, self.mode


@dataclass
class Page:
    """What stands on a page."""

    number: int
    width: float = 595.0
    height: float = 842.0
    words: list[Word] = field(default_factory=list)
    horizontal: list[Box] = field(default_factory=list)
    vertical: list[Box] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    images: int = 0
    image_share: float = 0.0
    """How much of the page its images cover."""


def read_page(handle: Any, number: int) -> Page:
    """Return a page of the document, given PDFium's handle of it."""
    width, height = pdfium.FPDF_GetPageWidthF(handle), pdfium.FPDF_GetPageHeightF(handle)
    frame = _frame(handle, width, height)
    graphics = Graphics(frame)
    graphics.read(handle)
    page = Page(number, width, height, horizontal=graphics.horizontal, vertical=graphics.vertical)
    page.images = graphics.images
    page.image_share = min(1.0, graphics.image_surface / max(width * height, 1.0))
    page.comments = _comments(handle)
    text = pdfium.FPDFText_LoadPage(handle)
    if text:
        try:
            _WordReader(text, page, graphics).read()
        finally:
            pdfium.FPDFText_ClosePage(text)
    return page


def _frame(handle: Any, width: float, height: float) -> Frame:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    turns = pdfium.FPDFPage_GetRotation(handle)
    if turns in {1, 3}:
        width, height = height, width
    for get in (pdfium.FPDFPage_GetCropBox, pdfium.FPDFPage_GetMediaBox):
        if get(handle, left, bottom, right, top):
            return Frame(min(left.value, right.value), min(bottom.value, top.value), width, height, turns)
    return Frame(0.0, 0.0, width, height, turns)


class _WordReader:
    """Gathers the letters of a page into words."""

    def __init__(self, text: Any, page: Page, graphics: Graphics) -> None:
        self._text = text
        self._page = page
        self._graphics = graphics
        self._frame = graphics.frame
        self._styles: dict[int, _Style] = {}
        self._fonts: dict[int, bool] = {}
        self._letters: list[str] = []
        self._style = _Style(0.0, False, None, 255, 0, True, 0)
        self._box: Box = (0.0, 0.0, 0.0, 0.0)
        self._base = 0.0
        self._last = 0.0
        """Where the last letter begins: those of a ligature begin at one place."""

    def read(self) -> None:
        """Read the letters in the order of the file."""
        place = self._placer()
        for index in range(pdfium.FPDFText_CountChars(self._text)):
            code = pdfium.FPDFText_GetUnicode(self._text, index)
            if code in _BLANKS:
                self._flush()
                if code == _SPACE and self._page.words and not pdfium.FPDFText_IsGenerated(self._text, index):
                    self._page.words[-1].spaced = True
                continue
            style = self._style_at(index)
            box, base = place(index)
            if self._letters and self._starts_word(style, box, base):
                self._flush()
            self._put("-" if code in _HYPHENS else chr(min(code, 0x10FFFF)), style, box, base)
            if code in _HYPHENS:
                self._flush()
        self._flush()

    def _placer(self) -> Callable[[int], tuple[Box, float]]:
        """Return what tells the box of a letter and the line it stands on; most pages are not turned."""
        text, frame = self._text, self._frame
        rectangle, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        left, bottom = frame.left, frame.bottom

        def plain(index: int) -> tuple[Box, float]:
            pdfium.FPDFText_GetLooseCharBox(text, index, rectangle)
            pdfium.FPDFText_GetCharOrigin(text, index, x, y)
            box = rectangle.left - left, rectangle.bottom - bottom, rectangle.right - left, rectangle.top - bottom
            return box, y.value - bottom

        def turned(index: int) -> tuple[Box, float]:
            pdfium.FPDFText_GetLooseCharBox(text, index, rectangle)
            pdfium.FPDFText_GetCharOrigin(text, index, x, y)
            box = frame.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            return box, frame.place(x.value, y.value)[1]

        return turned if frame.turns else plain

    def _starts_word(self, style: _Style, box: Box, base: float) -> bool:
        if style is not self._style and style.key != self._style.key:
            return True
        if abs(base - self._base) > 0.4 * style.size + 0.5:
            return style.upright
        goes_on = self._last - 0.3 * style.size < box[0] < self._box[2] + 0.35 * style.size
        return style.upright and not goes_on

    def _put(self, letter: str, style: _Style, box: Box, base: float) -> None:
        if not self._letters:
            self._style, self._box, self._base = style, box, base
        else:
            a, b, c, d = self._box
            self._box = min(a, box[0]), min(b, box[1]), max(c, box[2]), max(d, box[3])
        self._letters.append(letter)
        self._last = box[0]

    def _flush(self) -> None:
        """End a word."""
        text = "".join(self._letters)
        self._letters.clear()
        if text.strip():
            style = self._style
            hidden = self._is_hidden(style, self._box)
            word = Word(text, *self._box, self._base, style.size, style.bold, hidden, style.upright)
            self._page.words.append(word)

    def _style_at(self, index: int) -> _Style:
        handle = pdfium.FPDFText_GetTextObject(self._text, index)
        key = address(handle)
        found = self._styles.get(key)
        if found is None:
            found = self._styles[key] = self._new_style(index, handle, key)
        return found

    def _new_style(self, index: int, handle: Any, key: int) -> _Style:
        matrix = pdfium.FS_MATRIX()
        size, upright = pdfium.FPDFText_GetFontSize(self._text, index), True
        if pdfium.FPDFText_GetMatrix(self._text, index, matrix):
            size *= math.hypot(matrix.c, matrix.d) or 1.0
            across, up = _turned(matrix.a, matrix.b, self._frame.turns)
            upright = across > 0 and across >= abs(up)
        if not handle:
            return _Style(abs(size), False, None, 255, 0, upright, 0)
        colour, alpha = fill_colour(handle)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(handle)
        bold = mode == _BOLD_MODE or self._is_bold(pdfium.FPDFTextObj_GetFont(handle))
        return _Style(abs(size), bold, colour, alpha, mode, upright, self._graphics.ranks.get(key, 0))

    def _is_bold(self, font: Any) -> bool:
        key = address(font)
        if key and key not in self._fonts:
            buffer = ctypes.create_string_buffer(_NAME_BYTES)
            pdfium.FPDFFont_GetBaseFontName(font, buffer, _NAME_BYTES)
            name = buffer.value.decode("latin-1").lower()
            is_heavy = pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
            self._fonts[key] = is_heavy or any(mark in name for mark in _BOLD_NAMES)
        return self._fonts.get(key, False)

    def _is_hidden(self, style: _Style, box: Box) -> bool:
        """Whether a word is off the page, too small, transparent, covered, or of the colour of its ground."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        is_off = not (0 <= x <= self._page.width and 0 <= y <= self._page.height)
        if is_off or 0 < style.size <= _TINY or style.alpha <= _TRANSPARENT:
            return True
        areas = self._graphics.areas
        here = [area for area in areas if area.box[0] <= x <= area.box[2] and area.box[1] <= y <= area.box[3]]
        if style.mode == _INVISIBLE_MODE:  # the text of a scan lies under or over its picture
            return not any(area.colour is None for area in here)
        return style.colour is not None and _is_lost(style.colour, style.rank, here)


def _turned(x: float, y: float, turns: int) -> tuple[float, float]:
    """Return a direction as it shows on a page that is turned clockwise."""
    for _ in range(turns):
        x, y = y, -x
    return x, y


def _is_lost(colour: Colour, rank: int, areas: list[Area]) -> bool:
    """Whether text of this colour is covered by one of the areas, or can't be told from the one that it stands on."""
    if any(area.is_plain and area.colour not in {None, colour} and area.rank > rank > 0 for area in areas):
        return True
    below = [area for area in areas if area.rank < rank or rank == 0]
    if any(area.colour is None or not area.is_plain for area in below):
        return False
    return is_invisible(colour, below[-1].colour or WHITE if below else WHITE)


def _comments(handle: Any) -> list[str]:
    """Return the texts of the comments pinned on a page."""
    found = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(handle), 1000)):
        note = pdfium.FPDFPage_GetAnnot(handle, index)
        if not note:
            continue
        if pdfium.FPDFAnnot_GetSubtype(note) in _COMMENTS:
            length = min(pdfium.FPDFAnnot_GetStringValue(note, b"Contents", None, 0), 20_000)
            buffer = (ctypes.c_ushort * (length // 2 + 1))()
            pdfium.FPDFAnnot_GetStringValue(note, b"Contents", buffer, length)
            found.append(bytes(buffer).decode("utf-16-le", "replace").split("\0")[0])
        pdfium.FPDFPage_CloseAnnot(note)
    return [text for text in found if text.strip()]
