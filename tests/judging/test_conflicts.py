"""Figures that contradict each other, and the many that only seem to."""

import time
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.dossier.model import Document, Passage, PassageKind
from assistant.judging.conflicts import Conflict, find_conflicts
from assistant.judging.figures import plain, read_cell, read_count, written

_SPACE = "\u00a0"


def document(*passages: Passage) -> Document:
    numbered = tuple(item.model_copy(update={"index": index}) for index, item in enumerate(passages))
    return Document(file="dossier.md", format="md", passages=numbered)


def text(words: str, heading: str | None = None, kind: PassageKind = PassageKind.PARAGRAPH) -> Passage:
    return Passage(index=0, text=words, heading=heading, kind=kind)


def items(*words: str, heading: str | None = None) -> list[Passage]:
    return [text(item, heading, PassageKind.LIST_ITEM) for item in words]


def table(*rows: Sequence[str], heading: str | None = None, number: int = 1, page: int | None = None) -> list[Passage]:
    head = tuple(rows[0])
    return [
        Passage(
            index=0,
            text=" ".join(row),
            kind=PassageKind.TABLE_ROW,
            cells=tuple(row),
            columns=head,
            table=number,
            heading=heading,
            page=page,
        )
        for row in rows
    ]


def found(*passages: Passage) -> tuple[Conflict, ...]:
    return find_conflicts(document(*passages))


def figures(*passages: Passage) -> list[tuple[str, str, str]]:
    return [
        (item.kind, *(value.replace(_SPACE, " ") for value in (item.stated, item.found))) for item in found(*passages)
    ]


BUDGET = (
    ("Poste", "Nature", "Montant"),
    ("Vidéaste", "variable", "7 200 €"),
    ("Outil d’e-mail", "fixe", "1 188 €"),
    ("Publicité", "variable", "15 000 €"),
)


def test_a_total_that_is_not_the_sum_of_its_lines() -> None:
    (conflict,) = found(*table(*BUDGET, ("**Total**", "", "**24 388 €**"), heading="Le budget"))
    assert (conflict.kind, conflict.subject) == ("total", "le total du tableau")
    assert (conflict.stated, conflict.found) == ("24 388 €", f"23{_SPACE}388{_SPACE}€")
    assert conflict.first.cells[0] == "**Total**"
    assert conflict.second is None


def test_the_column_of_a_wrong_total_is_named_where_there_are_several() -> None:
    rows = (
        ("Canal", "Sessions", "Taux", "Devis"),
        ("SEO", "410", "3 %", "12"),
        ("Ads", "300", "5 %", "15"),
        ("Total", "710", "3,8 %", "29"),
    )
    (conflict,) = found(*table(*rows))
    assert conflict.subject == "le total de la colonne « Devis »"
    assert (conflict.stated, conflict.found) == ("29", "27")


@pytest.mark.parametrize(
    "rows",
    [
        [("Vidéo", "4 000 €"), ("Photo", "1 000 €"), ("Total TTC", "6 000 €")],
        [("Vidéo", "4 000 €"), ("Photo", "1 000 €"), ("Total HT", "5 000 €"), ("TVA", "1 000 €"), ("Total TTC", "6 000 €")],
        [("Vidéo", "4 000 €"), ("dont sous-titres", "500 €"), ("Photo", "1 000 €"), ("Total", "5 000 €")],
        [("Vidéo", "4 000 €"), ("Anglais (option)", "500 €"), ("Photo", "1 000 €"), ("Total", "5 000 €")],
        [("Contenus", "5 000 €"), ("Vidéo", "4 000 €"), ("Photo", "1 000 €"), ("Total", "5 000 €")],
        [("Film", "4 000 €"), ("Sous-total", "4 000 €"), ("Site", "3 000 €"), ("Sous-total", "3 000 €"), ("Total", "7 000 €")],
        [("Vidéo", "4 000 €"), ("Remise", "500 €"), ("Photo", "1 000 €"), ("Total", "4 500 €")],
        [("Vidéo", "4 000 €"), ("Photo", "à définir"), ("Site", "1 000 €"), ("Total", "9 000 €")],
        [("Vidéo", "4,2 k€"), ("Photo", "1,4 k€"), ("Site", "2,3 k€"), ("Total", "8 k€")],
        [("Vidéo", "1 333,33 €"), ("Photo", "1 333,33 €"), ("Site", "1 333,33 €"), ("Total", "4 000 €")],
        [("Vidéo", "4 000 €"), ("Photo", "1 000 €"), ("Total hors taxes et hors frais", "9 000 €")],
        [("Mars", "4 000 €"), ("Avril", "5 000 €"), ("Total", "4 500 €")],
    ],
)  # fmt: skip
def test_a_total_that_can_be_explained_is_let_be(rows: list[tuple[str, ...]]) -> None:
    assert not found(*table(("Poste", "Montant"), *rows))


