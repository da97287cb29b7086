"""Whether a worded question is still its question of the bank."""

from assistant import Coach
from assistant.coaching.nearness import Nearness


def test_a_question_stays_where_it_is(coach: Coach) -> None:
    near: Nearness = coach.nearness
    bank = coach.questioner.bank("C3.3").questions
    others = [item.question for item in bank if item.criterion != bank[0].criterion]
    assert near.stays(bank[0].question, bank[0].question, others)
    assert near.stays(f"Vous écrivez « un prix de girafe ». {bank[0].question}", bank[0].question, others)
    assert not near.stays(others[0], bank[0].question, others)
    assert not near.stays("Quel est votre plat préféré, et pourquoi ?", bank[0].question)


def test_the_same_thing_in_other_words_is_alike(coach: Coach) -> None:
    asked = "Comment se répartit votre budget entre les trois lots, et qu’achète précisément chaque enveloppe ?"
    again = "Comment répartissez-vous votre budget entre les trois lots, et qu’achète exactement chaque enveloppe ?"
    assert coach.nearness.alike(asked, [again])
    assert not coach.nearness.alike(asked, ["Qui répond d’une erreur publiée ?"])
    assert not coach.nearness.alike(asked, [])
