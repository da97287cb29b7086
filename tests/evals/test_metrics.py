"""Bootstraps and confusion statistics: the library's values, and the degenerate cases."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, f1_score

from evals.metrics.bootstrap import grouped_confusion, grouped_mean, mean
from evals.metrics.confusion import accuracy, counts_by_group, f1_by_class, macro_f1, quadratic_kappa

RANKS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=30)


@given(RANKS)
def test_confusion_statistics_are_those_of_the_library(pairs: list[tuple[int, int]]) -> None:
    expected, given_ranks = zip(*pairs, strict=True)
    counts = counts_by_group(expected, given_ranks, [0] * len(pairs), 3).sum(axis=0)
    assert macro_f1(counts) == pytest.approx(
        f1_score(expected, given_ranks, average="macro", labels=[0, 1, 2], zero_division=0)
    )
    assert accuracy(counts) == pytest.approx(np.mean([a == b for a, b in pairs]))
    if len(set(expected) | set(given_ranks)) > 1:
        kappa = cohen_kappa_score(expected, given_ranks, labels=[0, 1, 2], weights="quadratic")
        assert quadratic_kappa(counts) == pytest.approx(kappa)
    else:
        assert isnan(quadratic_kappa(counts))


def test_many_matrices_at_once_are_each_by_itself() -> None:
    counts = np.random.default_rng(0).integers(0, 5, size=(4, 3, 3)).astype(float)
    for statistic in (macro_f1, accuracy, quadratic_kappa):
        assert statistic(counts) == pytest.approx([float(statistic(item)) for item in counts])


def test_nothing_has_no_value() -> None:
    nothing = np.zeros((0, 3, 3))
    for statistic in (macro_f1, accuracy, quadratic_kappa):
        assert isnan(grouped_confusion("nothing", nothing, statistic).value)
    assert list(f1_by_class(np.zeros((3, 3)))) == [0, 0, 0]
    assert isnan(mean("nothing", []).value)
    assert isnan(grouped_mean("nothing", [], []).value)


def test_what_is_unrated_is_counted_apart() -> None:
    figure = grouped_mean("rate", [1.0, float("nan"), 0.0, float("nan")], ["a", "a", "b", "c"])
    assert (figure.value, figure.count, figure.unrated) == (0.5, 2, 2)
    alone = mean("rate", [float("nan"), 1.0])
    assert (alone.value, alone.count, alone.unrated) == (1.0, 1, 1)
    assert isnan(mean("rate", [float("nan")]).value)


def test_values_of_one_group_go_together() -> None:
    values, apart = [1.0] * 10 + [0.0] * 10, list(range(20))
    together = [row // 10 for row in range(20)]
    wide, narrow = grouped_mean("rate", values, together), grouped_mean("rate", values, apart)
    assert (wide.low, wide.high) == (0.0, 1.0)
    assert 0 < narrow.low < narrow.high < 1
    assert grouped_mean("rate", values, apart) == narrow
