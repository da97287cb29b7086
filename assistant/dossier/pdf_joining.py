"""Lines joined into a text: words that the end of a line cut are made whole again."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from assistant.dossier.pdf_lines import Line, lanes, line_of
from assistant.dossier.pdf_page import Word

_EDGES = re.compile(r"^\W+|\W+$")
_KEEPS_HYPHEN = re.compile(
    r"(?:^|\W)(?:non|mi|demi|semi|sous|après|avant|contre|vice|quelques|celui|celle|ceux|celles|lui|elle|eux|nous|vous|moi"
    r"|ci|là|peut|c’est-à|vis-à|e|multi|chef|mot|porte|grand|petit|moyen|est|ouest|nord|sud|rendez|savoir|mise|plus|dix"
    r"|vingt|trente|quarante|cinquante|soixante|quatre|follow|call|pay|click|b|a)-$",
    re.IGNORECASE,
)
_AFTER_HYPHEN = re.compile(
    r"^(?:t-(?:il|elle|on)|il|elle|on|ils|elles|je|tu|nous|vous|ce|là|ci|même|mêmes|dire|à|d’|up)\b", re.IGNORECASE
)
_ENOUGH_HYPHENS = 4
_HYPHENATED_SHARE = 0.02
_WIDEST_PADDING = 12.0
_LONGEST_ENDING = 4
_SPACED_SHARE = 0.15
"""Where more lines than this end with a blank, one that ends without may end inside a word."""


class Joiner:
    """Joins the lines of one document, knowing its words and whether its lines end in hyphens."""

    def __init__(self, lines: Iterable[Line], words: Iterable[Word]) -> None:
        """Take all the lines and words of the document."""
        ends = [line.words[-1] for line in lines]
        cut = sum(1 for word in ends if word.text.endswith("-") and len(word.text) > 1)
        self._hyphenated = cut >= _ENOUGH_HYPHENS and cut > _HYPHENATED_SHARE * len(ends)
        self._spaced = sum(word.spaced for word in ends) > _SPACED_SHARE * len(ends)
        self._known = Counter(_plain(word.text) for word in _in_company(list(words)))

    def lines(self, lines: Sequence[Line]) -> str:
        """Return the text of lines that belong together."""
        text = ""
        for line in lines:
            text = self._glued(text, line.text) if text else line.text
        return text

    def cell(self, words: Sequence[Word], right: float | None = None, left: float | None = None) -> str:
        """Return the text of a cell, between its left and right sides. A narrow cell may cut a word without a hyphen."""
        text = ""
        before: Line | None = None
        for lane in lanes(list(words)):
            line = line_of(lane)
            if before is None:
                text = line.text
            elif right is not None and left is not None and self._is_cut(before, line, left, right):
                text += line.text
            else:
                text = self._glued(text, line.text)
            before = line
        return text

    def _is_cut(self, before: Line, line: Line, left: float, right: float) -> bool:
        """Whether a word fills its line of the cell and ends on the next one."""
        head, tail = before.words[-1].text, line.words[0].text
        if len(before.words) > 1 or not head[-1:].isalpha() or not (tail[:1].islower() or tail[:1] in ",.;"):
            return False
        room = right - min(max(before.x0 - left, 0.0), _WIDEST_PADDING) - before.x1
        letter = (before.x1 - before.x0) / len(head)
        if room > 1.5 * letter:
            return False
        if self._known[_plain(head + tail)]:
            return not self._known[_plain(head)]
        if not self._spaced or before.words[-1].spaced:
            return False
        is_word = len(_plain(tail)) > _LONGEST_ENDING and (self._known[_plain(tail)] or "’" in tail)
        return not self._known[_plain(head)] and not is_word

    def _glued(self, before: str, after: str) -> str:
        if not before.endswith("-") or len(before) < 2 or before[-2].isspace():
            return f"{before} {after}"
        if before[-2].isalpha() and after[:1].islower() and self._is_hyphenation(before, after):
            return before[:-1] + after
        return before + after if after[:1].isalnum() else f"{before} {after}"

    def _is_hyphenation(self, before: str, after: str) -> bool:
        """Whether the hyphen is there because the line ended; else it belongs to the word."""
        head, tail = before.rsplit(" ", 1)[-1], after.split(" ", 1)[0]
        if self._known[_plain(head + tail)]:
            return False
        if self._known[_plain(head[:-1] + tail)]:
            return True
        return self._hyphenated and not _KEEPS_HYPHEN.search(before) and not _AFTER_HYPHEN.match(after)


def _in_company(words: list[Word]) -> Iterator[Word]:
    """Yield the words that share their line with another: one alone in a narrow cell may be half a word."""
    for before, word, after in zip([None, *words], words, [*words[1:], None], strict=False):
        if any(other is not None and abs(other.base - word.base) < 1 for other in (before, after)):
            yield word


def _plain(text: str) -> str:
    return _EDGES.sub("", text).lower()
