"""What a model's text says that its evidence doesn't. Nothing here is a model; what passes is shown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.coaching.asking.language import Language, share_of
from assistant.coaching.asking.wording.evidence import Entry, Evidence
from assistant.coaching.asking.wording.marking import Mark, cited, has_loose_bracket, marks
from assistant.coaching.asking.wording.quoting import quotations, quoted_lines, without_quotations
from assistant.language.grounding import StatedFigure, figures, unsupported_figures, unsupported_quotes
from assistant.referential.codes import read_codes
from assistant.referential.model import EntryKey, EntryKind
from assistant.referential.wording import fold, words

Kind = Literal[
    "mark",
    "quote",
    "figure",
    "code",
    "link",
    "language",
    "leak",
    "refusal",
    "empty",
    "short",
    "long",
    "uncited",
    "form",
]
UNTRUE: frozenset[Kind] = frozenset({"mark", "quote", "figure", "code", "link"})
"""What would have made the answer say what the référentiel doesn't."""


@dataclass(frozen=True)
class Problem:
    """Why a text isn't shown: `detail` is one French sentence, for the model that is to mend it."""

    kind: Kind
    detail: str


_LEAKED_WORDS = 8
"""So many words in a row are the prompt's own, and no chance."""
_SURE_WORDS = 10
"""Of fewer words the language can't be told."""
_STRANGE_BEGINNING = 2
"""So many frequent words of the other language at the beginning, and none of its own, tell already."""
_LEAST_SHARE = 0.05
"""Of the words of a French or English text, so many at least are its language's own; of most a fifth to a third."""
_OTHER_SHARE = 0.25
_SHORT_TEXT = 400
_LEAST_WORDS = 6
_TOO_LONG = 2
"""How many times the wanted number of words is too many."""
_LINK = re.compile(
    r"\]\(|^\s*\[[^\]]*\]:|https?:|www\.|<[a-z/!?]|!\[|\bmailto:|\bdata:\w", re.IGNORECASE | re.MULTILINE
)
_OBJECT = re.compile(r"^\s*(?:```|~~~|\{\s*\"|\[\s*\{)|\"\s*:\s*[\"\[{]")
_CANNOT = (
    r"je (?:ne )?(?:peux|puis|pourrai|pourrais|sais|saurais) (?:malheureusement )?pas"
    r"|je ne suis pas (?:en mesure|autorisee?|capable)|je (?:suis|reste) (?:incapable|dans l'incapacite)"
    r"|i(?:'m| am) (?:unable|not able)|i (?:can't|cannot|can not|won't)"
)
_REFUSAL = re.compile(
    rf"^\W*(?:{_CANNOT})\b|(?:{_CANNOT})(?: d[e'])? ?(?:pas )?(?:to )?"
    r"(?:(?:vous |te |you )?(?:aide|repond|help|answer|assist)|traite|accede|donne\w* suite|fai(?:re|s) cela|satisfai)"
    r"|\bje (?:suis|reste) (?:vraiment |sincerement )?(?:desolee?|navree?)\b|^\W*(?:desolee?|navree?|sorry)\b"
    r"|\bi(?:'m| am) sorry\b|\ben tant qu(?:e |')(?:modele|assistant|ia\b|intelligence|un modele)"
    r"|\bas an? (?:ai|language model|assistant)\b"
)
"""A tutor may say what he can't: « je ne peux pas vous dire combien »; not that he doesn't answer."""
_EMPHASIS = re.compile(r"[*_`~]+")
_SOFT_BREAK = re.compile(r"[ \t]*\n(?![ \t]*(?:[-*+•>#|]|\d{1,2}[.)][ \t]|\n|$))")
_NUMBERED = re.compile(
    r"\b(?:crit[eè]res?|criteri(?:on|a)|activit(?:[eé]s?|y|ies)|blocs?)\s+(?:n°\s*)?"
    r"(\d{1,2}(?:(?:\s*,\s*|\s+(?:et|ou|and|or)\s+)\d{1,2})*)(?![\w%]|[.,]\d)",
    re.IGNORECASE,
)
"""« critères 2 et 3 », « activité 3 »: names, which the codes' grammar reads."""
_SENTENCE_END = re.compile(r"[.!?;:…]\s+|\n")
_ENGLISH = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split()
    )
}
_ENGLISH_TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_ENGLISH_NUMBER = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_ENGLISH_TENS)})(?:[- ](?P<unit>{'|'.join(list(_ENGLISH)[1:10])}))?"
    rf"|(?P<small>{'|'.join(list(_ENGLISH)[2:])}))\b(?P<scale>[ -](?:hundred|thousand|million))?"
    r"|\b(?P<half>half an hour|half-hour)\b|\b(?P<quarter>(?:a )?quarter of an hour)\b",
    re.IGNORECASE,
)
_SCALES = {"": 1, "hundred": 100, "thousand": 1000, "million": 1_000_000}


