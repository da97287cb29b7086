"""Questions put to everything that ranks criteria: the program, the program without its parts, and its peers."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.bench import Bench
from evals.caching import RememberedQuestions
from evals.datasets.retrieval import RetrievalSet
from evals.peers.retrieval import System, make_peers
from evals.peers.search_parts import (
    STANDING,
    WITHOUT_GRAMMAR,
    BareSearch,
    Citing,
    Reading,
    make_searchers,
)

Rankings = dict[str, dict[str, list[str]]]
"""System → question → criteria, best first."""


@dataclass(frozen=True)
class Contenders:
    """What ranks criteria, by name, the program first: for natural questions, and for those that name a code.

    `memory` embeds each question once for all of them.
    """

    natural: Mapping[str, System]
    by_code: Mapping[str, System]
    memory: RememberedQuestions


def make_contenders(bench: Bench, corpus: Mapping[str, str]) -> Contenders:
    """Return all of them, or for a quick run the program and natural questions alone; the peers search `corpus`."""
    coach = bench.coach
    # Not the bench's own memory: what other suites embedded before would change the vectors of passages a little.
    memory = RememberedQuestions(bench.embedder.plain)
    searchers = make_searchers(coach, memory, parts=not bench.quick)
    natural: dict[str, System] = {name: Reading(coach, searcher) for name, searcher in searchers.items()}
    if bench.quick:
        return Contenders(natural, {}, memory)
    others = {WITHOUT_GRAMMAR: BareSearch(searchers[STANDING]), **make_peers(coach.referential, corpus, memory)}
    citing = {name: Citing(coach, searcher) for name, searcher in searchers.items()}
    return Contenders(natural | others, citing | others, memory)


def rank_all(systems: Mapping[str, System], asked: RetrievalSet) -> Rankings:
    """Ask every system every question. What isn't in the corpus of the set is no part of a ranking."""
    return {
        name: {
            query: [criterion for criterion in system.rank(question) if criterion in asked.corpus]
            for query, question in asked.queries.items()
        }
        for name, system in systems.items()
    }


def time_all(contenders: Contenders, questions: Sequence[str]) -> dict[str, list[float]]:
    """Return milliseconds for each question, system by system, its embedding included.

    Each question goes to all systems in turn, so that what else the machine does slows them alike. The first one goes
    to each once more before, to warm it up.
    """
    times: dict[str, list[float]] = {name: [] for name in contenders.natural}
    for question in questions[:1]:
        for system in contenders.natural.values():
            system.rank(question)
    for question in questions:
        for name, system in contenders.natural.items():
            contenders.memory.forget()
            started = time.perf_counter()
            system.rank(question)
            times[name].append((time.perf_counter() - started) * 1000)
    return times
