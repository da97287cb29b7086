import re
from itertools import pairwise

import pytest

from assistant.coaching.assessing.assessment import Assessment, PointFeedback
from assistant.coaching.questioning.jury_question import Aim, Anchor, JuryQuestion, QuestionSet
from assistant.coaching.questioning.mock_oral import MockOral, mock_oral
from assistant.coaching.questioning.oral_report import report_on
from assistant.coaching.reviewing.cohort import cohort_of
from assistant.referential.knowledge import Knowledge
from assistant.referential.model import Referential
from assistant.referential.question_bank import ExpectedPoint
from assistant.web.cohort.cohort_html import cohort_html
from assistant.web.cohort.promotion import Promotion
from assistant.web.jury.feedback_html import feedback_html
from assistant.web.jury.jury_state import Choice, JuryState, Times
from assistant.web.jury.jury_words import duration, minutes
from assistant.web.jury.oral_html import oral_html
from assistant.web.jury.oral_report_html import ALL_PASSED, ALL_SAID, NO_QUESTION, oral_report_html
from assistant.web.jury.question_html import questions_html
from tests.web.markup import HOSTILE, Tags
from tests.web.test_review_html import make_review

ALLOWED = set(
    "article bdi blockquote button circle dd details dialog div dl dt fieldset figcaption figure form h2 h3 h4 h5 header input "
    "label legend li ol p path pre q section span strong summary svg table tbody td textarea tfoot th thead tr ul".split()
)


def question(rank: int = 1, aim: Aim = "thin", exam: str = "C3.4") -> JuryQuestion:
    points = tuple(
        ExpectedPoint(point=f"{HOSTILE} {rank}.{n}", said=(HOSTILE,), partly="x", follow_up=f"{HOSTILE} {n} ?")
        for n in range(2)
    )
    return JuryQuestion(
        question=f"{HOSTILE} {rank} ?",
        targets=(f"{exam}/{rank}",),
        kind="what_if",
        level="exigeant",
        points=points,
        anchor=Anchor(quote=HOSTILE, page=3, heading=HOSTILE) if aim != "open" else None,
        aim=aim,
    )


def asked(count: int = 2, wanted: int = 2) -> QuestionSet:
    return QuestionSet(
        exam="C3.4", questions=tuple(question(rank) for rank in range(1, count + 1)), seed=1, asked_for=wanted
    )


def holding(questions: QuestionSet, choice: Choice | None = None) -> JuryState:
    jury = JuryState()
    jury.keep(choice or Choice("C3.4"), questions, f"{HOSTILE}.docx")
    return jury


def checked(html: str) -> Tags:
    parsed = Tags(html)
    assert parsed.tags <= ALLOWED
    assert not {name for name in parsed.attributes if name.startswith("on")}
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    return parsed


def test_the_cards_hold_only_our_mark_up(referential: Referential) -> None:
    jury = holding(asked(wanted=5))
    html = questions_html(jury, referential.exam("C3.4"), "Déploiement")
    parsed = checked(html)
    assert parsed.text.count("<script>alert(2)</script>") > 10
    assert html.count('class="card"') == 2
    assert "Vise un point à développer" in parsed.text
    assert "Niveau exigeant" in parsed.text
    assert "Et si…" in parsed.text
    assert referential.exam("C3.4").criteria[0].text in parsed.text
    assert "page\u00a03, sous" in parsed.text
    assert "Vous en vouliez 5" in parsed.text
    assert not re.findall(r"<details[^>]* open", html)  # a candidate tries first
    assert f'data-set="{jury.number}"' in html


def test_durations_are_words() -> None:
    assert (duration(0), duration(59.6), duration(65), duration(1800)) == (
        "0\u00a0s",
        "1\u00a0min",
        "1\u00a0min 05\u00a0s",
        "30\u00a0min",
    )
    assert minutes(1.5) == "1,5\u00a0min"


@pytest.mark.parametrize(
    ("exam", "said"),
    [
        ("C1.1-C1.4", ["30\u00a0min d’après le référentiel"]),
        (
            "C5.1-C5.2",
            ["20\u00a0min d’après le référentiel", "ne dit pas combien de temps dure l’échange avec le jury"],
        ),
        ("C4.1-C4.3", ["ne dit pas combien de temps dure la présentation"]),
        ("C3.3", ["ne prévoit pas d’oral"]),
    ],
)
def test_the_times_are_those_of_the_referential_or_the_page_says_that_it_is_silent(
    referential: Referential, exam: str, said: list[str]
) -> None:
    jury = holding(QuestionSet(exam=exam, questions=(question(exam=exam),), seed=1, asked_for=1), Choice(exam))
    text = checked(questions_html(jury, referential.exam(exam), "Titre")).text
    for words in said:
        assert words in text


def test_no_question_gets_a_sentence(referential: Referential) -> None:
    html = questions_html(holding(asked(0)), referential.exam("C3.4"), "Titre")
    assert "Aucune question ne correspond" in html
    assert "card" not in html
    assert questions_html(JuryState(), referential.exam("C3.4"), "Titre") == ""


def test_feedback_has_words_beside_its_signs() -> None:
    points = (
        PointFeedback(point="a", status="said", quote=HOSTILE),
        PointFeedback(point="b", status="partly", quote=HOSTILE),
        PointFeedback(point="c", status="not_said"),
    )
    html = feedback_html(Assessment(points=points, strengths=(HOSTILE,), advice=(HOSTILE,), follow_up=HOSTILE), 3)
    parsed = Tags(html)
    assert parsed.tags <= ALLOWED
    assert [words in parsed.text for words in ("Dit", "À moitié", "Non dit")] == [True] * 3
    assert html.count("<q>") == 2
    assert "point attendu" in feedback_html(Assessment(points=()), 1)


