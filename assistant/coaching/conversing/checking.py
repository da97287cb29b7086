"""Whether what a model says of results says nothing else than they do; and the results put into its words."""

import re
from collections.abc import Sequence

from assistant.coaching.asking.language import Language, detect_language
from assistant.coaching.conversing.results import Result
from assistant.coaching.reviewing.review import ReviewVerdict
from assistant.language.grounding import citations, unsupported_figures, unsupported_quotes
from assistant.referential.wording import words

LONGEST = 1800
"""Characters of the model's own words."""
_LEAK_WORDS = 9
"""So many words of the instructions in a row are no chance."""
_FOREIGN = re.compile(
    r"https?:|www\.|mailto:|data:|javascript:|\]\s*\(|\]\s*\[|!\[|\]:|<[a-z/!]|&[a-z#]\w*;", re.IGNORECASE
)
"""Links, images and mark-up: none of ours would stand in the model's words."""
_REFUSAL = re.compile(
    r"\b(?:je ne peux (?:pas|malheureusement pas)|en tant qu (?:ia|intelligence|assistant|modele)|i cannot|i can t|as an ai)\b"
)
_FORECAST = re.compile(
    r"\bvous (?:allez (?:reussir|valider|obtenir|avoir)|reussirez|validerez|obtiendrez|aurez (?:la|une bonne|votre)|avez reussi|etes pret\w*)\b"
    r"|\b(?:note|mention) (?:de|maximale|excellente)\b|\bdossier (?:est )?(?:parfait|excellent|valide|admis)\b"
)
_PLACED = re.compile(r"^[ \t>*-]*\[(\d{1,2})\][ \t.:]*$", re.MULTILINE)
_CITED = re.compile(r"[ \t\u00a0\u202f]*\[\d{1,2}(?:\s*[,;–-]\s*\d{1,2})*\]")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_CRITERION = re.compile(r"\b(C\d\.\d(?:-C\d\.\d)?/\d{1,2})\b|\bcrit[eè]re (\d{1,2})\b", re.IGNORECASE)
_VERDICT_WORDS: tuple[tuple[ReviewVerdict, re.Pattern[str]], ...] = (
    ("covered", re.compile(r"\bcouvert(?:e|s|es)?\b", re.IGNORECASE)),
    ("partial", re.compile(r"\bpartiel(?:le|s|les|lement)?\b", re.IGNORECASE)),
    ("missing", re.compile(r"\b(?:absent|manquant)(?:e|s|es)?\b", re.IGNORECASE)),
)


def problems_of(text: str, results: Sequence[Result], instructions: str, language: Language = "fr") -> tuple[str, ...]:
    """Return why a model's words can't be shown, each in a word or two; nothing where they can."""
    own = _CITED.sub("", text)
    evidence = [part for result in results for part in result.evidence]
    found = {
        "vide": not citations(text),
        "trop long": len(own) > LONGEST,
        "numéro": not set(citations(text)) <= {result.number for result in results},
        "balisage": _FOREIGN.search(text) is not None or "```" in text,
        "chiffre": bool(unsupported_figures(own, evidence)),
        "citation": bool(unsupported_quotes(own, evidence)) or _unclosed(own),
        "verdict": any(_contradicts(sentence, results) for sentence in _SENTENCE.split(own)),
        "langue": detect_language(own) != language and bool(words(own)),
        "consignes": _leaks(own, instructions),
        "pronostic": _FORECAST.search(" ".join(words(own))) is not None,
        "refus": _REFUSAL.search(" ".join(words(own))) is not None,
    }
    return tuple(name for name, is_so in found.items() if is_so)


def arranged(text: str, results: Sequence[Result]) -> str:
    """Return a model's words with each result where its number stands alone; what must be seen and isn't comes last."""
    by_number = {result.number: result for result in results}
    placed: list[int] = []

    def put(found: re.Match[str]) -> str:
        number = int(found[1])
        if number in placed:
            return ""
        placed.append(number)
        return f"\n\n\0{number}\0\n\n"

    own = _PLACED.sub(put, text.replace("\0", ""))
    carried = set(citations(own))
    body = _CITED.sub("", own)
    rest = [item for item in results if item.number not in placed and (item.whole or item.number not in carried)]
    body += "".join(f"\n\n\0{item.number}\0" for item in rest)
    filled = re.sub("\0(\\d+)\0", lambda found: by_number[int(found[1])].shown, body)
    return re.sub(r"\n{3,}", "\n\n", filled).strip()


def one_by_one(results: Sequence[Result]) -> str:
    """Return the results in the program's own words alone."""
    return "\n\n---\n\n".join(result.shown for result in results)


def _unclosed(text: str) -> bool:
    """Whether a quotation begins and doesn't end, so that its words weren't compared."""
    return text.count("«") != text.count("»") or text.count("“") != text.count("”") or text.count('"') % 2 == 1


def _contradicts(sentence: str, results: Sequence[Result]) -> bool:
    """Whether a sentence gives a criterion a verdict that its review doesn't: one of each in it is enough to tell."""
    named = {found[1] or found[2] for found in _CRITERION.finditer(sentence)}
    said = [verdict for verdict, pattern in _VERDICT_WORDS if pattern.search(sentence)]
    reviews = [result.review for result in results if result.review is not None]
    if not said or not named:
        return False
    verdicts = {
        item.verdict for review in reviews for item in review.criteria if item.id in named or str(item.n) in named
    }
    return not set(said) <= verdicts


def _leaks(text: str, instructions: str) -> bool:
    told = " ".join(words(instructions))
    said = words(text)
    return any(" ".join(said[at : at + _LEAK_WORDS]) in told for at in range(len(said) - _LEAK_WORDS + 1))
