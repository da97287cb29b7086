"""How a juror begins: French articles after a negation, and a place that exists."""

from random import Random

import pytest

from assistant.coaching.questioning.jury_question import Anchor
from assistant.coaching.questioning.openings import but_lacking, lacking, negated, quoting
from assistant.referential.elements import load_elements
from assistant.settings import get_settings

ELEMENTS = [item.label for exam in load_elements(get_settings().corpus).values() for item in exam.all]
INDEFINITE = ("un ", "une ", "des ", "du ", "de la ", "de l’")


def many(seeds: int = 60) -> list[Random]:
    return [Random(seed) for seed in range(seeds)]  # noqa: S311 - chance, not secrets


@pytest.mark.parametrize(
    ("label", "after"),
    [
        ("un calendrier", "de calendrier"),
        ("une pondération", "de pondération"),
        ("des poids chiffrés", "de poids chiffrés"),
        ("du budget", "de budget"),
        ("de la publicité", "de publicité"),
        ("de l’audience", "d’audience"),
        ("un objectif", "d’objectif"),
        ("une échéance", "d’échéance"),
        ("des œuvres", "d’œuvres"),
        ("des Indicateurs", "d’Indicateurs"),
        ("une étude d’audience", "d’étude d’audience"),
        ("le calendrier", "le calendrier"),
        ("la pondération", "la pondération"),
        ("les délais", "les délais"),
        ("l’objectif", "l’objectif"),
        ("l’échéance des lots", "l’échéance des lots"),
        ("ce que le client attend", "ce que le client attend"),
        ("uniformité des chartes", "uniformité des chartes"),
        ("desserte des lieux", "desserte des lieux"),
        ("plusieurs prestataires", "plusieurs prestataires"),
    ],
)
def test_the_article_after_a_negation(label: str, after: str) -> None:
    assert negated(label) == after


@pytest.mark.parametrize(
    ("label", "after"),
    [("un handicap", "de handicap"), ("des hors-séries", "de hors-séries"), ("un yacht", "de yacht")],
)
def test_no_elision_before_an_aspirated_h(label: str, after: str) -> None:
    assert negated(label) == after


@pytest.mark.parametrize("label", ELEMENTS)
def test_no_indefinite_article_follows_a_negation(label: str) -> None:
    for random in many(9):
        said = lacking(label, random)
        if "cherché" in said:
            assert label in said
        else:
            rest = label.split(maxsplit=1)[1] if label.startswith(INDEFINITE) else label
            assert rest in said
            assert not any(f" {article}{rest}" in said for article in INDEFINITE)
        beside = but_lacking(label, random)
        assert not any(beside.endswith(f" {article}{label.removeprefix(article)}.") for article in INDEFINITE)


def test_each_way_to_say_it_comes_up() -> None:
    assert len({lacking("le prix", random) for random in many()}) == 3
    assert len({but_lacking("le prix", random) for random in many()}) == 2


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"page": 4}, "page 4"),
        ({"slide": 7, "page": 7}, "diapositive 7"),
        ({"page": 4, "heading": "3. Choix"}, "page 4"),
        ({"heading": "3. Choix"}, "dans la partie « 3. Choix »"),
    ],
)
def test_a_quotation_has_its_place(place: dict[str, object], said: str) -> None:
    anchor = Anchor(quote="le prix pèse 30 points", **place)  # type: ignore[arg-type]
    found = {quoting(anchor, random) for random in many()}
    assert len(found) == 3
    for sentence in found:
        assert "« le prix pèse 30 points »." in sentence
        assert said in sentence[0].lower() + sentence[1:]
        assert sentence[0].isupper()


@pytest.mark.parametrize("heading", [None, "", "Une très longue partie " * 4])
def test_without_a_place_none_is_said(heading: str | None) -> None:
    anchor = Anchor(quote="le prix pèse 30 points", heading=heading)
    found = {quoting(anchor, random) for random in many()}
    assert found == {
        "Vous écrivez : « le prix pèse 30 points ».",
        "Je lis dans votre dossier : « le prix pèse 30 points ».",
    }


def test_braces_in_a_draft_are_words() -> None:
    quote = "{place} {quote} %s {0} {{x}}"
    for random in many(9):
        assert quote in quoting(Anchor(quote=quote, heading="{quote}"), random)
        assert "{x}" in lacking("le {x}", random)
