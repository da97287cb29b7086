"""Comparing wordings: what counts as the same text, whatever the typography."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_SAME_SIGN = str.maketrans({
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-",
    "\u00ad": None, "\u200b": None, "\ufeff": None,
})  # fmt: skip


def whole(text: str) -> str:
    """Return the text with halves of characters (lone surrogates), which no file can hold, replaced."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def fold_spaces(text: str) -> str:
    """Return the text with every run of white space, no-break spaces included, as one space."""
    return _SPACES.sub(" ", text).strip()


def fold_signs(text: str) -> str:
    """Return the text in NFKC with one kind of apostrophe, quotation mark and dash, and single spaces."""
    return fold_spaces(unicodedata.normalize("NFKC", text.translate(_SAME_SIGN)).translate(_SAME_SIGN))


def fold_accents(text: str) -> str:
    """Return the text without its diacritics (« élève » becomes « eleve »)."""
    decomposed = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def fold(text: str) -> str:
    """Return the text as it is compared: lower case, no accents, one kind of sign, single spaces."""
    return fold_signs(fold_accents(fold_signs(text).lower()))


def words(text: str) -> list[str]:
    """Return the folded words of the text, in their order."""
    return _WORD.findall(fold(text))
