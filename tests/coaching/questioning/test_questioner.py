"""Questions of the bank: the same ones for the same seed, of what was asked for, spread over what is judged."""

from collections import Counter
from itertools import combinations

import pytest
from rapidfuzz import fuzz

from assistant import Coach
from assistant.coaching.questioning.choosing import DUPLICATE_AT
from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.coaching.questioning.questioner import Questioner, QuestionRequest, QuestionRequestError
from assistant.referential.loading import load_referential
from assistant.referential.model import Referential
from assistant.referential.question_bank import LEVELS, Level
from assistant.referential.wording import fold
from assistant.settings import get_settings

EXAMS = [exam.id for exam in load_referential(get_settings().corpus).exams]


def ids(found: QuestionSet) -> list[str]:
    return [item.id for item in found.questions]


@pytest.mark.parametrize("exam_id", EXAMS)
def test_the_same_seed_asks_the_same_and_another_asks_others(questioner: Questioner, exam_id: str) -> None:
    first = questioner.questions(QuestionRequest(exam_id, count=10, seed=4))
    assert questioner.questions(QuestionRequest(exam_id, count=10, seed=4)) == first
    others = [ids(questioner.questions(QuestionRequest(exam_id, count=10, seed=seed))) for seed in range(5, 10)]
    assert all(set(other) != set(ids(first)) for other in others)


def test_without_a_seed_there_is_one_to_ask_the_same_again(questioner: Questioner) -> None:
    sets = [questioner.questions(QuestionRequest("C3.3", count=6)) for _ in range(4)]
    assert len({tuple(ids(found)) for found in sets}) > 1
    for found in sets:
        assert questioner.questions(QuestionRequest("C3.3", count=6, seed=found.seed)) == found


@pytest.mark.parametrize("count", [1, 2, 5, 20])
@pytest.mark.parametrize("exam_id", EXAMS)
def test_there_are_as_many_as_were_asked_for(questioner: Questioner, exam_id: str, count: int) -> None:
    found = questioner.questions(QuestionRequest(exam_id, count=count, seed=1))
    assert len(found.questions) == found.asked_for == count
    assert found.exam == exam_id


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("exam_id", EXAMS)
def test_twenty_questions_of_one_level(questioner: Questioner, exam_id: str, level: Level) -> None:
    found = questioner.questions(QuestionRequest(exam_id, level=level, count=20, seed=2))
    assert len(found.questions) == 20
    assert {item.level for item in found.questions} == {level}


@pytest.mark.parametrize("exam_id", EXAMS)
def test_the_whole_bank_is_asked_and_nothing_twice(questioner: Questioner, exam_id: str) -> None:
    bank = questioner.bank(exam_id)
    found = questioner.questions(QuestionRequest(exam_id, count=500, seed=3))
    assert sorted(ids(found)) == sorted(item.id for item in bank.questions)
    assert found.asked_for == 500
    folded = [fold(item.question) for item in found.questions]
    assert max(fuzz.token_sort_ratio(a, b) for a, b in combinations(folded, 2)) < DUPLICATE_AT


@pytest.mark.parametrize("exam_id", EXAMS)
def test_criteria_are_asked_about_in_turns(questioner: Questioner, referential: Referential, exam_id: str) -> None:
    criteria = [criterion.id for criterion in referential.exam(exam_id).criteria]
    for count in (len(criteria) - 1, len(criteria), len(criteria) + 3, 3 * len(criteria)):
        for seed in range(3):
            found = questioner.questions(QuestionRequest(exam_id, count=count, seed=seed))
            times = Counter(target for item in found.questions for target in item.targets)
            counts = [times[name] for name in criteria]
            assert sum(counts) == count
            assert max(counts) - min(counts) <= 1


def test_levels_and_kinds_are_mixed_and_the_easier_ones_come_first(questioner: Questioner) -> None:
    for seed in range(6):
        found = questioner.questions(QuestionRequest("C3.3", count=12, seed=seed)).questions
        assert set(Counter(item.level for item in found)) == set(LEVELS)
        assert len({item.kind for item in found}) >= 6
        ranks = [LEVELS.index(item.level) for item in found]
        assert ranks == sorted(ranks)


