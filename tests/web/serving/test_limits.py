import pytest

from assistant.settings import Settings
from assistant.web.limits import Kind, Limits, _net, too_many
from assistant.web.owners import Owner

ADA, BOB = Owner("ada", "192.0.2.1"), Owner("bob", "192.0.2.1")


def test_a_session_waits_and_the_others_of_its_address_do_not() -> None:
    limits = Limits(Settings(questions_per_minute=3, people_per_address=2))
    assert [limits.wait(Kind.QUESTIONS, ADA) for _ in range(3)] == [0, 0, 0]
    for _ in range(20):
        assert 55 <= limits.wait(Kind.QUESTIONS, ADA) <= 61
    assert limits.wait(Kind.QUESTIONS, BOB) == 0
    assert limits.wait(Kind.REVIEWS, ADA) == 0


def test_new_cookies_do_not_help_an_address_for_ever() -> None:
    limits = Limits(Settings(reviews_per_minute=2, people_per_address=3))
    waits = [limits.wait(Kind.REVIEWS, Owner(f"cookie {n}", "192.0.2.1")) for n in range(10)]
    assert [wait > 0 for wait in waits] == [False] * 6 + [True] * 4
    assert limits.wait(Kind.REVIEWS, Owner("another", "192.0.2.2")) == 0


def test_nothing_is_limited_where_the_limit_is_zero() -> None:
    limits = Limits(Settings(requests_per_minute=0, questions_per_minute=0, reviews_per_minute=0))
    for kind in (Kind.REQUESTS, Kind.QUESTIONS, Kind.REVIEWS, Kind.UPLOADS, Kind.COHORT_DRAFTS):
        assert not any(limits.wait(kind, ADA) for _ in range(500))


def test_a_hundred_people_of_one_school_never_meet_a_limit() -> None:
    """A question every ten seconds, with the requests that the page makes for it, and a review each minute."""
    limits = Limits(Settings())
    for number in range(100):
        person = Owner(f"person {number}", "192.0.2.1")
        for kind, times in ((Kind.REQUESTS, 80), (Kind.QUESTIONS, 6), (Kind.UPLOADS, 1), (Kind.REVIEWS, 1)):
            assert not any(limits.wait(kind, person) for _ in range(times)), kind


def test_a_tutor_s_batch_meets_none_either() -> None:
    limits = Limits(Settings())
    assert not any(limits.wait(Kind.COHORT_DRAFTS, ADA) for _ in range(40))


def test_any_key_can_be_counted() -> None:
    limits = Limits(Settings())
    assert [limits.wait_for(Kind.LOGINS, "account ada", 2) > 0 for _ in range(3)] == [False, False, True]
    assert limits.wait_for(Kind.LOGINS, "account bob", 2) == 0


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_an_address_is_counted_as_its_subscriber_s(address: str, counted: str) -> None:
    assert _net(address) == counted


def test_the_sentence_says_how_long() -> None:
    assert "attendez 12 secondes" in too_many(12)
    assert "attendez une seconde" in too_many(1)
