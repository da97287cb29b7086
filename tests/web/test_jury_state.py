import json
from collections.abc import Iterator

import pytest

from assistant.coaching.assessing.assessment import Assessment
from assistant.web.cohort.cohort_downloads import cohort_file
from assistant.web.cohort.promotion import Promotion, questions_for
from assistant.web.jury.jury_asking import JuryRequestError, choice_of, count_of, draw, draw_others, level_of, times_of
from assistant.web.jury.jury_downloads import jury_file
from assistant.web.jury.jury_state import Choice, JuryState, Times
from assistant.web.jury.oral_play import LONGEST_ANSWER, answer, step
from assistant.web.review.running import Running
from assistant.web.sessions import Session
from tests.web.stub_app import StubPreparation
from tests.web.test_jury_html import asked, say

TEXT = b"Le contexte : 12 magasins.\n\nLe prix compte."


@pytest.fixture(scope="module")
def preparation() -> Iterator[StubPreparation]:
    preparation = StubPreparation()
    preparation.wait_until_ready(300)
    yield preparation


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def in_discussion(times: Times | None = None) -> JuryState:
    jury = JuryState()
    jury.keep(Choice("C3.4"), asked(), "")
    jury.begin(times or Times(None, 10, presents=False), 0.0)
    return jury


def test_an_answer_moves_the_oral_and_the_jurys_thinking_costs_nothing() -> None:
    jury, clock = in_discussion(), Clock()
    clock.now = 100.0

    def slowly(question: object, said: str) -> Assessment:
        clock.now += 30.0
        return say("said")

    assert answer(jury, "Ma réponse", jury.turn, clock, slowly) == ""
    assert jury.oral is not None
    assert jury.oral.number == 2
    assert jury.oral.discussion.elapsed(clock.now) == 100.0


def test_an_answer_that_fails_changes_nothing() -> None:
    jury, clock = in_discussion(), Clock()
    before, turn = jury.oral, jury.turn

    def broken(question: object, said: str) -> Assessment:
        raise ValueError(said)

    assert "toujours dans le champ" in answer(jury, "Ma réponse", turn, clock, broken)
    assert "Écrivez" in answer(jury, "  ", turn, clock, broken)
    assert "raccourcissez" in answer(jury, "x" * (LONGEST_ANSWER + 1), turn, clock, broken)
    assert jury.oral is before
    assert jury.turn == turn


def test_what_comes_late_is_not_taken() -> None:
    jury, clock = in_discussion(), Clock()
    first = jury.turn
    step(jury, "skip", first, 1.0)
    second = jury.oral
    step(jury, "skip", first, 2.0)  # the same button, pressed twice
    assert jury.oral is second
    assert "pas été prise en compte" in answer(jury, "trop tard", first, clock, lambda question, said: say("said"))
    step(jury, "unknown", jury.turn, 2.0)
    assert jury.oral is second
    jury.begin(Times(None, None, presents=False), 3.0)
    assert jury.turn.split(".")[0] == "2"


def test_what_is_forgotten_while_it_is_assessed_stays_forgotten() -> None:
    jury, clock = in_discussion(), Clock()

    def forgetting(question: object, said: str) -> Assessment:
        jury.forget()
        return say("said")

    assert answer(jury, "x", jury.turn, clock, forgetting)
    assert jury.oral is None
    assert jury.questions is None


def test_an_answer_begun_in_time_is_taken_and_ends_the_oral() -> None:
    jury, clock = in_discussion(), Clock()
    clock.now = 10 * 60 + 5.0
    assert answer(jury, "x", jury.turn, clock, lambda question, said: say("not_said")) == ""
    assert jury.oral is not None
    assert jury.oral.phase == "finished"
    assert jury.oral.exchanges[0].answered == "x"


def test_a_presentation_may_have_no_limit() -> None:
    jury = in_discussion(Times(None, None))
    assert jury.oral is not None
    assert jury.oral.phase == "presentation"
    assert jury.oral.presentation.running
    step(jury, "discuss", jury.turn, 50.0)
    assert jury.oral.phase == "discussion"
    assert jury.oral.presentation.spent_s == 50.0


def test_new_questions_end_the_oral_on_others() -> None:
    jury = in_discussion()
    jury.grid["C3.4/6"] = "yes"
    jury.keep(Choice("C3.4"), asked(), "")
    assert (jury.oral, jury.grid, jury.number) == (None, {}, 2)


