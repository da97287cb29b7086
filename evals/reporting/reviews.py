"""What the review suite shows: tables and plots of verdicts, of their confidence, of peers and parts, of times."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from evals.metrics.confidence import confidence_bins, most_confident
from evals.metrics.confusion import Counts, accuracy, quadratic_kappa
from evals.metrics.judged import VERDICTS, Judged, rated
from evals.metrics.review_systems import Compared
from evals.metrics.reviews import Statistic, agreement, confidences, counts_of, f1_of, false_cover, value_of
from evals.reporting.console import interval_text, number_text, value_text
from evals.result import Bars, Confusion, Curves, Figure, Series, Table

_KEPT = tuple(tenth / 10 for tenth in range(2, 11))
"""Shares of the verdicts that are kept, most confident first; fewer than a fifth say little."""


def confusion(judged: Sequence[Judged]) -> Confusion:
    """Count the juror's verdicts against ours."""
    counts = counts_of(judged).sum(axis=0).astype(int).tolist()
    return Confusion(title="verdicts: the juror's (rows) and ours", labels=VERDICTS, counts=tuple(map(tuple, counts)))


def by_exam(judged: Sequence[Judged]) -> Table:
    """Show how each exam fares."""
    groups: dict[str, list[Judged]] = {}
    for item in judged:
        groups.setdefault(item.exam, []).append(item)
    rows = [
        (
            exam,
            str(len({item.draft for item in own})),
            str(len(rated(own))),
            str(len(own) - len(rated(own)) or ""),
            *(number_text(value_of(own, statistic)) for statistic in (quadratic_kappa, _f1_of_those_there, accuracy)),
        )
        for exam, own in sorted(groups.items())
    ]
    return Table(
        title="exam by exam",
        columns=("exam", "drafts", "criteria", "unrated", "kappa", "macro F1", "accuracy"),
        rows=tuple(rows),
        note="Few drafts each: too few for intervals, and for a ranking of exams.",
    )


def _f1_of_those_there(counts: Counts) -> Counts:
    """Return the mean F1 of the verdicts that are expected or given; few drafts don't have all of them."""
    found = [float(f1_of(rank)(counts)) for rank in range(len(VERDICTS))]
    there = [value for value in found if not np.isnan(value)]
    return np.array(np.mean(there) if there else np.nan)


_TRAPS: Mapping[str, Callable[[Judged], bool]] = {
    "a sentence might deceive": lambda item: bool(item.label.deceiving),
    "… and the label is sure": lambda item: bool(item.label.deceiving) and not item.label.debatable,
    "no sentence might deceive": lambda item: not item.label.deceiving,
    "the label is debatable": lambda item: item.label.debatable,
    "the label is sure": lambda item: not item.label.debatable,
}


def by_trap(judged: Sequence[Judged]) -> Table:
    """Show how verdicts fare where the draft might deceive, and where jurors might differ."""
    return Table(
        title="traps: where the juror noted…",
        columns=("criteria for which", "criteria", "accuracy", "kappa", "missing called covered"),
        rows=tuple(_trap(name, [item for item in rated(judged) if chosen(item)]) for name, chosen in _TRAPS.items()),
        note="Jurors note what might deceive for criteria that are missing or partial: kappa has little to tell apart.",
    )


def _trap(name: str, own: Sequence[Judged]) -> tuple[str, ...]:
    right, kappa = agreement("accuracy", own, accuracy), agreement("kappa", own, quadratic_kappa)
    return name, str(len(own)), _with_interval(right), _with_interval(kappa), number_text(false_cover(own))


def peers_table(compared: Sequence[Compared]) -> Table:
    """Show ours, first, beside its peers: how far it leads, and how many times their kappa it reaches."""
    ours = compared[0]
    return Table(
        title="peers, on the same drafts",
        columns=("system", "kappa", "our lead", "times", "macro F1", "our lead", "false cover"),
        rows=tuple((*_start(item, ours), _times(item, ours), *_end(item, ours)) for item in compared),
        note="Times: our kappa by the peer's, where it does better than chance. False cover: missing called covered.",
    )


