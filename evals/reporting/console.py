"""What a run shows on the terminal: a table a suite, then what fell short."""

from math import isnan

from rich.console import Console
from rich.table import Table as RichTable

from evals.result import Example, Figure, RunResult, SuiteResult, Table, missed

_EXAMPLES = 10


def print_run(console: Console, result: RunResult, *, examples: bool) -> None:
    """Print all that a run found."""
    for suite in result.suites:
        print_suite(console, suite, examples=examples)
    short = missed(result.suites)
    for suite, figure in short:
        console.print(f"[bold red]short[/] {suite.suite}.{suite.split}: {figure.name} {value_text(figure)}")
    if result.use is not None:
        console.print(f"{result.engine}: {result.use.told}", highlight=False, markup=False)
    console.print(f"{len(result.suites)} suites in {result.seconds:.0f} s, {len(short)} figures short of their bounds")


def print_suite(console: Console, suite: SuiteResult, *, examples: bool) -> None:
    """Print a suite's figures, tables and notes, and failing examples where they are wanted."""
    title = f"{suite.suite}.{suite.split}{' (in-sample)' if suite.in_sample else ''}, {suite.seconds:.0f} s"
    table = RichTable(title=title)
    for heading in ("figure", "value", "95 %", "n", "unrated", "bound", "met"):
        table.add_column(heading, justify="left" if heading == "figure" else "right")
    for figure in suite.figures:
        met = {None: "", True: "yes", False: "NO"}[figure.met]
        unrated = str(figure.unrated or "")
        table.add_row(
            figure.name, value_text(figure), interval_text(figure), str(figure.count), unrated, bound_text(figure), met
        )
    console.print(table)
    for own in suite.tables:
        _print_table(console, own)
    for note in suite.notes:
        console.print(f"· {note}", highlight=False, markup=False)
    for example in suite.examples if examples else suite.examples[:_EXAMPLES]:
        _print_example(console, example)
    if not examples and len(suite.examples) > _EXAMPLES:
        console.print(f"… {len(suite.examples) - _EXAMPLES} more: --examples")


def _print_table(console: Console, table: Table) -> None:
    shown = RichTable(title=table.title, caption=table.note or None)
    for number, heading in enumerate(table.columns):
        shown.add_column(heading, justify="left" if number == 0 else "right")
    for row in table.rows:
        shown.add_row(*row)
    console.print(shown)


def _print_example(console: Console, example: Example) -> None:
    for line in (
        f"{example.id}: {example.text}",
        f"   expected  {example.expected}",
        f"   given     {example.given}",
    ):
        console.print(line, highlight=False, markup=False)


def value_text(figure: Figure) -> str:
    """Return a figure's value as people read it; a dash where it is undefined."""
    return number_text(figure.value, figure.unit)


def number_text(value: float, unit: str = "") -> str:
    """Return a number: three decimals without a unit, otherwise as many digits as tell something."""
    if isnan(value):
        return "–"
    if not unit:
        return f"{value:.3f}"
    return (
        f"{value:.0f} {unit}"
        if abs(value) >= 100
        else f"{value:.1f} {unit}"
        if abs(value) >= 10
        else f"{value:.2f} {unit}"
    )


def interval_text(figure: Figure) -> str:
    """Return a figure's interval; nothing where it has none."""
    if figure.low == figure.high or isnan(figure.low):
        return ""
    return f"{figure.low:.2f}–{figure.high:.2f}"


def bound_text(figure: Figure) -> str:
    """Return a figure's bound; nothing where it has none."""
    return "" if figure.bound is None else f"{'≤' if figure.at_most else '≥'} {figure.bound:g}"
