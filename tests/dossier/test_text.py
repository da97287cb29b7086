"""Sentences, headings, heads of tables."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.dossier.text import fold, is_contents_line, looks_like_heading, passages, sentences, table_head


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("M. Dupont dirige l’agence. Elle compte 8 salariés.", 2),
        ("Le coût est de 12.500 euros env. 3 mois plus tard. Fin.", 2),
        ("Selon J. Martin, p. 12, cf. annexe 3, c’est acquis.", 1),
        ("1. Prix : 30 %. 2. Qualité : 70 %.", 2),
        ("Pourquoi ? Parce que le salon ouvre en mai !", 2),
        ("Il a dit : « Nous venons. » Puis il est parti.", 2),
        ("Le site www.exemple.fr est en ligne.", 1),
        ("S.A.R.L. Brasserie du Canal, Toulouse.", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@settings(deadline=None)
@given(st.lists(st.sampled_from("mot Mot. fin! M. 12 ; , a. »".split()), max_size=400))
def test_passages_are_cut_without_loss(words: list[str]) -> None:
    text = fold(" ".join(words))
    parts = passages(text)
    assert " ".join(parts) == text
    assert all(len(part.split()) <= 90 for part in parts)


def test_passages_are_of_even_length() -> None:
    text = " ".join(f"Phrase numéro {number} qui compte huit mots environ." for number in range(12))
    assert len(text.split()) == 96
    assert [len(part.split()) for part in passages(text)] == [48, 48]


def test_headings() -> None:
    assert looks_like_heading("3. Sélection des prestataires")
    assert not looks_like_heading("Nous retenons l’agence Lumen.")
    assert not looks_like_heading("12 000")
    assert is_contents_line("2.1 Budget ........ 12")
    assert not is_contents_line("Budget : 12 000 €... 3")


def test_heads_of_tables() -> None:
    assert table_head([["Critère", "Poids"], ["Prix", "30 %"]]) == ("Critère", "Poids")
    assert table_head([["", "Lot 1", "Lot 2"], ["Prix", "1", "2"]]) == ("", "Lot 1", "Lot 2")
    assert table_head([["Budget", "12 000 €"], ["Délai", "3 mois"]]) == ()
    assert table_head([["Critère", "Poids"]]) == ()
    assert table_head([["2025", "2026"], ["1", "2"]], marked=True) == ("2025", "2026")
