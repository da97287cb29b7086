"""What a language model says of a criterion, once it is verified: words of the draft, and nothing that it made up."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.coaching.reviewing.reading_parts import Asked, ReadingPart
from assistant.coaching.sentences import is_foreign, repeats, speaks_of_itself
from assistant.dossier.hostile import speaks_to_reviewer
from assistant.dossier.model import Document, Passage
from assistant.dossier.quotes import QuoteFinder, is_verbatim, normalise
from assistant.judging.judgement import Verdict
from assistant.language.grounding import unsupported_figures, unsupported_quotes
from assistant.referential.wording import words as words_of

if TYPE_CHECKING:
    from prompts.outputs import CriterionReading, QuotedPassage, ReviewOutput

_VERDICTS: dict[str, Verdict] = {"couvert": "covered", "partiel": "partial", "absent": "missing"}
_MOST_QUOTES = 3
_LEAST_WORDS = 3
_SHORTEST, _LONGEST = 12, 500
"""Of a reason or an advice, in characters."""
_MARKS = re.compile(r" ?\[\d{1,3}(?:[,;–-] ?\d{1,3})*\]")
_EMPHASIS = re.compile(r"[*_#]{1,3}(?=\S)|(?<=\S)[*_]{1,3}")
_MARKUP = re.compile(r"[<>\[\]{}|`\\~^]|https?:|www\.|\bdata:|@", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?;:…]+\s+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PROMISE = re.compile(
    r"\b(?:vous (?:serez|êtes|allez être) (?:admise?|reçue?|diplômée?|certifiée?)|(?:le jury|la commission) vous (?:donnera|mettra)"
    r"|note (?:de|finale)|/ ?(?:10|20|100)\b|mention (?:bien|très bien|assez bien))",
    re.IGNORECASE,
)
_FRENCH = frozenset(
    "le la les un une des du de et est sont vous votre vos que qui pour dans sur avec ne pas au aux ce".split()
)
_ENGLISH = frozenset(
    "the is are was of and to in your you for with this that not it on has have should as an be".split()
)


@dataclass(frozen=True)
class VerifiedQuote:
    """The draft's own words, and the passage that they stand in."""

    words: str
    passage: Passage


@dataclass(frozen=True)
class Opinion:
    """A verified reading of one criterion. `found` and `missing` hold ids of its elements; the texts may be empty."""

    verdict: Verdict
    quotes: tuple[VerifiedQuote, ...] = ()
    found: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    reason: str = ""
    advice: str = ""


def opinions_of(output: "ReviewOutput", part: ReadingPart, document: Document, told: str = "") -> dict[int, Opinion]:
    """Return what holds of a model's readings, by number of criterion; of two of one criterion, the first.

    `told` is the prompt, none of which is to be repeated.
    """
    asked = {item.criterion.n: item for item in part.asked}
    found: dict[int, Opinion] = {}
    for reading in output.criteres:
        item = asked.pop(reading.critere, None)
        opinion = _opinion(reading, item, part, document, told) if item is not None else None
        if opinion is not None:
            found[reading.critere] = opinion
    return found


def _opinion(
    reading: "CriterionReading", asked: Asked, part: ReadingPart, document: Document, told: str
) -> Opinion | None:
    """A verified reading, None where its verdict is none, or says that something is there and quotes nothing of it."""
    verdict = _VERDICTS.get(reading.verdict.strip(" .«»\"'\u00a0\u202f").casefold())
    if verdict is None:
        return None
    quotes = () if verdict == "missing" else tuple(_verified(reading.citations or (), part, document))
    if verdict != "missing" and not quotes:
        return None
    found, missing = _elements(reading.trouves, asked), _elements(reading.manquants, asked)
    if verdict == "covered" and any(item.main and item.id in missing - found for item in asked.elements):
        verdict = "partial"  # it says itself that a part without which nothing is covered isn't there
    evidence = _evidence(part, asked)
    return Opinion(
        verdict=verdict,
        quotes=quotes[:_MOST_QUOTES],
        found=found - missing,
        missing=missing - found,
        reason=grounded(reading.raison, evidence, told),
        advice=grounded(reading.conseil, evidence, told),
    )


