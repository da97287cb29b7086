"""What a jury looks for behind each criterion: its expected elements.

Data in the corpus folder, written and reviewed by people. `elements/<exam>.yaml`: the elements of each criterion, what
counts, what is a mere announcement, advice; and the checklist that says which elements answer each expected element of
the modalités.
"""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.referential.loading import CorpusError, load_referential, read_yaml
from assistant.referential.model import Exam

Cue = Literal[
    "amount",
    "percentage",
    "number",
    "date",
    "duration",
    "proper_name",
    "table",
    "comparison",
    "reason",
    "role",
    "url",
]
"""A structural sign of content: what a passage that satisfies an element nearly always has."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Element(_Data):
    """One observable thing that a jury looks for in a draft.

    `id` is `<exam>/<criterion>.<letter>`, or `<exam>/m.<letter>` for what only the modalités ask. Without its
    main elements a criterion can't be covered; the others only strengthen it.
    """

    id: str = Field(pattern=r"^C\d\.\d(-C\d\.\d)?/(\d{1,2}|m)\.[a-z]$")
    label: str
    main: bool = True
    counts: str
    announcement: str
    cues: tuple[Cue, ...] = ()
    advice: str
    model: str


class ChecklistItem(_Data):
    """An expected element of the modalités, with the elements that say whether it is present."""

    label: str
    elements: tuple[str, ...] = Field(min_length=1)


class ExamElements(_Data):
    """The expected elements of one exam. Criteria that are judged at the oral have none."""

    criteria: dict[int, tuple[Element, ...]]
    modalities: tuple[Element, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()

    @property
    def all(self) -> tuple[Element, ...]:
        """All elements, in the order of the criteria, those of the modalités last."""
        return (*(element for n in sorted(self.criteria) for element in self.criteria[n]), *self.modalities)

    @model_validator(mode="after")
    def _refer_to_what_exists(self) -> "ExamElements":
        ids = [element.id for element in self.all]
        if len(set(ids)) != len(ids):
            raise ValueError("two elements have the same id")
        unknown = {name for item in self.checklist for name in item.elements} - set(ids)
        if unknown:
            raise ValueError(f"the checklist names unknown elements: {sorted(unknown)}")
        return self


def has_elements(folder: Path) -> bool:
    """Tell whether a corpus folder says what a jury looks for behind the criteria."""
    return (folder / "elements").exists()


@lru_cache(maxsize=4)
def load_elements(folder: Path) -> dict[str, ExamElements]:
    """Return the elements of every exam of a corpus folder; none where it holds none of any exam.

    Raises CorpusError when they are wrong, or missing for some exams.
    """
    if not has_elements(folder):
        return {exam.id: ExamElements(criteria={}) for exam in load_referential(folder).exams}
    return {exam.id: _load_exam(folder, exam) for exam in load_referential(folder).exams}


def _load_exam(folder: Path, exam: Exam) -> ExamElements:
    try:
        elements = ExamElements.model_validate(read_yaml(folder / "elements" / f"{exam.id}.yaml"))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise CorpusError(f"Les éléments de {exam.id} sont mal formés à « {place} » : {first['msg']}.") from error
    assessable = {criterion.n for criterion in exam.criteria if criterion.evidence != "oral"}
    if set(elements.criteria) != assessable:
        raise CorpusError(f"Les éléments de {exam.id} ne correspondent pas à ses critères jugés sur un écrit.")
    if [item.label for item in elements.checklist] != [item.label for item in exam.expected_elements]:
        raise CorpusError(f"La liste des éléments attendus de {exam.id} ne correspond pas à ses modalités.")
    return elements
