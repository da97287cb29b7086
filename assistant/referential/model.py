"""What the jury expects, as data: activities, competences, exams, criteria.

Ids are those of the contract: `A3`, `C3.3`, `C3.1-C3.2`, `C3.3/2`. An exam of one competence has the id of
that competence, so an entry is named in full by its kind and its id: `criterion:C3.3/2`, `exam:C3.3`.
"""

from enum import StrEnum
from functools import cached_property
from typing import Literal, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.referential.wording import fold_spaces

EvidenceKind = Literal["written", "slides", "oral"]
"""Where a criterion can be judged: in a written draft, on a slide deck only, at the oral only."""

_BULLET = "•"

_Entry = TypeVar("_Entry", "Activity", "Competence", "Exam", "Criterion")


class EntryKind(StrEnum):
    """The kinds of entries that can be cited."""

    ACTIVITY = "activity"
    COMPETENCE = "competence"
    EXAM = "exam"
    CRITERION = "criterion"


class EntryKey(NamedTuple):
    """Kind and id: what names an entry without ambiguity."""

    kind: EntryKind
    id: str

    def __str__(self) -> str:
        """Write the key as `kind:id`."""
        return f"{self.kind.value}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> "EntryKey":
        """Read `kind:id`. Raises ValueError when the kind is unknown."""
        kind, _, entry_id = text.partition(":")
        return cls(EntryKind(kind), entry_id)


