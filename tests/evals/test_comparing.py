"""Two runs side by side: what is better, worse or the same, and what can't be said."""

from math import isnan

import pytest

from evals.comparing import Change, compare
from evals.result import Example, Figure, RunResult, exact, share, timed
from tests.evals.made import NAN, run_of, scored, suite, whole_run


def only_change(before: RunResult, after: RunResult) -> Change:
    (change,) = compare(before, after).changes
    return change


GOOD, BAD = [1.0] * 50, [1.0] * 30 + [0.0] * 20


@pytest.mark.parametrize(
    ("old", "new", "at_most", "verdict"),
    [
        (GOOD, BAD, False, "worse"),
        (BAD, GOOD, False, "better"),
        (GOOD, BAD, True, "better"),
        (BAD, GOOD, True, "worse"),
        (GOOD, GOOD, False, "same"),
        (GOOD, [*GOOD[1:], 0.0], False, "same"),
    ],
)
def test_items_decide(old: list[float], new: list[float], at_most: bool, verdict: str) -> None:
    change = only_change(run_of(scored(old, at_most=at_most)), run_of(scored(new, at_most=at_most)))
    assert change.verdict == verdict
    assert change.shared == 50
    assert change.low <= change.difference <= change.high
    assert change.difference == pytest.approx(sum(new) / 50 - sum(old) / 50)


def test_pairs_tell_more_than_two_intervals() -> None:
    """Ten items of 200 fall, none rises: neither mean leaves the other's interval, and yet it is worse."""
    old, new = [1.0] * 100 + [0.0] * 100, [1.0] * 90 + [0.0] * 110
    change = only_change(run_of(scored(old)), run_of(scored(new)))
    assert change.old.low < change.new.value
    assert change.verdict == "worse"


def test_as_many_up_as_down_is_the_same_and_says_which() -> None:
    change = only_change(run_of(scored([0.0] * 5 + [1.0] * 5)), run_of(scored([1.0] * 5 + [0.0] * 5)))
    assert change.verdict == "same"
    assert change.counts == {"worse": 5, "better": 5}
    assert [flip.direction for flip in change.flips] == ["worse"] * 5 + ["better"] * 5


@pytest.mark.parametrize(
    ("value", "verdict"), [(0.79, "worse"), (0.80, "same"), (0.85, "same"), (0.90, "same"), (0.91, "better")]
)
def test_without_items_the_old_interval_decides(value: float, verdict: str) -> None:
    before, after = Figure("kappa", 0.85, 0.80, 0.90, 100), Figure("kappa", value, value - 0.1, value + 0.1, 100)
    change = only_change(run_of(suite([before])), run_of(suite([after])))
    assert change.verdict == verdict
    assert change.shared == 0


@pytest.mark.parametrize(("right", "verdict"), [(99, "worse"), (100, "same")])
def test_what_has_no_interval_may_not_fall_at_all(right: int, verdict: str) -> None:
    before, after = share("verbatim", 100, 100), share("verbatim", right, 100)
    assert only_change(run_of(suite([before])), run_of(suite([after]))).verdict == verdict
    counted = [exact("leaks", leaks, 9, 0, at_most=True) for leaks in (0, 100 - right)]
    assert only_change(run_of(suite([counted[0]])), run_of(suite([counted[1]]))).verdict == verdict


def test_an_undefined_interval_is_none() -> None:
    before, after = Figure("f1", 0.5, NAN, NAN, 3), Figure("f1", 0.4, NAN, NAN, 3)
    assert only_change(run_of(suite([before])), run_of(suite([after]))).verdict == "worse"


def test_rounding_is_no_change() -> None:
    """What was kept as JSON has six decimals, what just ran has all."""
    thirds = [1 / 3, 2 / 3, 1.0]
    before = run_of(scored(thirds), suite([share("of three", 2, 3)], name="review"))
    kept = RunResult.model_validate_json(before.model_dump_json())
    assert kept.suites[1].figures[0].value != before.suites[1].figures[0].value
    for one, other in ((kept, before), (before, kept)):
        comparison = compare(one, other)
        assert [change.verdict for change in comparison.changes] == ["same", "same"]
        assert not any(change.flips for change in comparison.changes)


