"""Questions on facts: durations, teams, what to hand in… and what the référentiel doesn't say."""

import re

from assistant.coaching.asking.fact_signs import (
    DURATIONS,
    LISTED,
    asks_rest_of_time,
    claims_providers,
    sign_of,
    unstated_number,
)
from assistant.coaching.asking.question_words import SHORT_ENOUGH, asks_for_places
from assistant.coaching.asking.reading import Reader, Reading
from assistant.coaching.asking.scope import Scope, exams_alone, scope_of_keys
from assistant.coaching.asking.understanding import Ask, Understanding
from assistant.referential.knowledge import Target
from assistant.referential.model import EntryKey, EntryKind
from assistant.referential.wording import words
from assistant.search.searcher import Found

# Decided on the dev questions.
_FACT_WITHIN_EXAM = 0.3
_LEAST_FACT = 0.15
_CLEAR_SECOND_FACT = 0.25
_SIGNED_FACT = 0.02
"""What a word that asks for a fact needs of the search in a short question; more in a longer one."""
_SIGNED_FACT_IN_STORY = 0.12
_SHARE_OF_RIVAL = 0.25
_BESIDE_MASK = 0.2
_CLEAR_DETAIL = 0.3
_MEANT_SHARE = 0.7
_MEANT_MASS = 0.1
_LEAST_CLAUSE = 2
_MOST_CLAUSES = 3

_UNSCOPED_FACTS = frozenset({"written_only", "jury_choice", "evidence_kind"})
"""Facts whose answer over all exams is short enough to be given when no exam is named."""
_PROVIDERS = "providers_count"
_PLAIN_SIGNS = DURATIONS | {"support"}
"""Facts whose words ask for nothing else: no detail of the modalités is meant instead."""
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
    r"\b(?:chaque|toutes|tous|each|every|all|quelles|lesquelles|which exams?|epreuve par epreuve|par epreuve|(?:la|le) plus (?:long|longue|court|courte)|longest|shortest|tableau recapitulatif|en un tableau)\b"
)


_ONE_OF = re.compile(
    r"(?<!sais plus )(?<!sais pas )\b(?:(?:laquelle|lequel)(?= \w)|parmi (?:elles|eux|celles|ces|les)|which (?:one )?of (?:them|these))\b"
)
"""« laquelle se fait en équipe ? »: among the few exams spoken of, or among all."""
_FEW = 2

_NEEDED_WORDS = {
    "evidence_kind": re.compile(
        r"\b(?:oral\w*|orally|ecrit\w*|written|slides?|diapo\w*|powerpoint|ppt|support|soutenance|presentation|presente\w*|ou)\b"
    ),
    "criteria_count": re.compile(r"\b(?:combien|cb|nombre|nb|how many|total|\d+|une? seul|comporte\w*|compte)\b"),
}
"""Without one of these a question on criteria asks for the criteria themselves."""
_MASKED_INTENTS = {Target("intent", "activity_content"), Target("intent", "competence_text")}
_MARKS_ASKED = re.compile(r"\b(?:(?:combien|cb) de points|how many (?:points|marks)|coefs?|coefficients?|baremes?)\b")
_DETAIL_ASKED = re.compile(r"\b(?:combien|cb|quels?|quelles?|qui|faut|dois|doit|how many|which|who|what|must)\b")


