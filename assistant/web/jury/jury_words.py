"""The words of « Jury blanc » that documents don't have: signs of statuses, durations."""

from assistant.coaching.assessing.assessment import PointStatus
from assistant.coaching.questioning.oral_report import SelfAssessment
from assistant.report import jury_wording
from assistant.report.typography import NO_BREAK, clean

STATUS_SHAPES: dict[PointStatus, str] = {"said": "covered", "partly": "partial", "not_said": "missing"}
"""Of each status, the sign that it shares with a verdict."""
SELF_ASSESSMENTS: dict[SelfAssessment, str] = dict(zip(("yes", "partly", "no"), jury_wording.SELF, strict=True))

FORMATIVE = "Entraînement formatif : ni note, ni pronostic sur la décision du jury."
SAY_IT = f"{jury_wording.SAY_IT}{NO_BREAK}:"


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
