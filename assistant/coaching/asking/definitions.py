"""« c'est quoi un benchmark ? »: the terms of the trade."""

import re

from assistant.coaching.asking.glossary import glossary_terms
from assistant.coaching.asking.reading import FILLERS, Reader, Reading, folded_question
from assistant.coaching.asking.scope import Scope
from assistant.coaching.asking.themes import places
from assistant.coaching.asking.understanding import Ask, Understanding
from assistant.referential.knowledge import GlossaryEntry
from assistant.referential.wording import fold, words

_DEFINITION = (
    r"(?:c ?'?\s?(?:est)? ?(?:quoi|koi)|ca (?:veut|signifie) dire quoi|que (?:veut dire|signifie)|qu'est[- ]ce qu(?:e|'|e c'est qu')|definition (?:de|d'|du)|"
    r"definir|definis\w*|what is|what's|what are|what does|meaning of|explique\w*(?:[- ]moi)? ce qu'est)"
)
_DEFINITION_FILLER = r"(?:(?:un|une|des|le|la|les|du|de|a|an|the|exactement|au juste|moi)\W+|l'|d'|qu')*"
_DEFINED_AFTER = (
    r"(?:(?:ca |ça )?(?:veut dire|signifie)|c'?\s?(?:est )?(?:quoi|koi)|kezako|keske? ?c|stands? for|means?)"
)
_DEFINED = re.compile(rf"{_DEFINITION}|{_DEFINED_AFTER}")


class Definitions:
    """The step for definitions."""

    def __init__(self, reader: Reader) -> None:
        """Take what questions are read with."""
        self._referential = reader.referential
        self._vocabulary = reader.knowledge.vocabulary

    def definition(self, reading: Reading) -> Understanding | None:
        """« c'est quoi un benchmark ? »."""
        question = folded_question(reading)
        if reading.codes.mentions:
            return None
        if not _DEFINED.search(question):
            # « et un KPI ? » after « c'est quoi un persona ? ».
            before = reading.context.questions[-1] if reading.context.questions else ""
            if not reading.short or not self._term_asked(fold(before)):
                return None
            question = f"c'est quoi {' '.join(word for word in words(question) if word not in FILLERS)}"
        entry = self._term_asked(question)
        if entry is None:
            return None
        terms = glossary_terms(entry.term, entry.aliases)
        found = places(terms, self._referential)
        return reading.understood(Ask.DEFINITION, subject=entry.term, entries=found, scope=Scope())

    def _term_asked(self, question: str) -> GlossaryEntry | None:
        """The term that stands alone after (or before) the words that ask for a definition; the longest one."""
        found = [
            (len(term), entry)
            for entry in self._vocabulary.glossary
            for term in glossary_terms(entry.term, entry.aliases)
            if _asks_to_define(term, question)
        ]
        return max(found, key=lambda pair: pair[0])[1] if found else None


def _asks_to_define(term: str, question: str) -> bool:
    words_of_term = r"\W+".join(re.escape(word) for word in term.split())
    after = rf"{_DEFINITION}\W*{_DEFINITION_FILLER}{words_of_term}s?\s*(?:$|[?!.,;:\"]|et\b|and\b|svp|stp|exactement|au juste|en fait|stand|mean)"
    before = rf"^\W*(?:\w+\W+){{0,3}}?{words_of_term}s?\W+{_DEFINED_AFTER}"
    return bool(re.search(rf"\b{after}", question) or re.search(before, question))