class FactQuestions:
    """The step for facts."""

    def __init__(self, reader: Reader) -> None:
        """Take what questions are read with."""
        self._reader = reader
        self._referential = reader.referential
        self._details = reader.knowledge.facts.details

    def claimed(self, reading: Reading) -> Understanding | None:
        """« on m'a dit qu'il fallait cinq prestataires en C3.3 »: the number that the modalités state."""
        scope = self._scope(reading)
        stated = self._details.get(_PROVIDERS)
        if stated is None or scope.exams != (stated.exam,) or not claims_providers(reading):
            return None
        return reading.understood(Ask.FACT, subject=_PROVIDERS, scope=scope)

    def signed(self, reading: Reading) -> Understanding | None:
        """A fact that the question's own words ask for, of an exam that it names or that was spoken of."""
        scope = self._scope(reading)
        plain = self._plainly_signed(reading, scope)
        if plain is not None:
            return plain
        kind = sign_of(reading)
        if not kind or scope.of_kind(EntryKind.CRITERION):
            return None
        if not reading.scope and reading.size <= SHORT_ENOUGH:
            if self._over_all_exams(reading):
                return reading.understood(Ask.FACT, subject=kind, scope=Scope())
            if kind == "support" and not scope:
                return reading.understood(Ask.CLARIFY, subject=kind)
            scope = scope or self._meant(reading)
        if not scope or not self._borne_out(reading, kind):
            return None
        return reading.understood(Ask.FACT, subject=kind, also=self._second_fact(reading, kind), scope=scope)

    def _plainly_signed(self, reading: Reading, scope: Scope) -> Understanding | None:
        """What the words alone tell, whatever the search makes of them."""
        number = unstated_number(reading)
        if number:
            return reading.understood(Ask.UNSTATED, subject=number, scope=scope)
        if scope and asks_rest_of_time(reading):
            return reading.understood(Ask.FACT, subject="discussion_minutes", scope=scope)
        if not reading.scope and sign_of(reading) == "written_only":
            return reading.understood(Ask.FACT, subject="written_only", scope=Scope())
        return None

    def _borne_out(self, reading: Reading, kind: str) -> bool:
        """Tell whether the search doesn't contradict what the words ask for."""
        rival = reading.top
        detail = rival.target.kind == "fact" and rival.target.id in self._details
        if self._is_unstated(reading, kind) or (detail and kind not in _PLAIN_SIGNS):
            return False
        short = min(reading.size, len(reading.last_clause.split())) <= SHORT_ENOUGH
        least = _SIGNED_FACT if short else _SIGNED_FACT_IN_STORY
        if not reading.codes.mentions and rival.target.kind == "criterion":
            least = max(least, _SHARE_OF_RIVAL * rival.probability)
        return reading.probability("fact", *_family(kind)) >= least

    def _is_unstated(self, reading: Reading, kind: str) -> bool:
        """Tell whether a kind of fact that the référentiel never states is rather meant."""
        unstated = reading.best(("unstated",))
        if unstated.target.id == "jury_questions_list" and kind in DURATIONS:
            return False
        if kind == "oral" and _ONE_OF.search(reading.folded):
            return False
        return unstated.probability > 2 * reading.probability("fact", *_family(kind))

    def _scope(self, reading: Reading) -> Scope:
        return reading.scope or exams_alone(reading.context.scope, self._referential)

    def fact(self, reading: Reading) -> Understanding | None:
        """The fact, stated or not, that the search found."""
        kind, name = self._top_fact(reading)
        scope = reading.scope or reading.context.scope
        if kind == "unstated" and self._outweighs(reading):
            return reading.understood(Ask.UNSTATED, subject=name, scope=scope)
        if kind != "fact" or (name in self._details and self._is_story(reading)):
            return None
        if scope and self._rather_criteria(reading, name):
            return reading.understood(Ask.CRITERIA, scope=scope)
        scope = self._scope_of_fact(reading, name)
        if not scope and not self._over_all_exams(reading) and name not in _UNSCOPED_FACTS:
            return reading.understood(Ask.CLARIFY, subject=name)
        return reading.understood(Ask.FACT, subject=name, also=self._second_fact(reading, name), scope=scope)

    def _outweighs(self, reading: Reading) -> bool:
        """Tell whether what isn't stated is likelier, all together, than the criteria together or the facts together.

        The first place alone may come of one word: « un point tous les combien ? » isn't about marks.
        """
        if _MARKS_ASKED.search(reading.folded):
            return True
        unstated = reading.probability("unstated")
        return unstated >= max(reading.probability("criterion"), reading.probability("fact"))

    def _rather_criteria(self, reading: Reading, name: str) -> bool:
        """Tell whether a question on criteria asks for them, and not for their number or where they are judged."""
        needed = _NEEDED_WORDS.get(name)
        listed = name == "criteria_count" and LISTED.search(reading.folded)
        return bool(listed or (needed and not needed.search(reading.folded)))

    def _scope_of_fact(self, reading: Reading, name: str) -> Scope:
        """The exams that a fact is asked of; none where it is all of them."""
        if name in self._details:
            exam = EntryKey(EntryKind.EXAM, self._details[name].exam)
            return scope_of_keys([exam], self._referential, explicit=False)
        if not reading.scope and self._over_all_exams(reading):
            return Scope()
        return reading.scope or reading.context.scope or self._meant(reading)

    def _is_story(self, reading: Reading) -> bool:
        """Tell whether a longer question is rather on a point that is judged than on what the modalités state."""
        detail, entry = reading.best(("fact",)), reading.best(("criterion",))
        return reading.size > SHORT_ENOUGH and detail.probability < max(_CLEAR_DETAIL, 2 * entry.probability)

    def _top_fact(self, reading: Reading) -> Target:
        """What is asked first, a kind of fact before an entry that says less.

        Kinds of facts resemble each other and share their probability, so they weigh together; a rival entry
        counts only inside what the question names.
        """
        top = reading.top
        scope = reading.scope or (reading.context.scope if reading.short else Scope())
        if top.target in _MASKED_INTENTS and reading.codes.mentions:
            # What stands for the code weighs much: a fact that stands out beside it is what is asked.
            fact = reading.best(("fact", "unstated"))
            if fact.probability >= _BESIDE_MASK and fact.target.id != "competences_of_exam":
                return fact.target
        if not scope or top.target.kind not in {"exam", "competence", "criterion"}:
            return top.target
        facts = [item for item in reading.found if item.target.kind in {"fact", "unstated"}]
        rivals = [item for item in reading.found if (key := item.target.entry) and self._reader.inside(key, scope)]
        rival = rivals[0].probability if rivals else 0.0
        weight = _FACT_WITHIN_EXAM if rivals and rivals[0].target.kind == "exam" else 1.0
        together = sum(item.probability for item in facts)
        if facts[0].target.kind == "unstated" and top.target.kind == "criterion" and reading.context.scope:
            together = facts[0].probability
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
        if not _TWO_THINGS.search(reading.folded.removeprefix("et ").removeprefix("and ")):
            return ""
        family = _family(first)
        clauses = [clause for clause in _CLAUSES.split(reading.codes.masked) if len(words(clause)) >= _LEAST_CLAUSE]
        bests = [
            (clause, self._reader.search_inside(clause, reading.scope.exams)[0]) for clause in clauses[-_MOST_CLAUSES:]
        ]
        others = [
            best
            for clause, best in bests
            if self._is_another(best, family, reading)
            and (best.target.id not in self._details or _DETAIL_ASKED.search(clause.lower()))
        ]
        other = max(others, key=self._weight, default=None)
        if other and other.probability >= _CLEAR_SECOND_FACT:
            return other.target.id
        return ""

    def _weight(self, item: Found) -> float:
        """A detail's words may only name its exam: it counts half."""
        return item.probability / 2 if item.target.id in self._details else item.probability

    def _is_another(self, item: Found, family: frozenset[str], reading: Reading) -> bool:
        kind, name = item.target
        if kind != "fact" or name in family:
            return False
        return name not in self._details or self._details[name].exam in (
            reading.scope.exams or reading.context.scope.exams
        )

    def _over_all_exams(self, reading: Reading) -> bool:
        if _ONE_OF.search(reading.folded):
            return len(reading.context.scope.exams) < _FEW
        return asks_for_places(reading) or bool(_OVER_ALL.search(reading.folded))


def _family(kind: str) -> frozenset[str]:
    return next((family for family in _FAMILIES if kind in family), frozenset({kind}))
