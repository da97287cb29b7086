"""Questions on whole entries: « C3.3 ? », « le critère 2 de C3.3 », all criteria, modalités, a competence's text."""

import re

from assistant.coaching.asking.reading import FILLERS, SHORT_FOLLOW_UP, Reader, Reading, whole_of
from assistant.coaching.asking.scope import Scope, scope_of_keys
from assistant.coaching.asking.understanding import Ask, Understanding
from assistant.referential.model import EntryKey, EntryKind

_WHOLE = {
    "criteria": Ask.CRITERIA,
    "modalities": Ask.MODALITIES,
    "competence_text": Ask.COMPETENCE,
    "activity_content": Ask.ACTIVITY,
    "criterion_text": Ask.CRITERION,
}
_CRITERIA_ASKED = re.compile(
    r"\b(?:criter\w+|grille|juge\w*|evalu\w+|note(?:s|r|nt|z|e|es|ee|ees)?|regarde\w*|verifi\w+|assess\w*|judged?|graded|attend\w*|"
    r"attentes|expect\w*|correcteurs?)\b"
)
_TEXT_ASKED = re.compile(
    r"\b(?:textes?|enonce\w*|intitule\w*|libelle\w*|wording|mot pour mot|phrase|parle de (?:quoi|koi)|dit (?:quoi|koi)|que dit|"
    r"c (?:est )?(?:quoi|koi)|consiste\w*|signifie|demande de|explique\w*|defini\w+)\b"
)
_CRITERIA_NOT_ASKED = re.compile(r"\b(?:pas|sans|not|no|hors) (?:les |des |de |the )?criter\w+")
_ASKING = frozenset(
    "critere criteres grille attendu attendus attentes jury juge jugee juges note notee notes evalue evaluee evalues regarde quels quelles quel "
    "quelle sont donne donnez moi me ses son liste listez comment elle il ils elles on y balance envoie file montre lache stp svp please criteria criterion how assessed judged "
    "graded are they what tous toutes dis redis redonne rappelle comment quoi koi sur ils attend expect".split()
)
_LISTING = frozenset(
    "un une deux trois quatre cinq 5 8 20 huit vingt complet complete entier entiere integrale titre certification certif diplome formation referentiel "
    "programme je voudrais veux aimerais avoir pourrais peux pouvez pourriez tu vous nous il existe y a vite fait gros resume resumer bref brievement "
    "chacune chacun leurs leur avec pour qui l evaluent evalue evaluer lister enumere enumerez cite citez presente presentez donner all full complete "
    "me list of give show could you can i want every whole in short five eight twenty their with and which there here title tout dedans rapidement".split()
)
_ALL_ENTRIES = re.compile(r"\b(?:blocs|activites|competences|epreuves|examens|exams|blocks|activities|skills)\b")
_COMPETENCES_LISTED = re.compile(
    r"^(?!.*\b(?:combien|cb|nombre|nb|how many|blocs?|activites?|epreuves?|exams?)\b).*"
    r"\b(?:liste\w*|toutes|quelles|enumere\w*|complete|list|all|donne\w*|donner|cite\w*|vise|les) .*\b(?:competences|skills)\b"
)
_HOW = re.compile(r"\b(?:comment (?:se|ca|sera|est|s)|deroul\w+|modalit\w+|format|how)\b")
_ONLY_CRITERIA = re.compile(r"\b(?:criteres?|criteria|grille)\b")
_ORDINAL = re.compile(
    r"\b(?:le|la|the|du) (premi\w+|deuxieme|second\w*|troisieme|quatrieme|cinquieme|sixieme|dernier|first|third|fourth|fifth|last)\b"
)
_NUMBERED = re.compile(
    r"\b(?:le|la|the|numero|n|celui) (\d{1,2})(?:e|er|re|eme|ieme|nd|rd|th)?(?=$| (?:detaille\w*|explique\w*|developpe\w*|c|je|j|on|pas|il|elle|dit|porte|stp|svp|veut|is|says|please|de la liste)\b)"
)
"""« explique le 5 », « le 2e, c'est quoi ? »."""
_SPAN = re.compile(
    r"(?:et |and )?(?:ceux |those )?(?:du |de |les |from )?(\d{1,2}) (?:a|au|to) (\d{1,2})(?: stp| svp| please)?"
)
"""« du 3 au 5 ? »."""
_ORDINALS = {
    "premier": 1, "premiere": 1, "first": 1, "deuxieme": 2, "second": 2, "seconde": 2, "troisieme": 3, "third": 3,
    "quatrieme": 4, "fourth": 4, "cinquieme": 5, "fifth": 5, "sixieme": 6,
}  # fmt: skip
_WHERE_JUDGED = re.compile(r"\b(?:oral\w*|soutenance|ecrit\w*|diapo\w*|slides?|powerpoint|ppt)\b")
_WORTH = re.compile(r"\b(?:vaut|valent|combien de points|bareme|worth|sur combien)\b")
_MARKS = "marks"
"""The kind of fact that « combien vaut le critère 2 ? » asks for."""
_SHORT_ORDINAL = 6
_CLEAR_UNSTATED = 0.5


