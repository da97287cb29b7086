"""`python -m evals`: run the suites, print a table, compare with the kept baseline."""

import argparse
import json
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant import Coach
from evals.answer_suite import run_answers
from evals.jury_suite import run_jury
from evals.questions import PARTS, Split, load_questions
from evals.review_suite import run_reviews
from evals.scoring import Metric, Outcome, measure
from evals.similarity import near_duplicates
from evals.speed import Duration, measure_speed

_BASELINE = Path(__file__).parent / "baseline.json"
_SUITES = ("questions", "retrieval", "review", "jury", "assess")


def main() -> int:
    """Run what the arguments ask for; return 1 when a bound is missed."""
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument("--suite", choices=_SUITES, default="questions")
    parser.add_argument("--whole", action="store_true", help="reviews: peers, hostile twins and other formats too")
    parser.add_argument("--split", choices=("dev", "test"), default="dev", help="dev is for tuning, test to verify")
    parser.add_argument("--part", choices=PARTS["dev"], help="one file of the dev questions; all of them by default")
    parser.add_argument("--failures", action="store_true", help="print every question that isn't right")
    parser.add_argument("--kind", help="only questions of this kind")
    parser.add_argument("--speed", action="store_true", help="measure times and memory too")
    parser.add_argument("--duplicates", action="store_true", help="list questions that resemble a phrasing")
    parser.add_argument("--keep", action="store_true", help="keep these figures as the baseline")
    parser.add_argument("--out", type=Path, help="retrieval: folder for the figures as JSON and a report in Markdown")
    options = parser.parse_args()
    if options.out and options.suite != "retrieval":
        parser.error("--out is for --suite retrieval")
    console = Console()
    coach = Coach(report=_say)
    if options.suite == "review":
        figures = run_reviews(coach, options.split, console, failures=options.failures, whole=options.whole)
        return int(any(figure.met is False for figure in figures))
    if options.suite == "retrieval":
        # Imported here: the other suites run without the libraries of the extra `evals`.
        from evals.retrieval_suite import run_retrieval

        return int(any(figure.met is False for figure in run_retrieval(coach, options.split, console, options.out)))
    if options.suite in ("jury", "assess"):
        run_suite = run_jury if options.suite == "jury" else run_answers
        return int(any(figure.met is False for figure in run_suite(coach, options.split, console)))
    coach.prepare()
    outcomes = run(coach, options.split, options.kind, options.part)
    if options.failures:
        _print_failures(console, outcomes)
    metrics = measure(outcomes)
    _print_metrics(console, options.part or options.split, metrics)
    if options.duplicates:
        for question, phrasing, similarity in near_duplicates(coach, options.split):
            console.print(f"{similarity:.3f}  {question}  ≈  {phrasing}")
    if options.speed:
        _print_durations(console, measure_speed(coach, options.split))
    if options.keep:
        _keep(options.part or options.split, metrics)
    return int(any(metric.met is False for metric in metrics))


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def run(coach: Coach, split: Split, kind: str | None = None, part: str | None = None) -> list[Outcome]:
    """Ask every question of a split, or of one part or kind of it."""
    questions = [question for question in load_questions(split, part) if kind in (None, question.kind)]
    return [Outcome(question, coach.ask(question.question, question.history)) for question in questions]


def _print_metrics(console: Console, split: str, metrics: list[Metric]) -> None:
    kept = json.loads(_BASELINE.read_text(encoding="utf-8")) if _BASELINE.exists() else {}
    before = kept.get(split, {})
    table = Table(title=f"questions.{split}")
    for heading in ("metric", "value", "95 %", "n", "bound", "met", "baseline"):
        table.add_column(heading, justify="left" if heading == "metric" else "right")
    for metric in metrics:
        low, high = metric.interval
        bound = "" if metric.bound is None else f"{'≤' if metric.at_most else '≥'} {metric.bound:.2f}"
        met = {None: "", True: "yes", False: "NO"}[metric.met]
        old = before.get(metric.name)
        table.add_row(
            metric.name,
            f"{metric.value:.3f}",
            f"{low:.2f}–{high:.2f}",
            str(metric.count),
            bound,
            met,
            "" if old is None else f"{metric.value - old:+.3f}",
        )
    console.print(table)


def _print_failures(console: Console, outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        question = outcome.question
        fine = outcome.exact if question.kind == "code" else outcome.right
        first = set(outcome.retrieved[:1]) & question.required
        if fine and (question.kind != "natural" or first):
            continue
        console.print(
            f"[bold]{question.id}[/] {question.kind} {question.behaviour} → {outcome.answer.behaviour}: ",
            question.question,
            markup=True,
            highlight=False,
        )
        console.print(f"   required {sorted(question.required)}", highlight=False, markup=False)
        console.print(f"   cited    {sorted(outcome.cited)[:12]}", highlight=False, markup=False)
        console.print(f"   found    {outcome.retrieved[:5]}", highlight=False, markup=False)
        if not outcome.facts_right:
            console.print(f"   facts    {question.facts} {question.forbidden}", highlight=False, markup=False)


def _print_durations(console: Console, durations: list[Duration]) -> None:
    table = Table(title="speed")
    for heading in ("measure", "value", "bound", "met"):
        table.add_column(heading, justify="left" if heading == "measure" else "right")
    for duration in durations:
        table.add_row(
            duration.name,
            f"{duration.value:.1f} {duration.unit}",
            f"≤ {duration.bound:g} {duration.unit}",
            "yes" if duration.met else "NO",
        )
    console.print(table)


def _keep(split: str, metrics: list[Metric]) -> None:
    kept = json.loads(_BASELINE.read_text(encoding="utf-8")) if _BASELINE.exists() else {}
    kept[split] = {metric.name: round(metric.value, 4) for metric in metrics}
    _BASELINE.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
