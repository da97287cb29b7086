import time

from assistant.web.serving.names import EVENT_S, MOST_EVENTS, MOST_WINDOWS, Names
from assistant.web.sessions import GRACE_S, IDLE_S


def names() -> tuple[Names, list[str]]:
    made, forgotten = Names(), []
    made.forget = forgotten.append
    return made, forgotten


def test_a_name_belongs_to_the_first_who_uses_it() -> None:
    made, _ = names()
    assert made.claim("window", "ada")
    assert made.claim("window", "ada")
    assert not made.claim("window", "eve")
    assert not made.holds("window", "eve")


def test_an_event_is_known_before_it_is_used() -> None:
    made, _ = names()
    assert not made.holds("event", "ada")
    made.give("event", "ada")
    made.give("event", "eve")
    assert made.holds("event", "ada")
    assert not made.holds("event", "eve")
    assert not made.claim("event", "eve")


def test_a_name_is_forgotten_when_its_time_is_over() -> None:
    made, forgotten = names()
    now = time.monotonic()
    made.claim("window", "ada")
    made.give("event", "ada")
    made.sweep(now + EVENT_S + 1)
    assert forgotten == ["event"]
    made.sweep(now + IDLE_S + 1)
    assert forgotten == ["event", "window"]
    assert len(made) == 0
    assert made.claim("window", "eve")


def test_a_window_that_was_closed_is_kept_for_a_moment() -> None:
    made, forgotten = names()
    now = time.monotonic()
    made.claim("window", "ada")
    made.enter("window")
    made.enter("window")
    made.leave("window")
    made.sweep(now + GRACE_S + 1)
    assert forgotten == []  # another connection is still there
    made.leave("window")
    made.sweep(now + GRACE_S / 2)
    assert forgotten == []
    made.claim("window", "ada")
    made.sweep(now + GRACE_S + 1)
    assert forgotten == []  # it came back in time
    made.leave("window")
    made.sweep(now + GRACE_S + 1)
    assert forgotten == ["window"]


def test_an_owner_can_not_fill_the_memory_nor_drop_the_names_of_others() -> None:
    made, forgotten = names()
    made.claim("first", "ada")
    made.claim("hers", "bob")
    for number in range(MOST_EVENTS + 10):
        made.give(f"event{number}", "ada")
    assert forgotten == [f"event{number}" for number in range(10)]
    for number in range(MOST_WINDOWS):
        made.claim(f"window{number}", "ada")
    assert forgotten[-1] == "first"
    assert made.holds("hers", "bob")
