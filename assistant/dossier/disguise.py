"""Text in disguise: invisible characters, letters of other alphabets that look like ours, spaced out letters."""

import re
import unicodedata

_LOOKALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝкмнтвАВЕКМНОРСТУХІЈЅοαενικρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧℓ",
    "aeopcyxijshdqwkmhtbABEKMHOPCTYXIJSoaevikptuxABEZHIKMNOPTYXl",
)
_INVISIBLE = "\u200b\u200c\u200d\u2060\u2061\u2062\u2063\ufeff\u180e\u00ad\u034f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INSIDE_A_WORD = re.compile(rf"(?<=[^\W\d_])[{_INVISIBLE.replace(chr(0xAD), '')}]+(?=[^\W\d_])")
_TAGS = re.compile("[\U000e0020-\U000e007e]+")
_DROPPED = dict.fromkeys(map(ord, _INVISIBLE))
_SPACED = re.compile(r"(?<!\w)(?:\w[ .·_*-]){4,}\w(?!\w)")
_ENOUGH_INVISIBLE = 3
_ENOUGH_MIXED = 2


def unmask(text: str) -> str:
    """Return the text as it reads: plain letters, no accents, lower case, spaced out letters drawn together."""
    text = _TAGS.sub(lambda match: " " + "".join(chr(ord(letter) - 0xE0000) for letter in match.group()) + " ", text)
    text = unicodedata.normalize("NFKC", text.translate(_DROPPED))
    if not text.isascii():
        text = text.translate(_LOOKALIKES)
    decomposed = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("Œ", "OE"))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()
    plain = plain.translate(str.maketrans("’‘ʼ`“”«»–—‑", "''''\"\"\"\"---"))
    plain = _SPACED.sub(lambda match: re.sub(r"[ .·_*-]", "", match.group()), plain)
    return " ".join(plain.split())


def is_disguised(text: str) -> bool:
    """Whether the writer went out of their way to hide words from a machine, or to show a machine other ones."""
    if text.isascii():
        return False
    if _TAGS.search(text) or len(_INSIDE_A_WORD.findall(text)) >= _ENOUGH_INVISIBLE or "\u202e" in text:
        return True
    return sum(_is_mixed(word) for word in text.split()) >= _ENOUGH_MIXED


def _is_mixed(word: str) -> bool:
    """Whether a word has Latin letters and letters of an alphabet that looks like it."""
    latin = sum(letter.isascii() and letter.isalpha() for letter in word)
    foreign = sum(letter.isalpha() and ("\u0370" <= letter <= "\u04ff") and letter not in "μΩ" for letter in word)
    return latin >= 2 and foreign >= 1
