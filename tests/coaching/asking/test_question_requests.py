"""« Pose-moi 3 questions sur C3.3 »: what is a request for questions, for which ones, and what is none."""

import re

import pytest

from assistant import Answer, Coach
from assistant.coaching.asking.answer import Turn
from assistant.coaching.asking.question_requests import asks_for_questions
from assistant.coaching.asking.understanding import Ask
from assistant.coaching.questioning.questioner import QuestionRequest
from assistant.coaching.reviewing.review import Review
from assistant.referential.model import Referential
from assistant.referential.wording import words
from tests.report.jury_samples import draft

Talk = list[Turn]


def folded(text: str) -> str:
    return " ".join(words(text))


def request(coach: Coach, text: str, history: Talk | None = None) -> QuestionRequest:
    understood = coach.understander.understand(text, history or [])
    assert understood.ask is Ask.JURY_QUESTIONS, text
    assert understood.request is not None, text
    return understood.request


def talk(coach: Coach, *texts: str) -> tuple[list[QuestionRequest], list[Answer]]:
    """Say one thing after the other; return what was understood and answered each time."""
    history: Talk = []
    requests, answers = [], []
    for text in texts:
        understood = coach.understander.understand(text, history)
        answers.append(coach.ask(text, history))
        if understood.request:
            requests.append(understood.request)
        history += [Turn(role="user", content=text), Turn(role="assistant", content=answers[-1].answer)]
    return requests, answers


@pytest.fixture(scope="module", autouse=True)
def ready(coach: Coach) -> None:
    coach.prepare()


@pytest.mark.parametrize(
    "text",
    [
        "pose-moi 3 questions sur C3.3",
        "Pouvez-vous me poser des questions sur C5.3 ?",
        "Interroge-moi sur le budget prévisionnel",
        "Peux-tu m'interroger sur le handicap ?",
        "Entraîne-moi à l’oral de C3.4",
        "3 questions sur C3.3",
        "Donne-moi cinq questions de jury sur C5.3",
        "Propose-moi des questions pour l’oral de C3.4",
        "Fais le jury pour C3.3",
        "Joue le rôle du jury",
        "Fais-moi passer un oral blanc sur C3.4",
        "Je voudrais que tu me poses des questions sur C3.3",
        "questionne-moi sur C3.3/2",
        "Pose-moi encore 2 questions",
        "Ask me three questions on C3.3",
        "quiz me on C3.3",
        "mock jury for C2.4",
    ],
)
def test_a_request_for_questions(coach: Coach, text: str) -> None:
    assert asks_for_questions(folded(text))
    assert coach.understander.understand(text).ask is Ask.JURY_QUESTIONS


@pytest.mark.parametrize(
    "text",
    [
        "Le jury va me poser des questions ?",
        "Est-ce que le jury va me poser des questions sur C3.3 ?",
        "Le jury peut-il nous interroger sur le budget ?",
        "On va nous poser des questions sur le handicap ?",
        "Ils me posent des questions après la présentation ?",
        "Que répondre si on me pose une question sur le budget ?",
        "Quelles questions le jury pose-t-il ?",
        "Quelles questions peut poser le jury pour C3.3 ?",
        "J’ai une question sur C3.3",
        "J'ai deux questions sur C3.3",
        "Je peux te poser une question ?",
        "Combien de questions pose le jury ?",
        "Combien de temps durent les questions ?",
        "Faut-il répondre aux questions du jury ?",
        "Peut-on poser des questions au jury ?",
        "C’est quoi un jury blanc ?",
        "Quand a lieu l’oral blanc ?",
        "What questions will the jury ask?",
        "I have a question about C3.3",
        "Qu’attend le jury pour C3.3 ?",
        "bonjour",
    ],
)
def test_a_question_about_questions_is_no_request(coach: Coach, text: str) -> None:
    assert not asks_for_questions(folded(text))
    assert coach.understander.understand(text).ask is not Ask.JURY_QUESTIONS


@pytest.mark.parametrize(
    "text",
    ["Qui pose les questions à l’oral ?", "Puis-je vous poser trois questions ?", "Will the jury ask me questions?"],
)
def test_who_asks_whom_decides(coach: Coach, text: str) -> None:
    assert coach.understander.understand(text).ask is not Ask.JURY_QUESTIONS


