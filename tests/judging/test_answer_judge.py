"""What an answer says of each point, through the real judge."""

from pathlib import Path

import pytest

from assistant.judging.answer_judge import AnswerJudge
from assistant.referential.question_bank import BankQuestion, load_question_bank


@pytest.fixture(scope="module")
def question(corpus: Path) -> BankQuestion:
    return load_question_bank(corpus, "C5.3").questions[0]


def statuses(judge: AnswerJudge, question: BankQuestion, answer: str) -> list[str]:
    return [item.status for item in judge.judge(question.question, question.points, answer)]


def test_said_half_said_and_not_said(answer_judge: AnswerJudge, question: BankQuestion) -> None:
    first, second, _ = question.points
    assert statuses(answer_judge, question, " ".join(point.said[1] for point in question.points)) == ["said"] * 3
    assert statuses(answer_judge, question, first.said[0])[0] == "said"
    assert statuses(answer_judge, question, first.said[0])[2] == "not_said"
    assert statuses(answer_judge, question, second.partly)[1] != "said"


def test_an_answer_without_a_sentence_says_nothing(answer_judge: AnswerJudge, question: BankQuestion) -> None:
    for answer in ("", " \n ", "…", "oui"):
        judged = answer_judge.judge(question.question, question.points, answer)
        assert [(item.status, item.probability, item.span) for item in judged] == [("not_said", 1.0, None)] * 3


def test_no_points_no_judgement(answer_judge: AnswerJudge, question: BankQuestion) -> None:
    assert answer_judge.judge(question.question, (), "Le prix pèse 30 points.") == []


def test_a_judgement_is_sure_to_a_degree_and_shows_its_words(answer_judge: AnswerJudge, question: BankQuestion) -> None:
    answer = f"Bonjour à toutes et à tous. {question.points[0].said[0]} Je vous remercie de votre attention."
    for item in answer_judge.judge(question.question, question.points, answer):
        assert 1 / 3 <= item.probability <= 1
        assert (item.span is None) == (item.status == "not_said")
        if item.span:
            assert answer[item.span.start : item.span.end] == item.span.text
    said = answer_judge.judge(question.question, question.points, answer)[0]
    assert said.span
    assert question.points[0].said[0].split("\u202f")[0][:20] in said.span.text


def test_points_are_judged_alike_in_any_order_and_every_time(answer_judge: AnswerJudge, question: BankQuestion) -> None:
    answer = f"{question.points[2].said[0]} {question.points[0].partly}"
    first = answer_judge.judge(question.question, question.points, answer)
    again = answer_judge.judge(question.question, question.points, answer)
    turned = answer_judge.judge(question.question, question.points[::-1], answer)
    assert first == again
    assert [item.status for item in first] == [item.status for item in turned[::-1]]


def test_one_way_to_say_a_point_is_enough(answer_judge: AnswerJudge, question: BankQuestion) -> None:
    alone = tuple(point.model_copy(update={"said": point.said[:1]}) for point in question.points)
    answer = " ".join(point.said[1] for point in question.points)
    judged = answer_judge.judge(question.question, alone, answer)
    assert len(judged) == 3
    assert judged[0].status != "not_said"
