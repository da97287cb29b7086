"""What of an answer is kept."""

from datetime import date

import pytest

from assistant.feedback.opinion import LONGEST_QUESTION, LONGEST_WORD, Answered, Opinion, opinion_of

DAY = date(2026, 12, 1)


def answered(question: str = "Qu’attend le jury pour C3.3 ?", answer: str = "Six critères.") -> Answered:
    return Answered(question=question, answer=answer, citations=("criterion:C3.3/1",), behaviour="answer")


def kept(given: Answered | None, word: str = "") -> Opinion:
    return opinion_of(given, "up", word, DAY, "0.1.0")


def test_an_answer_of_the_referential_is_kept_with_its_question() -> None:
    opinion = kept(answered(), "Clair.")
    assert opinion.question == "Qu’attend le jury pour C3.3 ?"
    assert (opinion.answer, opinion.citations, opinion.word) == ("Six critères.", ("criterion:C3.3/1",), "Clair.")
    assert (opinion.kind, opinion.day, opinion.version) == ("answer", DAY, "0.1.0")


def test_of_an_answer_near_a_draft_the_thumb_alone_is_kept() -> None:
    opinion = kept(None, "Vous citez « notre budget est de 40 000 euros ».")
    assert opinion.model_dump(exclude={"thumb", "kind", "day", "version"}) == {
        "question": "",
        "answer": "",
        "citations": (),
        "word": "",
    }
    assert opinion.kind == "draft"


def test_a_long_question_may_be_a_draft_and_is_not_kept() -> None:
    assert kept(answered("x" * LONGEST_QUESTION)).question
    opinion = kept(answered("x" * (LONGEST_QUESTION + 1)), "mot")
    assert (opinion.question, opinion.answer, opinion.word) == ("", "", "")


@pytest.mark.parametrize(
    ("said", "private"),
    [
        ("Mon tuteur, M. Paul Durand, dit que C3.3 se joue sur le prix. C’est vrai ?", "Durand"),
        ("Je m’appelle Inès Marchand, comment préparer C3.4 ?", "Marchand"),
        ("je suis Inès Marchand et je prépare C3.4", "Inès"),
        ("Appelez-moi au 06 12 34 56 78 pour C3.4", "06 12"),
        ("écrivez à ines.marchand@exemple.fr : combien de critères ?", "ines.marchand"),
    ],
)
def test_names_numbers_and_addresses_are_masked_everywhere(said: str, private: str) -> None:
    opinion = kept(answered(said, f"Vous demandez : {said}"), f"Merci. {said}")
    for text in (opinion.question, opinion.answer, opinion.word):
        assert private not in text
        assert "[" in text


def test_a_word_has_a_bound() -> None:
    assert len(kept(answered(), "mot " * 400).word) <= LONGEST_WORD
