import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.coaching.asking.spelling import Speller, sound
from assistant.referential.wording import words

SPELLER = Speller(
    [
        "le jury regarde votre passage devant lui, les critères, la compétence et le prestataire",
        "je veux je dois qui quoi",
    ]
)


@pytest.mark.parametrize(
    ("heard", "written"),
    [("critaires", "criteres"), ("juri", "jury"), ("passaj", "passage"), ("konpétance", "competence"), ("prestatère", "prestataire")],
)  # fmt: skip
def test_words_that_sound_alike(heard: str, written: str) -> None:
    assert sound(" ".join(words(heard))) == sound(written)


def test_a_question_written_by_ear_is_respelt() -> None:
    assert SPELLER.respelt("les critaires du prestatere devan le juri") == "les criteres du prestataire devant le jury"


def test_abbreviations_are_written_out() -> None:
    assert SPELLER.respelt("y a koi ds la compétence") == "il y a quoi dans la compétence"
    assert SPELLER.respelt("jdois venir") == "je dois venir"


@pytest.mark.parametrize(
    "question",
    ["", "?", "Que regarde le jury ?", "Mon entreprise, Passaje & fils, est à Kœtzingue.", "C3.3", "il y a quoi"],
)
def test_what_is_spelt_as_it_should_be_stays(question: str) -> None:
    assert SPELLER.respelt(question) == question


@given(st.text(alphabet="jkyCc3.4/1 aeiou'’Éq", max_size=60))
def test_figures_and_codes_outlive_respelling(text: str) -> None:
    assert re.findall(r"\d+", SPELLER.respelt(text)) == re.findall(r"\d+", text)
