"""The words of « Jury blanc »: kinds, levels, aims, statuses, durations."""

from assistant.coaching.assessing.assessment import PointStatus
from assistant.coaching.questioning.jury_question import Aim, Anchor
from assistant.coaching.questioning.oral_report import SelfAssessment
from assistant.coaching.reviewing.review import Quote
from assistant.referential.question_bank import Level, QuestionKind
from assistant.report.typography import NO_BREAK, clean, place_of

KINDS: dict[QuestionKind, str] = {
    "justification": "justification",
    "method": "méthode",
    "alternative": "choix contre une autre voie",
    "limits": "limites et risques",
    "figures": "chiffres",
    "what_if": "et si…",
    "transfer": "autre situation",
    "posture": "posture",
}
LEVELS: dict[Level, str] = {"facile": "facile", "standard": "standard", "exigeant": "exigeant"}
AIMS: dict[Aim, str] = {
    "missing": "Vise un manque",
    "thin": "Vise un point à développer",
    "contradiction": "Vise une contradiction",
    "strong": "Vise un point fort",
    "open": "",
}
STATUSES: dict[PointStatus, tuple[str, str, str]] = {
    "said": ("covered", "Dit", "dits"),
    "partly": ("partial", "Dit en partie", "dits en partie"),
    "not_said": ("missing", "Pas dit", "pas dits"),
}
"""Of each status, the sign that it shares with a verdict, its words, and those for several points."""
SELF_ASSESSMENTS: dict[SelfAssessment, str] = {"yes": "oui", "partly": "en partie", "no": "non"}

FORMATIVE = "Entraînement formatif : ni note, ni pronostic sur la décision du jury."
SAY_SO = "On peut le dire ainsi :"


def begun(text: str) -> str:
    """Return a phrase of the bank as it begins a line: with a capital."""
    phrase = clean(text)
    return phrase[:1].upper() + phrase[1:]


def minutes(value: float) -> str:
    """Return a number of minutes: « 20 min », « 1,5 min »."""
    return f"{value:g}".replace(".", ",") + f"{NO_BREAK}min"


def duration(seconds: float) -> str:
    """Return a duration in words: « 45 s », « 2 min », « 2 min 05 s »."""
    whole, rest = divmod(round(seconds), 60)
    if not whole:
        return f"{rest}{NO_BREAK}s"
    return minutes(whole) + (f" {rest:02d}{NO_BREAK}s" if rest else "")


def place(anchor: Anchor) -> str:
    """Return where the words stand that a question starts from."""
    return place_of(Quote(quote=anchor.quote, page=anchor.page, slide=anchor.slide, heading=anchor.heading))