def parts_table(compared: Sequence[Compared]) -> Table:
    """Show the judge, first, beside the judge without each of its parts."""
    whole = compared[0]
    return Table(
        title="the judge without one of its parts",
        columns=(
            *("system", "kappa", "the part adds", "macro F1", "the part adds", "false cover"),
            "calibration error",
        ),
        rows=tuple(
            (*_start(item, whole), *_end(item, whole), number_text(item.calibration_error)) for item in compared
        ),
        note="A part is silenced, the others keep their weights, and pairs the whole judge's log-odds by their rank: "
        "a judge trained without it might lose less.",
    )


def _start(item: Compared, first: Compared) -> tuple[str, str, str]:
    return item.name, _with_interval(item.kappa), _lead(item.kappa_lead) if item is not first else ""


def _end(item: Compared, first: Compared) -> tuple[str, str, str]:
    lead = _lead(item.macro_f1_lead) if item is not first else ""
    return _with_interval(item.macro_f1), lead, number_text(item.false_cover)


def _times(item: Compared, ours: Compared) -> str:
    ratio = item.ratio(ours)
    return "" if item is ours else "–" if np.isnan(ratio) else f"×{ratio:.2f}"


def _with_interval(figure: Figure) -> str:
    own = interval_text(figure)
    return f"{value_text(figure)} ({own})" if own else value_text(figure)


def _lead(figure: Figure) -> str:
    if np.isnan(figure.value):
        return "–"
    return f"{figure.value:+.2f} ({figure.low:+.2f} to {figure.high:+.2f})"


def kappa_bars(title: str, kappas: Mapping[str, Figure]) -> Bars:
    """Draw the kappas of systems."""
    found = list(kappas.values())
    return Bars(
        title=title,
        x_label="quadratic weighted kappa",
        names=tuple(kappas),
        values=tuple(figure.value for figure in found),
        low=tuple(figure.low for figure in found),
        high=tuple(figure.high for figure in found),
    )


def reliability(judged: Sequence[Judged]) -> Curves:
    """Draw how often verdicts are right against how probable they were called, in bins of equal size."""
    own = rated(judged)
    said = confidences(own)
    bins = confidence_bins(said)
    figures = [agreement("right", [own[row] for row in rows], accuracy) for rows in bins]
    x = tuple(float(np.mean([said[row] for row in rows])) for rows in bins)
    return Curves(
        title="calibration: is a verdict as often right as it was called probable?",
        x_label="confidence",
        y_label="share that is right",
        series=(_series("verdicts", x, figures),),
        diagonal=True,
    )


def risk_coverage(judged: Sequence[Judged]) -> Curves:
    """Draw how right the most confident verdicts are, against how many of them are kept."""
    own = rated(judged)
    kept = [[own[row] for row in most_confident(confidences(own), share)] for share in _KEPT] if own else []
    x = _KEPT[: len(kept)]

    def line(name: str, statistic: Statistic) -> Series:
        return _series(name, x, [agreement(name, part, statistic) for part in kept])

    return Curves(
        title="the most confident verdicts",
        x_label="share of the verdicts that is kept",
        y_label="accuracy, kappa",
        series=(line("accuracy", accuracy), line("kappa", quadratic_kappa)),
    )


def _series(name: str, x: tuple[float, ...], figures: Sequence[Figure]) -> Series:
    return Series(
        name=name,
        x=x,
        y=tuple(figure.value for figure in figures),
        low=tuple(figure.low for figure in figures),
        high=tuple(figure.high for figure in figures),
    )


def times(measured: Sequence[tuple[int, float]]) -> Curves:
    """Draw how long a review takes, in seconds, against the words of the draft."""
    ordered = sorted(measured)
    line = Series(
        name="reviews", x=tuple(float(words) for words, _ in ordered), y=tuple(seconds for _, seconds in ordered)
    )
    return Curves(title="time of a review", x_label="words of the draft", y_label="seconds", series=(line,), timed=True)
