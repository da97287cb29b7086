"""Setting text: the draft's words safely and to the letter, ours with French spaces."""

import re
import unicodedata
from datetime import date

from assistant.coaching.questioning.jury_question import Anchor
from assistant.coaching.reviewing.review import Quote

NO_BREAK = "\u00a0"

_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_HEADING_SHOWN = 90

_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Soft hyphens, marks and overrides of direction, tags: no letters, and some of them turn the text around them."""
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff]")
_BEFORE = re.compile(r"[ \u00a0\u202f]+(?=[;:!?»%€])")
_AFTER = re.compile(r"(?<=«)[ \u00a0\u202f]+")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_SPACES = re.compile(r"[ \t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+")


def clean(text: str) -> str:
    """Return the text to the letter, without what no document can hold: controls, invisible marks, half characters."""
    kept = _CONTROLS.sub("", _INVISIBLE.sub("", _SPACES.sub(" ", text)))
    return unicodedata.normalize("NFC", _HALVES.sub("\ufffd", kept)).strip()


def french(text: str) -> str:
    """Return words of ours with no-break spaces before ; : ! ? » % €, after « and within numbers, and ’ for '.

    Never for a quote nor for the référentiel's wording: those stay as they are.
    """
    text = _AFTER.sub(NO_BREAK, _BEFORE.sub(NO_BREAK, clean(text)))
    return _APOSTROPHE.sub("’", _THOUSANDS.sub(NO_BREAK, text))


def quoted(text: str) -> str:
    """Return the text between guillemets."""
    return f"«{NO_BREAK}{clean(text)}{NO_BREAK}»"


def quoted_beginning(text: str, limit: int) -> str:
    """Return the text between guillemets; of a very long one the beginning, and […] says that it goes on."""
    text = clean(text)
    if len(text) <= limit:
        return quoted(text)
    end = max(text.rfind(" ", limit // 2, limit), 0) or limit
    return quoted(f"{text[:end]} […]")


def place_of(quote: Quote | Anchor) -> str:
    """Return where a quote stands: « page 4, sous « 3. Sélection » »; empty where nothing is known."""
    parts = []
    if quote.page is not None:
        parts.append(f"page{NO_BREAK}{quote.page}")
    if quote.slide is not None:
        parts.append(f"diapositive{NO_BREAK}{quote.slide}")
    if quote.heading and (heading := clean(quote.heading)):
        parts.append(f"sous {quoted(shortened(heading, _HEADING_SHOWN))}")
    return ", ".join(parts)


def shortened(text: str, limit: int) -> str:
    """Return the beginning of a text that is too long for its place."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def long_date(day: date) -> str:
    """Return the date in words: « 1er mars 2026 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NO_BREAK}{_MONTHS[day.month - 1]} {day.year}"


def counted(count: int, singular: str, plural: str | None = None) -> str:
    """Return a number and its noun: « 2 210 mots »."""
    number = f"{count:,}".replace(",", NO_BREAK)
    return f"{number}{NO_BREAK}{singular if count < 2 else plural or singular + 's'}"


def listed(parts: list[str]) -> str:
    """Return « a, b et c »."""
    return " et ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