@pytest.mark.parametrize(
    "text",
    [
        "J’aimerais que vous m’interrogiez sur C3.3",
        "Pose-moi douze questions sur C3.3",
        "Ask me an easy question on C3.3",
        "Ask me three tough questions on C3.3 please",
        pytest.param("Grill me on my weak points", marks=pytest.mark.xfail(strict=True, reason="held for an attack")),
    ],
)
def test_other_ways_to_ask_for_questions(coach: Coach, text: str) -> None:
    assert coach.understander.understand(text).ask is Ask.JURY_QUESTIONS


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("pose-moi des questions sur C3.3", 3),
        ("pose-moi une question sur C3.3", 1),
        ("pose-moi deux questions sur C3.3", 2),
        ("pose-moi cinq questions sur C3.3", 5),
        ("pose-moi dix questions sur C3.3", 10),
        ("pose-moi 7 questions sur C3.3", 7),
        ("pose-moi 4 autres questions sur C3.3", 4),
        ("pose-moi encore 2 questions difficiles sur C3.3", 2),
        ("pose-moi 50 questions sur C3.3", 10),
        ("pose-moi 0 question sur C3.3", 1),
        ("ask me three questions on C3.3", 3),
        ("ask me 2 more questions on C3.3", 2),
        ("interroge-moi sur C3.3", 3),
        # The figures of a code are no count.
        ("Interroge-moi sur C5.3 et le critère 2", 3),
    ],
)
def test_how_many_are_asked_for(coach: Coach, text: str, count: int) -> None:
    found = request(coach, text)
    assert found.count == count
    assert coach.ask(text).answer.count("\n\n**") == count


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("pose-moi une question facile sur C3.3", "facile"),
        ("pose-moi des questions simples sur C3.3", "facile"),
        ("pose-moi trois questions de niveau facile sur C3.3", "facile"),
        ("pose-moi une question pour commencer, sur C3.3", "facile"),
        ("pose-moi une question moyenne sur C3.3", "standard"),
        ("pose-moi une question de niveau standard sur C3.3", "standard"),
        ("pose-moi des questions difficiles sur C3.3", "exigeant"),
        ("pose-moi une question piège sur C3.3", "exigeant"),
        ("pose-moi 4 questions exigeantes sur C3.3", "exigeant"),
        ("quiz me on C3.3, hard ones", "exigeant"),
        ("pose-moi des questions sur C3.3", None),
    ],
)
def test_how_hard_they_are_wanted(coach: Coach, text: str, level: str | None) -> None:
    assert request(coach, text).level == level


@pytest.mark.parametrize(
    ("text", "exam", "competence", "criteria"),
    [
        ("pose-moi 3 questions sur C3.3", "C3.3", "C3.3", ()),
        ("interrogez-moi sur la compétence C2.4", "C2.1-C2.6", "C2.4", ()),
        ("pose-moi une question sur c1.1", "C1.1-C1.4", "C1.1", ()),
        ("questionne-moi sur C3.3/2", "C3.3", None, ("C3.3/2",)),
        ("pose-moi une question sur l’épreuve de veille", "C1.1-C1.4", None, ()),
        ("interroge-moi sur l’épreuve C2.1-C2.6", "C2.1-C2.6", None, ()),
        ("interroge-moi sur le budget prévisionnel", "C2.1-C2.6", None, ("C2.1-C2.6/11",)),
        ("pose-moi des questions sur la pondération des critères", "C3.3", None, ("C3.3/3",)),
        ("peux-tu m'interroger sur le handicap ?", "C5.3", None, ("C5.3/5",)),
        ("mock jury for C2.4", "C2.1-C2.6", "C2.4", ()),
    ],
)
def test_what_they_are_wanted_on(
    coach: Coach, text: str, exam: str, competence: str | None, criteria: tuple[str, ...]
) -> None:
    found = request(coach, text)
    assert (found.exam, found.competence, found.criteria) == (exam, competence, criteria)
    cited = {citation.id for citation in coach.ask(text).citations}
    share = coach.questioner.bank(exam).competences.get(competence or "", ())
    allowed = criteria or {f"{exam}/{n}" for n in share} or {item.id for item in coach.referential.exam(exam).criteria}
    assert cited
    assert cited <= set(allowed)


@pytest.mark.parametrize("text", ["joue le rôle du jury", "pose-moi une question", "oral blanc"])
def test_without_a_subject_the_exam_is_asked_for(coach: Coach, text: str) -> None:
    answer = coach.ask(text)
    assert (answer.behaviour, answer.citations) == ("clarify", ())
    assert all(exam.id in answer.answer for exam in coach.referential.exams)


def test_of_two_exams_one_is_asked_for(coach: Coach) -> None:
    answer = coach.ask("Pose-moi 3 questions sur C3.3 et C5.3")
    assert answer.behaviour == "clarify"
    assert answer.answer.count("\n- ") == 2


def test_a_code_that_does_not_exist_gets_no_questions(coach: Coach) -> None:
    answer = coach.ask("Pose-moi une question sur C9.9")
    assert answer.behaviour == "not_in_referential"
    assert answer.citations == ()


def test_citations_are_the_criteria_that_the_questions_test(coach: Coach) -> None:
    for text in ("Pose-moi 5 questions sur C3.3", "mock jury for C2.4"):
        asked = coach.questioner.questions(request(coach, text))
        answer = coach.ask(text)
        assert answer.behaviour == "answer"
        targets = dict.fromkeys(target for item in asked.questions for target in item.targets)
        assert [citation.id for citation in answer.citations] == list(targets)
        flat = answer.answer.replace("\u202f", "\u00a0")
        for rank, item in enumerate(asked.questions, start=1):
            assert f"**{rank}. {item.question}**".replace("\u202f", "\u00a0") in flat
        for citation in answer.citations:
            assert citation.text == coach.referential.criterion(citation.id).text