def test_a_form_is_read_or_gets_a_sentence(preparation: StubPreparation) -> None:
    given = {"exam": "C3.3", "competence": "", "level": "Standard", "count": "7", "aimed": True}
    assert choice_of(given, preparation.coach) == Choice("C3.3", None, "standard", 7, True)
    for wrong in ({"exam": "C9.9"}, {"exam": "C3.3", "level": "dur", "count": 5}, {"exam": "C3.3", "count": 21}):
        with pytest.raises(JuryRequestError, match=r"\w+ .*\."):
            choice_of(wrong, preparation.coach)
    assert level_of(None) is None
    for count in ("", 0, 2.5, "x", True, None):
        with pytest.raises(JuryRequestError):
            count_of(count)
    assert times_of({"presents": True, "presentation": "1,5", "discussion": ""}) == Times(1.5, None, True)
    assert times_of({"presentation": "abc", "discussion": 20}) == Times(None, 20, False)
    for minutes in ("abc", "-1", "0", "nan", "inf", "121"):
        with pytest.raises(JuryRequestError, match="nombre de minutes"):
            times_of({"discussion": minutes})


def test_questions_are_aimed_at_the_review_of_the_same_exam(preparation: StubPreparation) -> None:
    coach = preparation.coach
    review = coach.review(coach.read(TEXT, "a.txt"), "C3.3")
    aimed = draw(coach, Choice("C3.3", aimed=True), review)
    assert {item.aim for item in aimed.questions} - {"open"}
    assert {item.aim for item in draw(coach, Choice("C3.3"), review).questions} == {"open"}
    for other in (None, review.model_copy(update={"exam": "C3.4"})):
        with pytest.raises(JuryRequestError, match="Relisez d’abord"):
            draw(coach, Choice("C3.3", aimed=True), other)
    with pytest.raises(JuryRequestError, match="n’évalue pas"):
        draw(coach, Choice("C3.3", competence="C1.1"), None)


def test_other_questions_are_others_while_there_are_enough(preparation: StubPreparation) -> None:
    coach, choice = preparation.coach, Choice("C3.3", level="facile", count=10)
    first = draw(coach, choice, None)
    second = draw_others(coach, choice, None, first)
    texts = {item.question for item in first.questions}
    assert not texts & {item.question for item in second.questions}
    all_of_them = draw(coach, Choice("C3.3", level="facile", count=20), None)
    assert len(draw_others(coach, Choice("C3.3", level="facile", count=20), None, all_of_them).questions) == len(
        all_of_them.questions
    )


def test_files_are_those_of_the_session(preparation: StubPreparation) -> None:
    coach, session = preparation.coach, Session()

    def problem(kind: str, form: str) -> str:
        return str(json.loads(jury_file(session, coach, kind, form))["problem"])

    for kind, form in (("sheet", "docx"), ("oral", "pdf")):
        assert "plus en mémoire" in problem(kind, form)
    for kind, form in (("sheet", "exe"), ("cohort", "pdf")):
        assert "format" in problem(kind, form)
    session.jury.keep(Choice("C3.4"), draw(coach, Choice("C3.4", count=2), None, 1), "")
    assert '"name": "fiche-du-tuteur-C3.4.docx"' in jury_file(session, coach, "sheet", "docx")
    session.jury.begin(Times(None, None, presents=False), 0.0)
    assert "plus en mémoire" in problem("oral", "md")
    step(session.jury, "end", session.jury.turn, 1.0)
    assert '"name": "oral-blanc-C3.4.md"' in jury_file(session, coach, "oral", "md")


def test_a_promotion_that_is_forgotten_is_no_file(preparation: StubPreparation) -> None:
    coach = preparation.coach
    assert "plus en mémoire" in json.loads(cohort_file(Session(), coach, "csv"))["problem"]
    assert "format" in json.loads(cohort_file(Session(), coach, "exe"))["problem"]


def test_a_promotion_keeps_its_batch_alone(preparation: StubPreparation) -> None:
    coach, promotion = preparation.coach, Promotion()
    promotion.begin("a", "C3.3", 2)
    running = Running(preparation, TEXT, "a.txt", "C3.3")
    assert promotion.take("a", running)
    list(running.steps())
    assert running.review is not None
    questions, problem = questions_for(coach, running.review)
    assert (len(questions.questions), problem) == (3, "")
    promotion.keep("a", running.review, questions)
    promotion.keep("b", running.review, questions)
    promotion.refuse("b", "x", "y")
    assert promotion.seen == 1
    assert promotion.cohort(coach.referential) is not None
    promotion.stop()
    assert not promotion.take("a", Running(preparation, TEXT, "b.txt", "C3.3"))
    session = Session(promotion=promotion)
    session.forget()
    assert promotion.cohort(coach.referential) is None
    assert promotion.seen == 0
