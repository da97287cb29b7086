"""Labelled answers to jury questions: read and checked against the bank."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.coaching.assessing.assessment import PointStatus
from assistant.referential.loading import load_referential
from assistant.referential.question_bank import ExpectedPoint, has_question_bank, load_question_bank
from evals.collection import OURS, Collection
from evals.datasets.lines import read_lines

AnswerType = Literal["good", "partial", "off_point", "bluff", "empty", "copied"]


class AnswerLabels(BaseModel):
    """A line of `answers/<split>.jsonl`: an answer to a question of the bank, and the status of each of its points."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question_id: str
    type: AnswerType
    answer: str
    statuses: tuple[PointStatus, ...]


@dataclass(frozen=True)
class LabelledAnswer:
    """An answer with the question that it was given to."""

    exam: str
    question: str
    points: tuple[ExpectedPoint, ...]
    labels: AnswerLabels


def load_answers(corpus: Path, split: str, collection: Collection = OURS) -> list[LabelledAnswer]:
    """Return the labelled answers of a split. Raises DatasetError when a label fits no question of the corpus' bank."""
    known = dict(_questions(corpus))

    def problem(labels: AnswerLabels) -> str:
        if labels.question_id not in known:
            return f"the bank has no question {labels.question_id}"
        count = len(known[labels.question_id][2])
        given = len(labels.statuses)
        return "" if given == count else f"{labels.question_id}: {given} labels for {count} points"

    lines = read_lines(collection.answers / f"{split}.jsonl", AnswerLabels, problem)
    return [LabelledAnswer(*known[labels.question_id], labels) for labels in lines]


def _questions(corpus: Path) -> Iterator[tuple[str, tuple[str, str, tuple[ExpectedPoint, ...]]]]:
    """Every question of the bank by its id; those on drafts are named by element and state."""
    for exam in load_referential(corpus).exams if has_question_bank(corpus) else ():
        bank = load_question_bank(corpus, exam.id)
        for item in bank.questions:
            yield item.id, (exam.id, item.question, item.points)
        for element, asked in bank.draft_questions.items():
            for state in ("missing", "thin", "strong"):
                yield f"{element}-{state}", (exam.id, getattr(asked, state), asked.points)
