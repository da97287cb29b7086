"""One subject within an exam: « C3.2 et accessibilité ? », « les critères du diaporama en C2 »."""

import re
from collections.abc import Iterable
from math import log

from assistant.coaching.asking.question_words import SHORT_ENOUGH, asking_stems, asks_for_places, is_judged
from assistant.coaching.asking.reading import Reader, Reading
from assistant.coaching.asking.scope import Scope
from assistant.coaching.asking.themed import only_themes
from assistant.coaching.asking.themes import joined_themes, places_of, themes_in
from assistant.coaching.asking.understanding import Ask, Understanding
from assistant.referential.model import EntryKey, EntryKind
from assistant.search.lexical import stems

_CLEAR_FACT = 0.6
_LIKELY_FACT = 0.3
_CLEAR_CRITERION = 0.5
_KEPT_SHARE = 0.6
_MOST_OF_EXAM = 0.4

_ALSO_FACTS = frozenset({"oral", "slides", "team", "deliverables"})
"""Themes that are kinds of facts as well: « le diaporama de C2 » asks for the fact unless what is judged is asked."""
_WHERE_JUDGED = frozenset({"evidence_kind", "oral", "support", "written_only", "audience"})
_ALL_ASKED = re.compile(
    r"\b(?:tous|toutes|tt|integralite|ensemble des|complete?|entiere?|all|whole|every|chaque|par ligne)\b"
)


