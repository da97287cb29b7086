"""The suite of jury questions: do they fit the exam, differ, reach every criterion, and aim at what a draft lacks?"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import cast

from assistant import Coach
from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.referential.question_bank import LEVELS, has_question_bank
from evals.bench import Bench
from evals.datasets.drafts import DraftSplit
from evals.metrics.jury import (
    AimedQuestion,
    aimed_figures,
    is_weak,
    likeness_figures,
    most_alike,
    set_figures,
    spread,
    weak_criteria,
)
from evals.metrics.jury import full as full_sets
from evals.result import Bars, Example, Figure, Items, SplitName, SuiteResult, share, timed
from evals.reviewed import Reviewed

_SEEDS = 5
_QUICK_SEEDS = 2
_TWENTY = 20
_A_DRAFT = 5
_TEN = 10
_TEN_BOUND_MS = 300


@dataclass(frozen=True)
class BankResult:
    """What questions without a draft show; it doesn't depend on the split."""

    figures: tuple[Figure, ...]
    plots: tuple[Bars, ...]


def run(bench: Bench, split: SplitName) -> SuiteResult | None:
    """Ask for sets of questions on every exam, and for questions on each reviewed draft of the split."""
    coach = bench.coach
    if not has_question_bank(coach.settings.corpus):
        bench.say("jury: this référentiel has no bank of questions")
        return None
    seeds = range(_QUICK_SEEDS if bench.quick else _SEEDS)
    bank = bench.once("jury: the bank", lambda: measure_bank(bench, seeds))
    reviewed = [] if bench.quick else bench.reviews(cast(DraftSplit, split))
    aimed = aim(coach, reviewed)
    of_drafts: list[Figure] = []
    items: tuple[Items, ...] = ()
    if reviewed:
        of_drafts, own = aimed_figures(reviewed, aimed)
        items = (own,)
    return SuiteResult(
        suite="jury",
        split=split,
        about=(
            f"Sets of {_TWENTY} questions for each of {len(coach.referential.exams)} exams and {len(seeds)} seeds, the "
            f"same on every split; {_A_DRAFT} questions on each of {len(reviewed)} drafts, against its labels."
        ),
        in_sample=bool(reviewed) and split != "test",
        figures=(*bank.figures, *of_drafts),
        plots=bank.plots,
        items=items,
        examples=tuple(astray(aimed)) if bench.shows_examples(split) else (),
        notes=("A draft is weak where its reader found at least half of what can be judged partial or missing.",),
    )


def measure_bank(bench: Bench, seeds: Sequence[int]) -> BankResult:
    """Return what twenty questions of every exam show, over several seeds."""
    coach, exams = bench.coach, bench.coach.referential.exams
    bench.say(f"jury: {len(exams) * len(seeds)} sets of {_TWENTY} questions")
    sets = [coach.questions(exam.id, _TWENTY, seed=seed) for exam in exams for seed in seeds]
    again = sum(coach.questions(item.exam, _TWENTY, seed=item.seed) == item for item in sets)
    levels = [coach.questions(exam.id, _TWENTY, level=level, seed=0) for exam in exams for level in LEVELS]
    times = [milliseconds_for_ten(coach, exam.id, seed) for exam in exams for seed in seeds]
    criteria = {exam.id: [criterion.id for criterion in exam.criteria] for exam in exams}
    figures = (
        *set_figures(sets, len(coach.referential.criteria)),
        share("exams and levels that fill 20", full_sets(levels), len(levels), 1.0),
        share("same seed, same questions", again, len(sets), 1.0),
        *likeness_figures(most_alike(sets, bench.embedder), len(sets)),
        timed("ten questions, median", median(times), "ms", len(times), _TEN_BOUND_MS),
    )
    return BankResult(figures, spread(sets, criteria))


def milliseconds_for_ten(coach: Coach, exam: str, seed: int) -> float:
    """Return how long ten questions without a draft take, warm."""
    started = time.perf_counter()
    coach.questions(exam, _TEN, seed=seed)
    return (time.perf_counter() - started) * 1000


def aim(coach: Coach, reviewed: Iterable[Reviewed]) -> list[AimedQuestion]:
    """Ask about every draft."""
    sets: list[tuple[Reviewed, QuestionSet]] = [
        (item, coach.questions(item.review.exam, _A_DRAFT, review=item.review, seed=0)) for item in reviewed
    ]
    return [
        AimedQuestion(item, number, question)
        for item, asked in sets
        for number, question in enumerate(asked.questions, start=1)
    ]


def astray(aimed: Iterable[AimedQuestion]) -> list[Example]:
    """Return the questions on weak drafts that start from the draft's words and bear on what is covered."""
    return [
        Example(
            id=item.id,
            text=item.question.question,
            expected=f"on one of {', '.join(sorted(weak_criteria(item.reviewed)))}",
            given=f"{item.question.aim}, on {', '.join(item.question.targets)}",
        )
        for item in aimed
        if item.question.anchor and is_weak(item.reviewed) and not item.on_weak
    ]
