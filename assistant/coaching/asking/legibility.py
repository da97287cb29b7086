"""Whether a question can be read at all: words of the référentiel or of the ways to ask, not code and not letters at random.

What is misspelt is legible: a word counts as known where it sounds like a known one or has a wrong letter or two.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from assistant.coaching.asking.language import FREQUENT_WORDS
from assistant.coaching.asking.spelling import sound
from assistant.dossier.disguise import is_disguised, unmask
from assistant.referential.wording import fold, words
from assistant.search.lexical import stems

ILLEGIBLE = 0.5
"""Share of known words up to which nothing can be said. Of 778 dev questions without a code one that is to be answered
has less, « La deuxième, littéralement ? », which is taken as a follow-up before; the next has 0.56."""
DOUBTFUL = 0.67
"""Share below which an answer must be sure of itself."""
_ILLEGIBLE_SIGNS = 0.08
"""Share of signs of code: no dev question without a code comes near it."""
_SIGNS = frozenset("{}<>$;=`|\\_*#@[]/+~^&%")
_TRACES = re.compile(r"[{}<>=`|\\*$]|\b[A-Z]{4,} [A-Z]{4,}\b(?=.*[a-z])", re.DOTALL)
_LEAST_CHARACTERS = 12
_SHORTEST_HEARD = 3
_SHORTEST_MISTYPED = 5
_LONG = 8
_DIGITS = str.maketrans("013457@$", "oieastas")
_ONE_AS_L = str.maketrans("1", "l")
_MIXED = re.compile(r"(?<![\w@$])(?!\w{1,2}\d+(?![\w@$]))(?=[\w@$]*[013457@$])(?=[\w@$]*[^\W\d_])[\w@$]{2,}(?![\w@$])")
"""A word with digits for letters; « C3 », « GA4 » are none."""
_LEAST_MIXED = 3
_LEAST_KNOWN = 3000
"""Words that someone asks with; a référentiel alone has fewer, and nothing can be told from them."""


class Legibility:
    """Tells how much of a question is in known words."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Take texts in the words that are known."""
        known = {word for text in texts for word in words(text)}
        self._tells = len(known) >= _LEAST_KNOWN
        self._known = frozenset(known | FREQUENT_WORDS)
        self._stems = frozenset(stem for word in self._known for stem in stems(word))
        self._sorted = sorted(self._known)
        self._sounds = frozenset(sound(word) for word in self._known if len(word) >= _SHORTEST_HEARD)
        self._is_known = lru_cache(maxsize=4096)(self._looked_up)

    def share(self, text: str) -> float:
        """Return the share of known words, or of their letters where that is less; 1 where nothing can be told."""
        found = [word for word in words(text) if not word.isdigit()]
        if not self._tells or not found:
            return 1.0
        known = [word for word in found if self._is_known(word)]
        return min(len(known) / len(found), sum(map(len, known)) / sum(map(len, found)))

    def is_code(self, text: str) -> bool:
        """Tell whether signs of code stand where words should."""
        text = text.strip()
        return len(text) >= _LEAST_CHARACTERS and sum(sign in _SIGNS for sign in text) / len(text) >= _ILLEGIBLE_SIGNS

    def plain(self, text: str) -> str:
        """Return a text in disguise as it reads: « Ignоrе » with letters of another alphabet, « 1gn0r3 » with digits."""
        if is_disguised(text):
            text = unmask(text)
        mixed = [match[0] for match in _MIXED.finditer(text)]
        if sum(fold(self._in_letters(word)) in self._known for word in mixed) < _LEAST_MIXED:
            return text
        return _MIXED.sub(lambda match: self._in_letters(match[0]), text)

    def _in_letters(self, word: str) -> str:
        """A word with letters for its digits; « 1 » stands for an l where that makes a known word."""
        with_l = word.translate(_ONE_AS_L).translate(_DIGITS)
        return with_l if fold(with_l) in self._known else word.translate(_DIGITS)

    def has_traces_of_code(self, text: str) -> bool:
        """Tell whether anything in a text is rather written for a machine: enough where nothing else is sure."""
        return bool(_TRACES.search(text))

    def _looked_up(self, word: str) -> bool:
        if (
            word in self._known
            or self._stems.intersection(stems(word))
            or (len(word) >= _SHORTEST_HEARD and sound(word) in self._sounds)
        ):
            return True
        if len(word) < _SHORTEST_MISTYPED:
            return False
        wrong = 1 if len(word) < _LONG else 2
        return process.extractOne(word, self._sorted, scorer=Levenshtein.distance, score_cutoff=wrong) is not None
