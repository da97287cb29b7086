"""Exams in words: « l'épreuve où il faut choisir des agences », « celle sur l'équipe », « le truc avec les tableaux »."""

import re
from collections.abc import Sequence

from assistant.coaching.asking.scope import NameReading, Scope, read_names, scope_of_keys
from assistant.referential.knowledge import Knowledge
from assistant.referential.model import EntryKey, EntryKind, Referential
from assistant.referential.wording import words
from assistant.search.searcher import Found, Searcher

_HEAD = (
    r"(?:(?:l|le|la|les|un|une|d une|cette|ce|mon|ma|notre|the|this|my|that) )?"
    r"(?:epreuves?|examens?|exams?|oral|soutenance|partie|truc|machin|celui|celle|dossier|bloc|tests?|the one|one|part|thing)"
)
_LINK = (
    r"(?:ou|qui|avec|sur|de|du|des|d|pour|consacree? (?:a|aux?)|autour|concernant|liee? (?:a|aux?)|dans laquelle|dans lequel|"
    r"about|on|with|where|in which|that)"
)
_DESCRIBED = re.compile(rf"\b{_HEAD} {_LINK} (?:(?:la|le|les|l|un|une|des|the|a) )?(?P<words>\w.*)")
_VERB_LINK = re.compile(rf"\b{_HEAD} (?:ou|qui|dans laquelle|dans lequel|where|in which|that) ")
_ASKING = re.compile(
    r" (?:(?:c est |cest |c )?(?:quoi|koi)|combien|cb|comment|quel(?:le)?s?|est ce|qu est|sur quoi|how|what|which|is|do|does|dure|je dois|"
    r"on (?:est|me|nous|doit)|faut il|il faut|ca (?:se|dure|consiste)|en quoi|y a|ya|il y a|a t|elle (?:est|se|dure)|il (?:est|se|dure)|(?:il|elle|ils|elles|ca|on) \w+ (?:quoi|koi|comment|combien|cb))\b.*"
)
_CLAUSES = re.compile(r"[,;:.!?…()«»\"]+")
_LEAST_WORDS = 1
_MOST_WORDS = 14
_MEANT_SHARE = 0.8
_MEANT_MASS = 0.35
"""What the search must find inside one exam for a description to mean it: decided on dev conversations."""


class DescribedExams:
    """Reads which exam a description means."""

    def __init__(self, knowledge: Knowledge, referential: Referential, searcher: Searcher) -> None:
        """Take what descriptions are compared with."""
        self._vocabulary = knowledge.vocabulary
        self._details = knowledge.facts.details
        self._referential = referential
        self._searcher = searcher

    def read(self, question: str) -> NameReading | None:
        """Return the exam that a question describes; in `masked` « cette épreuve » stands for the description."""
        clauses = [" ".join(words(clause)) for clause in _CLAUSES.split(question)]
        for place, clause in enumerate(clauses):
            match = _DESCRIBED.search(clause)
            if not match:
                continue
            verb = bool(_VERB_LINK.match(match[0]))
            description = _description(match["words"], verb=verb)
            scope = self._meant(description)
            if scope:
                end = match.start("words") + len(description)
                masked = f"{clause[: match.start()]} cette épreuve {clause[end:]}"
                whole = " ".join((*clauses[:place], masked, *clauses[place + 1 :]))
                return NameReading(scope, " ".join(whole.split()), (description,))
        return None

    def meant(self, text: str) -> Scope:
        """Return the exam that a text as a whole describes."""
        return self._meant(" ".join(words(text)))

    def _meant(self, description: str) -> Scope:
        if not _LEAST_WORDS <= len(description.split()) <= _MOST_WORDS:
            return Scope()
        named = read_names(description, self._vocabulary, self._referential, short=True).scope
        if len(named.exams) == 1:
            return named
        masses = self._masses(self._searcher.search(description))
        total = sum(masses.values())
        best = max(masses, key=lambda exam: masses[exam], default="")
        if not best or masses[best] < max(_MEANT_MASS, _MEANT_SHARE * total):
            return Scope()
        return scope_of_keys([EntryKey(EntryKind.EXAM, best)], self._referential, explicit=False)

    def _masses(self, found: Sequence[Found]) -> dict[str, float]:
        """How probable the entries of each exam are together, and the details that its modalités state."""
        masses: dict[str, float] = {}
        for item in found:
            exam = self._exam_of(item)
            if exam:
                masses[exam] = masses.get(exam, 0.0) + item.probability
        return masses

    def _exam_of(self, item: Found) -> str:
        if item.target.kind == "fact" and item.target.id in self._details:
            return self._details[item.target.id].exam
        key = item.target.entry
        exam = self._referential.exam_of(key) if key else None
        return exam.id if exam else ""


def _description(text: str, *, verb: bool) -> str:
    """The words that describe, up to those that ask; after « où » the first verb describes."""
    kept = text.split()
    start = 2 if verb else 1
    head, rest = " ".join(kept[:start]), " ".join(kept[start:])
    return f"{head} {_ASKING.sub('', f' {rest}').strip()}".strip()
