"""A stopwatch that is told the time."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.coaching.questioning.stopwatch import Stopwatch

seconds = st.integers(0, 5000).map(float)
steps = st.lists(st.tuples(st.sampled_from(["go", "hold", "look"]), seconds), max_size=30)
limits = st.one_of(st.none(), seconds)


@given(limits, steps)
def test_it_counts_the_seconds_in_which_it_runs_and_no_others(
    limit: float | None, taken: list[tuple[str, float]]
) -> None:
    watch, now, ran = Stopwatch(limit), 0.0, 0.0
    for step, wait in taken:
        now += wait
        ran += wait if watch.running else 0.0
        if step != "look":
            watch = watch.go(now) if step == "go" else watch.hold(now)
            assert watch.running == (step == "go")
        assert watch.elapsed(now) == ran
        assert watch.left(now) == (None if limit is None else max(limit - ran, 0.0))
        assert watch.over(now) == (limit is not None and ran >= limit)


@given(limits, steps)
def test_a_clock_that_goes_back_takes_no_time_away(limit: float | None, taken: list[tuple[str, float]]) -> None:
    watch, held = Stopwatch(limit), 0.0
    for step, now in taken:
        watch = watch.go(now) if step == "go" else watch.hold(now) if step == "hold" else watch
        assert watch.spent_s >= held >= 0
        assert watch.elapsed(now) >= held
        assert (watch.left(now) or 0.0) >= 0
        held = watch.spent_s


def test_going_twice_is_going_once() -> None:
    watch = Stopwatch(60).go(10)
    assert watch.go(40) == watch
    assert watch.hold(30).hold(90) == watch.hold(30)
    assert watch.hold(30).elapsed(1000) == 20


def test_without_a_limit_it_is_never_over() -> None:
    watch = Stopwatch().go(0)
    assert watch.left(1e9) is None
    assert not watch.over(1e9)
    assert Stopwatch(0).over(0)
