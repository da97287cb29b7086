"""A worded answer while it comes: what of it may be shown, and whether anything is wrong with it."""

import re
from itertools import islice

from assistant.coaching.asking.wording.checking import Checker, Problem
from assistant.coaching.asking.wording.cleaning import cleaned
from assistant.coaching.asking.wording.holding import whole_until

_WORD_END = re.compile(r"\s")
_TOLD_PROBLEMS = 5


class Growing:
    """Takes pieces as they come. It reads word by word, so that what it finds doesn't depend on how they were cut."""

    def __init__(self, checker: Checker) -> None:
        """Begin before the first piece."""
        self._checker = checker
        self._raw = ""
        self._read = 0
        self.text = ""
        """All that came, as it will be read."""
        self.shown = ""
        """What is whole and verified."""
        self.problems: tuple[Problem, ...] = ()
        """What is wrong, the worst first; nothing more is shown then."""

    def take(self, piece: str) -> bool:
        """Take in a piece, and tell whether there is more to show."""
        before = len(self.shown)
        self._raw += piece
        self.text = cleaned(self._raw)
        for end in list(_WORD_END.finditer(self.text, self._read)):
            self._read = end.end()
            self._grow(whole_until(self.text[: self._read]))
            if self.problems:
                break
        return len(self.shown) > before

    def _grow(self, end: int) -> None:
        if end > len(self.shown):
            self._check(self.text[:end], final=False)

    def finish(self) -> None:
        """Check the whole answer, and show it where nothing is wrong."""
        self._check(self.text.strip(), final=True)

    def _check(self, text: str, *, final: bool) -> None:
        self.problems = tuple(islice(self._checker.problems(text, final=final), _TOLD_PROBLEMS))
        if not self.problems:
            self.shown = text
