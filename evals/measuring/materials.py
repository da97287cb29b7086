"""What the program is given to work on while it is timed."""

from dataclasses import dataclass
from functools import cached_property

from assistant import Coach
from assistant.settings import Settings
from evals.bench import Bench, spread
from evals.datasets.answers import LabelledAnswer, load_answers
from evals.datasets.drafts import load_drafts
from evals.datasets.questions import Question, load_questions
from evals.datasets.rendering import blocks

_QUESTIONS = 120
_ANSWERS = 40
_PASSAGES = 256
_QUESTION = "Qu'attend le jury pour {exam} ?"


@dataclass(frozen=True)
class Materials:
    """What the program is given to work on: texts of the collection, and an own coach whose embedder forgets."""

    bench: Bench
    coach: Coach

    @property
    def settings(self) -> Settings:
        """The options of the program."""
        return self.coach.settings

    @cached_property
    def questions(self) -> list[Question]:
        """Questions of dev, with their history."""
        return spread(self.bench.some(load_questions("dev", collection=self.bench.collection)), _QUESTIONS)

    @cached_property
    def paragraphs(self) -> list[str]:
        """Blocks of the dev drafts as Markdown, one draft after the other."""
        drafts = load_drafts("dev", self.bench.collection.drafts)
        return [part for draft in drafts for part in draft.markdown.split("\n\n") if part.strip()]

    @cached_property
    def passages(self) -> list[str]:
        """Paragraphs as a review embeds them."""
        plain = [item.text for part in self.paragraphs for item in blocks(part) if item.kind == "paragraph"]
        return spread(plain, _PASSAGES)

    @cached_property
    def answers(self) -> list[LabelledAnswer]:
        """Answers that the judge was trained on: their times are those of any others."""
        if not (self.bench.collection.answers / "train.jsonl").exists():
            return []
        return spread(load_answers(self.settings.corpus, "train", self.bench.collection), _ANSWERS)

    @property
    def widest_exam(self) -> str:
        """The exam with the most criteria."""
        return max(self.coach.referential.exams, key=lambda exam: len(exam.criteria)).id

    @property
    def question(self) -> str:
        """A plain question on one exam."""
        return _QUESTION.format(exam=self.coach.referential.exams[-1].id)
