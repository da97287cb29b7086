"""The sample draft that comes with a référentiel: invented, to try a review with."""

from dataclasses import dataclass
from pathlib import Path

from assistant.coach import Coach
from assistant.web.sessions import Draft

_FOLDER = "sample"


@dataclass(frozen=True)
class Sample:
    """A sample, and the exam that it is for."""

    exam: str
    path: Path

    def draft(self) -> Draft:
        """Return it as a person would give it."""
        return Draft(f"Exemple inventé {self.exam}{self.path.suffix}", self.path.read_bytes())


def sample_of(coach: Coach) -> Sample | None:
    """Return the sample of the coach's référentiel, where it has one: a file that is named after its exam."""
    exams = {exam.id for exam in coach.referential.exams}
    folder = coach.settings.corpus / _FOLDER
    found = sorted(path for path in folder.glob("*.md") if path.stem in exams) if folder.is_dir() else []
    return Sample(found[0].stem, found[0]) if found else None
