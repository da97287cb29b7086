"""What changed, on the terminal: a table a suite, what flipped, and whether the gate is passed."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from evals.baseline import Gate
from evals.comparing import Change, Comparison, Flip, Missing
from evals.reporting.console import number_text, value_text
from evals.reporting.content import difference_interval, difference_text, flips_text, verdict_counts

_FLIPS = 10
_STYLES = {"worse": "bold red", "lost": "bold red", "better": "green", "gained": "green", "timed": "dim"}


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print what both runs have side by side, then what flipped, and what only one of them has."""
    for reason in comparison.obstacles:
        _say(console, f"These runs tell little of each other: {reason}.", "bold yellow")
    for circumstance in comparison.circumstances:
        _say(console, circumstance)
    for name in dict.fromkeys((change.suite, change.split) for change in comparison.changes):
        _print_changes(console, name, [item for item in comparison.changes if (item.suite, item.split) == name])
    _print_missing(console, "only before", comparison.vanished)
    _print_missing(console, "only now", comparison.appeared)
    _say(console, f"{verdict_counts(comparison)}.")


def print_gate(console: Console, gate: Gate) -> None:
    """Print what fell and what vanished, or that nothing did."""
    for change in gate.fallen:
        before, now = value_text(change.old), value_text(change.new)
        _say(console, f"worse: {change.suite}.{change.split}, {change.new.name}: {before} → {now}", "bold red")
        _print_flips(console, change)
    for item in gate.vanished:
        _say(console, f"gone: {_named(item)}", "bold red")
    if gate.passed:
        _say(console, f"The gate is passed: {verdict_counts(gate.comparison)}.", "bold green")
    else:
        _say(console, f"The gate is not passed: {len(gate.fallen)} worse, {len(gate.vanished)} gone.", "bold red")


def _print_changes(console: Console, name: tuple[str, str], changes: Sequence[Change]) -> None:
    table = Table(title=".".join(name))
    for heading in ("figure", "before", "now", "difference", "95 %", "items", "verdict"):
        table.add_column(heading, justify="left" if heading in ("figure", "verdict") else "right")
    for change in changes:
        table.add_row(
            Text(change.new.name),
            value_text(change.old),
            value_text(change.new),
            difference_text(change),
            difference_interval(change),
            str(change.shared or ""),
            Text(change.verdict, _STYLES.get(change.verdict, "")),
        )
    console.print(table)
    for change in changes:
        if change.counts:
            _say(console, f"{change.new.name}: {flips_text(change)}")
            _print_flips(console, change)


def _print_flips(console: Console, change: Change) -> None:
    """Print which items flipped and how; in the words of the set where they are known."""
    shown: Iterable[Flip] = change.flips[:_FLIPS]
    for flip in shown:
        old, new = number_text(flip.old), number_text(flip.new)
        text = f": {flip.example.text}" if flip.example else ""
        _say(console, f"   {flip.direction}  {flip.id} ({old} → {new}){text}", _STYLES.get(flip.direction, ""))
        if flip.example and flip.direction == "worse":
            _say(console, f"      expected  {flip.example.expected}")
            _say(console, f"      given     {flip.example.given}")
    if len(change.flips) > _FLIPS:
        _say(console, f"   … {len(change.flips) - _FLIPS} more")


def _print_missing(console: Console, when: str, missing: Sequence[Missing]) -> None:
    for item in missing:
        _say(console, f"{when}: {_named(item)}")


def _named(item: Missing) -> str:
    return f"{item.suite}.{item.split}" + (f", {item.figure}" if item.figure else "")


def _say(console: Console, text: str, style: str = "") -> None:
    console.print(text, style=style, highlight=False, markup=False)
