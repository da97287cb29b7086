"""Cleaning, holding, quoting, marking: the parts, each by itself."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Coach
from assistant.coaching.asking.wording.checking import Checker
from assistant.coaching.asking.wording.cleaning import cleaned
from assistant.coaching.asking.wording.growing import Growing
from assistant.coaching.asking.wording.holding import whole_until
from assistant.coaching.asking.wording.marking import cited, with_ids
from assistant.coaching.asking.wording.quoting import quotations, quoted_lines, without_quotations
from tests.coaching.asking.wording.answers import (
    COMPARISON,
    CRITERIA,
    DURATION,
    DURATION_IN_ENGLISH,
    SITUATION,
    asked,
    words_of,
)

SIGNS = "«»“”\"'’‘[]<>*_\\&;#1٣③ \n\u00a0\u200bléc.3/2"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("３０ minutes, ③, 𝟑𝟎, ٣٠", "30 minutes, 3, 30, 30"),
        ("&laquo;&nbsp;mot&nbsp;&raquo; &#51;0", "«\u00a0mot\u00a0» 30"),
        ("3\u200b0 \u2066minutes\u2069", "30 minutes"),
        ("<< mot >> ‹mot› ``mot''", "« mot » «mot» “mot”"),
        ("l'oral d'une 'vraie' épreuve", "l'oral d'une “vraie” épreuve"),
        ("'l'oral de présentation'", "“l'oral de présentation”"),
        ("l’oral ‘vrai’", "l’oral “vrai”"),
        ("［1］ 【2】 [[3]]", "[1] [2] [3]"),
        ("\\« mot \\»", "« mot »"),
    ],
)
def test_what_shows_as_a_sign_is_one(written: str, read: str) -> None:
    assert cleaned(written) == read


@given(st.text(alphabet=SIGNS, max_size=40), st.integers(0, 40))
def test_the_beginning_of_a_text_is_cleaned_as_within_the_whole(text: str, at: int) -> None:
    spaces = [match.start() for match in re.finditer(r" ", text)]
    end = next((space for space in spaces if space >= at), len(text))
    beginning = cleaned(text[:end] + " ")
    assert cleaned(text + " ").startswith(beginning)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Le jury reg", "Le jury"),
        ("Le jury regarde ", "Le jury regarde"),
        ("Comptez une ", "Comptez"),
        ("Comptez une heure trente de ", "Comptez"),
        ("Comptez 20 à 30 ", "Comptez"),
        ("Comptez 30 minutes de plus pour cela ", "Comptez 30 minutes de plus pour cela"),
        ("Il attend « un plan ", "Il attend"),
        ("Il attend « un plan » de vous ", "Il attend « un plan » de vous"),
        ("Il attend cela [1, ", "Il attend cela"),
        ("Voyez C3.3 et ", "Voyez"),
        ("Voyez le critère ", "Voyez le"),
        ("Je ne ", ""),
        ("Ceci :\n> une ligne citée qui ", "Ceci :"),
    ],
)
def test_what_may_still_change_is_held_back(text: str, whole: str) -> None:
    assert text[: whole_until(text)] == whole


@given(st.text(alphabet=SIGNS, max_size=60))
def test_what_is_held_is_never_more_than_the_text(text: str) -> None:
    assert 0 <= whole_until(text) <= len(text)


def test_quotations_nest_and_stay_open() -> None:
    found = quotations("a « b « c » d » e “f” g")
    assert [item.words for item in found.closed] == ["b « c » d", "f"]
    assert found.open_at is None
    assert quotations("a « b").open_at == 2
    assert quotations("a » b").stray
    assert without_quotations("a « b » c “d").split() == ["a", "c"]
    assert quoted_lines("a\n> « b »\n- > c") == [(2, "b"), (10, "c")]


@pytest.mark.parametrize(
    ("written", "numbers", "read"),
    [
        ("Oui [1].", (1,), "Oui (modalités **C5.1-C5.2**)."),
        ("Oui [1][2].", (1, 2), "Oui (modalités **C5.1-C5.2**, modalités **C5.3**)."),
        ("Oui [2, 1] et « a […] b »", (2, 1), "Oui (modalités **C5.3**, modalités **C5.1-C5.2**) et « a […] b »"),
        ("Oui [1-2]", (1, 2), "Oui (modalités **C5.1-C5.2**, modalités **C5.3**)"),
        ("Oui [C5.3]", (2,), "Oui (modalités **C5.3**)"),
    ],
)
def test_marks_are_read_as_models_write_them(written: str, numbers: tuple[int, ...], read: str, coach: Coach) -> None:
    evidence = asked(coach, COMPARISON).evidence
    assert cited(written, evidence) == numbers
    assert with_ids(written, evidence) == read


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (CRITERIA, "Pour C3.3, le jury juge six critères :\n\n1. **Le cahier des charges** tient compte du contexte [1].\n2. Les critères 2 et 3 portent sur la sélection [2, 3].\n3. Prix [4], projet [5], benchmark [6]."),
        (DURATION, "L'oral de C3.4 dure 10 minutes, suivies de 15 minutes de questions [1]."),
        (DURATION, "Vous présentez pendant **10 minutes**, puis le jury vous interroge un quart d’heure [1]."),
        (DURATION_IN_ENGLISH, "You present for ten minutes and then answer questions for fifteen minutes [1]. Prepare both parts."),
        (SITUATION, "Oui, ce point est jugé [1]. Je ne peux pas vous dire combien il pèse : le référentiel ne donne pas de barème."),
        ("activité 3", "L’activité 3 porte sur le déploiement et le pilotage de la stratégie marketing digitale [1]."),
    ],
)  # fmt: skip
def test_what_a_tutor_says_well_is_not_refused(question: str, text: str, coach: Coach) -> None:
    growing = Growing(Checker(asked(coach, question).evidence, ""))
    for word in words_of(text):
        growing.take(str(word))
    growing.finish()
    assert growing.problems == ()
