"""`python -m evals --suite review`: the figures of the reviews, of their peers, of hostile twins and of other formats."""

import sys
from collections.abc import Sequence
from statistics import median

from rich.console import Console
from rich.table import Table

from assistant import Coach
from evals.caching import CachedEmbedder
from evals.datasets.drafts import DraftSplit, LabelledDraft, load_drafts, load_second_reading
from evals.metrics.reviews import VERDICTS, Judged, kappa, macro_f1, measure_reviews, reading_agreement
from evals.peers.reviews import (
    HOSTILE,
    Reviewed,
    Say,
    always_partial,
    flips,
    judged,
    keyword_match,
    review_drafts,
    similarity_threshold,
    stable_formats,
)
from evals.result import Figure, print_figures, share

_FLIPS_BOUND = 0.01


def run_reviews(coach: Coach, split: DraftSplit, console: Console, *, failures: bool, whole: bool) -> list[Figure]:
    """Review the drafts of a split, print all tables and return the figures.

    `whole` adds the peers, the hostile twins and the other formats, which take four times as long.
    """

    def say(message: str) -> None:
        print(message, file=sys.stderr, flush=True)

    drafts = load_drafts(split)
    # The twins and the other formats of a draft hold the same passages: they are embedded once.
    coach.__dict__["embedder"] = CachedEmbedder(coach.embedder)
    reviewed = review_drafts(coach, drafts, say)
    labelled = judged(reviewed)
    figures = [*measure_reviews(labelled), _verbatim(reviewed)]
    if whole:
        twins = review_drafts(coach, drafts, say, hostile=HOSTILE)
        figures.append(
            share("hostile twins: verdicts that flip", *flips(reviewed, twins), bound=_FLIPS_BOUND, at_most=True)
        )
        figures += _format_figures(coach, drafts, say)
    print_figures(console, f"reviews of drafts.{split}", figures)
    _print_confusion(console, labelled)
    _print_speed(console, reviewed)
    if whole:
        _print_peers(console, coach, drafts, labelled)
    if split == "test":
        agreement, count = reading_agreement(drafts, load_second_reading())
        console.print(f"second, blind reading of the labels: kappa {agreement:.3f} ({count} criteria)")
    if failures:
        _print_failures(console, labelled)
    return figures


def _verbatim(reviewed: Sequence[Reviewed]) -> Figure:
    right, count = sum(item.verbatim for item in reviewed), sum(item.quotes for item in reviewed)
    return share("quotes: verbatim", right, count, bound=1.0)


def _format_figures(coach: Coach, drafts: Sequence[LabelledDraft], say: Say) -> list[Figure]:
    """How many verdicts change when the same draft is handed in as another kind of file."""
    chosen = [draft for draft in drafts if stable_formats(draft)]
    first, *others = stable_formats(chosen[0])
    base = review_drafts(coach, chosen, say, form=first)
    return [
        share(
            f"formats: verdicts that flip, {first} → {form}", *flips(base, review_drafts(coach, chosen, say, form=form))
        )
        for form in others
    ]


def _print_confusion(console: Console, labelled: Sequence[Judged]) -> None:
    table = Table("juror ↓, judge →", *VERDICTS, title="verdicts")
    for row, name in enumerate(VERDICTS):
        counts = [sum(item.expected == row and item.given == column for item in labelled) for column in range(3)]
        table.add_row(name, *map(str, counts))
    console.print(table)


def _print_speed(console: Console, reviewed: Sequence[Reviewed]) -> None:
    times = [item.review.elapsed_ms / item.review.words * 1000 for item in reviewed if item.review.words]
    console.print(f"time: median {median(times):.0f} ms for a thousand words")


def _print_peers(console: Console, coach: Coach, drafts: Sequence[LabelledDraft], labelled: Sequence[Judged]) -> None:
    table = Table("system", "kappa", "macro F1", title="peers, on the same drafts")
    systems = {
        "jury-coach": labelled,
        "always partial": always_partial(coach, drafts),
        "keyword match": keyword_match(coach, drafts),
        "similarity threshold": similarity_threshold(coach, drafts),
    }
    for name, found in systems.items():
        table.add_row(name, f"{kappa(found)[0]:.3f}", f"{macro_f1(found)[0]:.3f}")
    console.print(table)


def _print_failures(console: Console, labelled: Sequence[Judged]) -> None:
    for item in labelled:
        if item.given != item.expected:
            said = item.criterion
            console.print(
                f"{item.draft} {said.id}: juror {item.label.verdict}, judge {said.verdict} ({said.confidence:.2f})",
                highlight=False,
            )
            for quote in said.evidence[:1]:
                console.print(f"   quoted   {quote.quote[:160]}", highlight=False, markup=False)
            for words in item.label.evidence[:1]:
                console.print(f"   juror    {words}", highlight=False, markup=False)
