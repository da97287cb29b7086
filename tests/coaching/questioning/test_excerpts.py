"""What is read aloud of a passage: always its own words, never too many, never none."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.coaching.questioning.excerpts import excerpt

MOST = 28
pieces = st.lists(
    st.sampled_from(
        "le prix compte pour 30 % , ; : . ! ? … ( ) – — « » de d’un l’ et la 4 500 € agence délai | \n \t \u00a0 \u202f".split(
            " "
        )
    ),
    max_size=120,
)
written = pieces.map(" ".join)


@given(st.one_of(st.text(max_size=600), written, pieces.map("".join)), st.text(max_size=40))
@example("et de la", "")
@example("...", "")
@example(" ".join(["de"] * 60), "")
@example(" ".join(["."] * 60), "")
@example("\n".join(["a."] * 60), "")
@example("mot\x85mot\x1cmot\u2028mot " * 20, "")
def test_an_excerpt_is_a_part_of_the_text_and_never_too_long(text: str, about: str) -> None:
    found = excerpt(text, about)
    assert found in text
    assert len(found.split()) <= MOST
    assert bool(found) == bool(text.strip())
    assert found == found.strip(" ")


@given(written)
def test_a_long_excerpt_of_words_ends_in_a_word(text: str) -> None:
    found = excerpt(text)
    if len(text.split()) > MOST and any(letter.isalpha() for letter in found):
        assert not found.endswith((" ", ".", ",", ";", ":", "(", "–", "—"))


def test_a_short_passage_is_read_whole_without_its_stop() -> None:
    assert excerpt("  Le prix compte pour 30 points.  ") == "Le prix compte pour 30 points"
    assert excerpt("Le prix, la méthode et le délai :") == "Le prix, la méthode et le délai"


def test_of_a_long_passage_the_sentence_on_the_subject_is_read() -> None:
    opening = "Nous avons beaucoup réfléchi à la façon dont une petite équipe peut travailler sans se perdre."
    weights = "La méthode compte pour 40 points et le prix pour 25."
    ending = "Chacun a relu ce document, l’a complété à son tour, puis nous l’avons montré à notre tuteur."
    text = f"{opening} {weights} {ending}"
    assert excerpt(text, "des poids chiffrés : prix, méthode") == weights[:-1]
    assert excerpt(text, "le document relu et complété avec le tuteur") == ending[:-1]
    assert excerpt(text.replace(" ", "\u00a0", 3), "prix") in text.replace(" ", "\u00a0", 3)


def test_facts_are_preferred_where_no_sentence_is_on_the_subject() -> None:
    vague = "Nous avons toujours voulu un projet qui ressemble à ce que nous sommes, simple et proche des gens."
    facts = "Le film coûte 4 500 €, soit 30 % du lot."
    assert excerpt(f"{vague} {vague} {facts}", "la photographie") == facts[:-1]


def test_a_long_sentence_is_cut_at_the_end_of_a_clause() -> None:
    clause = (
        "Nous retenons le studio de Mâcon pour ses douze films de produits tournés en deux jours avec une équipe légère"
    )
    rest = "et nous gardons en réserve une agence de Lyon qui coûte un tiers de plus mais livre une semaine plus tôt"
    assert excerpt(f"{clause}, {rest}.") == clause


@pytest.mark.parametrize("word", ["et", "de", "du", "les", "à", "qui", "notre", "d’une", "plus"])
def test_a_cut_never_ends_with_a_word_that_calls_for_another(word: str) -> None:
    start = " ".join(f"mot{n}" for n in range(27))
    found = excerpt(f"{start} {word} suite encore longue que personne ne lit")
    assert found == start