class Aspects:
    """The step for subjects within an exam."""

    def __init__(self, reader: Reader) -> None:
        """Take what questions are read with."""
        self._reader = reader
        self._referential = reader.referential
        self._vocabulary = reader.knowledge.vocabulary
        self._details = reader.knowledge.facts.details
        self._asking_stems = asking_stems(reader.knowledge)

    def aspect(self, reading: Reading) -> Understanding | None:
        """« C3.2 et accessibilité ? », « les critères du diaporama en C2 », « comment on juge mon oral de veille »."""
        scope = reading.scope
        if not scope.exams or scope.of_kind(EntryKind.CRITERION):
            return None
        judged = self._by_evidence(reading)
        if judged is not None or not reading.codes.mentions or not self._may_be_aspect(reading):
            return judged
        subject, keys = self._holding(reading)
        if not keys:
            return self._absent(reading)
        fact_meant = subject in _ALSO_FACTS and not is_judged(reading) and not asks_for_places(reading)
        if fact_meant or (not subject and self._likely_other_fact(reading, _LIKELY_FACT)):
            return None
        return reading.understood(Ask.THEME if subject else Ask.ASPECT, subject=subject, entries=keys)

    def _absent(self, reading: Reading) -> Understanding | None:
        """« handicap en C3.3 ? »: nothing but a theme that the exam doesn't speak of."""
        themes = joined_themes(" ".join(self._reader.own_words(reading)), self._vocabulary.themes)
        if not themes or themes[0] in _ALSO_FACTS or not only_themes(reading, themes, self._vocabulary):
            return None
        here = [key for theme in themes for key in places_of(self._vocabulary.themes[theme], self._referential)]
        within = tuple(
            key for key in here if (exam := self._referential.exam_of(key)) and exam.id in reading.scope.exams
        )
        return reading.understood(Ask.THEME, subject=" ".join(themes), entries=within)

    def _likely_other_fact(self, reading: Reading, least: float) -> bool:
        kind, name = reading.top.target
        where_judged = name in _WHERE_JUDGED and is_judged(reading)
        other = kind == "fact" and not where_judged and reading.top.probability >= least
        return other and not asks_for_places(reading)

    def _by_evidence(self, reading: Reading) -> Understanding | None:
        """The criteria that are judged at the oral, or on the slides."""
        themes = themes_in(self._reader.without_names(reading), self._vocabulary.themes)
        evidence = next((name for name in themes if name in {"oral", "slides"}), "")
        kind, name = reading.top.target
        other_fact = kind == "unstated" or (kind == "fact" and name not in _WHERE_JUDGED)
        if not evidence or not is_judged(reading) or (other_fact and not asks_for_places(reading)):
            return None
        if not reading.codes.mentions and (kind == "criterion" or reading.size > SHORT_ENOUGH):
            return None
        keys = tuple(
            EntryKey(EntryKind.CRITERION, criterion.id)
            for exam in reading.scope.exams
            for criterion in self._referential.exam(exam).criteria
            if criterion.evidence == evidence
        )
        return reading.understood(Ask.THEME, subject=evidence, entries=keys) if keys else None

    def _may_be_aspect(self, reading: Reading) -> bool:
        """Tell whether a question that names an exam may ask about one subject in it."""
        kind, name = reading.top.target
        probability = reading.top.probability
        if _ALL_ASKED.search(reading.masked) or (kind == "unstated" and probability >= _LIKELY_FACT):
            return False
        if kind == "fact" and name in self._details and probability >= _LIKELY_FACT:
            return False
        if self._likely_other_fact(reading, _CLEAR_FACT):
            return False
        if kind == "intent" and name == "modalities" and re.search(r"\b(?:modalit\w*|deroul\w*)\b", reading.folded):
            return False
        story = reading.size > SHORT_ENOUGH
        return not (story and kind == "criterion" and probability >= _CLEAR_CRITERION)

    def _holding(self, reading: Reading) -> tuple[str, tuple[EntryKey, ...]]:
        """The theme asked about, if it is one, and the entries of the scope whose wording holds the subject."""
        scope = reading.scope
        text = " ".join(self._reader.own_words(reading))
        named = self._named_competences(scope)
        activities = tuple(key for key in scope.keys if key.kind is EntryKind.ACTIVITY)
        for theme in themes_in(text, self._vocabulary.themes):
            everywhere = places_of(self._vocabulary.themes[theme], self._referential)
            keys = self._reader.criteria_in(everywhere, scope.exams)
            mentioned = tuple(key for key in (*named, *activities) if key in everywhere)
            if keys or mentioned:
                return theme, (*mentioned, *keys)
        if reading.size > SHORT_ENOUGH and not re.search(
            r"\bcriter\w+ (?:sur|qui|de|du|des|concern\w*)\b", reading.folded
        ):
            return "", ()
        asked = {stem for stem in stems(text) if stem not in self._asking_stems}
        keys = self._best_match(asked, scope.exams)
        mentioned = tuple(key for key in named if asked & set(stems(self._referential.verbatim(key))))
        return "", (*mentioned, *keys)

    def _named_competences(self, scope: Scope) -> tuple[EntryKey, ...]:
        """The one competence that a question names of an exam of several."""
        named = [key for key in scope.keys if key.kind is EntryKind.COMPETENCE]
        exam = self._referential.exam_of(named[0]) if len(named) == 1 else None
        return tuple(named) if exam and len(exam.competences) > 1 else ()

    def _best_match(self, asked: set[str], exams: Iterable[str]) -> tuple[EntryKey, ...]:
        """The criteria that share the rarest words with the question."""
        criteria = {
            EntryKey(EntryKind.CRITERION, criterion.id): set(stems(criterion.text))
            for exam in exams
            for criterion in self._referential.exam(exam).criteria
        }
        count = len(criteria)
        frequency = {stem: sum(stem in own for own in criteria.values()) for stem in asked}
        rarity = {
            stem: log(1 + count / number)
            for stem, number in frequency.items()
            if 0 < number <= max(1, _MOST_OF_EXAM * count)
        }
        scores = {key: sum(rarity.get(stem, 0.0) for stem in own) for key, own in criteria.items()}
        best = max(scores.values(), default=0.0)
        return tuple(key for key, score in scores.items() if score > 0 and score >= _KEPT_SHARE * best)
