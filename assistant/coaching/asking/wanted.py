"""What is wanted of an exam, in plain words: « ça se passe comment ? », « on est jugé sur quoi ? », « tous les points »."""

import re

from assistant.coaching.asking.reading import Reader, Reading
from assistant.coaching.asking.scope import Scope, exams_alone
from assistant.coaching.asking.understanding import Ask, Understanding
from assistant.referential.model import EntryKind

_JUDGED = r"(?:juge|note|evalue|interroge|attendu|assessed|judged|graded|marked)\w*"
_CRITERIA = re.compile(
    rf"\bsur (?:quoi|koi|quels (?:points|criteres|elements)) (?:\w+ ){{0,4}}?{_JUDGED}\b|\b{_JUDGED} sur (?:quoi|koi|quels (?:points|criteres))\b"
    r"|\btous (?:les|ses|mes) (?:points|criteres|attendus)\b|\b(?:il y a|y a|ya) (?:quoi|koi)(?: com\w*| en)? (?:criter|critair)\w+"
    r"|\bwhat (?:\w+ ){0,3}(?:assessed|judged|graded|marked) (?:on|for)\b"
)
_NARROWED = re.compile(r"\b(?:points|criteres|attendus) (?:sur|qui|ou|concernant|lies|relatifs|about|on|de mise)\b")
_IT = r"(?:ca|cela|elle|il|c|cette epreuve)"
_OVERVIEW = re.compile(
    rf"\bde quoi (?:s agit il|il s agit|elle parle|ca parle|parle t (?:on|elle))\b|\ben quoi (?:{_IT} )?(?:ca )?consist\w+|\b{_IT} consiste (?:en|a) (?:quoi|koi)\b"
    rf"|\b{_IT} se (?:passe|deroule|presente) comment\b|\bcomment (?:est ce que )?(?:{_IT} )?se (?:passe|deroule)\b"
    rf"|\b(?:c est|c|cest) (?:quoi|koi)(?: (?:au juste|exactement|en gros|l idee|le principe|ca|cette epreuve))*$"
    r"|\b(?:que|qu) (?:me |nous )?(?:faut il|dois je|doit on) (?:y )?faire\b|\b(?:faut|dois|doit) (?:y )?faire (?:quoi|koi)\b"
    r"|\bwhat (?:is|s) (?:it|this|that)(?: exam)? (?:about|exactly)\b|\bhow does (?:it|this|that)(?: exam)? (?:work|go)\b"
)
_LONGEST = 12
_EXAMS_OF_ACTIVITY = re.compile(r"\b(?:quelles?|quels?|which|what|combien d) (?:epreuves?|exams?|examens?)\b")


class Wanted:
    """The step for what is wanted of an exam as a whole."""

    def __init__(self, reader: Reader) -> None:
        """Take what questions are read with."""
        self._reader = reader

    def asked(self, reading: Reading) -> Understanding | None:
        """« l'épreuve avec les agences, ça se passe comment ? », « et elle a quelles épreuves, cette activité ? »."""
        before = exams_alone(reading.context.scope, self._reader.referential)
        scope = reading.scope or (before if reading.short else Scope())
        if not scope or scope.of_kind(EntryKind.CRITERION):
            return None
        text = self._text(reading)
        if scope.of_kind(EntryKind.ACTIVITY) and _EXAMS_OF_ACTIVITY.search(text):
            return reading.understood(Ask.ACTIVITY, scope=scope)
        if len(text.split()) > _LONGEST or scope.of_kind(EntryKind.ACTIVITY):
            return None
        if _CRITERIA.search(text) and not _NARROWED.search(text):
            return reading.understood(Ask.CRITERIA, scope=scope)
        if _OVERVIEW.search(text):
            return None if self._one_competence(scope) else reading.understood(Ask.MODALITIES, scope=scope)
        return None

    def _one_competence(self, scope: Scope) -> bool:
        """Whether one competence of an exam of several is meant: its text is asked for then."""
        exam = self._reader.referential.exam_of(scope.keys[0])
        return scope.keys[0].kind is EntryKind.COMPETENCE and len(scope.keys) == 1 < len(
            exam.competences if exam else ()
        )

    def _text(self, reading: Reading) -> str:
        """What asks: the question with the exam's description put aside, or its last clause when it is long."""
        text = reading.said
        return text if len(text.split()) <= _LONGEST else reading.last_clause
