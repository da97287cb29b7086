"""Quotes: the same words whatever the typography, and where they stand in the draft."""

import re
import unicodedata
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.dossier.model import Document, Passage

_SIGNS = {
    "’": "'", "‘": "'", "ʼ": "'", "′": "'", "`": "'", "´": "'", "‛": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"', "‹": '"', "›": '"',
    "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "―": "-", "…": "...", "•": "",
}  # fmt: skip
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufe0f")
_BEFORE = frozenset(":;!?%€")
"""French typography puts a space before these; other ways of writing don't."""
_HYPHENATION = re.compile(r"(?<=[a-zà-öø-ÿ])- (?=[a-zà-öø-ÿ])")


@dataclass(frozen=True)
class Place:
    """Where a quote stands: its passage, from where to where in that passage's text, and the text itself.

    A quote may run over the end of its passage: `last` is the index of the passage where it ends, `end` the
    offset in that one, and `quote` the draft's own words, the passages joined by one space.
    """

    passage: int
    last: int
    start: int
    end: int
    quote: str
    page: int | None
    slide: int | None
    heading: str | None


def normalise(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the text with its typography folded, and for each character (and the end) its offset in the original.

    NFKC; one kind of apostrophe, quotation mark and dash; single spaces, none inside quotation marks nor before
    « : ; ! ? % € »; no soft hyphens, no invisible characters; words cut at the end of a line made whole.
    """
    letters: list[str] = []
    offsets: list[int] = []
    for cluster, offset in _clusters(text):
        for letter in _folded(cluster):
            _append(letter, offset, letters, offsets)
    while letters and letters[-1] == " ":
        letters.pop()
        offsets.pop()
    _trim_quotation_marks(letters, offsets)
    for match in reversed(list(_HYPHENATION.finditer("".join(letters)))):
        del letters[match.start() : match.end()], offsets[match.start() : match.end()]
    return "".join(letters), (*offsets, len(text))


def _clusters(text: str) -> Iterator[tuple[str, int]]:
    """Yield each character with the marks that combine with it, and where it begins."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not (unicodedata.combining(text[index]) or text[index] in _DROPPED):
            yield text[start:index], start
            start = index


def _folded(cluster: str) -> str:
    kept = "".join(letter for letter in cluster if letter not in _DROPPED)
    if kept.isascii():
        return _SIGNS.get(kept, kept)
    signs = "".join(_SIGNS.get(letter, letter) for letter in kept)
    folded = unicodedata.normalize("NFKC", signs)
    return "".join(_SIGNS.get(letter, letter) for letter in folded)


def _append(letter: str, offset: int, letters: list[str], offsets: list[int]) -> None:
    if letter.isspace():
        if not letters or letters[-1] == " ":
            return
        letter = " "
    elif letter in _BEFORE and letters and letters[-1] == " ":
        letters.pop()
        offsets.pop()
    letters.append(letter)
    offsets.append(offset)


def _trim_quotation_marks(letters: list[str], offsets: list[int]) -> None:
    """Drop the spaces just inside quotation marks: « x » and "x" are the same."""
    is_open = False
    kept: list[int] = []
    for index, letter in enumerate(letters):
        if letter == '"':
            if is_open and kept and letters[kept[-1]] == " ":
                kept.pop()
            is_open = not is_open
        elif letter == " " and is_open and kept and letters[kept[-1]] == '"':
            continue
        kept.append(index)
    letters[:] = [letters[index] for index in kept]
    offsets[:] = [offsets[index] for index in kept]


class QuoteFinder:
    """Finds quotes in one draft. The draft is folded once."""

    def __init__(self, passages: tuple[Passage, ...]) -> None:
        """Fold the passages of a draft."""
        self.passages = passages
        self._starts: list[int] = []
        self._maps: list[tuple[int, ...]] = []
        texts: list[str] = []
        length = 0
        for passage in passages:
            folded, offsets = _normalised(passage.text)
            self._starts.append(length)
            self._maps.append(offsets)
            texts.append(folded)
            length += len(folded) + 1
        self._text = " ".join(texts)
        self._dense: tuple[str, list[int]] | None = None
        self._plain = " ".join(" ".join(passage.text.split()) for passage in passages)

    def holds(self, quote: str) -> bool:
        """Whether a quote stands in the draft to the letter, white space folded."""
        wanted = " ".join(quote.split())
        return any(letter.isalnum() for letter in wanted) and wanted in self._plain

    def find(self, quote: str) -> Place | None:
        """Return the first place of a quote, or None."""
        wanted = normalise(quote)[0]
        if not any(letter.isalnum() for letter in wanted):
            return None
        start = self._text.find(wanted)
        if start < 0:
            wanted, start = self._find_dense(wanted)
        return None if start < 0 else self._place(start, len(wanted))

    def _find_dense(self, wanted: str) -> tuple[str, int]:
        """Look again without any space, dash or quotation mark: lines and columns are cut in many ways."""
        if self._dense is None:
            kept = [index for index, letter in enumerate(self._text) if letter not in ' -"']
            self._dense = "".join(self._text[index] for index in kept), kept
        text, kept = self._dense
        sought = "".join(letter for letter in wanted if letter not in ' -"')
        at = text.find(sought) if sought else -1
        if at < 0:
            return wanted, -1
        start, end = kept[at], kept[at + len(sought) - 1] + 1
        return self._text[start:end], start

    def _place(self, start: int, length: int) -> Place:
        first = self._passage_at(start)
        last = self._passage_at(start + length - 1)
        begin = self._maps[first][start - self._starts[first]]
        end = self._maps[last][start + length - self._starts[last]]
        passage = self.passages[first]
        if first == last:
            quote = passage.text[begin:end].strip()
        else:
            between = [item.text for item in self.passages[first + 1 : last]]
            quote = " ".join([passage.text[begin:], *between, self.passages[last].text[:end]]).strip()
        return Place(
            passage.index, self.passages[last].index, begin, end, quote, passage.page, passage.slide, passage.heading
        )

    def _passage_at(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1


def find_quote(quote: str, document: Document) -> Place | None:
    """Return where a quote stands in a draft, typography apart, or None when these are not its words."""
    return _finder(document.passages).find(quote)


def is_verbatim(quote: str, document: Document) -> bool:
    """Whether a quote is the draft's own words, to the letter, white space folded."""
    return _finder(document.passages).holds(quote)


_latest: deque[QuoteFinder] = deque(maxlen=4)


def _finder(passages: tuple[Passage, ...]) -> QuoteFinder:
    """Return the finder of a draft: one draft is asked about many times in a row."""
    for finder in list(_latest):
        if finder.passages is passages:
            return finder
    finder = QuoteFinder(passages)
    _latest.append(finder)
    return finder


@lru_cache(maxsize=20_000)
def _normalised(text: str) -> tuple[str, tuple[int, ...]]:
    return normalise(text)
