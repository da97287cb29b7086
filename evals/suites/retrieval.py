"""The suite of the search: does it find the criterion that a question bears on?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import inf
from typing import TypeVar

import numpy as np

from evals.bench import Bench
from evals.collection import OURS
from evals.datasets.questions import load_questions
from evals.datasets.retrieval import REQUIRED, RetrievalSet, aligned, by_code, load_retrieval
from evals.metrics.retrieval import BY_CODE, DEPTHS, RECALLS, Measured, compare, measure
from evals.peers.retrieval import (
    CHUNK_CHARACTERS,
    CHUNK_OVERLAP,
    CHUNKS,
    PEERS,
    PLAIN_BM25,
    PLAIN_DENSE,
    TUTORIAL,
    System,
)
from evals.peers.search_parts import STANDING, WITHOUT_CLASSIFIER, WITHOUT_PHRASINGS
from evals.ranking import Rankings, make_contenders, rank_all, time_all
from evals.reporting.systems import bars, comparison_table, curves_by_depth
from evals.result import Bars, Example, Figure, Items, Plot, SplitName, SuiteResult, Table, timed

Something = TypeVar("Something")

_BOUNDS = {"success@1": 0.80, "recall@5": 0.95}
_TIMED_QUESTIONS = 50
"""Enough for a median of times."""
_FIRST_FOUND = 3
_DRAWN = (STANDING, WITHOUT_CLASSIFIER, WITHOUT_PHRASINGS, PLAIN_BM25, PLAIN_DENSE, TUTORIAL)
"""Systems whose recall is drawn by depth: the lines of the others would lie on the program's."""
_TUNED = "The search was tuned on dev: its figures there flatter it, and not its peers. Believe test."
_LIMITS = (
    "Criteria alone are ranked: exams, competences and facts, which the program weighs too, are passed over, and the "
    "figures of the suite `answers` differ.",
    "Parts are silenced and the weights of the others stay: a fusion tuned without them might do better. Without the "
    "dense view, the classifier still reads the embedding. Without phrasings, each target keeps one text: the source’s "
    "wording, or where there is none (facts, intents) its first phrasing. Without grammar, the question is searched as "
    "it was typed: no code is replaced, no name of an exam taken out, no courtesy set aside.",
    f"The tutorial pipeline cuts {CHUNK_CHARACTERS} characters with {CHUNK_OVERLAP} of overlap and takes the {CHUNKS} "
    "nearest chunks. A chunk finds the criteria that it holds whole, in the order of the text, which costs it the "
    "first places.",
    "Each question is graded by its author alone, and nearly all require a single criterion: what else would help is "
    "graded only as far as its author named it. What may be cited counts in nDCG alone, with half the gain.",
)
_ABOUT_CODES = (
    "Questions that name a code: the {count} that require criteria and nothing else. The program cites what its grammar "
    "reads, and its citations are its ranking; without grammar, and by the peers, the question is searched as it was "
    "typed. R-precision looks at as many places as there are criteria required: what may be cited costs it a place "
    "where it comes before. nDCG wants that too, which an exact answer leaves out."
)


def run(bench: Bench, split: SplitName) -> SuiteResult | None:
    """Rank the criteria for every natural question: by the program, and in a full run by all it is held against."""
    if split not in ("dev", "test") or not (bench.collection.retrieval / "qrels" / f"{split}.tsv").exists():
        return None
    whole = aligned(load_retrieval(split, bench.collection.retrieval), bench.coach.referential)
    if not whole.queries or not whole.corpus:
        bench.say("retrieval: no question, or no entry that is a criterion of this référentiel")
        return None
    asked = whole.only(bench.some(list(whole.queries)))
    contenders = make_contenders(bench, whole.corpus)
    bench.say(f"retrieval: {len(asked.queries)} questions, {len(contenders.natural)} systems")
    rankings = rank_all(contenders.natural, asked)
    times = time_all(contenders, spread(list(asked.queries.values()), _TIMED_QUESTIONS))
    standing = measure(rankings[STANDING], asked.qrels)
    tuned_on = split == "dev" and bench.collection == OURS
    found = SuiteResult(
        suite="retrieval",
        split=split,
        about=f"{len(asked.queries)} natural questions, {len(asked.corpus)} criteria: is the one that a question bears "
        "on found, and how early?",
        in_sample=tuned_on,
        figures=(*figures(standing, bench.seed), *speed(times[STANDING])),
        items=tuple(items(standing)),
        examples=tuple(misses(rankings[STANDING], standing.questions, asked)) if bench.shows_examples(split) else (),
        notes=(*counts(asked, standing), *([_TUNED] if tuned_on else [])),
    )
    if bench.quick:
        return found
    found = _with_systems(found, rankings, asked, bench.seed)
    found = _with(found, plots=[times_plot(times)])
    coded = by_code(load_questions(split, collection=bench.collection), bench.coach.referential)
    return _with_codes(found, contenders.by_code, coded.only(bench.some(list(coded.queries))), bench.seed)


