"""A model's text as it will be read: whatever shows as a digit, a quotation mark or a bracket is one.

What is checked is what is shown, so tricks of signs have to be undone before. Each change depends on what stands
within a word alone: the beginning of a text, up to a space, is cleaned as it is within the whole.
"""

import re
import unicodedata
from functools import lru_cache
from html import unescape

_SIGNS = {
    "‹": "«", "›": "»", "《": "«", "》": "»", "❮": "«", "❯": "»", "⟪": "«", "⟫": "»",
    "❝": "“", "❞": "”", "〝": "“", "〞": "”", "「": "“", "」": "”", "『": "“", "』": "”", "‟": "“", "‛": "‘", "‚": "‘",
    "＂": '"', "″": '"', "ˮ": '"', "❛": "‘", "❜": "’", "＇": "'", "′": "'",
    "［": "[", "］": "]", "【": "[", "】": "]", "〔": "[", "〕": "]", "⟦": "[", "⟧": "]", "❲": "[", "❳": "]",
    "＜": "<", "＞": ">", "‐": "-", "‑": "-",
}  # fmt: skip
_REPLACED = {**dict.fromkeys(("Cf", "Cc", "Co", "Cn", "Cs"), ""), "Zl": "\n", "Zp": "\n"}
"""What invisible signs become, by their category."""
_KEPT_CONTROLS = frozenset("\n\t")
_PAIRS = (("<<", "«"), (">>", "»"), ("``", "“"), ("''", "”"), (",,", "„"), ("[[", "["), ("]]", "]"))
_SINGLE_OPEN = re.compile(r"(?<![\w’'])[‘'](?=\w)")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.!?…])[’'](?!\w)")
_ESCAPE = re.compile(r"\\(?=[^\w\s])")


def cleaned(text: str) -> str:
    """Return a model's text with entities and escapes undone, invisible signs dropped, one kind of each sign."""
    plain = unescape(_ESCAPE.sub("", unescape(text))) if "&" in text or "\\" in text else text
    kept = "".join(_sign(character) for character in plain)
    for pair, sign in _PAIRS:
        kept = kept.replace(pair, sign)
    return _double(kept)


def _double(text: str) -> str:
    """Turn single quotation marks around words into double ones; apostrophes stay."""
    if _SINGLE_OPEN.search(text) is None:
        return text
    parts: list[str] = []
    at = 0
    while opening := _SINGLE_OPEN.search(text, at):
        closing = _SINGLE_CLOSE.search(text, opening.end())
        parts += [text[at : opening.start()], "“"]
        at = opening.end()
        if closing is not None:
            parts += [text[at : closing.start()], "”"]
            at = closing.end()
    return "".join((*parts, text[at:]))


@lru_cache(maxsize=2048)
def _sign(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() or character in _KEPT_CONTROLS else ""
    category = unicodedata.category(character)
    if character in _SIGNS or category in _REPLACED:
        return _SIGNS.get(character, _REPLACED.get(category, ""))
    if category == "Nd":
        return str(unicodedata.decimal(character))
    folded = unicodedata.normalize("NFKC", character)
    # « ③ », « 𝟑 », « Ⅳ »
    return folded if category[0] in "LN" and folded.isascii() and folded.isalnum() else character