def test_questions_of_the_bank_are_its_own_words(questioner: Questioner) -> None:
    known = {item.id: item for item in questioner.bank("C5.3").questions}
    for item in questioner.questions(QuestionRequest("C5.3", count=20, seed=0)).questions:
        assert item.question == known[item.id].question
        assert item.points == known[item.id].points
        assert item.targets == (known[item.id].criterion,)
        assert (item.anchor, item.aim) == (None, "open")


@pytest.mark.parametrize("competence", ["C2.1", "C2.3", "C2.5"])
def test_the_questions_on_a_competence_bear_on_its_criteria(questioner: Questioner, competence: str) -> None:
    share = {f"C2.1-C2.6/{n}" for n in questioner.bank("C2.1-C2.6").competences[competence]}
    found = questioner.questions(QuestionRequest("C2.1-C2.6", competence=competence, count=len(share) * 2, seed=0))
    assert {target for item in found.questions for target in item.targets} == share


def test_the_questions_on_criteria_bear_on_them(questioner: Questioner) -> None:
    wanted = ("C3.3/2", "C3.3/5")
    found = questioner.questions(QuestionRequest("C3.3", criteria=wanted, count=7, seed=0))
    times = Counter(target for item in found.questions for target in item.targets)
    assert set(times) == set(wanted)
    assert sorted(times.values()) == [3, 4]


def test_a_small_choice_ends_before_the_count_and_says_nothing_twice(questioner: Questioner) -> None:
    found = questioner.questions(QuestionRequest("C2.1-C2.6", competence="C2.5", level="facile", count=20, seed=0))
    there = questioner.bank("C2.1-C2.6").on("C2.1-C2.6/13", "facile")
    assert sorted(ids(found)) == sorted(item.id for item in there)
    assert 0 < len(there) < found.asked_for == 20


def test_what_was_asked_before_is_not_asked_again(questioner: Questioner) -> None:
    asked: list[str] = []
    before = ""
    for expected in (5, 5, 2, 0):
        request = QuestionRequest("C3.3", criteria=("C3.3/1",), count=5, seed=9, asked_before=before)
        found = questioner.questions(request)
        assert len(found.questions) == expected
        asked += ids(found)
        before += "\n".join(f"**{rank}. {item.question}**" for rank, item in enumerate(found.questions))
    assert sorted(asked) == sorted(item.id for item in questioner.bank("C3.3").on("C3.3/1"))


@pytest.mark.parametrize("competence", ["C3.4", "C9.9", "", "c3.3", "'; drop"])
def test_a_competence_of_another_exam_is_refused_in_one_sentence(questioner: Questioner, competence: str) -> None:
    with pytest.raises(QuestionRequestError) as caught:
        questioner.questions(QuestionRequest("C3.3", competence=competence))
    assert str(caught.value) == f"L’épreuve C3.3 n’évalue pas la compétence « {competence} ». Elle évalue : C3.3."


def test_a_level_that_there_is_not_is_refused_in_one_sentence(questioner: Questioner) -> None:
    with pytest.raises(QuestionRequestError) as caught:
        questioner.questions(QuestionRequest("C3.3", level="impossible"))  # type: ignore[arg-type]
    assert (
        str(caught.value) == "Le niveau « impossible » n’existe pas : choisissez facile, standard, exigeant, ou aucun."
    )


def test_an_unknown_exam_is_a_key_error(questioner: Questioner, coach: Coach) -> None:
    with pytest.raises(KeyError):
        questioner.questions(QuestionRequest("C9.9"))
    with pytest.raises(KeyError):
        coach.questions("C9.9")


def test_the_coach_asks_what_its_questioner_asks(coach: Coach, questioner: Questioner) -> None:
    asked = coach.questions("C2.1-C2.6", 4, competence="C2.4", level="exigeant", seed=12)
    request = QuestionRequest("C2.1-C2.6", competence="C2.4", level="exigeant", count=4, seed=12)
    assert asked == questioner.questions(request)


def test_the_set_has_the_keys_of_the_contract(questioner: Questioner) -> None:
    data = questioner.questions(QuestionRequest("C3.3", count=2, seed=0)).to_contract()
    assert set(data) == {"exam", "questions"}
    for item in data["questions"]:
        assert set(item) == {"question", "targets", "kind", "level", "expected_points", "follow_ups", "anchor"}
        assert item["anchor"] is None
        assert len(item["expected_points"]) >= 3
        assert all(text.endswith("?") for text in item["follow_ups"])
