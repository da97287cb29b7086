"""The suite of leaks: is what verifies kept apart from what the program learns, and from what it is tuned on?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant import Coach
from assistant.progress import unreported
from assistant.search.embedder import Vectors
from evals.bench import Bench
from evals.datasets.leaks import (
    NEAR,
    RUN,
    SHORT,
    Compared,
    Leak,
    RunIndex,
    Sign,
    both,
    near_in_sense,
    near_in_words,
    official_runs,
    shared_runs,
)
from evals.datasets.text_sets import PHRASINGS, TextSet, text_sets
from evals.result import Example, Figure, SplitName, SuiteResult, Table, exact

_ABOUT = (
    "Near-duplicates between what verifies and what is learnt or tuned on. Texts that people ask are compared "
    f"by their words (≥ {NEAR['words']:g} of 100, in any order) and by their sense (cosine ≥ {NEAR['sense']:g}), long ones by "
    f"runs of {RUN} words. All there is is compared, whatever the limit."
)
_NOTES = (
    f"Texts of fewer than {SHORT} words are left out (unrated): they can't but resemble each other.",
    "The référentiel's own words don't count as shared, nor do answers that are empty or give the question back.",
    "Dev drafts are not held apart from those of train: the judge is fitted on both in the end.",
    "A likeness in sense is no copy: authors who never met ask some things alike.",
)
_EXCERPT = 200
_UNITS: dict[Sign, str] = {"words": "{:.0f} of 100", "sense": "cosine {:.3f}", "run": "{:.1%} of its runs"}


@dataclass(frozen=True)
class Pair:
    """A set that is held apart, another one that it must not leak into, and what comparing them showed."""

    held: TextSet
    other: TextSet
    found: Compared

    @property
    def name(self) -> str:
        """The name of its figure."""
        return f"{self.held.name} in {self.other.name}"

    @property
    def left_out(self) -> int:
        """How many texts were too short to be compared."""
        return len(self.held.texts) - self.found.compared


Compare = Callable[[TextSet, TextSet], Compared]


def run(bench: Bench, _split: SplitName) -> SuiteResult | None:
    """Compare all sets of the collection with each other and with the corpus; not in a quick run."""
    if bench.quick:
        bench.say("leaks: left out of a quick run")
        return None
    sets = text_sets(bench.coach, bench.collection)
    senses = Senses(bench, sets)
    pairs = compare_all(sets, by_length(bench.coach, sets, senses.compare))
    return result_of(pairs, reveal=bench.reveal) if pairs else None


def pairs_apart(sets: Sequence[TextSet]) -> Iterator[tuple[TextSet, TextSet]]:
    """Every two sets of like texts that are to be kept apart.

    Test from all that is no test; what is asked in dev from the phrasings, since both are searched in the same way.
    """
    for held in sets:
        for other in sets:
            if held.length != other.length:
                continue
            of_test = held.split == "test" and other.split != "test"
            of_dev = held.split == "dev" and other.name == PHRASINGS
            if of_test or of_dev:
                yield held, other


def compare_all(sets: Sequence[TextSet], compare: Compare) -> list[Pair]:
    """Compare every two sets that are to be kept apart."""
    return [Pair(held, other, compare(held, other)) for held, other in pairs_apart(sets)]


def by_words(held: TextSet, other: TextSet) -> Compared:
    """Compare sets of short texts by their words alone."""
    return near_in_words(held.texts, other.texts)


def by_length(coach: Coach, sets: Sequence[TextSet], short: Compare) -> Compare:
    """Return what compares long texts by their runs, each read once, and short ones as `short` does."""
    official = official_runs(coach.referential)
    read = {item.name: RunIndex.of(item.texts, official) for item in sets if item.length == "long"}

    def compare(held: TextSet, other: TextSet) -> Compared:
        if held.length == "short":
            return short(held, other)
        return shared_runs(read[held.name], read[other.name])

    return compare


class Senses:
    """The vectors of the sets of short texts, each embedded once, as the search embeds questions."""

    def __init__(self, bench: Bench, sets: Sequence[TextSet]) -> None:
        """Embed them; those of the phrasings stand in the index."""
        self._vectors = {item.name: self._embed(bench, item) for item in sets if item.length == "short"}

    @staticmethod
    def _embed(bench: Bench, item: TextSet) -> Vectors:
        if item.name == PHRASINGS:
            return indexed_vectors(bench.coach)[-len(item.texts) :]
        bench.say(f"leaks: {len(item.texts)} texts of {item.name}")
        return bench.embedder.embed_questions(list(item.texts.values()))

    def compare(self, held: TextSet, other: TextSet) -> Compared:
        """Compare two sets by their words and by their sense."""
        sense = near_in_sense(held.texts, other.texts, self._vectors[held.name], self._vectors[other.name])
        return both(by_words(held, other), sense)


def indexed_vectors(coach: Coach) -> Vectors:
    """Return the vectors of the index: those of the entries, then those of the phrasings in their order."""
    from assistant.search.index import indexed_texts, open_index

    texts = indexed_texts(coach.referential, coach.knowledge)
    return open_index(coach.settings.data, texts, coach.embedder, unreported).vectors()


def result_of(pairs: Sequence[Pair], *, reveal: bool) -> SuiteResult:
    """Return the figures, the table of all pairs, and what leaks."""
    return SuiteResult(
        suite="leaks",
        split="all",
        about=_ABOUT,
        figures=(*map(_leaking, pairs), *_nearest(pairs)),
        tables=(_table(pairs),),
        examples=tuple(example for pair in pairs for example in _examples(pair, reveal=reveal)),
        notes=_NOTES,
    )


def _leaking(pair: Pair) -> Figure:
    figure = exact(pair.name, pair.found.leaking, pair.found.compared, 0, at_most=True)
    return replace(figure, unrated=pair.left_out)


def _nearest(pairs: Sequence[Pair]) -> Iterator[Figure]:
    """The nearest two texts of all pairs, by each sign."""
    names: dict[Sign, str] = {"words": "nearest in words, 0–100", "sense": "nearest in sense, cosine"}
    for sign, name in names.items():
        compared = [pair.found for pair in pairs if sign in pair.found.nearest]
        if compared:
            highest = max(found.nearest[sign] for found in compared)
            yield exact(name, highest, sum(found.compared for found in compared), at_most=True)


def _table(pairs: Sequence[Pair]) -> Table:
    rows = [
        (
            pair.held.name,
            str(pair.found.compared),
            str(pair.left_out or ""),
            pair.other.name,
            str(len(pair.other.texts)),
            *(_count(pair, sign) for sign in _UNITS),
            ", ".join(_UNITS[sign].format(value) for sign, value in pair.found.nearest.items()),
        )
        for pair in pairs
    ]
    return Table(
        title="pairs of sets",
        columns=("held apart", "texts", "too short", "from", "texts", "by words", "by sense", "by runs", "nearest"),
        rows=tuple(rows),
    )


def _count(pair: Pair, sign: Sign) -> str:
    """How many texts leak by a sign; a dash where the pair wasn't compared by it."""
    if sign not in pair.found.nearest:
        return "–"
    return str(sum(leak.sign == sign for leak in pair.found.leaks))


def _examples(pair: Pair, *, reveal: bool) -> Iterator[Example]:
    """What leaks, as a maintainer reads it.

    Where it is of test, neither of the two texts is shown: they are nearly the same.
    """
    shown = reveal or pair.held.split != "test"
    for name in dict.fromkeys(leak.held for leak in pair.found.leaks):
        others = [leak for leak in pair.found.leaks if leak.held == name]
        yield Example(
            id=f"{pair.held.name}:{name}",
            text=_excerpt(pair.held.texts[name]) if shown else "(a text of test isn’t shown)",
            expected=f"nothing like it in {pair.other.name}",
            given="; ".join(_given(pair, leak, shown=shown) for leak in others),
        )


def _given(pair: Pair, leak: Leak, *, shown: bool) -> str:
    text = f": {_excerpt(pair.other.texts[leak.other])}" if shown else ""
    return f"{leak.other}, {_UNITS[leak.sign].format(leak.likeness)} ({leak.sign}){text}"


def _excerpt(text: str) -> str:
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"
