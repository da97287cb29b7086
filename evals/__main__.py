"""`python -m evals`: run the suites, print their tables, and keep what they found."""

import argparse
import sys
from pathlib import Path

from rich.console import Console

from assistant import Coach
from evals.bench import Bench
from evals.collection import OWN, Collection
from evals.reporting.console import print_run
from evals.running import run
from evals.suites import SUITES


def main(arguments: list[str] | None = None) -> int:
    """Run what the arguments ask for and return the exit code."""
    options = _parser().parse_args(arguments)
    bench = Bench(
        Coach(report=_say),
        Collection(options.data),
        limit=options.limit,
        quick=options.quick,
        reveal=options.reveal,
        say=_say,
    )
    result = run(bench, options.suite or list(SUITES), options.split)
    print_run(Console(), result, examples=options.examples)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        result.save(options.out / "result.json")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    add = parser.add_argument
    add("--suite", action="append", choices=list(SUITES), help="only this suite; may be repeated")
    add("--split", choices=("dev", "test", "all"), default="dev", help="dev is for tuning, test to verify")
    add("--limit", type=int, metavar="N", help="take at most N items of each set, spread evenly")
    add("--quick", action="store_true", help="leave out peers, ablations, twins and other formats")
    add("--data", type=Path, default=OWN, metavar="DIR", help="sets of your own, in the layout of evals/data")
    add("--examples", action="store_true", help="print every failing example")
    add("--reveal", action="store_true", help="show failing examples of test too: it is no test set after that")
    add("--out", type=Path, metavar="FOLDER", help="write what was found as JSON into this folder")
    return parser


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
