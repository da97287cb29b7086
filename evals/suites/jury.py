"""The suite of jury questions: do they fit the exam, differ, reach every criterion, and aim at what a draft lacks?"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from rapidfuzz import fuzz
from rich.console import Console

from assistant import Coach
from assistant.coaching.questioning.choosing import DUPLICATE_AT
from assistant.coaching.questioning.jury_question import JuryQuestion, QuestionSet
from assistant.coaching.reviewing.review import Review
from assistant.dossier.model import Document
from assistant.dossier.quotes import is_verbatim
from assistant.referential.question_bank import LEVELS
from assistant.referential.wording import fold
from evals.caching import CachedEmbedder
from evals.datasets.drafts import DraftSplit, LabelledDraft, load_drafts
from evals.datasets.rendering import render
from evals.result import Figure, exact, print_figures, share

_SEEDS = range(5)
_TWENTY = 20
_A_DRAFT = 5
_TIMED = 10
NEAR_IN_SENSE = 0.95
"""Cosine from which two questions ask the same thing in other words; the nearest pairs of the bank were read to set it."""


@dataclass(frozen=True)
class Aimed:
    """The questions that were asked about one draft, with its labels."""

    draft: LabelledDraft
    document: Document
    review: Review
    questions: QuestionSet

    @property
    def weak(self) -> frozenset[str]:
        """The criteria that its reader found partial or missing."""
        labels = self.draft.labels
        return frozenset(f"{labels.exam}/{item.n}" for item in labels.criteria if item.verdict != "covered")

    @property
    def is_weak(self) -> bool:
        """Whether at least half of its criteria are partial or missing."""
        return len(self.weak) * 2 >= len(self.draft.labels.criteria)


def run_jury(coach: Coach, split: DraftSplit, console: Console) -> list[Figure]:
    """Run the suite, on the drafts of a split, and print its tables."""
    coach.__dict__["embedder"] = CachedEmbedder(coach.embedder)
    figures = [
        *bank_figures(coach),
        exact("ten questions, warm, ms", seconds_for_ten(coach) * 1000, 40, 300, at_most=True),
    ]
    print_figures(console, "questions without a draft", figures)
    of_drafts = draft_figures(aim(coach, split))
    print_figures(console, f"questions on drafts.{split}", of_drafts)
    return [*figures, *of_drafts]


def bank_figures(coach: Coach) -> list[Figure]:
    """Return what twenty questions of every exam show, over several seeds."""
    exams, criteria = coach.referential.exams, coach.referential.criteria
    sets = [coach.questions(exam.id, _TWENTY, seed=seed) for exam in exams for seed in _SEEDS]
    asked = [(item.exam, question) for item in sets for question in item.questions]
    on_exam = sum(all(target.rpartition("/")[0] == exam for target in question.targets) for exam, question in asked)
    reached = {target for _, question in asked for target in question.targets}
    again = sum(coach.questions(item.exam, _TWENTY, seed=item.seed) == item for item in sets)
    levels = [coach.questions(exam.id, _TWENTY, level=level, seed=0) for exam in exams for level in LEVELS]
    near_words, near_sense = _nearest(coach, sets)
    return [
        share("sets of 20 that are full", sum(len(item.questions) == _TWENTY for item in sets), len(sets), 1.0),
        share("questions on the asked exam", on_exam, len(asked), 1.0),
        share("criteria reached", len(reached), len(criteria), 1.0),
        share(
            "exams and levels that fill 20", sum(len(item.questions) == _TWENTY for item in levels), len(levels), 1.0
        ),
        share("same seed, same questions", again, len(sets), 1.0),
        exact("two of 20 most alike in words, 0–100", near_words, len(sets), DUPLICATE_AT, at_most=True),
        exact("two of 20 nearest in sense, cosine", near_sense, len(sets), NEAR_IN_SENSE, at_most=True),
    ]


def _nearest(coach: Coach, sets: Sequence[QuestionSet]) -> tuple[float, float]:
    """The likeness of the two most alike questions of one set, in words and in sense."""
    texts = list({question.question for item in sets for question in item.questions})
    vectors = dict(zip(texts, coach.embedder.embed_passages(texts), strict=True))
    words, sense = 0.0, 0.0
    for item in sets:
        own = [question.question for question in item.questions]
        for row, first in enumerate(own):
            for second in own[:row]:
                words = max(words, fuzz.token_sort_ratio(fold(first), fold(second)))
                sense = max(sense, float(vectors[first] @ vectors[second]))
    return words, sense


def aim(coach: Coach, split: DraftSplit) -> list[Aimed]:
    """Review every draft of a split and ask about it."""
    aimed = []
    for draft in load_drafts(split):
        document = coach.read(render(draft), f"{draft.name}.{draft.about.format}")
        review = coach.review(document, exam=draft.about.exam)
        aimed.append(Aimed(draft, document, review, coach.questions(review.exam, _A_DRAFT, review=review, seed=0)))
    return aimed


def draft_figures(aimed: Sequence[Aimed]) -> list[Figure]:
    """Return what the questions about drafts show; a draft is weak that lacks at least half of what is judged."""
    about = [(item, question) for item in aimed for question in item.questions.questions]
    anchored = [(item, question, question.anchor) for item, question in about if question.anchor]
    verbatim = sum(is_verbatim(anchor.quote, item.document) for item, _, anchor in anchored)
    of_weak = [_on_weak(item, question) for item, question, _ in anchored if item.is_weak]
    aimed_at_weak = [_on_weak(item, question) for item, question in about if item.is_weak and question.aim != "open"]
    everywhere = [_on_weak(item, question) for item, question, _ in anchored]
    return [
        share("drafts that are weak", sum(item.is_weak for item in aimed), len(aimed)),
        share("questions with an anchor", len(anchored), len(about)),
        share("anchors verbatim in the draft", verbatim, len(anchored), 1.0),
        share(
            "anchors verbatim in the question", sum(a.quote in q.question for _, q, a in anchored), len(anchored), 1.0
        ),
        share("weak drafts: anchored, on partial or missing", sum(of_weak), len(of_weak), 0.8),
        share("weak drafts: all aimed, on partial or missing", sum(aimed_at_weak), len(aimed_at_weak)),
        share("all drafts: anchored, on partial or missing", sum(everywhere), len(everywhere)),
    ]


def _on_weak(item: Aimed, question: JuryQuestion) -> bool:
    return any(target in item.weak for target in question.targets)


def seconds_for_ten(coach: Coach) -> float:
    """Return the median time of ten questions without a draft, warm, over all exams."""
    times = []
    for seed in _SEEDS:
        for exam in coach.referential.exams:
            started = time.perf_counter()
            coach.questions(exam.id, _TIMED, seed=seed)
            times.append(time.perf_counter() - started)
    return median(times)
