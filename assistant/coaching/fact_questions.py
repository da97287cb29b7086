"""Questions on facts: durations, teams, what to hand in… and what the référentiel doesn't say."""

import re

from assistant.coaching.reading import Reader, Reading
from assistant.coaching.scope import Scope, scope_of_keys
from assistant.coaching.themed import asks_for_places, is_judged
from assistant.coaching.understanding import Ask, Understanding
from assistant.referential.knowledge import Target
from assistant.referential.model import EntryKey, EntryKind
from assistant.referential.wording import words
from assistant.search.searcher import Found

# Decided on the dev questions.
_FACT_WITHIN_EXAM = 0.3
_LEAST_FACT = 0.15
_SECOND_FACT = 0.08
_CLEAR_SECOND_FACT = 0.25
_SIGNED_FACT = 0.02
"""What a word that asks for a fact needs of the search in a short question; more in a longer one."""
_SIGNED_FACT_IN_STORY = 0.12
_CLEAR_UNSTATED = 0.5
_CLEAR_DETAIL = 0.3
_SHORT_ENOUGH = 14
_MEANT_SHARE = 0.7
_MEANT_MASS = 0.1
_LEAST_CLAUSE = 4
_MOST_CLAUSES = 3

_UNSCOPED_FACTS = frozenset({"written_only", "jury_choice", "evidence_kind"})
"""Facts whose answer over all exams is short enough to be given when no exam is named."""
_FAMILIES = (
    frozenset({"duration", "presentation_minutes", "discussion_minutes", "oral", "written_only"}),
    frozenset({"deliverables", "expected_elements"}),
    frozenset({"actions_count", "action_contents"}),
    frozenset({"own_experiment", "own_report"}),
)
"""Kinds of facts whose answers say the same."""
_TWO_THINGS = re.compile(r"\b(?:et|and|puis|ainsi que|plus)\b")
_CLAUSES = re.compile(r"(?:,?\s+(?:et|and|puis|ainsi que)\s+|[,;:]\s+)", re.IGNORECASE)
_OVER_ALL = re.compile(
    r"\b(?:chaque|toutes|tous|each|every|all|quelles|lesquelles|which exams?|epreuve par epreuve|par epreuve|tableau recapitulatif|en un tableau)\b"
)

_NUMBER = r"(?:\d+|cinq|dix|quinze|vingt|trente|quarante|quarante cinq|soixante|ten|fifteen|twenty|thirty|five)"
_TIME = re.compile(
    rf"\b(?:(?:combien|cb|quel) (?:de )?(?:temps|tps|minutes?|min|mn)|durees?|dure|durent|durer|how long|how (?:many|much) (?:minutes|time)|"
    rf"long comment|temps de parole|{_NUMBER} ?(?:minutes?|min|mn)|quart d heure|demi heure|longueur)\b"
)
_QUESTIONS = re.compile(
    r"\b(?:questions?|echanges?|entretien|discussion|interrog\w+|q a|qa|panel|questionne\w*|posent)\b"
)
_HOW_MANY = re.compile(r"\b(?:combien|cb|how (?:long|many|much))\b")
_AFTER_TALK = re.compile(
    r"^(?:et |and )?(?:(?:pour|a|about|what about|quid de|quant a|niveau|cote|la partie|the) )*(?:l |the )?oral(?: part)?$"
)
_TEAM = re.compile(
    r"\b(?:(?<!un )(?<!une )(?<!le )(?<!la )seule?s?|solo|(?:en|a|par) (?:groupe|equipe|binome|plusieurs|deux|trois|duo)|individuel\w*|collectif|alone|"
    r"in (?:a )?(?:team|group|pair)s?|taille (?:de l |d )?(?:equipe|groupe)|on est combien|combien (?:par|d etudiants|de personnes)|"
    r"how many people)\b"
)
_HAND_IN = re.compile(
    r"\b(?:livrables?|a rendre|rendus?|deliverables?|hand in|submit|"
    r"(?:dois|doit|devons|faut|must|have to|should|je|on)\b.{0,30}\b(?:rendre|remettre|rends|rend|fournir|deposer|give)|que (?:remet|rend)\w*)\b"
)
_SLIDES = re.compile(
    r"\b(?:faut|besoin|need|exig\w+|obligatoires?|projeter|y a|ya|avec|dois|do i|demand\w+|prevu)\b.*\b(?:diapo\w*|powerpoint|ppt|slides?|support)\b"
    r"|\b(?:diapo\w*|powerpoint|ppt|slides?|support)\b.*\b(?:exig\w+|obligatoires?|demand\w+|need\w*|required|prevu)\b"
)
_ORAL = re.compile(
    r"\b(?:y a|ya|a t il|a t elle|prevo\w+|lieu a|is there|have|has|dois je|faut|passe\w*|comporte\w*|oral ou)\b.*\b(?:oral|soutenance|passage)\b"
)
_COUNT_CRITERIA = re.compile(
    r"\b(?:combien|cb|nombre|nb|how many) (?:total )?(?:de |d )?(?:criter\w+|items|points evalues)\b"
)
_DURATIONS = frozenset({"duration", "presentation_minutes", "discussion_minutes"})
_QUESTIONS_FIRST = re.compile(r"\bquestions?\b.*\b(?:dure\w*|combien|temps|minutes|long)")
_SIGNS = ((_AFTER_TALK, "oral"), (_ORAL, "oral"), (_SLIDES, "support"), (_HAND_IN, "deliverables"), (_TEAM, "team"))


