"""Sentences of a language model against what they may rest on; what fails is left out, and the program's own words stand."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from assistant.dossier.hostile import speaks_to_reviewer
from assistant.language.fencing import BREAK
from assistant.language.grounding import unsupported_figures, unsupported_quotes
from assistant.referential.wording import fold, words

_LEAST_FRENCH = 0.15
"""The share of a sentence's words that French hardly does without: the poorest question of the bank has .17."""
_FRENCH = frozenset(
    "le les l des du d au aux et est sont etait sera a ont ce cet cette ces c s se n ne pas plus que qu qui quoi quel "
    "quelle quels quelles comment combien pourquoi quand ou dont je j il elle on ils elles nous vous votre vos leur "
    "leurs avez etes avec sans dans chez pour par sur entre vers une un de la en y si".split()
)
_ELSEWHERE = frozenset(
    "the is are was what which how who why you your they with for of and this that does did would should can "
    "el los las del por como para una con qual come della delle che sono und der die das ist nicht wie".split()
)
"""Words of other languages that French doesn't have: with as many of them a sentence isn't French."""
_SURELY_FOREIGN = 3
_LEAST_WORDS = 3
_SAME_RUN = 7
"""So many words in a row, as they stand in a prompt, are the prompt's."""
GIVEN_AWAY_AT = 85.0
"""A question that holds a point to this degree (0 to 100) says its answer; the bank's own come to 84."""
_MARKUP = re.compile(r"[<>{}\[\]`#|*\\@^~=]|https?:|www\.|\n")
_OF_ITSELF = re.compile(
    r"modele de langage|\ben tant qu(?:e|'|')? ?(?:ia|intelligence artificielle|assistant|modele)\b"
    r"|\bje ne (?:peux|puis|suis) pas (?:en mesure|autorise|repondre|aider|vous aider|vous repondre)|\bdesolee?,|\bprompt\b"
)
_NAME = re.compile(r"(?<![.!?…:;«“\"(–—-]\s)(?<![«“\"(])(?<!^)\b[A-ZÀ-ÖØ-ÝŒ][\w’'-]*")
_CLAUSE = re.compile(r"[.!?;:…]+\s+")
_SPACED = re.compile(r" (?=[?!;:»%€])|(?<=«) ")
_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")


@dataclass(frozen=True)
class Grounds:
    """What a sentence may take figures, quotations and names from, and what it was told, which it must not repeat."""

    sources: tuple[str, ...]
    told: str = ""
    most_words: int = 60


def tidied(text: str) -> str:
    """Return a text on one line, without invisible marks of ours, with the no-break spaces of French."""
    line = " ".join(text.replace(BREAK, "").split())
    return _SPACED.sub("\u00a0", line)


def without_quotes(text: str) -> str:
    """Return a text without what stands between quotation marks: what is asked, without the words it starts from."""
    return " ".join(_QUOTED.sub(" ", text).split())


def stands(sentence: str, grounds: Grounds) -> bool:
    """Tell whether a sentence is plain French, and all its figures, quotations and names come from its sources."""
    return (
        len(words(sentence)) >= _LEAST_WORDS
        and len(sentence.split()) <= grounds.most_words
        and _is_plain(sentence)
        and is_french(sentence)
        and not unsupported_figures(sentence, grounds.sources)
        and not unsupported_quotes(sentence, grounds.sources)
        and not _unknown_names(sentence, grounds.sources)
        and not repeats(sentence, grounds.told)
        and not speaks_to_reviewer(sentence)
    )


def asks(sentence: str, grounds: Grounds, points: Sequence[str]) -> bool:
    """Tell whether a sentence stands, asks something, and doesn't say itself what a good answer holds."""
    return sentence.endswith("?") and stands(sentence, grounds) and not gives_away(sentence, points)


def is_french(text: str) -> bool:
    """Tell whether a text is French, and each of its sentences, as far as its small words tell."""
    found = words(text)
    french, foreign = _small_words(found)
    if french <= foreign or french < _LEAST_FRENCH * len(found):
        return False
    return not any(is_foreign(clause) for clause in _CLAUSE.split(text))


def is_foreign(clause: str) -> bool:
    """Tell whether a sentence is surely of another language, even beside sentences that aren't."""
    french, foreign = _small_words(words(clause))
    return foreign >= _SURELY_FOREIGN and foreign > french


def speaks_of_itself(text: str) -> bool:
    """Tell whether a model refuses, or says that it is one."""
    return _OF_ITSELF.search(fold(text)) is not None


def _small_words(found: Sequence[str]) -> tuple[int, int]:
    """How many words are those of French, and those of other languages."""
    return sum(word in _FRENCH for word in found), sum(word in _ELSEWHERE for word in found)


def gives_away(text: str, points: Sequence[str]) -> bool:
    """Tell whether a text holds one of the points, word for word or nearly so."""
    folded = fold(text)
    return any(fuzz.partial_ratio(fold(point), folded) >= GIVEN_AWAY_AT for point in points)


def _is_plain(text: str) -> bool:
    """No mark-up, no address, no invisible sign, no letter of another script, no open quotation, no word on itself."""
    if _MARKUP.search(text) or speaks_of_itself(text) or text.count("«") != text.count("»"):
        return False
    if text.count('"') % 2 or text.count("“") != text.count("”"):
        return False
    return all(
        unicodedata.name(sign, "").startswith("LATIN ") if sign.isalpha() else unicodedata.category(sign)[0] != "C"
        for sign in unicodedata.normalize("NFC", text)
    )


def _unknown_names(text: str, sources: Sequence[str]) -> bool:
    """Whether a name or an acronym, known by its capital within a sentence, stands in none of the sources."""
    known = _words_of(tuple(sources))
    return any(not set(words(name)) <= known for name in _NAME.findall(text))


@lru_cache(maxsize=64)
def _words_of(sources: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for source in sources for word in words(source))


def repeats(text: str, told: str) -> bool:
    """Tell whether a text repeats a run of words of the prompt."""
    runs = _runs(told)
    found = words(text)
    return any(tuple(found[at : at + _SAME_RUN]) in runs for at in range(len(found) - _SAME_RUN + 1))


@lru_cache(maxsize=16)
def _runs(told: str) -> frozenset[tuple[str, ...]]:
    found = words(told)
    return frozenset(tuple(found[at : at + _SAME_RUN]) for at in range(len(found) - _SAME_RUN + 1))
