"""A model that says whatever it likes: nothing of it is shown that the evidence doesn't hold."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import Coach
from assistant.coaching.asking.wording.wording import NOTICE_UNFIT, NOTICE_UNTRUE
from tests.coaching.asking.wording.answers import GOOD, asked, cut, cut_by_chance, tell
from tests.coaching.asking.wording.attacks import ATTACKS, Attack, huge
from tests.coaching.asking.wording.oracle import unverified

SEEDS = range(340)
"""Twenty of each attack."""


@pytest.mark.parametrize(
    ("seed", "attack"),
    [*((seed, ATTACKS[seed % len(ATTACKS)]) for seed in SEEDS), *((seed, huge) for seed in range(3))],
)
def test_nothing_unverified_is_ever_shown(seed: int, attack: Attack, coach: Coach) -> None:
    chance = random.Random(seed)  # noqa: S311 - chance, not secrets
    question = chance.choice(list(GOOD))
    evidence = asked(coach, question).evidence
    bad = [attack(GOOD[question], evidence, chance) for _ in range(2)]
    told = tell(coach, question, *(cut_by_chance(item, chance) for item in bad))
    for shown in told.yielded[:-1]:
        assert unverified(shown, evidence) == [], (attack.__name__, bad)
        assert shown.engine == "llm:essai"
    assert told.last == asked(coach, question).answer.model_copy(update={"notice": told.last.notice}), bad
    assert told.last.notice
    assert len(told.chat.calls) <= 2


@pytest.mark.parametrize("seed", range(len(ATTACKS)))
def test_an_answer_that_is_mended_is_shown(seed: int, coach: Coach) -> None:
    chance = random.Random(seed)  # noqa: S311 - chance, not secrets
    question = chance.choice(list(GOOD))
    evidence = asked(coach, question).evidence
    bad = ATTACKS[seed](GOOD[question], evidence, chance)
    told = tell(coach, question, cut_by_chance(bad, chance), cut_by_chance(GOOD[question], chance))
    if not bad.strip():
        return  # an empty answer is a fault of the service
    assert told.last.answer == tell(coach, question, GOOD[question]).last.answer
    assert told.last.notice is None
    assert len(told.chat.calls) == 2


@pytest.mark.parametrize("question", GOOD)
def test_a_good_answer_passes_untouched(question: str, coach: Coach) -> None:
    told = tell(coach, question, GOOD[question])
    assert len(told.chat.calls) == 1
    assert told.last.notice is None
    assert told.last.engine == "llm:essai"
    for shown in told.yielded:
        assert unverified(shown, asked(coach, question).evidence) == []
    plain = told.last.answer.replace("\u00a0", " ")
    for part in GOOD[question].replace("]", "[").split("["):
        assert part.isdigit() or part.strip(" .,") in plain


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.sampled_from(list(GOOD)), places=st.lists(st.integers(0, 10_000), max_size=80))
def test_an_answer_is_the_same_however_it_is_cut(question: str, places: list[int], coach: Coach) -> None:
    told = tell(coach, question, cut(GOOD[question], places))
    assert told.last == tell(coach, question, GOOD[question]).last


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), places=st.lists(st.integers(0, 10_000), max_size=80))
def test_a_bad_answer_too(seed: int, places: list[int], coach: Coach) -> None:
    chance = random.Random(seed)  # noqa: S311 - chance, not secrets
    question = chance.choice(list(GOOD))
    bad = chance.choice(ATTACKS)(GOOD[question], asked(coach, question).evidence, chance)
    told = tell(coach, question, cut(bad, places))
    assert told.last == tell(coach, question, bad).last


def test_the_notice_says_what_was_wrong(coach: Coach) -> None:
    question = next(iter(GOOD))
    assert tell(coach, question, f"{GOOD[question]} Comptez 45 minutes [1].").last.notice == NOTICE_UNTRUE
    assert (
        tell(coach, question, "The jury looks at what you did and why it is of use to them all [1].").last.notice
        == NOTICE_UNFIT
    )