def test_prices_are_multiplied_by_their_quantities() -> None:
    rows = [("Poste", "Quantité", "Prix"), ("Affiches", "1", "100 €"), ("Flyers", "2", "50 €"), ("Total", "", "200 €")]
    assert not found(*table(*rows))


@pytest.mark.parametrize("head", ["Taux d’occupation", "Prix unitaire", "Visiteurs uniques", "Panier moyen", "Score"])
def test_what_is_not_added_up_is_not_checked(head: str) -> None:
    assert not found(*table(("Canal", head), ("SEO", "40"), ("Ads", "30"), ("Total", "60")))


def test_a_table_goes_on_over_the_page() -> None:
    head, *lines = BUDGET
    first = table(head, *lines, page=3)
    rest = table(head, ("Photos", "fixe", "1 000 €"), ("Total", "", "24 388 €"), number=2, page=4)
    assert not found(*first, text("Page 4", kind=PassageKind.FURNITURE), *rest)


def test_a_table_that_is_not_read_whole_proves_nothing() -> None:
    rows = table(*BUDGET, ("Total", "", "30 000 €"))
    hidden = [row.model_copy(update={"hidden": place == 1}) for place, row in enumerate(rows)]
    assert found(*rows)
    assert not found(*hidden)
    assert not find_conflicts(document(*rows), excluded=[2])


def test_a_row_whose_total_differs_while_the_others_are_right() -> None:
    rows = (
        ("Source", "Fraîcheur", "Fiabilité", "Accès", "Total"),
        ("CNIL", "5", "5", "4", "14"),
        ("Avis Google", "5", "3", "4", "12"),
        ("Salon", "2", "3", "2", "9"),
        ("Forum", "4", "1", "5", "10"),
    )
    (conflict,) = found(*table(*rows))
    assert conflict.subject == "le total de la ligne « Salon »"
    assert (conflict.stated, conflict.found) == ("9", "7")


def test_a_list_has_a_total_too() -> None:
    lines = ("Photos : 450 €", "Vidéo : 1 200 €", "Impression : 300 €")
    assert figures(*items(*lines, "Total : 2 100 €")) == [("total", "2 100 €", "1 950 €")]
    assert not figures(*items(*lines, "Total : 1 950 €"))
    assert not figures(*items("Photos, prix à demander", *lines, "Total : 2 100 €"))


def test_weights_that_do_not_make_100() -> None:
    rows = (("Critère", "Poids"), ("Prix", "40 %"), ("Méthode", "30 %"), ("Délai", "20 %"), ("Équipe", "15 %"))
    (conflict,) = found(*table(*rows))
    assert conflict.kind == "shares"
    assert conflict.subject == "la somme de la colonne « Poids »"
    assert (conflict.stated, conflict.found) == (f"100{_SPACE}%", f"105{_SPACE}%")
    assert conflict.second is not None
    assert conflict.second.cells[0] == "Équipe"


