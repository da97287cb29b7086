"""The suite of jury questions: do they fit the exam, differ, reach every criterion, and aim at what a draft lacks?"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from rapidfuzz import fuzz

from assistant import Coach
from assistant.coaching.questioning.choosing import DUPLICATE_AT
from assistant.coaching.questioning.jury_question import JuryQuestion, QuestionSet
from assistant.coaching.reviewing.review import Review
from assistant.dossier.model import Document
from assistant.dossier.quotes import is_verbatim
from assistant.referential.question_bank import LEVELS
from assistant.referential.wording import fold
from evals.drafts import DraftSplit, LabelledDraft, load_drafts
from evals.rendering import render

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


def bank_figures(coach: Coach) -> dict[str, object]:
    """Return what twenty questions of every exam show, over several seeds."""
    sets = [coach.questions(exam.id, _TWENTY, seed=seed) for exam in coach.referential.exams for seed in _SEEDS]
    asked = [question for item in sets for question in item.questions]
    in_exam = [
        target.rpartition("/")[0] == item.exam
        for item in sets
        for question in item.questions
        for target in question.targets
    ]
    reached = {target for question in asked for target in question.targets}
    near_words, near_sense = _nearest(coach, sets)
    return {
        "sets of 20": len(sets),
        "full sets": sum(len(item.questions) == _TWENTY for item in sets),
        "on the asked exam": round(float(np.mean(in_exam)), 3),
        "criteria reached": f"{len(reached)} of {len(coach.referential.criteria)}",
        "sets with a repeated question": sum(len({q.id for q in s.questions}) < len(s.questions) for s in sets),
        "nearest pair in words (0-100)": round(near_words, 1),
        "pairs at or above the threshold in words": int(near_words >= DUPLICATE_AT),
        "nearest pair in sense (cosine)": round(near_sense, 3),
        "same seed, same questions": all(
            coach.questions(item.exam, _TWENTY, seed=item.seed) == item for item in sets[:: len(_SEEDS)]
        ),
        "each level fills 20 (of 24 exam × level)": sum(
            len(coach.questions(exam.id, _TWENTY, level=level, seed=0).questions) == _TWENTY
            for exam in coach.referential.exams
            for level in LEVELS
        ),
    }


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


def draft_figures(aimed: Sequence[Aimed]) -> dict[str, object]:
    """Return what the questions about drafts show; `weak` drafts lack at least half of what is judged."""
    anchored = [(item, question) for item in aimed for question in item.questions.questions if question.anchor]
    of_weak = [(item, question) for item, question in anchored if item.is_weak]
    about = [(item, question) for item in aimed for question in item.questions.questions if question.aim != "open"]
    about_weak = [(item, question) for item, question in about if item.is_weak]
    return {
        "drafts": len(aimed),
        "weak drafts": sum(item.is_weak for item in aimed),
        "questions": sum(len(item.questions.questions) for item in aimed),
        "anchored": len(anchored),
        "anchors verbatim": _share([is_verbatim(question.anchor.quote, item.document) for item, question in anchored if question.anchor]),
        "anchors within the question": _share([question.anchor.quote in question.question for _, question in anchored if question.anchor]),
        "weak drafts, anchored questions on partial or missing": _share([_on_weak(item, question) for item, question in of_weak]),
        "weak drafts, all aimed questions on partial or missing": _share([_on_weak(item, question) for item, question in about_weak]),
        "all drafts, anchored questions on partial or missing": _share([_on_weak(item, question) for item, question in anchored]),
        "by aim": {name: sum(question.aim == name for _, question in about) for name in ("missing", "thin", "contradiction", "strong")},
    }  # fmt: skip


def _on_weak(item: Aimed, question: JuryQuestion) -> bool:
    return any(target in item.weak for target in question.targets)


def _share(values: Sequence[bool]) -> str:
    return f"{sum(values)}/{len(values)} = {sum(values) / len(values):.3f}" if values else "none"


def seconds_for_ten(coach: Coach) -> float:
    """Return the median time of ten questions without a draft, warm, over all exams."""
    times = []
    for seed in _SEEDS:
        for exam in coach.referential.exams:
            started = time.perf_counter()
            coach.questions(exam.id, _TIMED, seed=seed)
            times.append(time.perf_counter() - started)
    return median(times)
