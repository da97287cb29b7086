"""Whether a refusal is what a candidate can read: one French sentence, and nothing of the machine."""

import errno
import os
import re
from collections.abc import Iterable

MOST_CHARACTERS = 400

_NAMES = re.compile(r"«[^»]*»")
_ENGLISH = re.compile(
    r"\b(?:the|is|not|no such|of|file name|directory|error|errno|invalid|failed|unable|cannot|can't|expected|unexpected"
    r"|denied|unsupported|missing|too long|value|input|object|string|line \d+|char \d+)\b|\w+(?:Error|Exception)\b",
    re.IGNORECASE,
)
_SYSTEM = tuple(os.strerror(code).lower() for code in errno.errorcode)
_TRACEBACK = re.compile(r"Traceback|File \"|\bat 0x[0-9a-f]+|^\s*\^+\s*$", re.MULTILINE)
_PATH = re.compile(r"(?<![\w.])(?:/[\w.~-]+){2,}|\b[A-Za-z]:\\")


def sentence_faults(text: str, own_words: Iterable[str] = ()) -> list[str]:
    """Return what is wrong with a refusal; nothing where it is one clear French sentence.

    `own_words` are what the person typed (a path, a name): they may be said back. Between « » stand names, in any language.
    """
    if not text.strip():
        return ["nothing is said"]
    found = []
    if len(text.strip().splitlines()) > 1:
        found.append("it is more than a line")
    if any(not letter.isprintable() for letter in text.strip() if letter not in "\n\u00a0\u202f"):
        found.append("it holds characters that can't be printed")
    if not text.strip().endswith("."):
        found.append("it doesn't end in a full stop")
    if len(text) > MOST_CHARACTERS:
        found.append(f"it is longer than {MOST_CHARACTERS} characters")
    if _TRACEBACK.search(text):
        found.append("it is a traceback")
    return [*found, *_foreign(text, own_words)]


def _foreign(text: str, own_words: Iterable[str]) -> list[str]:
    """What the program said in the words of the system or of a library."""
    for own in sorted(filter(None, own_words), key=len, reverse=True):
        text = text.replace(own, " ")
    found = []
    plain = _NAMES.sub(" ", text)
    english = next((words for words in _SYSTEM if words in plain.lower()), None)
    if english is None and (match := _ENGLISH.search(plain)):
        english = match[0]
    if english is not None:
        found.append(f"it speaks English (« {english} »)")
    if match := _PATH.search(text):
        found.append(f"it tells a path of the machine (« {match[0]} »)")
    return found