def test_weights_whose_total_says_100() -> None:
    rows = [("Critère", "Lot 1", "Lot 2"), ("Prix", "40", "30"), ("Méthode", "30", "30"), ("Délai", "30", "35")]
    assert figures(*table(*rows, ("Total", "100", "100"))) == [("shares", "100", "95")]


def test_weights_in_a_list_and_in_a_sentence() -> None:
    weights = ("Prix : 40 %", "Méthode : 30 %", "Délai : 20 %")
    assert figures(text("La pondération est la suivante :"), *items(*weights)) == [("shares", "100 %", "90 %")]
    sentence = "Le budget est réparti ainsi : 40 % pour la vidéo, 30 % pour les textes et 20 % pour la publicité."
    assert figures(text(sentence)) == [("shares", "100 %", "90 %")]


@pytest.mark.parametrize(
    "rows",
    [
        [("Réponse", "Part"), ("Prix", "60 %"), ("Goût", "55 %"), ("Bio", "30 %")],
        [("Source", "Part du trafic"), ("SEO", "48 %"), ("Direct", "22 %"), ("Social", "14 %")],
        [("Source", "Part du trafic"), ("SEO", "33,3 %"), ("Direct", "33,3 %"), ("Social", "33,3 %")],
        [("Critère", "Poids"), ("Prix", "33 %"), ("Délai", "33 %"), ("Méthode", "33 %")],
        [("Critère", "Poids"), ("Prix", "40 %"), ("Qualité", "60 %"), ("dont méthode", "30 %"), ("dont équipe", "30 %")],
        [("Canal", "Poids"), ("SEO", "40 %"), ("E-mail", "25 %"), ("Social", "15 %")],
        [("Public", "Part"), ("Femmes", "58 %"), ("Familles", "35 %"), ("Touristes", "22 %")],
        [("Critère", "Poids"), ("Prix", "3"), ("Délai", "2"), ("Équipe", "1")],
        [("Réseau", "Part de clients qui le citent"), ("A", "60 %"), ("B", "50 %"), ("C", "8 %")],
    ],
)  # fmt: skip
def test_shares_that_need_not_make_100(rows: list[tuple[str, ...]]) -> None:
    assert not found(*table(*rows))


@pytest.mark.parametrize(
    ("first", "second", "subject", "values"),
    [
        ("Le budget total est de 45 000 €.", "Budget global : 48 500 €", "le budget total", ("45 000 €", "48 500 €")),
        ("Page 7, le budget est de 45k€.", "Le budget de la campagne s’élève à 48.500 €.", "le budget de la campagne", ("45k€", "48.500 €")),
        ("La campagne dure six semaines.", "Durée de la campagne : 9 semaines", "la durée de la campagne", ("six semaines", "9 semaines")),
        ("Le site sera mis en ligne le 12 mars 2026.", "Mise en ligne du site : 19 mars", "la date de mise en ligne du site", ("12 mars 2026", "19 mars")),
        ("La livraison de la vidéo est prévue le 3 avril.", "La vidéo est livrée le 13 avril.", "la date de livraison de la vidéo", ("3 avril", "13 avril")),
        ("L’équipe projet compte 6 personnes.", "Équipe projet : 7 personnes", "le nombre de personnes dans l’équipe", ("6", "7")),
        ("Nous avons consulté 5 agences.", "Six prestataires ont été consultés.", "le nombre de prestataires consultés", ("5", "Six")),
        ("Notre page Facebook compte 3 400 abonnés.", "Nos 3 900 abonnés Facebook réagissent peu.", "le nombre d’abonnés (Facebook)", ("3 400", "3 900")),
        ("Le club compte 480 licenciés.", "Le club compte 520 licenciés et 30 bénévoles.", "le nombre de « licenciés »", ("480", "520")),
    ],
)  # fmt: skip
def test_one_thing_with_two_values(first: str, second: str, subject: str, values: tuple[str, str]) -> None:
    (conflict,) = found(text(first), text("Entre les deux, rien."), text(second))
    assert (conflict.kind, conflict.subject) == ("two_values", subject)
    assert (conflict.stated, conflict.found) == values
    assert conflict.second is not None
    assert (conflict.first.index, conflict.second.index) == (0, 2)


