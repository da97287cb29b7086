"""The parts of an answer: its own words, in their order, none of them too long to mean one thing."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.judging.spans import Span, spans_of

TRANSCRIPT = (
    "alors euh en fait on a commencé par regarder ce que faisaient les trois autres boutiques du quartier et puis on a "
    "appelé la gérante parce que le chiffre du dépliant nous paraissait faux donc elle nous a dit que sur les deux cents "
    "clients de mars il y en avait quarante qui venaient du site mais ça elle le sait seulement depuis janvier ensuite on "
    "a repris le budget ligne par ligne pour retirer la vidéo qui coûtait trop cher et on a gardé les photos voilà"
)
pieces = st.lists(
    st.sampled_from(
        ["le prix", "compte", "donc", "et", "parce que", "30 %", ".", ",", ";", "!", "…", "\n", "\n\n", "»", "mot"]
    ),
    max_size=150,
)
answers = st.one_of(st.text(max_size=400), pieces.map(" ".join))


def singles(answer: str) -> list[Span]:
    spans = spans_of(answer)
    return spans[: (len(spans) + 1) // 2]


@given(answers)
@example(TRANSCRIPT)
@example("un deux trois\x0bquatre cinq six\u2028sept huit neuf")
def test_spans_are_substrings_in_their_order(answer: str) -> None:
    sentences = singles(answer)
    for span in spans_of(answer):
        assert 0 <= span.start < span.end <= len(answer)
        assert span.text == answer[span.start : span.end]
        assert span.text == span.text.strip()
        assert len(span.text.split()) >= 3
    for before, after in pairwise(sentences):
        assert before.end <= after.start


@given(answers)
@example(TRANSCRIPT)
def test_pairs_of_neighbours_follow_the_single_ones(answer: str) -> None:
    spans, sentences = spans_of(answer), singles(answer)
    pairs = spans[len(sentences) :]
    assert len(pairs) == max(len(sentences) - 1, 0)
    for (first, second), pair in zip(pairwise(sentences), pairs, strict=True):
        assert (pair.start, pair.end) == (first.start, second.end)


def test_sentences_are_told_apart() -> None:
    answer = "Le prix pèse 30 points. La méthode pèse 40 points ; le délai vient après !\nNous relisons tout nous-mêmes"
    assert [span.text for span in singles(answer)] == [
        "Le prix pèse 30 points.",
        "La méthode pèse 40 points",
        "le délai vient après !",
        "Nous relisons tout nous-mêmes",
    ]


def test_figures_and_abbreviations_are_not_cut() -> None:
    assert len(singles("Le lot coûte 4.500 euros hors taxes, soit 3.5 % du total")) == 1


def test_a_transcript_without_a_stop_is_cut_at_its_turns() -> None:
    found = singles(TRANSCRIPT)
    assert len(found) >= 4
    assert max(len(span.text.split()) for span in found) <= 38
    assert any("quarante qui venaient du site" in span.text for span in found)
    said = " ".join(span.text for span in found).split()
    assert len(said) >= len(TRANSCRIPT.split()) - 3


def test_a_long_sentence_is_cut_at_its_commas() -> None:
    clause = "nous avons comparé les offres des trois agences"
    found = singles(", ".join([clause] * 8))
    assert len(found) == 4
    assert {span.text.count(clause) for span in found} == {2}


@given(st.lists(st.sampled_from(["oui", "non", "euh…", ".", "\n", "peut-être", "bof!"]), max_size=2).map(" ".join))
def test_two_words_say_nothing(answer: str) -> None:
    assert spans_of(answer) == []


@pytest.mark.parametrize(
    "answer", ["mot " * 1900, "oui oui oui", "Mot, mot ; mot. Mot mot mot !", "un deux trois quatre " * 300]
)
def test_words_said_over_and_over_say_nothing(answer: str) -> None:
    assert spans_of(answer) == []


@pytest.mark.parametrize("answer", ["Non, non, le prix compte.", "plus c’est court, plus c’est clair", "a b a b"])
def test_a_word_said_twice_says_something(answer: str) -> None:
    assert spans_of(answer)