class NamedEntries:
    """The steps for whole entries."""

    def __init__(self, reader: Reader) -> None:
        """Take what questions are read with."""
        self._reader = reader
        self._referential = reader.referential

    def unknown_code(self, reading: Reading) -> Understanding | None:
        """Say that a code doesn't exist."""
        if reading.codes.unknown and not reading.codes.mentions:
            return reading.understood(Ask.UNKNOWN_CODE, unknown=reading.codes.unknown)
        return None

    def bare_code(self, reading: Reading) -> Understanding | None:
        """« C3.3 ? » asks for all that is judged."""
        if not reading.codes.mentions or reading.content:
            return None
        return reading.understood(whole_of(reading.scope))

    def numbered_criterion(self, reading: Reading) -> Understanding | None:
        """« et le critère 3 ? », « tu peux détailler le troisième ? »."""
        numbers = reading.codes.numbers
        named = reading.codes.keys
        unstated = reading.top.target.kind == "unstated" and reading.top.probability >= _CLEAR_UNSTATED
        criteria_named = named and all(key.kind is EntryKind.CRITERION for key in named)
        if criteria_named and _WORTH.search(reading.folded) and _MARKS in self._reader.knowledge.facts.unstated:
            return reading.understood(Ask.UNSTATED, subject=_MARKS)
        if criteria_named and not unstated:
            return reading.understood(Ask.CRITERION)
        scope = reading.scope or reading.context.scope
        short = reading.context and reading.size <= SHORT_FOLLOW_UP and not reading.codes.mentions
        if not numbers and short:
            ordinal = _ORDINAL.search(reading.folded)
            numbered = _NUMBERED.search(reading.folded)
            span = _SPAN.fullmatch(reading.folded)
            if span and len(scope.exams) == 1 and int(span[1]) < int(span[2]):
                numbers = tuple(range(int(span[1]), int(span[2]) + 1))
            elif ordinal and scope:
                numbers = (_ORDINALS.get(ordinal[1], -1),)
            elif numbered and len(scope.exams) == 1:
                numbers = (int(numbered[1]),)
        if not numbers:
            return None
        if len(scope.exams) != 1:
            return reading.understood(Ask.CLARIFY, subject=str(numbers[0]))
        exam = self._referential.exam(scope.exams[0])
        wanted = [len(exam.criteria) + 1 + number if number < 0 else number for number in numbers]
        known = [EntryKey(EntryKind.CRITERION, f"{exam.id}/{n}") for n in wanted if 1 <= n <= len(exam.criteria)]
        if not known:
            return reading.understood(Ask.UNKNOWN_CODE, unknown=tuple(f"{exam.id}/{n}" for n in wanted))
        return reading.understood(Ask.CRITERION, scope=scope_of_keys(known, self._referential, explicit=True))

    def signed(self, reading: Reading) -> Understanding | None:
        """« les critères de l'épreuve de veille », « comment elle est notée ? » after a talk on an exam."""
        scope = reading.scope or (reading.context.scope if reading.short else Scope())
        rest = [word for word in self._reader.own_words(reading) if word not in _ASKING]
        if not scope and not reading.context and not rest and _ONLY_CRITERIA.search(reading.folded):
            return reading.understood(Ask.CLARIFY, subject=Ask.CRITERIA.value)
        if not scope or rest or _WHERE_JUDGED.search(reading.folded) or not _CRITERIA_ASKED.search(reading.folded):
            return None
        return reading.understood(self._fitting(Ask.CRITERIA, scope, reading), scope=scope)

    def whole_entry(self, reading: Reading) -> Understanding | None:
        """All criteria, the modalités, the text of a competence or an activity, the whole certification."""
        kind, name = reading.top.target
        scope = reading.scope or reading.context.scope
        whole = name == "overview" and not reading.codes.mentions
        if kind == "intent" and (whole or (name == "activity_content" and not scope)):
            return self._overview(reading)
        if kind == "intent" and name in _WHOLE and scope:
            return reading.understood(self._fitting(_WHOLE[name], scope, reading), scope=scope)
        if kind == "intent" and name == "criteria":
            return reading.understood(Ask.CLARIFY, subject=Ask.CRITERIA.value)
        if reading.codes.mentions and kind == "intent":
            return reading.understood(self._fitting(whole_of(scope), scope, reading), scope=scope)
        if kind == "exam" and scope.explicit:
            return reading.understood(Ask.MODALITIES, scope=scope)
        return None

    def everything(self, reading: Reading) -> Understanding | None:
        """« la liste complète des compétences », « les 5 blocs, vite fait » : nothing but what there is in all."""
        if reading.scope or reading.codes.mentions or (reading.context.scope and reading.short):
            return None
        rest = set(reading.last_clause.split()) - _ASKING - FILLERS - _LISTING
        if not rest and _ALL_ENTRIES.search(reading.last_clause):
            return self._overview(reading)
        return None

    def _overview(self, reading: Reading) -> Understanding:
        listed = _COMPETENCES_LISTED.search(reading.last_clause) or _COMPETENCES_LISTED.search(reading.folded)
        subject = EntryKind.COMPETENCE.value if listed else ""
        return reading.understood(Ask.OVERVIEW, scope=Scope(), subject=subject)

    def _fitting(self, ask: Ask, scope: Scope, reading: Reading) -> Ask:
        """What is asked of a whole entry, in the form that the entry has."""
        folded = reading.folded
        if scope.of_kind(EntryKind.CRITERION) and ask is not Ask.MODALITIES:
            return Ask.CRITERION
        if ask is Ask.CRITERION:
            ask = Ask.CRITERIA
        criteria = _CRITERIA_ASKED.search(folded) and not _CRITERIA_NOT_ASKED.search(folded)
        if ask is Ask.COMPETENCE and not scope.of_kind(EntryKind.COMPETENCE):
            ask = Ask.ACTIVITY if scope.of_kind(EntryKind.ACTIVITY) and not criteria else Ask.MODALITIES
        if ask is Ask.ACTIVITY and (not scope.of_kind(EntryKind.ACTIVITY) or "modalit" in folded):
            ask = Ask.MODALITIES if "modalit" in folded else Ask.CRITERIA
        if (
            ask in {Ask.COMPETENCE, Ask.ACTIVITY, Ask.MODALITIES}
            and criteria
            and not (ask is Ask.MODALITIES and _HOW.search(folded))
        ):
            texts = ask is Ask.COMPETENCE and _TEXT_ASKED.search(folded)
            return (
                ask if texts and not re.search(r"\b(?:criter\w+|evalu\w+|note\w*|juge\w*)\b", folded) else Ask.CRITERIA
            )
        if ask is Ask.CRITERIA and _CRITERIA_NOT_ASKED.search(folded) and scope.of_kind(EntryKind.ACTIVITY):
            return Ask.ACTIVITY
        return ask


def hangs(reading: Reading) -> bool:
    """Tell whether « What about the second one? » leans on a conversation that isn't there."""
    return bool(_ORDINAL.search(reading.folded)) and reading.size <= _SHORT_ORDINAL