def test_the_total_of_the_budget_is_also_a_value() -> None:
    rows = table(*BUDGET, ("Total", "", "23 388 €"), heading="4.2 Le budget, ligne à ligne")
    assert figures(text("L’enveloppe globale est de 25 000 €."), *rows) == [("two_values", "25 000 €", "23 388 €")]
    media = table(*BUDGET, ("Total", "", "23 388 €"), heading="Budget média")
    assert not found(text("L’enveloppe globale est de 25 000 €."), *media)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Le budget total est de 45 000 € HT.", "Budget total : 54 000 € TTC"),
        ("Le budget total est de 45 000 €.", "Le budget média est de 30 000 €."),
        ("Le budget total est de 45 000 €.", "L’an dernier, le budget total était de 38 000 €."),
        ("Le budget global 2025 est de 45 000 €.", "Le budget global 2026 est de 48 000 €."),
        ("Le budget est de 45 k€.", "Le budget total est de 45 200 €."),
        ("Le budget est d’environ 45 000 €.", "Le budget total est de 46 100 €."),
        ("Le budget total passe de 45 000 € à 48 000 €.", "Le budget total est de 48 000 €."),
        ("Budget : 600 €", "Budget : 500 €"),
        ("L’association vit avec un budget de 30 000 €.", "Le budget de la campagne est de 24 000 €."),
        ("La campagne dure 6 semaines.", "La campagne dure 42 jours."),
        ("La campagne de Noël dure 6 semaines.", "La campagne de Pâques dure 2 semaines."),
        ("La campagne dure 6 semaines.", "Le projet dure 6 mois."),
        ("La mise en ligne du site est prévue le 12 mars.", "Mise en ligne du blog : 20 mars"),
        ("La mise en ligne du site est prévue le 12 mars.", "La mise en ligne du site est reportée au 20 mars."),
        (
            "L’opération débute le 7 avril dans les agences de la Sarthe.",
            "L’opération débute le 5 mai dans les autres.",
        ),
        ("L’équipe projet compte 6 personnes.", "L’équipe marketing compte 9 personnes."),
        ("Pour la vidéo, nous avons consulté 3 agences.", "Pour le site, nous avons consulté 4 agences."),
        ("Nous avons consulté 6 agences.", "Nous avons retenu 2 agences."),
        ("Le budget est de 12 000 €, hors salaires.", "Avec les salaires, le budget total est de 18 000 €."),
        ("Au siège, l’équipe compte 6 personnes.", "À Lyon, l’équipe compte 4 personnes."),
        ("La page Facebook compte 3 400 abonnés en janvier.", "La page Facebook compte 3 600 abonnés en mars."),
        ("Notre page Facebook compte 3 400 abonnés.", "Notre compte Instagram compte 2 900 abonnés."),
        ("Notre page Facebook compte 3 400 abonnés.", "Objectif : notre page Facebook compte 5 000 abonnés."),
        ("Nos 1 200 clients reçoivent la lettre.", "Nos 1 000 clients les plus fidèles reçoivent un cadeau."),
    ],
)
def test_two_values_of_two_things(first: str, second: str) -> None:
    assert not found(text(first), text(second))


@pytest.mark.parametrize(
    "headings",
    [
        ("Lot 1", "Lot 2"),
        ("Scénario A", "Scénario B"),
        ("Nos concurrents", "Nous"),
        ("Campagne de Noël", "Campagne d’été"),
    ],
)
def test_headings_tell_parts_apart(headings: tuple[str, str]) -> None:
    first, second = headings
    assert not found(text("Budget total : 45 000 €", first), text("Budget total : 48 000 €", second))


def test_three_values_are_those_of_three_things() -> None:
    assert not found(*(text(f"La campagne dure {count} semaines.") for count in (3, 6, 9)))


