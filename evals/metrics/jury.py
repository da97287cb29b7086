"""What sets of jury questions show: whether they are full, on the exam, unlike each other, and aimed at what a draft lacks."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import nan
from typing import get_args

import numpy as np
from rapidfuzz import fuzz

from assistant.coaching.questioning.choosing import DUPLICATE_AT
from assistant.coaching.questioning.jury_question import JuryQuestion, QuestionSet
from assistant.dossier.quotes import is_verbatim
from assistant.referential.question_bank import LEVELS, QuestionKind
from assistant.referential.wording import fold
from assistant.search.embedder import Embedder
from evals.metrics.bootstrap import grouped_mean
from evals.result import Bars, Figure, Items, exact, share
from evals.reviewed import Reviewed

NEAR_IN_SENSE = 0.95
"""Cosine from which two questions ask the same thing in other words; the nearest pairs of the bank were read to set it."""
_ON_WEAK_BOUND = 0.8


@dataclass(frozen=True)
class Likeness:
    """The likeness of the two questions of one set that are most alike: by words (0 to 100), by sense (cosine)."""

    words: float
    sense: float


def most_alike(sets: Sequence[QuestionSet], embedder: Embedder) -> Likeness:
    """Return how alike two questions of one set get; NaN where no set has two."""
    texts = list({question.question for item in sets for question in item.questions})
    vectors = dict(zip(texts, embedder.embed_passages(texts), strict=True))
    folded = {text: fold(text) for text in texts}
    pairs = {
        tuple(sorted((first.question, second.question)))
        for item in sets
        for first, second in combinations(item.questions, 2)
    }
    return Likeness(
        words=max((fuzz.token_sort_ratio(folded[first], folded[second]) for first, second in pairs), default=nan),
        sense=max((float(vectors[first] @ vectors[second]) for first, second in pairs), default=nan),
    )


def likeness_figures(found: Likeness, sets: int) -> list[Figure]:
    """Return the likenesses with their bounds."""
    return [
        exact("two of 20 most alike in words, 0–100", found.words, sets, DUPLICATE_AT, at_most=True),
        exact("two of 20 nearest in sense, cosine", found.sense, sets, NEAR_IN_SENSE, at_most=True),
    ]


def set_figures(sets: Sequence[QuestionSet], criteria: int) -> list[Figure]:
    """Return whether sets without a draft are full, on their exam, and together reach every criterion of so many."""
    asked = [(item.exam, question) for item in sets for question in item.questions]
    on_exam = sum(all(target.rpartition("/")[0] == exam for target in question.targets) for exam, question in asked)
    reached = {target for _, question in asked for target in question.targets}
    return [
        share("sets of 20 that are full", full(sets), len(sets), 1.0),
        share("questions on the asked exam", on_exam, len(asked), 1.0),
        share("criteria reached", len(reached), criteria, 1.0),
    ]


def full(sets: Sequence[QuestionSet]) -> int:
    """Return how many sets hold as many questions as were asked for."""
    return sum(len(item.questions) == item.asked_for for item in sets)


def spread(sets: Sequence[QuestionSet], criteria: Mapping[str, Sequence[str]]) -> tuple[Bars, ...]:
    """Return how questions spread over kinds, levels and criteria; `criteria` gives those of each exam."""
    asked = [question for item in sets for question in item.questions]
    kinds = Counter(question.kind for question in asked)
    levels = Counter(question.level for question in asked)
    targets = Counter(target for question in asked for target in question.targets)
    times = {exam: [targets[name] for name in own] for exam, own in criteria.items() if own}
    return (
        Bars(
            title="questions of each kind",
            x_label="questions",
            names=get_args(QuestionKind),
            values=tuple(kinds[kind] for kind in get_args(QuestionKind)),
        ),
        Bars(
            title="questions of each level",
            x_label="questions",
            names=LEVELS,
            values=tuple(levels[level] for level in LEVELS),
        ),
        Bars(
            title="questions a criterion, from the least to the most asked of each exam",
            x_label="questions",
            names=tuple(times),
            values=tuple(float(np.mean(own)) for own in times.values()),
            low=tuple(min(own) for own in times.values()),
            high=tuple(max(own) for own in times.values()),
        ),
    )


@dataclass(frozen=True)
class AimedQuestion:
    """A question that was asked about a reviewed draft. `number` is its place among those on its draft."""

    reviewed: Reviewed
    number: int
    question: JuryQuestion

    @property
    def id(self) -> str:
        """What tells it from the others of a run."""
        return f"{self.reviewed.draft.name}/{self.number}"

    @property
    def verbatim(self) -> bool:
        """Whether the words that it starts from, if any, stand in the draft."""
        anchor = self.question.anchor
        return anchor is not None and is_verbatim(anchor.quote, self.reviewed.document)

    @property
    def quoted(self) -> bool:
        """Whether the words that it starts from, if any, stand in the question."""
        anchor = self.question.anchor
        return anchor is not None and anchor.quote in self.question.question

    @property
    def on_weak(self) -> bool:
        """Whether it bears on a criterion that the draft's reader found partial or missing."""
        return any(target in weak_criteria(self.reviewed) for target in self.question.targets)


def weak_criteria(reviewed: Reviewed) -> frozenset[str]:
    """Return the criteria (ids) that a draft's reader found partial or missing."""
    labels = reviewed.draft.labels
    return frozenset(f"{labels.exam}/{item.n}" for item in labels.criteria if item.verdict != "covered")


def is_weak(reviewed: Reviewed) -> bool:
    """Tell whether at least half of a draft's judged criteria are partial or missing."""
    judged = len(reviewed.draft.labels.criteria)
    return judged > 0 and len(weak_criteria(reviewed)) * 2 >= judged


def aimed_figures(reviewed: Sequence[Reviewed], aimed: Sequence[AimedQuestion]) -> tuple[list[Figure], Items]:
    """Return what the questions on drafts show, and what the figure with a bound is the mean of.

    Intervals are bootstraps over drafts: questions on one draft aren't independent.
    """
    anchored = [item for item in aimed if item.question.anchor]
    weak = [item for item in aimed if is_weak(item.reviewed)]
    weak_anchored = [item for item in weak if item.question.anchor]
    name = "weak drafts: anchored, on partial or missing"
    figures = [
        share("drafts that are weak", sum(map(is_weak, reviewed)), len(reviewed)),
        _of("questions with an anchor", aimed, lambda item: item.question.anchor is not None),
        share("anchors verbatim in the draft", sum(item.verbatim for item in anchored), len(anchored), 1.0),
        share("anchors verbatim in the question", sum(item.quoted for item in anchored), len(anchored), 1.0),
        _of(name, weak_anchored, _on_weak).bounded(_ON_WEAK_BOUND),
        _of(
            "weak drafts: all aimed, on partial or missing",
            [item for item in weak if item.question.aim != "open"],
            _on_weak,
        ),
        _of("all drafts: anchored, on partial or missing", anchored, _on_weak),
    ]
    return figures, Items(figure=name, scores={item.id: float(item.on_weak) for item in weak_anchored})


def _on_weak(item: AimedQuestion) -> bool:
    return item.on_weak


def _of(name: str, aimed: Sequence[AimedQuestion], holds: Callable[[AimedQuestion], bool]) -> Figure:
    """The share of the questions that something holds of; NaN of none."""
    return grouped_mean(name, [float(holds(item)) for item in aimed], [item.reviewed.draft.name for item in aimed])
