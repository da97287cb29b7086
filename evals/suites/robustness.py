"""The suite of bad inputs: every one gets one clear French sentence or a right answer, and nothing is lost."""

from collections import Counter
from collections.abc import Sequence

from evals.bench import Bench
from evals.datasets.robustness import (
    AnswerCase,
    Cases,
    CommandCase,
    FileCase,
    QuestionCase,
    RequestCase,
    folder_of,
    load_base_draft,
    load_cases,
)
from evals.result import Bars, Example, Figure, Items, SplitName, SuiteResult, Table, share, timed
from evals.robustness.commands import CommandTrials
from evals.robustness.drafts import DraftTrials
from evals.robustness.outcome import Outcome
from evals.robustness.talk import ask_all, assess_all, request_all

HOLD = "cases that hold"
_SLOWEST = 12


def run(bench: Bench, split: SplitName) -> SuiteResult | None:
    """Try every case of the collection."""
    if not folder_of(bench.collection).is_dir():
        return None
    outcomes = try_all(bench)
    return SuiteResult(
        suite="robustness",
        split=split,
        about=f"{len(outcomes)} bad inputs: damaged and hostile files, questions, answers, requests and command lines. Each "
        "must get one clear French sentence or a right answer, in time, with nothing of the machine shown.",
        figures=measure(outcomes),
        tables=(_families(outcomes),),
        plots=(_slowest(outcomes),),
        examples=tuple(_example(item) for item in outcomes if item.holds is False),
        items=(
            Items(figure=HOLD, scores={item.case.id: float(item.holds) for item in outcomes if item.holds is not None}),
        ),
        notes=_notes(outcomes),
    )


def try_all(bench: Bench) -> list[Outcome]:
    """Try the cases of every kind; those of one kind are one set for the limit."""
    _ = bench.embedder
    draft = load_base_draft(bench.collection)
    outcomes = DraftTrials(bench.coach, draft).run(_some(bench, "files", FileCase))
    outcomes += ask_all(bench.coach, _some(bench, "questions", QuestionCase))
    outcomes += assess_all(bench.coach, _some(bench, "answers", AnswerCase))
    outcomes += request_all(bench.coach, _some(bench, "requests", RequestCase))
    return outcomes + CommandTrials(bench.coach.settings, draft).run(_some(bench, "commands", CommandCase))


def _some(bench: Bench, name: str, kind: type[Cases]) -> list[Cases]:
    cases = load_cases(bench.collection, name, kind)
    found = bench.some([case for case in cases if not (bench.quick and case.slow)])
    bench.say(f"robustness: {len(found)} {name}")
    return found


def measure(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """Return the figures. Cases that could not be tried here are unrated."""
    tried = [item for item in outcomes if item.holds is not None]
    whole = share(HOLD, sum(bool(item.holds) for item in tried), len(tried), bound=1.0)
    slowest = max((item.seconds for item in tried), default=float("nan"))
    compared, moved = sum(item.attempt.compared for item in tried), sum(item.attempt.moved for item in tried)
    return (
        Figure(whole.name, whole.value, whole.low, whole.high, whole.count, 1.0, unrated=len(outcomes) - len(tried)),
        share("verdicts moved by hostile text", moved, compared, bound=0.0, at_most=True),
        timed("the slowest case", slowest, "s", len(tried)),
    )


def _families(outcomes: Sequence[Outcome]) -> Table:
    """How many cases hold, by family."""
    rows = []
    for family in dict.fromkeys(item.case.family for item in outcomes):
        counts = Counter(item.holds for item in outcomes if item.case.family == family)
        rows.append((family, str(counts.total()), str(counts[True]), str(counts[False] or ""), str(counts[None] or "")))
    return Table(
        title="cases by family",
        columns=("family", "cases", "hold", "fail", "left out"),
        rows=tuple(rows),
    )


def _slowest(outcomes: Sequence[Outcome]) -> Bars:
    ranked = sorted(outcomes, key=lambda item: -item.seconds)[:_SLOWEST]
    return Bars(
        title="the slowest cases",
        x_label="seconds",
        names=tuple(item.case.id for item in ranked),
        values=tuple(item.seconds for item in ranked),
        timed=True,
    )


def _example(outcome: Outcome) -> Example:
    return Example(
        id=outcome.case.id,
        text=outcome.given,
        expected=outcome.expected,
        given=f"{'; '.join(outcome.attempt.faults)} — {outcome.attempt.said}",
    )


def _notes(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    left_out = [f"{item.case.id}: {item.left_out}" for item in outcomes if item.holds is None]
    own_time = "Each case has its own time limit; the making of the input doesn't count."
    return (own_time, *(f"Left out here, and counted as unrated: {line}." for line in left_out))
