"""`python -m evals`: run the suites, print their tables, and keep, compare or gate what they found."""

import argparse
import sys
from pathlib import Path

from rich.console import Console

from assistant.coaching.asking.answer import EXTRACTIVE
from assistant.referential.loading import CorpusError
from evals import baseline
from evals.bench import Bench
from evals.collection import OWN, Collection
from evals.comparing import Comparison, ComparisonError, compare
from evals.datasets.lines import DatasetError
from evals.engine import EngineError, make_coach
from evals.reporting.console import print_run
from evals.result import RunResult
from evals.running import SplitChoice, run
from evals.suites import SUITES

_UNUSABLE = 2
"""Exit code where nothing can be said; 1 is that of a gate that isn't passed."""


class UsageError(Exception):
    """What was asked for can't be done; the message is one sentence."""


def main(arguments: list[str] | None = None) -> int:
    """Run what the arguments ask for and return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _carry_out(options)
    except (UsageError, EngineError, baseline.BaselineError, DatasetError, CorpusError) as error:
        _say(f"python -m evals: {error}")
    except ComparisonError as error:
        _say(f"python -m evals: this run can't be held against the baseline: {error}")
    return _UNUSABLE


def _carry_out(options: argparse.Namespace) -> int:
    _check(options)
    # What is to be read is read before anything runs: a wrong path is said at once.
    before = _earlier(options)
    names = options.suite or (list(baseline.GATE.suites) if _is_gate(options) else list(SUITES))
    split = options.split or (baseline.GATE.split if _is_gate(options) else "dev")
    bench = Bench(
        make_coach(options.engine, _say),
        Collection(options.data),
        limit=baseline.GATE.limit if options.limit is None and _is_gate(options) else options.limit,
        quick=options.quick or _is_gate(options),
        reveal=options.reveal,
        say=_say,
    )
    console = Console()
    result = run(bench, names, split)
    print_run(console, result, examples=options.examples)
    passed = _judge(console, options, before, result, (names, split))
    return 0 if passed else 1


def _judge(
    console: Console,
    options: argparse.Namespace,
    before: RunResult | None,
    result: RunResult,
    ran: tuple[list[str], SplitChoice],
) -> bool:
    """Compare, write and keep, as the options say, and tell whether the gate is passed, if there is one."""
    from evals.reporting.comparison import print_comparison, print_gate

    gate = baseline.gate(before, result, *ran) if before and options.gate else None
    comparison = gate.comparison if gate else compare(before, result) if before else None
    if comparison and not gate:
        print_comparison(console, comparison)
    _write(options, result, comparison)
    if options.keep:
        baseline.keep(result, baseline.PATH)
    if gate:
        print_gate(console, gate)
    return gate is None or gate.passed


def _write(options: argparse.Namespace, result: RunResult, comparison: Comparison | None) -> None:
    """Write the reports. Plots are drawn only where somebody wants them."""
    if not options.out and not options.report:
        return
    from evals.reporting.writing import HOME, write_committed, write_folder

    try:
        if options.out:
            write_folder(options.out, result, comparison)
        if options.report:
            write_committed(result, HOME)
    except OSError as error:
        raise UsageError(f"{error.filename or 'the report'} can't be written: {error.strerror}") from None


def _is_gate(options: argparse.Namespace) -> bool:
    """Whether this is a run of the gate's own kind: one that is held against the baseline, or becomes it."""
    return bool(options.gate or options.keep)


def _check(options: argparse.Namespace) -> None:
    """Refuse what can't be meant. Raises UsageError."""
    if options.limit is not None and options.limit < 1:
        raise UsageError(f"--limit {options.limit} leaves nothing to measure")
    if not options.data.is_dir():
        raise UsageError(f"{options.data} is no folder of evaluation sets")
    committed = next((f"--{name}" for name in ("report", "keep") if getattr(options, name)), None)
    if committed and (options.reveal or options.data != OWN):
        raise UsageError(f"{committed} is of the project's own sets, without failing examples of test")
    if committed and options.engine != EXTRACTIVE:
        raise UsageError(f"{committed} is of the program without a language model, which answers the same everywhere")
    if options.out:
        try:
            options.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{options.out} can't be made a folder: {error.strerror}") from None


def _earlier(options: argparse.Namespace) -> RunResult | None:
    """Return the run that this one is compared with. Raises UsageError or BaselineError."""
    if options.gate:
        return baseline.load_baseline(baseline.PATH)
    if not options.compare:
        return None
    try:
        return RunResult.load(options.compare)
    except OSError as error:
        raise UsageError(f"{options.compare} can't be read: {error.strerror}") from None
    except ValueError:
        raise UsageError(f"{options.compare} is no result of a run: --out writes them") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    add = parser.add_argument
    add("--suite", action="append", choices=list(SUITES), help="only this suite; may be repeated")
    add("--split", choices=("dev", "test", "all"), help="dev, the default, is for tuning, test to verify")
    add("--limit", type=int, metavar="N", help="take at most N items of each set, spread evenly")
    add("--quick", action="store_true", help="leave out peers, ablations, twins and other formats")
    add("--engine", default=EXTRACTIVE, help=f"what answers: {EXTRACTIVE}, or llm:<provider>:<model>")
    add("--data", type=Path, default=OWN, metavar="DIR", help="sets of your own, in the layout of evals/data")
    add("--examples", action="store_true", help="print every failing example")
    add("--reveal", action="store_true", help="show failing examples of test too: it is no test set after that")
    add("--out", type=Path, metavar="FOLDER", help="write result.json, report.md, report.html and plots there")
    judged = parser.add_mutually_exclusive_group()
    judged.add_argument("--report", action="store_true", help="write the committed report, evals/REPORT.md")
    judged.add_argument("--compare", type=Path, metavar="RESULT.json", help="show what changed since an earlier run")
    judged.add_argument("--gate", action="store_true", help="quick: exit 1 where a figure is worse than the baseline's")
    judged.add_argument("--keep", action="store_true", help="quick: make what ran the baseline of its suites")
    return parser


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