def test_what_a_model_says_is_shown_as_text() -> None:
    points = (PointFeedback(point="a", status="said", quote="mes mots", reason=HOSTILE),)
    strengths = ("A : « mes mots »", "Vous dites « mes mots », et c’est juste.")
    html = feedback_html(Assessment(points=points, strengths=strengths, notice=HOSTILE), 1)
    parsed = Tags(html)
    assert parsed.tags <= ALLOWED
    assert "et c’est juste" in parsed.text
    assert html.count("mes mots") == 2
    assert 'class="note"' in html


def begun(times: Times | None = None, count: int = 2) -> MockOral:
    jury = holding(asked(count))
    jury.begin(times or Times(10, 15), 0.0)
    assert jury.oral is not None
    return jury.oral


def say(status: str) -> Assessment:
    points = tuple(PointFeedback(point=f"p{n}", status=status, quote="") for n in range(2))  # type: ignore[arg-type]
    return Assessment(points=points)


def test_an_oral_shows_its_part_and_its_clock() -> None:
    oral = begun()
    html = oral_html(oral, "1.0.0", 12.0, "Titre")
    checked(html)
    assert 'data-elapsed="12.000" data-limit="600.000" data-running="true"' in html
    assert "J’ai fini ma présentation" in html
    held = oral_html(oral.hold(20.0), "1.0.0", 90.0, "Titre")
    assert 'data-elapsed="20.000"' in held
    assert 'data-running="false"' in held
    assert "Reprendre" in held
    assert "J’ai fini" not in held


def test_a_question_is_asked_alone_and_a_follow_up_says_so() -> None:
    oral = begun(Times(None, None, presents=False)).answer("x", 5.0, lambda question, said: say("not_said"))
    html = oral_html(oral, "1.1.1", 5.0, "Titre")
    parsed = checked(html)
    assert "Question 1 sur 2" in parsed.text
    assert "Relance" in parsed.text
    assert "La question était" in parsed.text
    assert "sans limite de temps" in parsed.text
    assert 'data-limit=""' in html
    assert "attendu" not in parsed.text  # a jury gives nothing away
    assert " readonly" not in html
    assert " readonly" in oral_html(oral.hold(6.0), "1.1.1", 6.0, "Titre")


def test_the_report_of_an_oral(referential: Referential) -> None:
    exam = referential.exam("C3.4")
    oral = begun().discuss(60.0).answer(HOSTILE, 90.0, lambda question, said: say("not_said")).skip(95.0).skip(100.0)
    assert oral.phase == "finished"
    html = oral_report_html(report_on(oral, exam, {"C3.4/6": "partly"}), "Titre")
    parsed = checked(html)
    assert "2 questions posées · 1 avec une réponse · 1 passée" in parsed.text.replace("\u00a0", " ")
    assert "À travailler en premier" in parsed.text
    assert "On peut le dire ainsi" in parsed.text
    assert "2 non dits" in parsed.text
    assert html.count("<fieldset>") == 2
    assert re.search(r'value="partly" data-judged="C3.4/6" checked', html)
    assert html.count(" checked") == 1
    assert "Relance passée" in parsed.text
    assert "Question passée" in parsed.text
    assert "ni note, ni pronostic" in parsed.text


def test_an_oral_that_leaves_nothing_says_so(referential: Referential) -> None:
    exam = referential.exam("C3.4")
    assert NO_QUESTION.split(" :")[0] in oral_report_html(report_on(begun().end(3.0), exam), "T")
    passed = begun().discuss(1.0).skip(2.0).skip(3.0)
    assert ALL_PASSED.split(" :")[0] in oral_report_html(report_on(passed, exam), "T")
    oral = begun(count=1).discuss(1.0).answer("x", 2.0, lambda question, said: say("said"))
    assert ALL_SAID.split(".")[0] in oral_report_html(report_on(oral, exam), "T")
    assert "<fieldset>" not in oral_report_html(report_on(oral, referential.exam("C3.3")), "T")


def test_a_promotion_is_a_table_that_can_be_heard(referential: Referential, knowledge: Knowledge) -> None:
    exam = referential.exam("C3.3")
    reviews = [make_review(referential, knowledge), make_review(referential, knowledge, better=True)]
    promotion = Promotion()
    promotion.begin("b", "C3.3", 3)
    for review in reviews:
        promotion.keep("b", review, asked())
    promotion.refuse("b", HOSTILE, HOSTILE)
    html = cohort_html(promotion, cohort_of(reviews, exam), "Titre")
    parsed = checked(html)
    assert html.count('scope="row"') == 3
    assert html.count('scope="col"') == 8
    assert "Absent" in parsed.text
    assert "Couvert, à vérifier" in parsed.text
    assert "1 fichier n’a pas été relu" in parsed.text.replace("\u00a0", " ")
    assert "Points faibles communs" in parsed.text
    assert html.count('class="candidate"') == 2
    assert "data-ended" in html


def test_a_promotion_without_a_draft_says_so() -> None:
    promotion = Promotion()
    promotion.begin("b", "C3.3", 2)
    promotion.refuse("b", "a.pdf", "Illisible.")
    promotion.stop()
    text = Tags(cohort_html(promotion, None, "T")).text.replace("\u00a0", " ")
    assert "Aucun dossier n’a pu être relu" in text
    assert "arrêtée : 1 fichier lu sur 2" in text
    assert "Illisible." in text


def test_an_oral_of_the_shared_code_begins_as_ours() -> None:
    assert mock_oral(asked(), 10, 15).start(0.0) == begun()
