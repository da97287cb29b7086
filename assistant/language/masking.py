"""Names, phone numbers and addresses of a draft, put aside before a model on another machine reads it."""

import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from assistant.language.personal import PARTICLES, SPACE, Kind, Span, contact_details, names_in

_PLACEHOLDER = re.compile(
    r"\[\s*(PERSONNE|TELEPHONE|COURRIEL|ADRESSE|IBAN|NUMERO[_ ]SECU|TEXTE)\\?[_ ](\d{1,6})([a-z]{0,3})\s*\]",
    re.IGNORECASE,
)
"""A placeholder as a model may write it again: escaped for Markdown, in small letters, with a space."""
_SHORTEST_VARIANT = 3


class Mask:
    """Puts placeholders for what tells who someone is, the same ones throughout a draft, and puts it back.

    `[PERSONNE_1]` is a person, `[PERSONNE_1b]` another way to write the same one. What is not found stays: the signs
    around a name tell it, not a list of names. Any thread may use it.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """Learn the names of a draft's texts, the beginning of the draft first."""
        self._lock = threading.RLock()
        self._persons: dict[str, int] = {}
        self._placeholders: dict[tuple[Kind, str], str] = {}
        self._hidden: dict[str, str] = {}
        self._numbers: Counter[str] = Counter()
        self._names: re.Pattern[str] | None = None
        whole = list(texts)
        if whole:
            self.learn("\n".join(whole), cover=True)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many different things of each kind were hidden so far: « PERSONNE », « TELEPHONE », …"""
        with self._lock:
            return Counter(kind for kind, _ in self._placeholders if kind != "TEXTE")

    def learn(self, text: str, *, cover: bool = False) -> None:
        """Take in the names of a text, so that they are hidden wherever they stand."""
        with self._lock:
            for name in names_in(text, cover):
                self._learn_name(name)

    def _learn_name(self, name: str) -> None:
        words = re.split(rf"{SPACE}+", name)
        number = self._persons.get(name)
        if number is None:
            shared = [self._persons[word] for word in words[-1:] if word in self._persons]
            number = shared[0] if shared and len(words) == 1 else self._next("PERSONNE")
        for variant in (name, *(word for word in words if _stands_alone(word))):
            for written in (variant, variant.upper(), *([variant.title()] if variant.isupper() else [])):
                self._persons.setdefault(written, number)
        self._names = None

    def _next(self, kind: str) -> int:
        self._numbers[kind] += 1
        return self._numbers[kind]

    def hide(self, text: str) -> str:
        """Return a text with placeholders. `restore` gives back what it was, letter for letter."""
        with self._lock:
            self.learn(text)
            kept: list[str] = []
            at = 0
            for start, end, kind in self._spans(text):
                kept += [text[at:start], self._placeholder(kind, text[start:end])]
                at = end
            return "".join([*kept, text[at:]])

    def _spans(self, text: str) -> Iterator[Span]:
        """What is to be hidden, from left to right; placeholders of the draft's own are hidden too."""
        found: list[Span] = [(*match.span(), "TEXTE") for match in _PLACEHOLDER.finditer(text)]
        found += contact_details(text)
        if (names := self._pattern()) is not None:
            found += [(*match.span(), "PERSONNE") for match in names.finditer(text)]
        end = 0
        for span in sorted(found, key=lambda span: (span[0], -span[1])):
            if span[0] >= end:
                yield span
                end = span[1]

    def _pattern(self) -> "re.Pattern[str] | None":
        if self._names is None and self._persons:
            longest_first = sorted(self._persons, key=len, reverse=True)
            self._names = re.compile(rf"(?<![\w@.])(?:{'|'.join(map(re.escape, longest_first))})(?!\w|@)")
        return self._names

    def _placeholder(self, kind: Kind, words: str) -> str:
        placeholder = self._placeholders.get((kind, words))
        if placeholder is None:
            number = self._persons[words] if kind == "PERSONNE" else self._next(kind)
            variants = (f"[{kind}_{number}{_letters(index)}]" for index in range(len(self._hidden) + 1))
            placeholder = next(variant for variant in variants if variant.casefold() not in self._hidden)
            self._placeholders[kind, words] = placeholder
            self._hidden[placeholder.casefold()] = words
        return placeholder

    def restore(self, text: str) -> str:
        """Return a text with what its placeholders stand for; unknown ones stay."""

        def words(found: re.Match[str]) -> str:
            kind = found[1].replace(" ", "_")
            return self._hidden.get(f"[{kind}_{int(found[2])}{found[3]}]".casefold(), found[0])

        with self._lock:
            return _PLACEHOLDER.sub(words, text)


def _stands_alone(word: str) -> bool:
    """Whether one word of a name gives the person away by itself."""
    return len(word) >= _SHORTEST_VARIANT and word[0].isupper() and word.casefold() not in PARTICLES


def _letters(index: int) -> str:
    """« », « b », « c », … « z », « ba », …"""
    letters = ""
    while index:
        index, digit = divmod(index, 26)
        letters = chr(ord("a") + digit) + letters
    return letters
