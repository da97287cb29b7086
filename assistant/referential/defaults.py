"""What stands in for what a corpus folder doesn't hold, so that a référentiel alone can be asked about.

How people ask for a duration, or whether they greet, hardly depends on the référentiel: those ways of asking are borrowed
from the one that comes with the program. What it says of its own exams never is.
"""

from pathlib import Path
from typing import Any

from assistant.referential.loading import read_yaml
from assistant.referential.model import Exam, Referential
from assistant.settings import SHIPPED_CORPUS

_TITLE_WORDS = 8
_ADVICE = {
    "fr": "Montrez où votre travail répond à ce critère, avec un fait, un chiffre ou un exemple qui soit de vous.",
    "en": "Show where your work meets this criterion, with a fact, a figure or an example of your own.",
}


def intents_of(folder: Path) -> Any:
    """Return the content of `intents.yaml`, or what the shipped référentiel has."""
    own = folder / "intents.yaml"
    return read_yaml(own if own.exists() else SHIPPED_CORPUS / own.name)


def facts_of(folder: Path) -> Any:
    """Return the content of `facts.yaml`; without it, the kinds of facts that `ExamFormat` states of any exam.

    What a référentiel doesn't state can't be known without it: then nothing is said to be unstated.
    """
    own = folder / "facts.yaml"
    if own.exists():
        return read_yaml(own)
    return {"stated": read_yaml(SHIPPED_CORPUS / own.name)["stated"], "unstated": {}}


def phrasings_of(folder: Path, exam: Exam) -> Any:
    """Return the content of an exam's phrasings; nothing where the folder has none of any exam."""
    own = folder / "phrasings"
    return read_yaml(own / f"{exam.id}.yaml") if own.exists() else {}


def vocabulary_of(folder: Path, referential: Referential) -> Any:
    """Return the content of `vocabulary.yaml`, or titles in the référentiel's own words."""
    own = folder / "vocabulary.yaml"
    if own.exists():
        return read_yaml(own)
    exams = {exam.id: _title(_subject_of(exam, referential)) for exam in referential.exams}
    activities = {activity.id: _title(activity.title) for activity in referential.activities}
    return {"exams": exams, "activities": activities, "themes": {}, "glossary": []}


def advice_of(folder: Path, referential: Referential) -> Any:
    """Return the content of `advice.yaml`, or one sentence that fits any criterion."""
    own = folder / "advice.yaml"
    return read_yaml(own) if own.exists() else {criterion.id: _ADVICE for criterion in referential.criteria}


def _subject_of(exam: Exam, referential: Referential) -> str:
    """What an exam is about: its competence, or of several the activity."""
    if len(exam.competences) == 1:
        return referential.competence(exam.competences[0]).verbatim
    return referential.activity(exam.activity).title


def _title(text: str) -> dict[str, str]:
    words = text.split()
    title = " ".join(words) if len(words) <= _TITLE_WORDS else f"{' '.join(words[:_TITLE_WORDS])}…"
    return {"title": title, "title_en": title}