class Checker:
    """Checks one answer while it grows, against its evidence and the words of its prompt.

    A line or a claim that was found right isn't read again: an answer is checked at each of its words.
    """

    def __init__(self, evidence: Evidence, told: str) -> None:
        """Take the evidence, and what the model is told besides: none of it is to be repeated."""
        self._evidence = evidence
        said = {run for source in evidence.sources for run in _runs(source)}
        self._told = frozenset(_runs(told)) - said
        self._right: set[tuple[str, tuple[int, ...]]] = set()

    def problems(self, text: str, *, final: bool) -> Iterator[Problem]:
        """Yield what is wrong with a whole answer, or with the beginning of one, as far as it is whole."""
        if final and not text.strip():
            yield Problem("empty", "La réponse est vide.")
            return
        flat = _EMPHASIS.sub("", text)
        yield from self._form(text, flat)
        yield from self._marks(text)
        yield from self._quotes(text, flat)
        yield from self._statements(flat)
        yield from self._places(text)
        yield from self._language(text, final=final)
        if final:
            yield from self._ends(text)

    def _ends(self, text: str) -> Iterator[Problem]:
        """What only a whole answer can lack."""
        if quotations(text).open_at is not None:
            yield Problem("quote", "Un guillemet n’a pas son pendant.")
        numbers = frozenset(cited(text, self._evidence))
        if not numbers:
            yield Problem("uncited", "La réponse ne cite aucun numéro entre crochets.")
        elif missing := sorted(self._evidence.required - numbers):
            listed = ", ".join(f"[{number}]" for number in missing)
            yield Problem("uncited", f"La réponse doit aussi s’appuyer sur {listed} et le citer.")
        elif not numbers & self._evidence.own:
            listed = " ou ".join(f"[{number}]" for number in sorted(self._evidence.own))
            yield Problem("uncited", f"La réponse doit s’appuyer sur {listed} et le citer.")
        if len(words(text)) < _LEAST_WORDS:
            yield Problem("short", "La réponse est trop courte.")

    def _form(self, text: str, flat: str) -> Iterator[Problem]:
        if _OBJECT.search(text):
            yield Problem("form", "La réponse doit être du texte, et non un objet JSON ou du code.")
        if _LINK.search(text):
            yield Problem("link", "Le référentiel ne contient ni lien ni balise.")
        if _REFUSAL.search(fold(flat)):
            yield Problem("refusal", "La réponse refuse de répondre.")
        found = words(flat)
        if len(found) > _TOO_LONG * self._evidence.words:
            yield Problem("long", f"La réponse est trop longue : {self._evidence.words} mots au plus.")
        if not self._told.isdisjoint(_runs_of(found)):
            yield Problem("leak", "La réponse répète les consignes.")

    def _marks(self, text: str) -> Iterator[Problem]:
        if has_loose_bracket(text):
            yield Problem("mark", "Un crochet n’a pas son pendant.")
        for mark in marks(text, self._evidence):
            if mark.numbers is None:
                shown = text[mark.start : mark.end].strip()
                yield Problem("mark", f"« {shown} » n’est pas le numéro d’un extrait.")

    def _quotes(self, text: str, flat: str) -> Iterator[Problem]:
        found = quotations(flat)
        if found.stray:
            yield Problem("quote", "Un guillemet n’a pas son pendant.")
        # Each quotation is checked by itself too: where marks of several kinds meet, nobody knows who reads what.
        wordings = self._evidence.wordings
        spoken = [item.words for item in found.closed] + [line for _, line in quoted_lines(text)]
        wrong = [quote for quote in spoken if not stands_in(quote, wordings)]
        wrong += unsupported_quotes(flat, wordings)
        if wrong:
            yield Problem("quote", f"Ces mots entre guillemets ne sont pas ceux d’un extrait : « {wrong[0]} ».")

    def _statements(self, flat: str) -> Iterator[Problem]:
        """Codes and figures, line by line."""
        for line in _lines(flat):
            if (line, ()) in self._right:
                continue
            found = [*self._codes(line), *self._figures(line)]
            yield from found
            if not found:
                self._right.add((line, ()))

    def _codes(self, line: str) -> Iterator[Problem]:
        known = self._evidence.named
        numbers = {int(key.id.rpartition("/")[2]) for key in known if key.kind is EntryKind.CRITERION}
        reading = read_codes(line, self._evidence.referential)
        strange = [key.id for key in reading.keys if not _is_known(key, known)]
        strange += [*reading.unknown, *(f"critère {n}" for n in reading.numbers if n > 0 and n not in numbers)]
        if strange:
            yield Problem("code", f"Aucun extrait ne parle de {strange[0]}.")

    def _figures(self, line: str) -> Iterator[Problem]:
        if wrong := _unstated(line, self._evidence.sources):
            yield Problem("figure", f"« {wrong[0].text} » n’est dans aucun extrait.")

    def _places(self, text: str) -> Iterator[Problem]:
        """What is quoted or counted must stand in the entries that are cited for it, and not in others."""
        at = 0
        for mark in marks(text, self._evidence):
            claim = _EMPHASIS.sub("", text[at : mark.start])
            at = mark.end
            if (claim, mark.numbers or ()) in self._right:
                continue
            found = list(self._misplaced(claim, mark))
            yield from found
            if not found:
                self._right.add((claim, mark.numbers or ()))

    def _misplaced(self, claim: str, mark: Mark) -> Iterator[Problem]:
        starts = [end.end() for end in _SENTENCE_END.finditer(claim)]
        sentence = claim[starts[-1] :] if starts else claim
        entries = [self._evidence.by_number[number] for number in mark.numbers or ()]
        shown = "".join(f"[{entry.number}]" for entry in entries)
        last = quotations(claim).closed[-1:]
        quotes = [item.words for item in last if not _SENTENCE_END.search(claim, item.end)]
        if any(not stands_in(quote, [entry.text for entry in entries]) for quote in quotes):
            yield Problem("mark", f"Les mots entre guillemets devant {shown} viennent d’un autre extrait.")
        wrong = [found for found in _unstated(sentence.lstrip(), self._sources_of(entries)) if found.unit != "code"]
        if wrong:
            yield Problem("mark", f"« {wrong[0].text} » n’est pas dans {shown}.")

    def _sources_of(self, entries: Sequence[Entry]) -> list[str]:
        """The texts of some entries, and what was established where it can be of no other exam."""
        sources = [source for entry in entries for source in entry.sources]
        return [*sources, self._evidence.established] if self._evidence.is_of_one_exam else sources

    def _language(self, text: str, *, final: bool) -> Iterator[Problem]:
        """The whole answer where it is short or ended, else what was said last."""
        wanted: Language = self._evidence.language
        other: Language = "fr" if wanted == "en" else "en"
        own = without_quotations(text)
        last = own.rstrip().rpartition("\n")[2]
        right, wrong = share_of(last, wanted), share_of(last, other)
        strange = len(words(last)) >= _SURE_WORDS and wrong > max(right, _OTHER_SHARE)
        if final or len(text) < _SHORT_TEXT:
            right, wrong = share_of(own, wanted), share_of(own, other)
            count = len(words(own))
            strange = strange or (count >= _SURE_WORDS and (right < _LEAST_SHARE or right < wrong))
            strange = strange or (not right and round(wrong * count) >= _STRANGE_BEGINNING)
        if strange:
            name = "anglais" if wanted == "en" else "français"
            yield Problem("language", f"La réponse doit être en {name}.")


