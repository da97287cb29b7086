"""One module a suite: data in, figures, tables, plots and examples out."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from evals.bench import Bench
from evals.result import SplitName, SuiteResult


@dataclass(frozen=True)
class Suite:
    """A suite: the module of this package that holds its `run(bench, split)`, and the splits that its data have.

    `run` returns None where the collection holds nothing for it.
    """

    name: str
    splits: tuple[SplitName, ...]

    def run(self, bench: Bench, split: SplitName) -> SuiteResult | None:
        """Run it. Its libraries are loaded only now."""
        found: Callable[[Bench, SplitName], SuiteResult | None] = import_module(f"evals.suites.{self.name}").run
        return found(bench, split)


_BOTH: tuple[SplitName, ...] = ("dev", "test")
SUITES = {
    suite.name: suite
    for suite in (
        Suite("leaks", ("all",)),
        Suite("retrieval", _BOTH),
        Suite("answers", _BOTH),
        Suite("behaviour", _BOTH),
        Suite("conversation", _BOTH),
        Suite("review", _BOTH),
        Suite("jury", _BOTH),
        Suite("assess", ("train", "test")),
        Suite("robustness", ("all",)),
        Suite("speed", ("all",)),
    )
}
"""All suites by name, in the order in which they run and are reported."""
