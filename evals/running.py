"""A run: which suites, on which splits, one after the other, and what is known of the program that ran."""

import time
from collections.abc import Sequence
from importlib.metadata import version
from typing import Literal

from assistant.settings import SHIPPED_CORPUS
from evals.bench import Bench
from evals.collection import OURS, fingerprint
from evals.datasets.checking import check_collection
from evals.engine import engine_use
from evals.result import RunResult, SplitName, SuiteResult
from evals.suites import SUITES, Suite

SplitChoice = Literal["dev", "test", "all"]


def run(bench: Bench, names: Sequence[str], split: SplitChoice) -> RunResult:
    """Run suites by name and return what they found; a suite whose data the collection lacks is left out.

    Raises DatasetError where sets of somebody's own, or ours on another référentiel, can't be used.
    """
    started = time.perf_counter()
    if bench.collection != OURS or bench.coach.settings.corpus != SHIPPED_CORPUS:
        # The project's own sets are checked by its tests.
        check_collection(bench.collection, bench.coach)
    found: list[SuiteResult] = []
    for suite in (SUITES[name] for name in names):
        for own in splits_of(suite, split):
            bench.say(f"{suite.name}, {own}…")
            since = time.perf_counter()
            result = suite.run(bench, own)
            if result is None:
                quick = ", or not in a quick run" if bench.quick else ""
                bench.say(f"{suite.name}, {own}: no data in this collection{quick}")
                continue
            found.append(result.model_copy(update={"seconds": round(time.perf_counter() - since, 1)}))
    coach = bench.coach
    return RunResult(
        version=version("jury-coach"),
        engine=coach.engine,
        embedder=coach.embedder.name,
        referential=coach.referential.title,
        corpus=fingerprint(coach.settings.corpus),
        data=bench.collection.fingerprint(),
        seed=bench.seed,
        limit=bench.limit,
        quick=bench.quick,
        seconds=round(time.perf_counter() - started, 1),
        use=engine_use(coach, bench.answers),
        suites=tuple(found),
    )


def splits_of(suite: Suite, split: SplitChoice) -> list[SplitName]:
    """Return the splits of a suite that a choice means; what isn't split always runs, train stands in for dev."""
    if suite.splits == ("all",) or split == "all":
        return list(suite.splits)
    wanted = {split, "train"} if split == "dev" else {split}
    return [name for name in suite.splits if name in wanted]