def test_what_is_not_the_candidates_word_is_not_read() -> None:
    said = text("Le budget total est de 45 000 €.")
    other = text("Le budget total est de 48 000 €.")
    for ignored in ({"hidden": True}, {"kind": PassageKind.COMMENT}, {"kind": PassageKind.FURNITURE}):
        assert not found(said, other.model_copy(update=ignored))
    assert not find_conflicts(document(said, other), excluded={1})
    assert found(said, other)


@pytest.mark.parametrize(
    ("cell", "value", "unit"),
    [
        ("45 000 €", 45000, "€"),
        ("45\u202f000\u00a0€ HT", 45000, "€"),
        ("45k€", 45000, "€"),
        ("1,2 M€", 1200000, "€"),
        ("45.000", 45000, ""),
        ("12,5 %", 12.5, "%"),
        ("–1 200 €", -1200, "€"),
        ("3 jours", 3, "j"),
    ],
)
def test_figures_of_cells(cell: str, value: float, unit: str) -> None:
    figure = read_cell(cell)
    assert figure is not None
    assert (float(figure.value), figure.unit) == (value, unit)


@pytest.mark.parametrize(
    "cell", ["", "–", "45,000", "12 j : 3 360 €", "24 000 € dont 19 000 €", "4,6 (203)", "540 € par mois"]
)
def test_cells_that_are_no_figure(cell: str) -> None:
    assert read_cell(cell) is None


def test_plain_view_keeps_places() -> None:
    words = "L’Œuvre coûte 12\u202f000 € – c’est « très » cher…"
    assert len(plain(words)) == len(words)
    assert "coute 12 000 €" in plain(words)
    assert read_count("Six") == 6


_WRITINGS: tuple[Callable[[int], str], ...] = (
    lambda number: f"{number:,} €".replace(",", " "),
    lambda number: f"{number:,} €".replace(",", "\u202f"),
    lambda number: f"{number:,} €".replace(",", "."),
    lambda number: f"**{number}€**",
    lambda number: f"{number:,},00 euros".replace(",", "\u00a0", max(len(f"{number:,}".split(",")) - 1, 0)),
    lambda number: f"{number} € HT",
)


@given(st.lists(st.integers(1, 90_000), min_size=2, max_size=12), st.data())
@settings(max_examples=150, deadline=None)
def test_a_right_total_is_no_conflict_however_it_is_written(amounts: list[int], data: st.DataObject) -> None:
    write = data.draw(st.sampled_from(_WRITINGS))
    rows = [(f"Poste {place}", write(amount)) for place, amount in enumerate(amounts)]
    total = data.draw(st.sampled_from(["Total", "**TOTAL**", "Total général", "Budget total"]))
    rows.append((total, data.draw(st.sampled_from(_WRITINGS))(sum(amounts))))
    assert not found(*table(("Poste", "Montant"), *rows, heading="Budget"))


@given(st.lists(st.integers(1, 40), min_size=3, max_size=8))
@settings(deadline=None)
def test_right_weights_are_no_conflict(weights: list[int]) -> None:
    rest = 100 - sum(weights)
    if rest <= 0:
        return
    rows = [(f"Critère {place}", f"{weight} %") for place, weight in enumerate([*weights, rest])]
    assert not found(*table(("Critère", "Pondération"), *rows))
    assert not found(*table(("Critère", "Pondération"), *rows, ("Total", "100 %")))


@given(st.integers(1, 999_999))
def test_what_is_written_is_read_again(number: int) -> None:
    figure = read_cell(written(read_cell(str(number)).value, "€"))  # type: ignore[union-attr]
    assert figure is not None
    assert (int(figure.value), figure.unit) == (number, "€")


def test_hostile_texts_take_no_time() -> None:
    hostile = ["le budget est " + "a de d' la somme de " * 400, "1 111 " * 500 + "€", "le " + "a" * 3000, "% " * 2000]
    started = time.process_time()
    assert not found(*(text(words) for words in hostile), *items(*hostile))
    assert time.process_time() - started < 1
