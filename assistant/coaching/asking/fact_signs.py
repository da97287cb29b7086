"""The words that ask for a fact, whatever the search makes of them."""

import re

from assistant.coaching.asking.question_words import SHORT_ENOUGH, is_judged
from assistant.coaching.asking.reading import Reading
from assistant.referential.wording import words

_UNSTATED_NUMBER = 0.04
"""What « combien de… » needs of the search to ask for a number that isn't stated."""

_NUMBER = r"(?:\d+|cinq|dix|quinze|vingt|trente|quarante|quarante cinq|soixante|ten|fifteen|twenty|thirty|five)"
_TALK = r"(?:oral|soutenance|presentation|expose|passage|echange|questions|discussion|entretien)"
_TIME = re.compile(
    rf"\b(?:(?:combien|cb|quel) (?:de )?(?:temps|tps|minutes?|min|mn)|durees?|dure|durent|durer|how long|how (?:many|much) (?:minutes|time)|"
    rf"long comment|plus (?:longues?|longs?|courte?s?)|longest|shortest|(?:une|1|one|an) (?:heure|hour)|temps de parole|combien de temps|"
    rf"{_TALK}(?: \w+){{0,4}}? (?:fait|font|prend|prennent|c est) (?:combien|cb)|(?:combien|cb) (?:fait|prend|font|prennent) (?:l |la |le |les |mon |ma )?{_TALK}|{_NUMBER} ?(?:minutes?|min|mn)|quart d heure|demi heure|longueur)\b"
)
_QUESTIONS = re.compile(
    r"\b(?:questions?|echanges?|entretien|discussion|interrog\w+|q a|qa|panel|questionne\w*|posent)\b"
)
_ONLY_QUESTIONS = re.compile(
    r"^(?:et |and )?(?:(?:pour|about|what about|quid de) )?(?:les |le |l |des |aux |the )?(?:temps (?:de |d )?)?"
    r"(?:questions?(?: (?:du|avec le|from the) jury)?|echanges?|discussion|q a)$"
)
_HOW_MANY = re.compile(r"\b(?:combien|cb|how (?:long|many|much))\b")
_AFTER_TALK = re.compile(
    r"^(?:et |and )?(?:(?:pour|a|about|what about|quid de|quant a|niveau|cote|la partie|the) )*(?:l |the )?oral(?: part)?$"
)
_NUMBER_OF_PEOPLE = r"(?:\d|deux|trois|quatre|cinq|six|sept|huit|neuf|two|three|four|five|seven|eight)"
_TEAM = re.compile(
    r"\b(?:(?<!un )(?<!une )(?<!le )(?<!la )seule?s?|solo|(?:en|a|par) (?:groupe|equipe|binome|plusieurs|deux|trois|duo)|individuel\w*|collectif|alone|"
    r"in (?:a )?(?:team|group|pair)s?|taille (?:de l |d )?(?:equipe|groupe)|on est combien|combien (?:par|d etudiants|de personnes)|"
    rf"how many people|(?:ne (?:sommes|serons)|n est|est) que {_NUMBER_OF_PEOPLE}|(?:on est|on sera|nous sommes|we are|se fait a|etre|be) {_NUMBER_OF_PEOPLE}(?! ?(?:min|mn|h)))\b"
)
_HAND_IN = re.compile(
    r"\b(?:livrables?|a rendre|rendus?|deliverables?|hand in|submit|"
    r"(?:dois|doit|devons|faut|must|have to|should|je|on)\b.{0,30}\b(?:rendre|remettre|rends|rend|fournir|deposer|give)|(?:donner|donne|produire|livrer|apporter|amener|preparer) (?:quoi|koi)\b|que (?:remet|rend)\w*)\b"
)
_SLIDES = re.compile(
    r"\b(?:faut|besoin|need|exig\w+|obligatoires?|projeter|y a|ya|avec|dois|do i|demand\w+|prevu)\b.*\b(?:diapo\w*|powerpoint|ppt|slides?|support)\b"
    r"|\b(?:diapo\w*|powerpoint|ppt|slides?|support)\b.*\b(?:exig\w+|obligatoires?|demand\w+|need\w*|required|prevu)\b"
    r"|\bquel support\b.*\b(?:present\w+|oral|expos\w+)\b|\b(?:diapo\w*|powerpoint|slides?) ou (?:pas|non|rien)\b"
)
_ORAL = re.compile(
    r"\b(?:y a|ya|aura|a t il|a t elle|prevo\w+|lieu a|is there|dois je passer|faut il|comporte\w*|oral ou)\b.*\b(?:oral|soutenance|passage|des questions)\b"
    r"|\b(?:have|has)(?: an?)? oral\b"
    r"|\b(?:peux|peut|puis je|faut|dois|doit|se)\b.*\b(?:passe\w*|presente\w*|soutenir|defend\w*|fait)\b.*\ba l oral$"
    r"|\b(?:lequel|laquelle|lesquel\w+|which(?: one)?)\b.*\b(?:oral|soutenance)\b|^(?:et |and )?(?:\w+ ){0,6}c (?:est )?a l oral$"
)
_NO_ORAL = re.compile(
    r"\b(?:une|quelle|laquelle|lesquelles|quelles|any|which)\b.*\b(?:epreuves?|exams?)\b.*\b(?:pas|sans|without|no)\b.*\boral"
    r"|\b(?:epreuves?|exams?)\b.*\b(?:sans|without|no)\b.{0,12}\boral"
)
_COUNT_CRITERIA = re.compile(
    r"\b(?:combien|cb|nombre|nb|how many) (?:total )?(?:de |d )?(?:criter\w+|items|points evalues)\b"
)
_COUNTED = re.compile(
    r"\b(?:combien|cb|how many|limite (?:au|du|de) nombre|nombre (?:maximum|maximal|minimum|minimal|limite)|maximum|minimum) (?:de |d |of )?(\w+)"
)
_THEN_ASKED = re.compile(r"\b(?:et|puis|and) (?:comment|lesquels|lesquelles|quels?|quelles?|pourquoi|how|which|why)\b")
"""« combien de KPI, et comment les choisir ? »: the référentiel answers the second question."""
_STATED_NUMBERS = frozenset(
    "temps tps minute minutes min mn heure heures critere criteres competence competences personne personnes etudiant etudiants gens "
    "candidats apprenants prestataire prestataires prestas agences fournisseurs action actions element elements partie parties "
    "points rubriques epreuve epreuves oral oraux bloc blocs activite activites question questions dure durent ca on je de d pour "
    "il elle en par criteria competences minutes people students providers vendors exams parts elements long much approches "
    "veilles domaines reportings experimentations volets types sortes au faut nous sont est vont livrables documents dossiers".split()
)
_NO_NUMBERS = frozenset({"marks", "criteria_weight", "pass_mark"})
"""Kinds that « combien de canaux » doesn't ask for."""
_PROVIDERS_CLAIMED = re.compile(
    rf"\b(?:faut|fallait|faudrait|dois|doit|oblige|need|must|have to)\b.{{0,25}}\b(?:{_NUMBER_OF_PEOPLE}|combien|cb|how many) (?:de |d )?"
    r"(?:prestas?|prestataires?|agences?|fournisseurs?|providers?|suppliers?)\b"
)
"""« j'ai entendu qu'il fallait cinq prestataires »."""
_AUDIENCE = re.compile(
    r"\b(?:a qui (?:(?:je|on|ce|ca|le|la|mon|est|il|elle|\w{5,}) ){0,4}?(?:m adress|s adress|adress|destin|parl|present|expos)\w*|devant qui|face a qui|qui (?:sera|est|aura\w*|j aurai) en face"
    r"|who (?:will|do|am|are) \w+ (?:\w+ )?(?:talk|speak|present)\w*(?: to)?)\b"
)
_COUNT_COMPETENCES = re.compile(r"\b(?:combien|cb|nombre|nb|how many) (?:de |d )?competenc\w+\b")
LISTED = re.compile(r"\b(?:lesquels|lesquelles|et quels|liste\w*|which ones|enumere\w*)\b")
_IN_ALL = re.compile(r"\b(?:comprises?|inclus\w*|en tout|au total|totale?|in all|altogether)\b")
DURATIONS = frozenset({"duration", "presentation_minutes", "discussion_minutes"})
_QUESTIONS_FIRST = re.compile(r"\bquestions?\b.*\b(?:dure\w*|combien|temps|minutes|long)")
_SIGNS = (
    (_AFTER_TALK, "oral"),
    (_NO_ORAL, "written_only"),
    (_ORAL, "oral"),
    (_SLIDES, "support"),
    (_HAND_IN, "deliverables"),
    (_AUDIENCE, "audience"),
    (_TEAM, "team"),
)


