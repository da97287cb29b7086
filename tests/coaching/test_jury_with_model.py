"""`Coach.questions` and `Coach.assess` with a language model, and without one."""

import copy
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from assistant import Coach
from assistant.cli import app, jury
from assistant.coaching.questioning.jury_question import JuryQuestion
from assistant.language.faults import LanguageError
from assistant.language.model import LanguageModel
from assistant.settings import Settings
from assistant.web.jury.jury_asking import draw, draw_others
from assistant.web.jury.jury_state import Choice
from tests.coaching.models import model_of
from tests.language.fakes import StatusError

ANSWER = "Nous avons donné 45 points au prix, parce que l’association paie elle-même."


def with_model(coach: Coach, model: LanguageModel) -> Coach:
    other = copy.copy(coach)
    other.__dict__["language_model"] = model
    return other


def test_questions_are_worded_and_answers_judged_by_the_banks_words(coach: Coach) -> None:
    own = coach.questions("C3.3", 1, seed=3).questions[0]
    model, chat = model_of({"questions": [{"numero": 1, "question": own.question}]}, {"points": []})
    taught = with_model(coach, model)
    (item,) = taught.questions("C3.3", 1, seed=3).questions
    assert item.known_as == own.question
    reworded = item.model_copy(update={"question": "Autrement dit, que répondez-vous ?", "unworded": own.question})
    assert taught.assess("C3.3", reworded, ANSWER).points == coach.assess("C3.3", own, ANSWER).points
    assert len(chat.calls) == 2


def test_what_was_worded_is_not_asked_again(coach: Coach) -> None:
    choice = Choice("C3.3", count=3)
    before = draw(coach, choice, None, seed=1)
    worded = [
        item.model_copy(update={"question": f"Question {rank} ?", "unworded": item.question})
        for rank, item in enumerate(before.questions)
    ]
    others = draw_others(coach, choice, None, before.model_copy(update={"questions": tuple(worded)}))
    assert not {item.question for item in others.questions} & {item.question for item in before.questions}


def test_a_model_that_is_down_is_said_and_nothing_else_changes(coach: Coach) -> None:
    own = coach.questions("C3.3", 2, seed=3)
    down = with_model(coach, model_of(StatusError(500))[0])
    found = down.questions("C3.3", 2, seed=3)
    assert found.to_contract() == own.to_contract()
    assert "en panne" in found.notice
    feedback = down.assess("C3.3", own.questions[0], ANSWER)
    assert "en panne" in feedback.notice
    assert feedback.to_contract() == coach.assess("C3.3", own.questions[0], ANSWER).to_contract()


def test_a_model_that_there_isnt_is_said(settings: Settings, coach: Coach) -> None:
    wrong = copy.copy(coach)
    wrong.__dict__.pop("language_model", None)
    wrong.settings = settings.model_copy(update={"llm": "nulle-part:rien"})
    with pytest.raises(LanguageError):
        _ = wrong.language_model
    assert wrong.questions("C3.3", 1, seed=3).notice
    assert wrong.assess("C3.3", "Pourquoi ce prix ?", ANSWER).notice


def test_the_commands_say_it_on_stderr(coach: Coach, monkeypatch: pytest.MonkeyPatch) -> None:
    down = with_model(coach, model_of(StatusError(500))[0])
    monkeypatch.setattr(jury, "make_coach", lambda: down)
    for arguments in (
        ("questions", "--exam", "C3.3", "--count", "1", "--json"),
        ("assess", "--exam", "C3.3", "--question", "Pourquoi ce prix ?", "--answer", ANSWER, "--json"),
    ):
        result = CliRunner().invoke(app, list(arguments))
        assert result.exit_code == 0
        assert "en panne" in result.stderr
        assert len(result.stdout.splitlines()) == 1


def test_the_seed_is_said_to_give_the_choice_alone_where_a_model_worded(
    coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = coach.questions("C3.3", 1, seed=3).questions[0]
    model, _ = model_of({"questions": [{"numero": 1, "question": own.question}]})
    monkeypatch.setattr(jury, "make_coach", lambda: with_model(coach, model))
    result = CliRunner().invoke(app, ["questions", "--exam", "C3.3", "--count", "1", "--seed", "3"])
    assert "Pour repartir du même choix : --seed 3" in result.stderr


def test_without_a_model_nothing_of_it_is_imported() -> None:
    code = (
        "import sys; from assistant import Coach; c = Coach(); c.questions('C3.3', 1, seed=1); "
        "c.assess('C3.3', 'Pourquoi ce prix ?', 'Nous avons donné 45 points au prix du lot.'); "
        "assert 'assistant.language.model' not in sys.modules; assert 'prompts.outputs' not in sys.modules; "
        "assert 'langchain_core.language_models' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_a_question_is_known_as() -> None:
    item = JuryQuestion(question="Et ?", targets=("C3.3/1",), kind="method", level="facile", points=())
    assert item.known_as == "Et ?"
    assert item.model_copy(update={"unworded": "Quoi ?"}).known_as == "Quoi ?"