def _elements(letters: Sequence[str], asked: Asked) -> frozenset[str]:
    """The ids of the elements that are named, by letter or in full; what names none of this criterion is dropped."""
    named = {letter.strip(" .").rpartition(".")[2].casefold(): letter.strip(" .") for letter in letters}
    return frozenset(
        element.id
        for letter, element in asked.letters.items()
        if letter in named and named[letter].casefold() in {letter, element.id.casefold()}
    )


def _verified(given: "Sequence[QuotedPassage]", part: ReadingPart, document: Document) -> Iterator[VerifiedQuote]:
    """The quotes that stand in a passage that was sent, in the draft's own words; the number given is looked at first."""
    seen: set[tuple[int, str]] = set()
    for item in given:
        named = [part.passages[item.passage - 1]] if 0 < item.passage <= len(part.passages) else []
        for passage in dict.fromkeys((*named, *part.passages)):
            words = _words_in(item.citation, passage, part.text_of(passage))
            if words and is_verbatim(words, document):
                if (passage.index, words) not in seen:
                    yield VerifiedQuote(words, passage)
                seen.add((passage.index, words))
                break


def _words_in(quote: str, passage: Passage, shown: str) -> str:
    """The words of a passage that a quote repeats, typography apart; empty where it doesn't, or by half words."""
    quote = quote.strip(' \u00a0\u202f\n«»"“”')
    place = QuoteFinder((passage,)).find(quote)
    if place is not None:
        before, after = passage.text[place.start - 1 : place.start], passage.text[place.end : place.end + 1]
        whole = not (before.isalnum() and passage.text[place.start].isalnum()) and not (
            after.isalnum() and place.quote[-1:].isalnum()
        )
        return place.quote if whole and _enough(place.quote, passage) else ""
    if passage.cells and _enough(quote, passage) and _folded(quote) in _folded(shown):
        return passage.text  # the row, with its column heads and bars, as it was shown
    return ""


def _enough(quote: str, passage: Passage) -> bool:
    """Whether a quote is more than a word or two that stand anywhere."""
    return len(words_of(quote)) >= _LEAST_WORDS or quote == passage.text


def _folded(text: str) -> str:
    return f" {' '.join(words_of(normalise(text)[0]))} "


def _evidence(part: ReadingPart, asked: Asked) -> list[str]:
    """All that a reason may take figures and quotes from: what was sent of the draft, and the criterion."""
    texts = [text for item in part.passages for text in (part.text_of(item), item.text, part.heading_of(item))]
    ours = [text for item in asked.elements for text in (item.label, item.counts, item.announcement, item.advice)]
    return [*texts, *part.headings, asked.criterion.text, asked.criterion.id, *ours]


def grounded(text: str, evidence: Sequence[str], told: str = "") -> str:
    """Return a model's sentence, without numbers of passages and emphasis; empty where it may not be shown.

    It may not where a figure or a quote isn't of the evidence; where it isn't French, is too short or too long, holds
    a link, mark-up or what is left of a placeholder; where it promises something, refuses, speaks to a reviewer or
    repeats what the model was told.
    """
    plain = _EMPHASIS.sub("", _MARKS.sub("", _INVISIBLE.sub("", " ".join(text.split())))).strip()
    if not _SHORTEST <= len(plain) <= _LONGEST or _MARKUP.search(plain) or _PROMISE.search(plain):
        return ""
    if not _is_french(plain) or speaks_to_reviewer(plain):
        return ""
    if speaks_of_itself(plain) or repeats(plain, told):
        return ""
    if unsupported_figures(plain, evidence) or unsupported_quotes(plain, evidence):
        return ""
    return plain


def _is_french(text: str) -> bool:
    found = words_of(text)
    french = sum(word in _FRENCH for word in found)
    if any(is_foreign(sentence) for sentence in _SENTENCE.split(text)):
        return False
    return french > 0 and french >= sum(word in _ENGLISH for word in found)
