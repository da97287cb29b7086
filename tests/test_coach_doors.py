"""What comes in from outside: halves of characters, conversations without an end."""

import json

import pytest

from assistant import Coach
from assistant.coaching.asking.answer import Turn
from assistant.coaching.questioning.questioner import QuestionRequestError
from assistant.referential.wording import whole
from assistant.settings import Settings

HALF = "\ud800"


def test_halves_of_characters_are_replaced_and_pairs_joined() -> None:
    assert whole(f"a{HALF}b") == "a\ufffdb"
    assert whole("\ud83d\ude00") == "😀"
    assert whole("déjà 😀") == "déjà 😀"


def test_a_question_with_half_a_character_is_answered(coach: Coach) -> None:
    history = [{"role": "user", "content": f"Bonjour {HALF}"}, Turn(role="assistant", content=f"Bonjour {HALF}")]
    answer = coach.ask(f"Qu’attend le jury pour C3.3 ? {HALF}", history)
    assert answer.behaviour == "answer"
    json.dumps(answer.to_contract(), ensure_ascii=False).encode("utf-8")


def test_an_answer_with_half_a_character_is_assessed(coach: Coach) -> None:
    found = coach.assess("C3.3", f"Comment pondérez-vous ? {HALF}", f"Nous avons donné 45 points au prix. {HALF}")
    json.dumps(found.to_contract(), ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize("wish", [{"level": "impossible"}, {"level": f"dur{HALF}"}, {"competence": f"C9{HALF}"}])
def test_wishes_that_cannot_be_met_are_one_french_sentence(wish: dict[str, str], coach: Coach) -> None:
    with pytest.raises(QuestionRequestError) as caught:
        coach.questions("C3.3", **wish)  # type: ignore[arg-type]
    said = str(caught.value)
    assert said.encode("utf-8")
    assert said.endswith(".")
    assert "facile, standard, exigeant" in said or "n’évalue pas" in said


def test_a_conversation_is_leant_on_from_its_end(settings: Settings, coach: Coach) -> None:
    short = Coach(settings.model_copy(update={"history_max_characters": 40}))
    short.__dict__ |= {name: coach.__dict__[name] for name in ("understander", "composer", "searcher", "embedder")}
    about = [{"role": "user", "content": "Parlons de C3.3."}, {"role": "assistant", "content": "Bien." + " oui" * 40}]
    assert coach.ask("combien de critères ?", about).citations[0].id == "C3.3"
    assert short.ask("combien de critères ?", about).behaviour == "clarify"
    assert short.ask("combien de critères ?", about[:1]).citations[0].id == "C3.3"