class FactQuestions:
    """The step for facts."""

    def __init__(self, reader: Reader) -> None:
        """Take what questions are read with."""
        self._reader = reader
        self._referential = reader.referential
        self._details = reader.knowledge.facts.details

    def signed(self, reading: Reading) -> Understanding | None:
        """A fact that the question's own words ask for, of an exam that it names or that was spoken of."""
        kind = self._sign(reading)
        scope = self._scope(reading)
        if kind in _DURATIONS and not scope and reading.size <= _SHORT_ENOUGH:
            scope = self._meant(reading)
        if not kind or not scope or scope.of_kind(EntryKind.CRITERION):
            return None
        rival = reading.top
        if self._is_unstated(reading, kind) or (rival.target.kind == "fact" and rival.target.id in self._details):
            return None
        family = _family(kind)
        least = _SIGNED_FACT if reading.size <= _SHORT_ENOUGH else _SIGNED_FACT_IN_STORY
        if not reading.codes.mentions and rival.target.kind == "criterion":
            least = max(least, 0.25 * rival.probability)
        if reading.probability("fact", *family) < least:
            return None
        return reading.understood(Ask.FACT, subject=kind, also=self._second_fact(reading, kind), scope=scope)

    def _is_unstated(self, reading: Reading, kind: str) -> bool:
        """Tell whether a kind of fact that the référentiel never states is rather meant."""
        unstated = reading.best(("unstated",))
        if unstated.target.id == "jury_questions_list" and kind in _DURATIONS:
            return False
        if kind in _DURATIONS and unstated.probability < _CLEAR_UNSTATED:
            return False
        return unstated.probability > 2 * reading.probability("fact", *_family(kind))

    def _scope(self, reading: Reading) -> Scope:
        return reading.scope or (reading.context.scope if reading.context else Scope())

    def _sign(self, reading: Reading) -> str:
        """The kind of fact that the words ask for, or nothing."""
        folded = reading.masked
        if _COUNT_CRITERIA.search(folded):
            return "criteria_count"
        judged = is_judged(reading)
        if _TIME.search(folded) or (_HOW_MANY.search(folded) and _QUESTIONS.search(folded) and not judged):
            return self._which_time(reading)
        signs = () if judged else _SIGNS
        return next((kind for sign, kind in signs if sign.search(folded)), "")

    def _which_time(self, reading: Reading) -> str:
        """The time of the questions, or of the oral."""
        if not _QUESTIONS.search(reading.masked):
            return "duration"
        talk = reading.probability("fact", "duration", "presentation_minutes")
        rather_questions = reading.probability("fact", "discussion_minutes") > talk
        return "discussion_minutes" if rather_questions or _QUESTIONS_FIRST.search(reading.masked) else "duration"

    def fact(self, reading: Reading) -> Understanding | None:
        """The fact, stated or not, that the search found."""
        kind, name = self._top_fact(reading)
        scope = reading.scope or reading.context.scope
        if kind == "unstated":
            return reading.understood(Ask.UNSTATED, subject=name, scope=scope)
        if kind != "fact":
            return None
        if name in self._details and self._is_story(reading):
            return None
        if name in self._details:
            exam = EntryKey(EntryKind.EXAM, self._details[name].exam)
            scope = scope_of_keys([exam], self._referential, explicit=False)
            return reading.understood(Ask.FACT, subject=name, also=self._second_fact(reading, name), scope=scope)
        if not reading.scope and self._over_all_exams(reading):
            scope = Scope()
        elif not scope:
            scope = self._meant(reading)
            if not scope and name not in _UNSCOPED_FACTS:
                return reading.understood(Ask.CLARIFY, subject=name)
        return reading.understood(Ask.FACT, subject=name, also=self._second_fact(reading, name), scope=scope)

    def _is_story(self, reading: Reading) -> bool:
        """Tell whether a longer question is rather on a point that is judged than on what the modalités state."""
        detail, entry = reading.best(("fact",)), reading.best(("criterion",))
        return reading.size > _SHORT_ENOUGH and detail.probability < max(_CLEAR_DETAIL, 2 * entry.probability)

    def _top_fact(self, reading: Reading) -> Target:
        """What is asked first, a kind of fact before an entry that says less.

        Kinds of facts resemble each other and share their probability, so they weigh together; a rival entry
        counts only inside what the question names.
        """
        top = reading.top
        scope = reading.scope or (reading.context.scope if reading.short else Scope())
        if not scope or top.target.kind not in {"exam", "competence", "criterion"}:
            return top.target
        facts = [item for item in reading.found if item.target.kind in {"fact", "unstated"}]
        rivals = [item for item in reading.found if (key := item.target.entry) and self._reader.inside(key, scope)]
        rival = rivals[0].probability if rivals else 0.0
        weight = _FACT_WITHIN_EXAM if rivals and rivals[0].target.kind == "exam" else 1.0
        together = sum(item.probability for item in facts)
        clear = together > max(weight * rival, _LEAST_FACT) and facts[0].probability > _LEAST_FACT * rival
        return facts[0].target if clear else top.target

    def _meant(self, reading: Reading) -> Scope:
        """The exam that a question describes without naming it: most of what the search finds is in it."""
        masses: dict[str, float] = {}
        for item in reading.found:
            key = item.target.entry
            exam = self._referential.exam_of(key) if key else None
            if exam:
                masses[exam.id] = masses.get(exam.id, 0.0) + item.probability
        best = max(masses, key=lambda exam_id: masses[exam_id])
        if masses[best] < max(_MEANT_MASS, _MEANT_SHARE * sum(masses.values())):
            return Scope()
        return scope_of_keys([EntryKey(EntryKind.EXAM, best)], self._referential, explicit=False)

    def _second_fact(self, reading: Reading, first: str) -> str:
        """« le cas est réel, et je passe combien de temps ? » asks two things; of one family, one answer does."""
        if not _TWO_THINGS.search(reading.folded):
            return ""
        family = _family(first)
        clauses = [clause for clause in _CLAUSES.split(reading.codes.masked) if len(words(clause)) >= _LEAST_CLAUSE]
        bests = [self._reader.search_inside(clause, reading.scope.exams)[0] for clause in clauses[:_MOST_CLAUSES]]
        others = [best for best in bests if self._is_another(best, family, reading)]
        other = max(others, key=lambda best: best.probability, default=None)
        if other and other.probability >= _CLEAR_SECOND_FACT:
            return other.target.id
        likely = [item for item in reading.found if self._is_another(item, family, reading)]
        return likely[0].target.id if likely[0].probability >= _SECOND_FACT else ""

    def _is_another(self, item: Found, family: frozenset[str], reading: Reading) -> bool:
        kind, name = item.target
        if kind != "fact" or name in family:
            return False
        return name not in self._details or self._details[name].exam in (
            reading.scope.exams or reading.context.scope.exams
        )

    def _over_all_exams(self, reading: Reading) -> bool:
        return asks_for_places(reading) or bool(_OVER_ALL.search(reading.folded))


def _family(kind: str) -> frozenset[str]:
    return next((family for family in _FAMILIES if kind in family), frozenset({kind}))