def figures(standing: Measured, seed: int) -> list[Figure]:
    """Return the figures of the program; questions that require nothing are unrated."""
    systems = compare({STANDING: standing}, seed)
    found = (systems.figure(STANDING, metric) for metric in systems.metrics)
    return [replace(figure, unrated=len(standing.unjudged)).bounded(_BOUNDS.get(figure.name)) for figure in found]


def items(standing: Measured) -> list[Items]:
    """Return what each figure is the mean of."""
    return [
        Items(figure=metric, scores=dict(zip(standing.questions, values.tolist(), strict=True)))
        for metric, values in standing.values.items()
    ]


def misses(rankings: Mapping[str, Sequence[str]], questions: Sequence[str], asked: RetrievalSet) -> list[Example]:
    """Return the questions on which the ranking doesn't open on what is required, worst first."""
    placed = []
    for name in questions:
        wanted = [criterion for criterion, grade in asked.qrels[name].items() if grade >= REQUIRED]
        ranking = list(rankings[name])
        place = min((ranking.index(criterion) + 1 for criterion in wanted if criterion in ranking), default=inf)
        if place > 1:
            first = ", ".join(ranking[:_FIRST_FOUND]) or "nothing"
            given = f"{'not found' if place == inf else f'place {place}'}; first {first}"
            placed.append((place, Example(id=name, text=asked.queries[name], expected=", ".join(wanted), given=given)))
    return [example for _, example in sorted(placed, key=lambda item: (-item[0], item[1].id))]


def counts(asked: RetrievalSet, standing: Measured) -> list[str]:
    """Say what isn't counted: questions that require nothing, and what the référentiel doesn't hold."""
    said = []
    if standing.unjudged:
        said.append(f"{len(standing.unjudged)} questions require no criterion: they are counted apart, never as zero.")
    if asked.foreign:
        said.append(
            f"{len(asked.foreign)} entries of the collection are no criteria of this référentiel, by their id or their "
            "wording: they are left out, and a question that requires nothing else is counted apart."
        )
    return said


def returned(measured: Mapping[str, Measured]) -> list[str]:
    """Say how much of what is required those systems return at all that don't rank every criterion."""
    shares = {name: float(item.found.mean()) for name, item in measured.items() if len(item.found)}
    lacking = [f"{name} {share:.3f}" for name, share in shares.items() if share < 1]
    return [f"Required criteria returned at any place: {', '.join(lacking)}; by the others, all."] if lacking else []


def times_plot(times: Mapping[str, Sequence[float]]) -> Bars:
    """Return the median time of each system; NaN of no question."""
    return Bars(
        title="time for one question, embedding included",
        x_label="ms, median",
        names=tuple(times),
        values=tuple(float(np.median(own)) if own else float("nan") for own in times.values()),
        timed=True,
    )


def speed(times: Sequence[float]) -> list[Figure]:
    """Return the times of the program for one question, from its text to the ranking; NaN of no question."""
    median, slow = np.percentile(times, [50, 95]).tolist() if times else (float("nan"), float("nan"))
    return [
        timed("a search, median", median, "ms", len(times)),
        timed("a search, 95th percentile", slow, "ms", len(times)),
    ]


def spread(things: Sequence[Something], most: int) -> list[Something]:
    """Return as many things as allowed, spread evenly."""
    count = min(len(things), most)
    return [things[row * len(things) // count] for row in range(count)]


def _with_systems(found: SuiteResult, rankings: Rankings, asked: RetrievalSet, seed: int) -> SuiteResult:
    """Add all systems side by side on the natural questions."""
    measured = {name: measure(own, asked.qrels) for name, own in rankings.items()}
    systems = compare(measured, seed)
    by_depth = compare({name: measure(rankings[name], asked.qrels, RECALLS) for name in _DRAWN}, seed)
    return _with(
        found,
        tables=[comparison_table("natural questions", systems, PEERS)],
        plots=[
            *(bars(f"{metric}, natural questions", systems, metric) for metric in ("success@1", "nDCG@10")),
            curves_by_depth("recall by depth, natural questions", by_depth, DEPTHS, "recall"),
        ],
        notes=[*returned(measured), *_LIMITS],
    )


def _with_codes(found: SuiteResult, systems: Mapping[str, System], asked: RetrievalSet, seed: int) -> SuiteResult:
    """Add all systems side by side on the questions that name a code; nothing where there are none."""
    if not asked.queries:
        return found
    rankings = rank_all(systems, asked)
    compared = compare({name: measure(own, asked.qrels, BY_CODE) for name, own in rankings.items()}, seed)
    return _with(
        found,
        tables=[comparison_table("questions that name a code", compared, PEERS)],
        plots=[bars("R-precision, questions that name a code", compared, "R-precision")],
        notes=[_ABOUT_CODES.format(count=len(asked.queries))],
    )


def _with(
    found: SuiteResult, tables: Sequence[Table] = (), plots: Sequence[Plot] = (), notes: Sequence[str] = ()
) -> SuiteResult:
    return found.model_copy(
        update={
            "tables": (*found.tables, *tables),
            "plots": (*found.plots, *plots),
            "notes": (*found.notes, *notes),
        }
    )