def sign_of(reading: Reading) -> str:
    """The kind of fact that the words ask for, or nothing."""
    folded = reading.masked
    if _COUNT_CRITERIA.search(folded):
        return "" if LISTED.search(folded) else "criteria_count"
    if _COUNT_COMPETENCES.search(folded):
        return "competences_of_exam"
    judged = is_judged(reading)
    if _TIME.search(folded) or (_HOW_MANY.search(folded) and _QUESTIONS.search(folded) and not judged):
        return _which_time(reading)
    signs = () if judged else _SIGNS
    return next((kind for sign, kind in signs if sign.search(folded)), "")


def asks_rest_of_time(reading: Reading) -> bool:
    """« et les questions ? » after « combien dure l'oral ? » asks how long they last."""
    before = " ".join(words(reading.context.questions[-1])) if reading.context.questions else ""
    return bool(_ONLY_QUESTIONS.search(reading.said) and _TIME.search(before))


def _which_time(reading: Reading) -> str:
    """The time of the questions, or of the oral."""
    if not _QUESTIONS.search(reading.masked) or _IN_ALL.search(reading.masked):
        return "duration"
    talk = reading.probability("fact", "duration", "presentation_minutes")
    rather_questions = reading.probability("fact", "discussion_minutes") > talk
    return "discussion_minutes" if rather_questions or _QUESTIONS_FIRST.search(reading.masked) else "duration"


def claims_providers(reading: Reading) -> bool:
    """Tell whether a question takes a number of providers for granted, or asks for it."""
    return reading.size <= SHORT_ENOUGH and bool(_PROVIDERS_CLAIMED.search(reading.said))


def unstated_number(reading: Reading) -> str:
    """« combien de canaux faut-il en C2 ? »: a number of things that the référentiel doesn't count."""
    counted = _COUNTED.search(reading.masked)
    if (
        not counted
        or counted[1] in _STATED_NUMBERS
        or reading.size > SHORT_ENOUGH
        or _THEN_ASKED.search(reading.masked)
    ):
        return ""
    unstated = next(
        (item for item in reading.found if item.target.kind == "unstated" and item.target.id not in _NO_NUMBERS), None
    )
    return unstated.target.id if unstated and unstated.probability >= _UNSTATED_NUMBER else ""
