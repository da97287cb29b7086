"""Figures as a candidate writes them: « 45 000 € », « 45k€ », « 45.000 », « 12,5 % », « six semaines »."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from assistant.referential.wording import fold

NO_BREAK = "\u00a0"
VALUE_ADDED_TAX = Decimal("1.2")
"""What a price without tax is multiplied by."""

NUMBER = r"\d{1,3}(?:[ .']\d{3})+(?:,\d{1,2})?(?![\d.,]*\d)|\d+(?:[.,]\d+)?(?![\d.,]*\d)"
"""A number in plain view (`plain`): thousands apart or not, a comma or a point before the decimals."""
_SCALES = {"k€": 1_000, "ke": 1_000, "keur": 1_000, "m€": 1_000_000, "meur": 1_000_000}
_EUROS = r"€|euros?\b|eur\b|k ?€|k ?euros?\b|keur\b|ke\b|m ?€|meur\b"
AMOUNT = rf"(?:{NUMBER}) ?(?:{_EUROS})(?: ?(?:h\.?t\b\.?|ttc\b|hors taxes?\b|toutes taxes comprises))?"
"""A sum of money in plain view, with « HT » or « TTC » where it is said."""
_CELL = re.compile(
    rf"(?P<sign>[-+] ?)?(?P<number>{NUMBER}) ?(?P<unit>{_EUROS}|%|points?\b|pts?\b|heures?\b|h\b|jours?\b|j\b)?"
    r" ?(?P<tax>\(?(?:ht|ttc)\)?)?"
)
_WORDS = "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze".split()
COUNT = rf"(?:{NUMBER}|{'|'.join(sorted(_WORDS[2:], key=len, reverse=True))})"
"""A number of things, in figures or, up to fifteen, in words."""


@dataclass(frozen=True)
class Figure:
    """A number with its unit: « € », « % », « pt », « h », « j », or none."""

    value: Decimal
    unit: str = ""
    step: Decimal = Decimal(1)
    """The smallest difference that its writing can show: 1 000 for « 45 k€ »."""


def read_cell(text: str) -> Figure | None:
    """Return the figure that a cell consists of, or None: words around it make it something else."""
    found = _CELL.fullmatch(plain(text).strip())
    if found is None or (number := read_number(found["number"])) is None:
        return None
    unit, scale = _unit(found["unit"] or "")
    negative = (found["sign"] or "").startswith("-")
    return Figure((-number if negative else number) * scale, unit, _step(number) * scale)


def read_amount(text: str) -> Figure | None:
    """Return the sum of money of a text that matches `AMOUNT`."""
    found = _CELL.match(plain(text))
    return read_cell(found[0]) if found else None


def read_count(text: str) -> Decimal | None:
    """Return the number of a text that matches `COUNT`."""
    word = plain(text)
    return Decimal(_WORDS.index(word)) if word in _WORDS else read_number(word)


def read_number(text: str) -> Decimal | None:
    """Return a number. « 45,000 » is read by nobody in the same way: None."""
    if re.fullmatch(r"[1-9]\d{0,2},000", text):
        return None
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    return Decimal(text.replace(" ", "").replace("'", "").replace(",", "."))


def written(value: Decimal, unit: str = "") -> str:
    """Return a figure as it is written in French: « 48 500 € », « 12,5 % »."""
    rounded = value.quantize(Decimal("0.01")).normalize()
    digits = f"{rounded:,f}".replace(",", NO_BREAK).replace(".", ",").replace("-", "−")
    if unit == "€" and "," in digits and len(digits.rpartition(",")[2]) == 1:
        digits += "0"
    return f"{digits}{NO_BREAK}{unit}" if unit else digits


def plain(text: str) -> str:
    """Return the text without capitals, accents and typography, letter for letter: places in it are places in the text."""
    composed = text.translate(_plain_letters())
    lowered = composed.lower()
    return lowered if len(lowered) == len(text) else composed


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a text in plain view begins and ends."""
    start = 0
    for found in re.finditer(r"(?<=[.!?;…])\s+(?=[^\W\d_]|[«\d])|\n", text):
        if _ends(text[max(found.start() - 8, 0) : found.start()]):
            yield start, found.start()
            start = found.end()
    yield start, len(text)


def _ends(text: str) -> bool:
    """Whether a sentence ends here, and not an abbreviation."""
    return re.search(r"\b(?:m|mme|n°|art|env|max|min|janv|fevr|avr|juil|sept|oct|nov|dec|cf)\.$", text) is None


def _unit(written_unit: str) -> tuple[str, int]:
    unit = written_unit.replace(" ", "").replace("euros", "€").replace("euro", "€")
    if unit in _SCALES:
        return "€", _SCALES[unit]
    if unit in {"€", "eur"}:
        return "€", 1
    return {"p": "pt", "h": "h", "j": "j", "%": "%"}.get(unit[:1], unit), 1


def _step(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)


@cache
def _plain_letters() -> dict[int, str]:
    """One plain letter for each letter of Latin scripts, space and sign; letters that make two are left."""
    signs = [*range(0xA0, 0x250), *range(0x2000, 0x2070), 0x2212, 0x02BC]
    table = {code: _plain_letter(chr(code)) for code in signs}
    return {code: letter for code, letter in table.items() if letter}


def _plain_letter(letter: str) -> str:
    if unicodedata.category(letter) == "Zs":
        return " "
    folded = fold(letter)
    return folded if len(folded) == 1 else ""