def _without_bullets(text: str) -> str:
    lines = (line.strip().removeprefix(_BULLET).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Activity(_Frozen):
    """A field of work of the certification, with its tasks."""

    id: str = Field(pattern=r"^A\d$")
    title: str
    tasks: tuple[str, ...]


class Competence(_Frozen):
    """What a candidate must be able to do. `text` keeps the source's lines."""

    id: str = Field(pattern=r"^C\d\.\d$")
    activity: str
    text: str

    @property
    def verbatim(self) -> str:
        """The wording on one line, without bullets."""
        return fold_spaces(_without_bullets(self.text))


class Criterion(_Frozen):
    """One point that the jury judges. `text` is the source's wording to the letter."""

    id: str
    n: int = Field(ge=1)
    text: str
    evidence: EvidenceKind


class ExpectedElement(_Frozen):
    """Something that the modalités ask to find in what the candidate hands in or presents."""

    label: str
    quote: str


class ExamFormat(_Frozen):
    """Our reading of an exam's modalités. `quotes` gives, for each field, the words that it rests on.

    None means that the référentiel does not say. Durations are minutes.
    """

    team_size: tuple[int, int] | None = None
    individual_work: bool
    oral: bool
    presentation_minutes: int | None = Field(default=None, gt=0)
    discussion_minutes: int | None = Field(default=None, gt=0)
    written_only: bool
    who: str
    audience: str | None = None
    setting: str
    support: str | None = None
    jury_choice: str | None = None
    quotes: dict[str, tuple[str, ...]]


class Exam(_Frozen):
    """An épreuve: the competences assessed together, its modalités and its criteria."""

    id: str
    activity: str
    competences: tuple[str, ...]
    source_label: str
    modalities: str
    deliverables: tuple[str, ...]
    expected_elements: tuple[ExpectedElement, ...]
    format: ExamFormat
    criteria_label: str
    criteria_introduction: str | None = None
    criteria: tuple[Criterion, ...]

    @model_validator(mode="before")
    @classmethod
    def _name_criteria(cls, data: dict[str, object]) -> dict[str, object]:
        criteria = data.get("criteria")
        if isinstance(criteria, list):
            named = [{"id": f"{data['id']}/{item['n']}", **item} for item in criteria]
            return {**data, "criteria": named}
        return data

    @model_validator(mode="after")
    def _number_criteria(self) -> "Exam":
        numbers = [criterion.n for criterion in self.criteria]
        if numbers != list(range(1, len(numbers) + 1)):
            raise ValueError(f"criteria of {self.id} are not numbered from 1 in order: {numbers}")
        return self

    @property
    def lines(self) -> tuple[str, ...]:
        """The modalités, line by line, bullets kept."""
        return tuple(line.strip() for line in self.modalities.splitlines() if line.strip())

    @property
    def plain_modalities(self) -> str:
        """The modalités without bullets, one line each."""
        return _without_bullets(self.modalities)

    @property
    def verbatim(self) -> str:
        """The modalités on one line, without bullets."""
        return fold_spaces(self.plain_modalities)


class Referential(_Frozen):
    """The whole référentiel, in the order of its source."""

    title: str
    level: str
    certifier: str
    language: str = "fr"
    activities: tuple[Activity, ...]
    competences: tuple[Competence, ...]
    exams: tuple[Exam, ...]

    @model_validator(mode="after")
    def _refer_to_what_exists(self) -> "Referential":
        activities = {activity.id for activity in self.activities}
        competences = {competence.id for competence in self.competences}
        assessed = [competence for exam in self.exams for competence in exam.competences]
        places = [(entry.id, entry.activity) for entry in self.competences]
        places += [(entry.id, entry.activity) for entry in self.exams]
        for entry_id, activity in places:
            if activity not in activities:
                raise ValueError(f"{entry_id} belongs to {activity}, which does not exist")
        if sorted(assessed) != sorted(competences):
            raise ValueError("every competence must be assessed by exactly one exam")
        return self

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria, in the order of the exams."""
        return tuple(criterion for exam in self.exams for criterion in exam.criteria)

    @cached_property
    def _verbatim(self) -> dict[EntryKey, str]:
        texts: dict[EntryKey, str] = {}
        for activity in self.activities:
            # The source sets the tasks after the title, each behind a dash.
            texts[EntryKey(EntryKind.ACTIVITY, activity.id)] = " - ".join((activity.title, *activity.tasks))
        for competence in self.competences:
            texts[EntryKey(EntryKind.COMPETENCE, competence.id)] = competence.verbatim
        for exam in self.exams:
            texts[EntryKey(EntryKind.EXAM, exam.id)] = exam.verbatim
            for criterion in exam.criteria:
                texts[EntryKey(EntryKind.CRITERION, criterion.id)] = criterion.text
        return texts

    def entry_keys(self) -> tuple[EntryKey, ...]:
        """Return every entry's key: activities, competences, then each exam followed by its criteria."""
        return tuple(self._verbatim)

    def __contains__(self, key: object) -> bool:
        """Tell whether the entry exists."""
        return key in self._verbatim

    def verbatim(self, key: EntryKey) -> str:
        """Return the source's wording of an entry on one line. Raises KeyError when there is none."""
        return self._verbatim[key]

    def activity(self, activity_id: str) -> Activity:
        """Return the activity. Raises KeyError when there is none."""
        return _only(activity_id, self.activities)

    def competence(self, competence_id: str) -> Competence:
        """Return the competence. Raises KeyError when there is none."""
        return _only(competence_id, self.competences)

    def exam(self, exam_id: str) -> Exam:
        """Return the exam. Raises KeyError when there is none."""
        return _only(exam_id, self.exams)

    def criterion(self, criterion_id: str) -> Criterion:
        """Return the criterion. Raises KeyError when there is none."""
        return _only(criterion_id, self.criteria)

    def exam_of(self, key: EntryKey) -> Exam | None:
        """Return the exam that assesses the entry; None for an activity, which may have several."""
        match key.kind:
            case EntryKind.EXAM:
                return self.exam(key.id)
            case EntryKind.CRITERION:
                return self.exam(key.id.rpartition("/")[0])
            case EntryKind.COMPETENCE:
                return next(exam for exam in self.exams if key.id in exam.competences)
            case EntryKind.ACTIVITY:
                return None

    def exams_of_activity(self, activity_id: str) -> tuple[Exam, ...]:
        """Return the exams of an activity, in order."""
        return tuple(exam for exam in self.exams if exam.activity == activity_id)


def _only(entry_id: str, entries: tuple[_Entry, ...]) -> _Entry:
    for entry in entries:
        if entry.id == entry_id:
            return entry
    raise KeyError(entry_id)