def stands_in(quote: str, wordings: Sequence[str]) -> bool:
    """Tell whether words stand in one of the wordings, typography and capitals apart."""
    bare = re.sub(r'[«»“”„"]', "", quote)
    return bool(bare.strip()) and not unsupported_quotes(f"«{bare}»", wordings)


def _is_known(key: EntryKey, known: frozenset[EntryKey]) -> bool:
    return key in known or any(other.id == key.id for other in known)


def _unstated(line: str, sources: Sequence[str]) -> tuple[StatedFigure, ...]:
    """The figures of a line that no source states; « critère 4 » is a name, and checked as one."""
    plain = _NUMBERED.sub(lambda found: found[0].replace(found[1], "de"), line)
    read = _in_digits(plain)
    return unsupported_figures(read, [*sources, *map(_in_digits, sources)]) if figures(read) else ()


def _in_digits(text: str) -> str:
    """English numbers in words as digits, which « figures » reads."""
    return _ENGLISH_NUMBER.sub(_digits, text)


def _digits(found: re.Match[str]) -> str:
    if found["half"]:
        return "30 minutes"
    if found["quarter"]:
        return "15 minutes"
    if found["tens"]:
        value = _ENGLISH_TENS[found["tens"].lower()] + _ENGLISH.get((found["unit"] or "zero").lower(), 0)
    else:
        value = _ENGLISH[found["small"].lower()]
    return str(value * _SCALES[(found["scale"] or "").lower().strip(" -")])


def _lines(text: str) -> list[str]:
    """The lines as they are shown: one that simply goes on belongs to the one before it."""
    return [line for line in _SOFT_BREAK.sub(" ", text).splitlines() if line.strip()]


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    return _runs_of(words(text))


def _runs_of(found: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for start in range(len(found) - _LEAKED_WORDS + 1):
        yield tuple(found[start : start + _LEAKED_WORDS])
