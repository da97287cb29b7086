"""Questions that bear on no entry: greetings, what has nothing to do here, attempts to turn the assistant."""

import re

from assistant.coaching.asking.legibility import ILLEGIBLE
from assistant.coaching.asking.reading import Reader, Reading
from assistant.coaching.asking.understanding import Ask, Understanding
from assistant.referential.wording import fold

_SOCIAL = {"greeting": Ask.GREETING, "thanks": Ask.THANKS, "capabilities": Ask.CAPABILITIES}
_CLEAR_INJECTION = 0.25
_LEAST_INJECTION = 0.15
"""Below it the first place tells nothing: all that the search found is as unlikely."""
_LIKELY_OFF_TOPIC = 0.12
"""No dev question on the certification comes near it."""
_CLEAR_ENTRY = 0.6

_RULES = r"(?:consignes?|instructions?|regles?|rules?|guidelines|prompt)\b"
_UNDO = r"(?:ignore[rsz]?|oublie[rsz]?|forget|disregard|override)\b"
_ORDERED = (
    r"(?:^|[.!?:;,()\[\]<>\"|#*-]\s*|(?<!\w)'|\bd'|\b(?:et|puis|alors|donc|maintenant|ensuite|desormais|sinon|mais|ok|bon|allez|lol|stp|svp|plait|"
    r"veuille[zs]?|faut|(?:tu|vous)(?: (?:dois|devez|peux|pouvez|pourrais|pourriez|vas|allez))?|de|and|then|now|please|just|but|you|to|must|should)\s+)"
)
"""What comes before an order; after « je », « on », « mon équipe » the same verb tells of somebody else."""
_INJECTION = re.compile(
    rf"{_ORDERED}{_UNDO}.{{0,40}}\b{_RULES}"
    rf"|\b{_UNDO}.{{0,40}}\b(?:tes|ton|vos|votre|your|all|previous|prior|toutes les|precedente?s?)\b.{{0,20}}\b{_RULES}"
    rf"|{_ORDERED}(?:invente[rz]?|invent|fabrique[rz]?|make up)\b.{{0,40}}\bcriter\w+"
    rf"|{_ORDERED}(?:mets|met|mettez|change[rz]?|passe[rz]?|marque[rz]?|mark|set)\b.{{0,60}}\b(?:couverts?|covered|valide\w*|acquis)\b"
    r"|\b(?:affiche|montre|revele|recopie|repete|donne|print|show|reveal|paste|repeat)[rsz]?\b.{0,40}\b(?:tes|ton|vos|votre|your)\b.{0,20}\b(?:consignes|instructions|prompt)\b"
    r"|\b(?:prompt systeme|system prompt|jailbreak|mode developpeur|developer mode|dan mode)\b"
)
_HARMLESS = re.compile(
    r"(?:^|^.{0,12}\b)(?:(?:oui|non|ok|bon|alors|tu peux|peux tu|pouvez vous|vas y|celle la|celui la|stp|svp|please|can you|could you)\s)*"
    r"(?:me\s)?(?:(?:re)?(?:donne[rz]?|liste[rz]?|fai[st]|faites|rappelle[rz]?|montre[rz]?|di[st]|give|list|show)\s?)(?:moi|me|nous)?\s"
    r"(?:\w+\s){0,3}(?:criteres?|grille|epreuves?|modalites|livrables|competences|activites|criteria|exams?)\b"
)
"""« donne-moi ses critères » commands, as an injection does, and asks for what the program is for."""


def guard(reading: Reading) -> Understanding | None:
    """Refuse to be turned from the job."""
    if _INJECTION.search(fold(reading.question)):
        return reading.understood(Ask.INJECTION)
    top = reading.top
    asks_for_job = _HARMLESS.search(reading.folded) and (top.probability < _CLEAR_INJECTION or reading.context.scope)
    if top.target == ("intent", "injection") and top.probability >= _LEAST_INJECTION and not asks_for_job:
        return reading.understood(Ask.INJECTION)
    return None


def social(reading: Reading) -> Understanding | None:
    """Answer a greeting, thanks, « que sais-tu faire ? »."""
    kind, name = reading.top.target
    if kind == "intent" and name in _SOCIAL and not reading.codes.mentions:
        return reading.understood(_SOCIAL[name])
    return None


def illegible(reader: Reader, reading: Reading) -> Understanding | None:
    """Ask back where nothing can be read: letters at random, code, a language that isn't spoken here."""
    clear = reading.top.probability >= _CLEAR_ENTRY
    if reading.codes.mentions or reading.codes.numbers or reading.scope or clear:
        return None
    legibility = reader.legibility
    if legibility.share(reading.question) > ILLEGIBLE and not legibility.is_code(reading.question):
        return None
    return off_topic(reading) or reading.understood(Ask.CLARIFY)


def off_topic(reading: Reading) -> Understanding | None:
    """Refuse politely what has nothing to do with the certification."""
    if reading.codes.mentions:
        return None
    top = reading.top
    if top.target == ("intent", "off_topic"):
        return reading.understood(Ask.OFF_TOPIC)
    likely = reading.probability("intent", "off_topic") >= _LIKELY_OFF_TOPIC
    if likely and top.probability < _CLEAR_ENTRY and not reading.scope and not reading.context:
        return reading.understood(Ask.OFF_TOPIC)
    return None