def test_in_english_only_the_frame_is_english(coach: Coach) -> None:
    answer = coach.ask("mock jury for C2.4").answer
    assert answer.startswith("Here is what a jury might ask you")
    assert "This question tests" in answer


def test_the_subject_of_the_conversation_is_kept(coach: Coach) -> None:
    requests, _ = talk(coach, "Qu’attend le jury pour C5.3 ?", "pose-moi deux questions")
    assert (requests[0].exam, requests[0].count) == ("C5.3", 2)


@pytest.mark.parametrize("more", ["encore une", "une autre", "la suivante", "another one please", "Et encore une ?"])
def test_one_more_is_one_of_the_same_kind_and_another_one(coach: Coach, more: str) -> None:
    requests, answers = talk(coach, "Pose-moi 2 questions difficiles sur C3.3", more, "d’autres")
    first, second, third = requests
    assert (second.exam, second.level, second.count) == (first.exam, "exigeant", 1)
    assert (third.exam, third.level, third.count) == (first.exam, "exigeant", 3)
    said = [block for answer in answers for block in answer.answer.split("\n\n") if block.startswith("**")]
    texts = [block.partition(". ")[2] for block in said]
    assert len(set(texts)) == len(texts) == 6


@pytest.mark.parametrize(
    ("first", "more"),
    [
        ("Pose-moi une question difficile sur C3.3", "et une autre question ?"),
        ("Pose-moi une question difficile sur C3.3", "pose-moi encore une question"),
    ],
)
def test_another_question_keeps_the_exam_and_the_level(coach: Coach, first: str, more: str) -> None:
    requests, _ = talk(coach, first, more)
    before, after = requests
    assert (after.exam, after.level) == (before.exam, before.level)
    assert after.criteria == ()


@pytest.mark.parametrize(("more", "count"), [("d’autres questions", 3), ("encore 2", 2), ("encore deux", 2)])
def test_more_in_other_words(coach: Coach, more: str, count: int) -> None:
    requests, _ = talk(coach, "Pose-moi une question sur C3.3", more)
    assert [item.count for item in requests] == [1, count]


def test_more_of_nothing_is_no_request(coach: Coach) -> None:
    for before in ([], ["Qu’attend le jury pour C3.3 ?"]):
        requests, _ = talk(coach, *before, "encore une")
        assert requests == []


def test_the_same_words_at_the_same_place_get_the_same_answer_and_later_another(coach: Coach) -> None:
    text = "Pose-moi 3 questions sur C3.3"
    assert coach.ask(text).answer == coach.ask(text).answer
    _, (first, second, third) = talk(coach, text, text, text)
    assert len({first.answer, second.answer, third.answer}) == 3


# The draft's weak points.


@pytest.fixture(scope="module")
def review(referential: Referential) -> Review:
    return draft(referential, "C3.3", "Dossier.docx", 1)


@pytest.mark.parametrize(
    "text",
    [
        "pose-moi des questions sur mes points faibles",
        "interroge-moi sur mes lacunes",
        "Pose-moi 3 questions sur mon dossier",
    ],
)
def test_without_a_review_the_draft_is_asked_for(coach: Coach, text: str) -> None:
    answer = coach.ask(text)
    assert "Je n’ai pas encore lu votre dossier" in answer.answer
    assert answer.citations == ()


def aimed(answer: Answer) -> bool:
    return "d’après votre dossier" in answer.answer


@pytest.mark.parametrize("text", ["pose-moi des questions sur mes points faibles", "interroge-moi sur mes lacunes"])
def test_with_a_review_the_weak_points_are_asked_about(coach: Coach, review: Review, text: str) -> None:
    answer = coach.ask(text, review=review)
    weak = {item.id for item in review.criteria if item.verdict in {"partial", "missing"}}
    assert aimed(answer)
    assert len(answer.citations) == 3
    assert {citation.id for citation in answer.citations} <= weak


def test_with_a_review_every_request_on_its_exam_is_aimed_at_it(coach: Coach, review: Review) -> None:
    assert aimed(coach.ask("pose-moi 2 questions sur C3.3", review=review))
    assert not aimed(coach.ask("pose-moi 2 questions sur C3.3"))


def test_the_review_of_another_exam_is_left_out(coach: Coach, review: Review) -> None:
    answer = coach.ask("pose-moi 2 questions sur C5.3", review=review)
    assert not aimed(answer)
    assert {citation.id.partition("/")[0] for citation in answer.citations} == {"C5.3"}


def test_what_was_asked_about_a_draft_is_not_asked_again(coach: Coach, review: Review) -> None:
    text = "pose-moi 2 questions sur C3.3"
    first = coach.ask(text, review=review)
    history = [Turn(role="user", content=text), Turn(role="assistant", content=first.answer)]
    second = coach.ask("encore 2 questions", history, review=review)
    before, after = (re.findall(r"^\*\*\d\. (.+)\*\*$", item.answer, re.MULTILINE) for item in (first, second))
    assert len(before) == len(after) == 2
    assert not set(before) & set(after)
