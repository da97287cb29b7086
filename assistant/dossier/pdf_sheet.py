"""A page of a PDF taken apart; what comes back on every page is told from the text."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import takewhile

from assistant.dossier.pdf_lines import Line
from assistant.dossier.pdf_open_tables import Table
from assistant.dossier.pdf_page import Page
from assistant.dossier.text import fold, heading_depth

_MARGIN = 0.12
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^(?:page\s*|p\.\s*|[-–—|]\s*)?\d{1,3}(?:\s*(?:/|sur|of|de)\s*\d{1,3})?(?:\s*[-–—|])?$", re.IGNORECASE
)
_WORDS_OF_SLIDE = 140
_FEWEST_SLIDES = 3


@dataclass
class Sheet:
    """A page: its tables, and its lines in reading order."""

    page: Page
    tables: list[Table] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    turned: list[str] = field(default_factory=list)
    """Texts that stand across the page."""
    furniture: list[str] = field(default_factory=list)

    @property
    def letters(self) -> int:
        """How many letters the page has, hidden ones included."""
        return sum(len(word.text) for word in self.page.words)


def is_deck(sheets: list[Sheet]) -> bool:
    """Whether the pages are slides: all wide, with few words each."""
    wide = all(1.25 < sheet.page.width / max(sheet.page.height, 1.0) < 1.9 for sheet in sheets)
    words = sum(len(sheet.page.words) for sheet in sheets)
    return wide and len(sheets) >= _FEWEST_SLIDES and words < _WORDS_OF_SLIDE * len(sheets)


def take_furniture(sheets: list[Sheet]) -> None:
    """Take out the lines that come back at the top or bottom of pages, and page numbers. Each is kept once."""
    sizes = Counter(round(line.size) for sheet in sheets for line in sheet.lines for _ in line.words)
    body = sizes.most_common(1)[0][0] if sizes else 0
    keys = {id(line): _keys(line, sheet.page, body) for sheet in sheets for line in _marginal(sheet)}
    counts = Counter(key for sheet in sheets for key in {key for line in sheet.lines for key in keys.get(id(line), ())})
    enough = 2 if len(sheets) <= 3 else max(3, len(sheets) // 5)
    repeated = {key for key, count in counts.items() if count >= enough}
    seen: set[str] = set()
    for sheet in sheets:
        taken = _outermost(sheet, lambda line: _is_furniture(line, keys.get(id(line), ()), repeated))
        for line in taken:
            plain = _DIGITS.sub("#", fold(line.text))
            if plain not in seen and any(letter.isalpha() for letter in plain):
                seen.add(plain)
                sheet.furniture.append(fold(line.text))
        gone = {id(line) for line in taken}
        sheet.lines = [line for line in sheet.lines if id(line) not in gone]


def _is_furniture(line: Line, keys: tuple[str, ...], repeated: set[str]) -> bool:
    return bool(keys) and (_PAGE_NUMBER.match(fold(line.text)) is not None or any(key in repeated for key in keys))


def _outermost(sheet: Sheet, is_furniture: Callable[[Line], bool]) -> list[Line]:
    """Return the furniture that nothing else parts from the edge of the page: text that recurs below it is text."""
    lines = sorted(sheet.lines, key=lambda line: -line.base)
    top = list(takewhile(is_furniture, lines))
    return top + list(takewhile(is_furniture, reversed(lines[len(top) :])))


def _marginal(sheet: Sheet) -> list[Line]:
    height = sheet.page.height
    return [line for line in sheet.lines if line.base < _MARGIN * height or line.top > (1 - _MARGIN) * height]


def _keys(line: Line, page: Page, body: int) -> tuple[str, ...]:
    """Return what a line has in common with its like on other pages: its words and place, and its page number as such.

    Large lines are titles: « Lot 1 », « Lot 2 » on pages that follow each other don't count page numbers.
    """
    text = fold(line.text)
    place = f"{'top' if line.base > page.height / 2 else 'bottom'} {round(line.base / 6)}"
    keys = [f"{place} {text}"]
    numbers = [int(number) for number in _DIGITS.findall(text) if len(number) <= 3]
    if numbers and round(line.size) <= body and not (line.bold and heading_depth(text)):
        for number in numbers[-2:]:
            keys.append(f"{place} {number - page.number} {_DIGITS.sub('#', text)}")
    return tuple(keys)
