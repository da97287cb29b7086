import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.masking import Mask

DRAFT = """Dossier C3.3
Jean-Marc DUPONT
Analyse SWOT
Rédigé par : Léa Martin et Karim Ben Salem
Étudiante : Zoé de La Tour
Mme Petit, directrice, et M. Le Goff ont validé le budget de 45 000 €.
Contact : Paul Roux <paul.roux@agence.fr>, 06 12 34 56 78 ou +33 (0)6 12 34 56 79
IBAN FR76 3000 6000 0112 3456 7890 189, n° 1 85 05 78 006 084 36
Siège : 12 bis, rue de la Paix, 75002 Paris, et 14 place Bellecour
Dupont a relu ce que Léa avait écrit à Roux.
Cordialement,
Ana Sousa
"""
PERSONAL = [
    "DUPONT", "Jean-Marc", "Léa", "Martin", "Karim", "Ben Salem", "Zoé", "La Tour", "Petit", "Le Goff", "Paul", "Roux",
    "Ana", "Sousa", "paul.roux@agence.fr", "06 12 34 56 78", "6 12 34 56 79", "FR76", "1 85 05 78 006 084 36",
    "rue de la Paix", "75002", "Bellecour", "Dupont",
]  # fmt: skip
PLAIN = [
    "Dossier C3.3",
    "Analyse SWOT",
    "Rédigé par",
    "directrice",
    "45 000 €",
    "M. ",
    "Mme ",
    "Cordialement",
    "a relu",
]


def test_what_tells_who_someone_is_is_hidden_and_nothing_else() -> None:
    mask = Mask([DRAFT])
    hidden = mask.hide(DRAFT)
    assert [word for word in PERSONAL if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", hidden)] == []
    assert [word for word in PLAIN if word not in hidden] == []
    assert mask.restore(hidden) == DRAFT
    assert mask.counts["TELEPHONE"] == 2
    assert mask.counts["ADRESSE"] == 2


def test_one_thing_has_one_placeholder_throughout_a_draft() -> None:
    mask = Mask()
    first = mask.hide("M. Durand appelle le 06 12 34 56 78.")
    second = mask.hide("Le 06 12 34 56 78 est celui de M. Durand.")
    assert first == "M. [PERSONNE_1] appelle le [TELEPHONE_1]."
    assert second == "Le [TELEPHONE_1] est celui de M. [PERSONNE_1]."


def test_ways_to_write_one_person_share_a_number() -> None:
    mask = Mask(["Auteur : Léa Martin"])
    assert mask.hide("Léa Martin, Léa, MARTIN") == "[PERSONNE_1], [PERSONNE_1b], [PERSONNE_1c]"


def test_names_that_come_late_are_hidden_from_the_start_where_the_draft_was_learnt() -> None:
    texts = ["Léa a fait la veille.", "Contact : Léa Martin"]
    assert Mask().hide(texts[0]) == texts[0]
    assert Mask(texts).hide(texts[0]) == "[PERSONNE_1] a fait la veille."


@pytest.mark.parametrize(
    "text",
    [
        "Analyse SWOT, puis PESTEL",
        "Tuteur : Community Manager",
        "Nom de l’entreprise : Maison Verte",
        "Monsieur le Directeur, Madame la Présidente",
        "3 places de marché, 4 cours en ligne, 12 rues",
        "Le budget est de 45 000 € sur 12 mois, soit 3 750,50 € par mois.",
        "C1.1-C1.4/4, RNCP36373, 2024-03-12, 75 % des 18-24 ans",
        "Rédigé par le service Marketing Digital",
        "Google Ads, Meta Business Suite, Google Analytics 4",
        "# Stratégie SEO\n\n# Budget TTC\n",
    ],
)
def test_what_names_nobody_stays(text: str) -> None:
    assert Mask([text]).hide(text) == text


@pytest.mark.parametrize(
    "phone",
    ["0612345678", "06.12.34.56.78", "+33 6 12 34 56 78", "0033612345678", "+32 470 12 34 56", "01 23 45 67 89"],
)
def test_phone_numbers(phone: str) -> None:
    assert Mask().hide(f"Tél. : {phone}") == "Tél. : [TELEPHONE_1]"


@pytest.mark.parametrize(
    "address",
    [
        "12 rue de la Paix",
        "3 bis, avenue Jean-Jaurès, 69007 Lyon",
        "14 place Bellecour",
        "1 boulevard de l’Hôpital, 75013 Paris CEDEX 13",
        "25 chemin des vignes",
    ],
)
def test_addresses(address: str) -> None:
    assert Mask().hide(f"Siège : {address}.") == "Siège : [ADRESSE_1]."


@pytest.mark.parametrize("again", ["[PERSONNE_1]", "[personne_1]", "[PERSONNE 1]", r"[PERSONNE\_1]", "[ PERSONNE_1 ]"])
def test_a_placeholder_that_the_model_writes_in_another_way_is_put_back(again: str) -> None:
    mask = Mask()
    mask.hide("M. Durand a validé.")
    assert mask.restore(f"« {again} a validé »") == "« Durand a validé »"


def test_unknown_placeholders_stay() -> None:
    mask = Mask()
    mask.hide("M. Durand")
    assert mask.restore("[PERSONNE_7] [TELEPHONE_1] [PERSONNE_1z]") == "[PERSONNE_7] [TELEPHONE_1] [PERSONNE_1z]"


def test_placeholders_of_the_draft_itself_stay_what_they_are() -> None:
    mask = Mask()
    text = "[PERSONNE_1] et M. Durand, [personne 2], [TEXTE_1]"
    hidden = mask.hide(text)
    assert "Durand" not in hidden
    assert mask.restore(hidden) == text


PIECES = st.sampled_from([
    "M. Durand", "Mme Le Goff", "Rédigé par Léa Martin", "\nAuteur : Jean DUPONT", "jean.dupont@x.fr", "Jean Dupont", "06 12 34 56 78",
    "[PERSONNE_1]", "[TEXTE_2]", "[personne 1b]", "[ADRESSE_1]", "12 rue de la Paix, 75002 Paris", "FR76 3000 6000 0112 3456 7890 189",
    "1 85 05 78 006 084 36", " ", "\n", "[", "]", "_1", "PERSONNE", "Cordialement,\nAna Sousa\n", "1", "\\",
])  # fmt: skip


@given(st.lists(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=8).map("".join), min_size=1, max_size=4))
def test_what_was_hidden_is_put_back_to_the_letter(texts: list[str]) -> None:
    mask = Mask(texts)
    hidden = [mask.hide(text) for text in texts]
    assert [mask.restore(text) for text in hidden] == texts


def test_a_long_draft_takes_no_time() -> None:
    text = DRAFT * 120
    started = time.perf_counter()
    mask = Mask([text])
    assert mask.restore(mask.hide(text)) == text
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize(
    "text",
    [
        "A" * 20_000,
        "Aa " * 8_000,
        "a.b" * 8_000,
        "1 " * 10_000,
        "M. " * 8_000,
        "a@" * 8_000,
        "Rédigé par " + "Aa Bb, " * 4000,
    ],
)
def test_no_text_makes_it_run_on(text: str) -> None:
    started = time.perf_counter()
    mask = Mask([text])
    assert mask.restore(mask.hide(text)) == text
    assert time.perf_counter() - started < 3