@pytest.mark.parametrize(("old", "new", "verdict"), [(NAN, NAN, "same"), (0.5, NAN, "lost"), (NAN, 0.5, "gained")])
def test_undefined_values(old: float, new: float, verdict: str) -> None:
    before, after = (suite([exact("f1", value, 3)]) for value in (old, new))
    change = only_change(run_of(before), run_of(after))
    assert change.verdict == verdict
    assert isnan(change.difference)


def test_times_are_shown_and_never_judged() -> None:
    before, after = (suite([timed("a question", value, "ms")]) for value in (10, 1000))
    change = only_change(run_of(before), run_of(after))
    assert change.verdict == "timed"
    assert change.difference == 990


def test_unrated_items_are_counted_apart() -> None:
    """An item that lost its rating, or isn't there, is no fall."""
    change = only_change(run_of(scored([1.0, 1.0, NAN, 0.5])), run_of(scored([NAN, 1.0, 1.0])))
    assert change.shared == 1
    assert change.counts == {"unrated": 2, "rated": 1}
    assert change.verdict == "same"


def test_nothing_in_common_leaves_the_interval() -> None:
    before, after = scored([1.0, 1.0]), scored([NAN, NAN])
    assert only_change(run_of(before), run_of(after)).verdict == "lost"
    one = suite([Figure("right", 0.9, 0.8, 1.0, 5)], {"right": {"a": 1.0}})
    other = suite([Figure("right", 0.7, 0.6, 0.8, 5)], {"right": {"b": 1.0}})
    change = only_change(run_of(one), run_of(other))
    assert (change.shared, change.verdict) == (0, "worse")


def test_flips_carry_what_is_known_of_them_worst_first() -> None:
    now, then = (Example(id=name, text=name.upper(), expected="1", given="0") for name in ("i001", "i002"))
    before = run_of(scored([1.0, 1.0, 0.0], examples=[then]))
    after = run_of(scored([0.9, 0.2, 1.0], examples=[now]))
    flips = only_change(before, after).flips
    assert [(flip.id, flip.direction) for flip in flips] == [("i001", "worse"), ("i000", "worse"), ("i002", "better")]
    assert [flip.example for flip in flips] == [now, None, then]


def test_items_of_test_are_counted_and_not_named() -> None:
    change = only_change(run_of(scored(GOOD, split="test")), run_of(scored(BAD, split="test")))
    assert change.counts == {"worse": 20}
    assert change.flips == ()


def test_what_only_one_run_has() -> None:
    before = run_of(suite([exact("a", 1, 1), exact("b", 1, 1), timed("t", 1, "s")]), scored(GOOD, name="jury"))
    after = run_of(suite([exact("a", 1, 1), exact("c", 1, 1)]), scored(GOOD, name="review"))
    comparison = compare(before, after)
    assert [(item.suite, item.figure) for item in comparison.vanished] == [("assess", "b"), ("jury", "")]
    assert [(item.suite, item.figure) for item in comparison.appeared] == [("assess", "c"), ("review", "")]


def test_splits_are_not_mixed() -> None:
    comparison = compare(run_of(scored(GOOD)), run_of(scored(BAD, split="test")))
    assert not comparison.changes
    assert [item.split for item in comparison.vanished + comparison.appeared] == ["dev", "test"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"data": "d1"}, "evaluation sets"),
        ({"limit": 5}, "none before, 5 now"),
        ({"quick": True}, "whole before, quick now"),
        ({"referential": "S"}, "référentiels"),
    ],
)
def test_what_makes_a_comparison_worthless(changed: dict[str, object], words: str) -> None:
    (obstacle,) = compare(run_of(scored(GOOD)), run_of(scored(GOOD), **changed)).obstacles
    assert words in obstacle


def test_another_engine_is_what_one_compares() -> None:
    comparison = compare(run_of(scored(GOOD)), run_of(scored(GOOD), engine="other", corpus="c1"))
    assert not comparison.obstacles
    assert [item.partition(":")[0] for item in comparison.circumstances] == ["Engine", "Corpus"]


def test_empty_runs() -> None:
    comparison = compare(run_of(), run_of())
    assert not (comparison.obstacles or comparison.changes or comparison.vanished or comparison.appeared)


def test_a_run_goes_to_json_and_back() -> None:
    """NaN is null there, as JSON has none."""
    run = whole_run()
    text = run.model_dump_json()
    assert "NaN" not in text
    again = RunResult.model_validate_json(text)
    assert isnan(again.suites[0].figures[2].value)
    assert again.model_dump_json() == text
    assert all(change.verdict in ("same", "timed") for change in compare(run, again).changes)
