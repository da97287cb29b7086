"""Quotes are found whatever the typography, and their place is the draft's own."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.dossier.model import Document, Passage
from assistant.dossier.quotes import find_quote, is_verbatim, normalise

SIGNS = st.text(alphabet=st.sampled_from(list("aéàB’'«»\" \u00a0\u202f-–:;%\u00ad\u200be\u0301ﬁ½1.")), max_size=60)


def _document(*texts: str) -> Document:
    passages = tuple(Passage(index=index, text=text, page=index + 1) for index, text in enumerate(texts))
    return Document(file="a.txt", format="txt", passages=passages)


def test_the_same_words_in_another_typography() -> None:
    document = _document("L’élève dit : « c’est à 30\u00a0% », puis l’effica\u00adcité de la commu- nication.", "Fin.")
    for quote in (
        "L'élève dit: \"c'est à 30 %\"",
        "c’est à 30%",
        "efficacité de la communication",
        "l’efﬁcacité",
        "communication. Fin.",
    ):
        place = find_quote(quote, document)
        assert place is not None, quote
    assert place is not None
    assert (place.passage, place.last, place.page) == (0, 1, 1)
    assert place.quote == "commu- nication. Fin."


def test_other_words_are_not_found() -> None:
    document = _document("Le prix compte pour 30 %.")
    assert find_quote("Le prix compte pour 40 %.", document) is None
    assert find_quote("le prix", document) is None
    assert find_quote(" … ", document) is None
    assert not is_verbatim("", document)


def test_verbatim_is_to_the_letter() -> None:
    document = _document("L’agence  livre\u00a0en mai.", "Elle filme.")
    assert is_verbatim("L’agence livre en mai.", document)
    assert is_verbatim("mai. Elle", document)
    assert not is_verbatim("L'agence livre", document)


@settings(deadline=None)
@given(SIGNS)
def test_the_map_leads_back(text: str) -> None:
    folded, offsets = normalise(text)
    assert len(offsets) == len(folded) + 1
    assert list(offsets) == sorted(offsets)
    assert all(0 <= offset <= len(text) for offset in offsets)
    for letter, offset in zip(folded, offsets, strict=False):
        if letter.isalpha() and letter.isascii():
            assert letter in normalise(text[offset : offset + 3])[0] or text[offset] in "ﬁ"


@settings(deadline=None)
@given(SIGNS)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = normalise(text)[0]
    assert normalise(once)[0] == once


@settings(deadline=None)
@given(SIGNS, st.integers(0, 60), st.integers(1, 20))
def test_a_piece_of_the_draft_is_found_in_it(text: str, start: int, length: int) -> None:
    words = text.split()
    piece = " ".join(words[start : start + length])
    if any(letter.isalnum() for letter in piece):
        place = find_quote(piece, _document(text))
        assert place is not None
        assert place.quote in text
