"""What a text that is shown holds that its evidence doesn't, found by other means than those of the program."""

import re
import unicodedata

from assistant import Answer
from assistant.coaching.asking.wording.evidence import Evidence
from assistant.language.grounding import unsupported_figures

_LETTERS = str.maketrans("СсАа", "CcAa")
_PAIRS = {"«": "»", "“": "”", "„": "”", '"': '"', "‹": "›", "❝": "❞", "「": "」", "‘": "’"}
_ENGLISH = (
    "two three four five seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty ninety".split()
)
_VALUES = dict(zip(_ENGLISH, "2 3 4 5 7 8 9 10 11 12 15 20 30 40 50 60 90".split(), strict=True))
_CODE = re.compile(r"(?<![\w.])[CA] ?\d(?: ?\. ?\d)?(?: ?[-–] ?C\d\.\d)?(?:/\d+)?", re.IGNORECASE)

_NAMED = re.compile(
    r"(?:crit[eè]res?|activit[eé]s?|blocs?|comp[eé]tences?|[eé]preuves?) (\d+(?:(?:\.|, | et | ou )\d+)*)",
    re.IGNORECASE,
)


def unverified(shown: Answer, evidence: Evidence) -> list[str]:
    """Return the citations, quotations, codes and figures of an answer that no evidence holds."""
    text = _seen(shown.answer)
    return [
        *_citations(shown, text, evidence),
        *_quotes(text, evidence),
        *_codes(text, evidence),
        *_figures(text, evidence),
    ]


def _seen(text: str) -> str:
    kept = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return kept.translate(_LETTERS)


def _citations(shown: Answer, text: str, evidence: Evidence) -> list[str]:
    known = {entry.citation for entry in evidence.entries}
    wrong = [f"citation {item.id}" for item in shown.citations if item not in known]
    ids = {item.id for item in shown.citations}
    wrong += [f"cited id {found}" for found in re.findall(r"\(\w*\s?\*\*([^*]+)\*\*", text) if found not in ids]
    wrong += ["empty mark"] * text.count("()")
    return wrong + [f"mark {found}" for found in re.findall(r"\[[^\]]*\]?", text) if found not in {"[…]", "[...]"}]


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(str.maketrans("’‘–—", "''--")).lower()
    return " ".join(re.sub(r"[«»“”„\"*_]", " ", text).split()).strip(" .,;:!?…")


def _quotes(text: str, evidence: Evidence) -> list[str]:
    sources = [_folded(entry.text) for entry in evidence.entries]
    wrong: list[str] = []
    at = 0
    while at < len(text):
        opening = text[at]
        starts_word = opening != "‘" or not text[at - 1 : at].isalnum()
        if opening not in _PAIRS or not starts_word:
            at += 1
            continue
        end = text.find(_PAIRS[opening], at + 1)
        if end < 0:
            return [*wrong, f"open {text[at:]}"]
        parts = [_folded(part) for part in re.split(r"\[(?:…|\.\.\.)\]|…|\.\.\.", text[at + 1 : end])]
        if not any(all(part in source for part in parts) for source in sources) or not any(parts):
            wrong.append(f"quote {text[at : end + 1]}")
        at = end + 1
    return wrong


def _codes(text: str, evidence: Evidence) -> list[str]:
    known = {key.id for key in evidence.named} | set(_CODE.findall(" ".join(evidence.sources)))
    known |= {part for code in known for part in code.split("-")}
    found = [re.sub(r"\s", "", code).upper().replace("–", "-") for code in _CODE.findall(text)]
    wrong = [f"code {code}" for code in found if code not in known]
    digits = set(re.findall(r"\d+", " ".join(known)))
    return wrong + [f"named {number}" for number in _NAMED.findall(text) if not set(re.split(r"\D+", number)) <= digits]


def _figures(text: str, evidence: Evidence) -> list[str]:
    bare = re.sub(r"crit[eè]res? \d+(?:(?:, | et )\d+)*", "critère", text, flags=re.IGNORECASE)
    bare = re.sub(rf"\b({'|'.join(_ENGLISH)})\b", lambda found: _VALUES[found[1]], bare.replace("**", ""))
    wrong = [f"figure {figure.text}" for figure in unsupported_figures(bare, evidence.sources)]
    without = re.sub(r"^\s*\d+[.)] ", "", _CODE.sub(" ", bare), flags=re.MULTILINE)
    digits = set(re.findall(r"\d+", " ".join(evidence.sources)))
    return wrong + [f"digits {found}" for found in re.findall(r"\d+", without) if found not in digits]
