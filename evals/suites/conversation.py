"""The suite of conversations: does a turn mean what it means after what was said before?"""

from collections import defaultdict
from collections.abc import Callable, Sequence

from evals.asking import converse
from evals.bench import Bench
from evals.datasets.conversations import load_conversations
from evals.metrics.bootstrap import grouped, mean
from evals.metrics.questions import Outcome, example
from evals.result import Curves, Figure, Items, Series, SplitName, SuiteResult


def run(bench: Bench, split: SplitName) -> SuiteResult | None:
    """Go through the conversations of a split, and look at its single questions that come with a history."""
    scripts = bench.some(load_conversations("test" if split == "test" else "dev", bench.collection))
    talks = [converse(bench.coach, script) for script in scripts]
    single = [item for item in bench.outcomes(split) if item.question.kind == "conversation"]
    if not talks and not single:
        return None
    turns = [turn for talk in talks for turn in talk]
    wrong = [item for item in (*turns, *single) if not item.right]
    return SuiteResult(
        suite="conversation",
        split=split,
        about=(
            f"{len(talks)} conversations of {len(turns)} turns, whose history is the program's own answers; "
            f"{len(single)} single questions with a given history."
        ),
        in_sample=split == "dev",
        figures=(*talk_figures(talks), *_single_figures(single)),
        items=(
            Items(figure="turns: right", scores={item.question.id: float(item.right) for item in turns}),
            Items(figure="given history: right", scores={item.question.id: float(item.right) for item in single}),
        ),
        plots=(_by_depth(talks),) if talks else (),
        examples=tuple(map(example, wrong)) if bench.shows_examples(split) else (),
    )


def talk_figures(talks: Sequence[Sequence[Outcome]]) -> list[Figure]:
    """Return the figures of whole conversations; turns of one aren't independent."""
    turns = [turn for talk in talks for turn in talk]
    if not turns:
        return []

    def of(name: str, score: Callable[[Outcome], bool]) -> Figure:
        return grouped(name, turns, _conversation, lambda some: (_mean([score(item) for item in some]), len(some)))

    later = [turn for talk in talks for turn in talk[1:]]
    return [
        of("turns: right", lambda o: o.right),
        of("turns: behaviour right", lambda o: o.behaviour_right),
        of("turns: all required cited", lambda o: o.all_required_cited),
        grouped("turns after the first: right", later, _conversation, lambda s: (_mean([o.right for o in s]), len(s))),
        mean("conversations right throughout", [float(all(turn.right for turn in talk)) for talk in talks]),
    ]


def _single_figures(single: Sequence[Outcome]) -> list[Figure]:
    return [mean("given history: right", [float(item.right) for item in single])] if single else []


def _conversation(outcome: Outcome) -> str:
    return outcome.question.id.rpartition("/")[0]


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else float("nan")


def _by_depth(talks: Sequence[Sequence[Outcome]]) -> Curves:
    """Share of the turns that are right, by their number in the conversation."""
    at: dict[int, list[float]] = defaultdict(list)
    for talk in talks:
        for number, turn in enumerate(talk, start=1):
            at[number].append(float(turn.right))
    figures = {number: mean(str(number), values) for number, values in sorted(at.items())}
    return Curves(
        title="turns right, by their number",
        x_label="turn",
        y_label="share right",
        series=(
            Series(
                name="turns",
                x=tuple(figures),
                y=tuple(item.value for item in figures.values()),
                low=tuple(item.low for item in figures.values()),
                high=tuple(item.high for item in figures.values()),
            ),
        ),
    )
