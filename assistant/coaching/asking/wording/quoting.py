"""What stands between quotation marks, and what was opened and isn't closed."""

import re
from dataclasses import dataclass

_CLOSING = {"«": "»", "“": "”", "„": "“”", '"': '"'}
_OPENING = re.compile(r'[«“„"]')
_STRAY = re.compile(r"[»”]")
_ELISION = re.compile(r"\[(?:…|\.\.\.)\]")


@dataclass(frozen=True)
class Quoted:
    """One quotation: its place with its marks, and the words within them."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Quotations:
    """The quotations of a text; `open_at` is where one begins that isn't closed, `stray` whether one ends that never began."""

    closed: tuple[Quoted, ...]
    open_at: int | None
    stray: bool


def quotations(text: str) -> Quotations:
    """Read the quotations of a text. Of quotations within quotations the outer ones count."""
    closed: list[Quoted] = []
    stray = False
    at = 0
    while opening := _OPENING.search(text, at):
        stray = stray or _STRAY.search(text, at, opening.start()) is not None
        end = _end(text, opening.start())
        if end is None:
            return Quotations(tuple(closed), opening.start(), stray)
        closed.append(Quoted(opening.start(), end, text[opening.end() : end - 1].strip()))
        at = end
    return Quotations(tuple(closed), None, stray or _STRAY.search(text, at) is not None)


def _end(text: str, start: int) -> int | None:
    """Where the quotation ends that begins at a place; guillemets may hold guillemets."""
    opening, closing = text[start], _CLOSING[text[start]]
    depth = 1
    for at in range(start + 1, len(text)):
        if text[at] in closing:
            depth -= 1
            if depth == 0:
                return at + 1
        elif text[at] == opening:
            depth += 1
    return None


def without_quotations(text: str) -> str:
    """Return a text with its quotations left out, the last one too where it isn't closed."""
    found = quotations(text)
    parts: list[str] = []
    at = 0
    for quoted in found.closed:
        parts.append(text[at : quoted.start])
        at = quoted.end
    return " ".join((*parts, text[at : found.open_at]))


def quoted_lines(text: str) -> list[tuple[int, str]]:
    """Return the lines that Markdown shows as quotations (« > … »): where each begins, and its words without marks."""
    found = []
    for line in re.finditer(r"^[ \t]*(?:(?:[-*+]|\d{1,2}[.)])[ \t]+)?>[ \t>]*(.*)$", text, re.MULTILINE):
        words = line[1].strip().strip('«»“”„" \u00a0*_')
        if words:
            found.append((line.start(), words))
    return found
