"""The questions that a jury asks: data in the corpus folder, written and reviewed by people.

- `questions/<exam>.jsonl`: questions on each criterion, and the points that a good answer holds;
- `draft_questions/<exam>.jsonl`: for each expected element, what a juror asks who has read a draft where it is
  missing, thin or strong;
- `conflict_questions.yaml`: what he asks about two figures of a draft that contradict each other;
- `competences.yaml`: which criteria bear on which competence, where an exam assesses several.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.referential.elements import load_elements
from assistant.referential.loading import CorpusError, load_referential, read_yaml
from assistant.referential.model import Exam

QuestionKind = Literal["justification", "method", "alternative", "limits", "figures", "what_if", "transfer", "posture"]
"""What a question is after: reasons, the way it was done, another choice, limits and risks, where figures come from,
an event, another situation, the candidate's own part."""

Level = Literal["facile", "standard", "exigeant"]
CONFLICTS = ("total", "shares", "two_values")
"""The contradictions of a draft that there is a question for."""
LEVELS: tuple[Level, ...] = ("facile", "standard", "exigeant")


class NoQuestionBankError(CorpusError):
    """The corpus holds no questions of a jury at all."""

    def __init__(self) -> None:
        """Say so in one French sentence."""
        super().__init__("Ce référentiel n’a pas de banque de questions : le jury blanc n’est pas possible.")


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExpectedPoint(_Data):
    """One thing that a good answer holds: how candidates say it, how they half say it, what to ask when they don't."""

    point: str
    said: tuple[str, ...] = Field(min_length=1)
    partly: str
    follow_up: str | None = None


class BankQuestion(_Data):
    """A question on one criterion, and what a good answer holds."""

    id: str = Field(pattern=r"^C\d\.\d(-C\d\.\d)?/\d{1,2}-\d{2}$")
    criterion: str
    kind: QuestionKind
    level: Level
    question: str = Field(pattern=r"\?$")
    points: tuple[ExpectedPoint, ...] = Field(min_length=2)


class DraftQuestions(_Data):
    """What a juror asks about an element after having read the draft: where it is missing, thin, or strong."""

    element: str
    missing: str = Field(pattern=r"\?$")
    thin: str = Field(pattern=r"\?$")
    strong: str = Field(pattern=r"\?$")
    points: tuple[ExpectedPoint, ...] = Field(min_length=2)


class ConflictQuestion(_Data):
    """What a juror asks about two figures that contradict each other; braces stand for them and their subject."""

    question: str = Field(pattern=r"\?$")
    points: tuple[ExpectedPoint, ...] = Field(min_length=2)


@dataclass(frozen=True)
class QuestionBank:
    """All questions of one exam. `competences` gives the numbers of the criteria that bear on each competence."""

    exam: str
    questions: tuple[BankQuestion, ...]
    draft_questions: dict[str, DraftQuestions]
    competences: dict[str, tuple[int, ...]]
    conflict_questions: dict[str, ConflictQuestion]

    def on(self, criterion: str, level: Level | None = None) -> list[BankQuestion]:
        """Return the questions on a criterion, of one level or of all."""
        return [item for item in self.questions if item.criterion == criterion and level in (None, item.level)]


@lru_cache(maxsize=16)
def load_question_bank(folder: Path, exam_id: str) -> QuestionBank:
    """Return the questions of an exam of a corpus folder. Raises CorpusError when they are missing or wrong."""
    exam = load_referential(folder).exam(exam_id)
    if not has_question_bank(folder):
        raise NoQuestionBankError
    questions = _read(folder / "questions" / f"{exam.id}.jsonl", BankQuestion)
    draft_questions = _read(folder / "draft_questions" / f"{exam.id}.jsonl", DraftQuestions)
    bank = QuestionBank(
        exam.id,
        tuple(questions),
        {item.element: item for item in draft_questions},
        _shares(folder, exam),
        _conflict_questions(folder),
    )
    _refer_to_what_exists(bank, exam, [element.id for element in load_elements(folder)[exam.id].all])
    return bank


def has_question_bank(folder: Path) -> bool:
    """Tell whether a corpus folder holds questions of a jury."""
    return (folder / "questions").exists()


_Line = TypeVar("_Line", bound=BaseModel)


def _read(path: Path, kind: type[_Line]) -> list[_Line]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [kind.model_validate(json.loads(line)) for line in lines if line.strip()]
    except (OSError, ValueError, ValidationError) as error:
        place = f"{path.parent.name}/{path.name}"
        raise CorpusError(f"Le fichier « {place} » du corpus est illisible ou mal formé : {error}") from error


def _conflict_questions(folder: Path) -> dict[str, ConflictQuestion]:
    data = read_yaml(folder / "conflict_questions.yaml")
    try:
        return {kind: ConflictQuestion.model_validate(data[kind]) for kind in CONFLICTS}
    except (ValidationError, KeyError, TypeError) as error:
        raise CorpusError(f"Le fichier « conflict_questions.yaml » du corpus est mal formé : {error}") from error


def _shares(folder: Path, exam: Exam) -> dict[str, tuple[int, ...]]:
    """The criteria of each competence; all of them where the exam assesses only one."""
    if len(exam.competences) == 1:
        return {exam.competences[0]: tuple(criterion.n for criterion in exam.criteria)}
    shares = read_yaml(folder / "competences.yaml")
    try:
        return {competence: tuple(int(n) for n in shares[competence]) for competence in exam.competences}
    except (KeyError, TypeError, ValueError) as error:
        raise CorpusError(
            f"Le fichier « competences.yaml » du corpus ne dit rien d’utilisable de {exam.id}."
        ) from error


def _refer_to_what_exists(bank: QuestionBank, exam: Exam, elements: Sequence[str]) -> None:
    asked = {question.criterion for question in bank.questions}
    wrong = asked ^ {criterion.id for criterion in exam.criteria}
    wrong |= set(bank.draft_questions) ^ set(elements)
    ids = [question.id for question in bank.questions]
    wrong |= {name for name in ids if ids.count(name) > 1}
    wrong |= {f"{exam.id}/{n}" for share in bank.competences.values() for n in share} - asked
    if wrong:
        raise CorpusError(f"La banque de questions de {exam.id} ne correspond pas à l’épreuve : {sorted(wrong)}.")
