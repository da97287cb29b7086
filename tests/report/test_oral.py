import json
from io import BytesIO

import pytest
from pypdf import PdfReader

from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.coaching.questioning.mock_oral import mock_oral
from assistant.coaching.questioning.oral_report import OralReport, report_on
from assistant.coaching.questioning.questioner import Questioner, QuestionRequest
from assistant.referential.model import Exam, Referential
from assistant.report import ReportError, write_oral
from assistant.report.asked import ours_quoted
from assistant.report.oral import duration
from assistant.report.pdf_markup import drawable
from assistant.report.typography import NO_BREAK, clean
from tests.report.conftest import DAY
from tests.report.jury_samples import ANSWER, hostile_questions, oral_report
from tests.report.reading import docx_text, markdown_text, pdf_text
from tests.report.samples import HOSTILE

EXAM = "C5.1-C5.2"
FORMS = ("docx", "pdf", "md")


@pytest.fixture(scope="module")
def exam(referential: Referential) -> Exam:
    return referential.exam(EXAM)


@pytest.fixture(scope="module")
def asked_there(questioner: Questioner) -> QuestionSet:
    return questioner.questions(QuestionRequest(EXAM, count=3, seed=3))


@pytest.fixture(scope="module")
def report(asked_there: QuestionSet, exam: Exam) -> OralReport:
    """Three questions: answered with its follow-ups, passed, answered and its follow-up passed."""
    return oral_report(asked_there, exam, [ANSWER, ANSWER, ANSWER, None, "Oui, je crois.", None])


def _text(report: OralReport, form: str, title: str = "Coordination") -> str:
    data = write_oral(report, form, on=DAY, title=title)  # type: ignore[arg-type]
    if form == "md":
        return markdown_text(data)[0]
    return pdf_text(data) if form == "pdf" else docx_text(data)


@pytest.mark.parametrize("form", FORMS)
def test_it_says_all_in_order(form: str, report: OralReport) -> None:
    text = _text(report, form)
    order = [
        "C5.1-C5.2 – Coordination",
        "1er mars 2026",
        "18 min 20 s sur 20 min",
        "6 min 30 s sur 15 min",
        "En bref",
        "Le jury a posé 3 questions ; vous en avez passé une et répondu aux 2 autres.",
        "Sur 9 points attendus : 2 dits, 2 à moitié et 5 non dits.",
        "À travailler en premier",
        "On peut le dire ainsi",
        "Critère par critère",
        "Mon auto-évaluation",
        "☐ oui ☒ en partie ☐ non",
        "Ce qui s’est dit",
        "réponse en 1 min 5 s",
        "Passée (1 min 5 s)",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "ne donne pas de note" in text


@pytest.mark.parametrize("form", FORMS)
def test_three_things_to_work_on(form: str, report: OralReport) -> None:
    text = _text(report, form)
    assert len(report.priorities) == 3
    for item in report.priorities:
        assert " ".join(ours_quoted(item.example).split()) in text
        assert f"(critère {item.criterion})" in text


@pytest.mark.parametrize("form", FORMS)
def test_criteria_and_the_candidates_words(form: str, report: OralReport, exam: Exam) -> None:
    text = _text(report, form)
    for outcome in report.outcomes:
        assert " ".join(outcome.criterion.text.split()) in text
    passed = report.exchanges[1].question
    assert f"Critère {passed.targets[0]} : {len(passed.points)} non dits" in text
    assert f"■ dit « {ANSWER[:60].strip()}" in text
    for item, _ in report.grid:
        assert " ".join(item.text.split()) in text


@pytest.mark.parametrize("form", FORMS)
def test_the_transcript_is_whole(form: str, exam: Exam, asked_there: QuestionSet) -> None:
    long = "Une réponse qui dure, avec des accents : œuvre, été, où. " * 200
    text = _text(oral_report(asked_there, exam, [long, None]), form)
    if form == "pdf":  # the foot of a page stands between two lines of the answer
        assert text.count("Une réponse qui dure") >= 195
    else:
        assert f"« {long.strip()} »" in text
    assert "Relance : " in text


@pytest.mark.parametrize("form", FORMS)
def test_empty_states(form: str, exam: Exam, asked_there: QuestionSet, referential: Referential) -> None:
    nothing = _text(report_on(mock_oral(asked_there, None, None).end(0), exam), form, "")
    assert "Aucune question n’a été posée" in nothing
    assert "non chronométrée" in nothing
    assert "Aucun critère n’a été abordé." in nothing
    passed = _text(oral_report(asked_there, exam, [None, None, None]), form)
    assert "Le jury a posé 3 questions, et vous les avez toutes passées." in passed
    assert passed.count("Passée (1 min 5 s)") == 3
    one = _text(oral_report(asked_there, exam, [None]), form)
    assert "Le jury a posé une question, et vous l’avez passée." in one
    written = referential.exam("C3.3")
    assert "Aucun critère de cette épreuve ne se juge seulement à l’oral." in _text(
        oral_report(hostile_questions(written, "un mot"), written, ["oui"]), form
    )


def test_sentences_of_summary(exam: Exam, asked_there: QuestionSet) -> None:
    def said(answers: list[str | None]) -> str:
        return _text(oral_report(asked_there, exam, answers), "md")

    assert "Le jury a posé une question, et vous y avez répondu." in said(["oui"])
    assert "2 questions ; vous en avez passé une et répondu à l’autre." in said([None, "oui"])
    assert "3 questions ; vous en avez passé 2 et répondu à l’autre." in said([None, None, "oui"])
    assert "2 questions, et vous avez répondu à toutes." in said(["oui", None, "oui"])


def test_json_holds_all_to_the_letter(report: OralReport) -> None:
    data = json.loads(write_oral(report, "json", on=DAY, title="Coordination"))
    assert data["exam"] == EXAM
    assert data["date"] == "2026-03-01"
    assert data["exchanges"][0]["replies"][0]["answer"] == ANSWER
    assert data["exchanges"][1]["replies"][0]["answer"] is None
    assert data["self_assessment"][0]["answer"] == "partly"
    assert len(data["priorities"]) == 3
    assert {"said", "partly", "not_said"} <= set(data["criteria"][0])


def test_an_unknown_form_is_refused_in_french(report: OralReport) -> None:
    with pytest.raises(ReportError, match="choisissez docx, pdf, md ou json"):
        write_oral(report, "csv", on=DAY)  # type: ignore[arg-type]


def test_durations() -> None:
    assert duration(0) == f"0{NO_BREAK}s"
    assert duration(59.6) == duration(60) == f"1{NO_BREAK}min"
    assert duration(5465) == f"91{NO_BREAK}min{NO_BREAK}5{NO_BREAK}s"


def test_the_pdf_has_an_outline_and_numbered_pages(report: OralReport) -> None:
    reader = PdfReader(BytesIO(write_oral(report, "pdf", on=DAY)))
    titles = [item.title for item in reader.outline if not isinstance(item, list)]
    assert titles == [
        "En bref",
        "À travailler en premier",
        "Critère par critère",
        "Mon auto-évaluation",
        "Ce qui s’est dit",
    ]
    assert f"page 1 sur {len(reader.pages)}" in reader.pages[0].extract_text()


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("form", FORMS)
def test_hostile_text_stays_text(name: str, form: str, exam: Exam) -> None:
    text = HOSTILE[name]
    report = oral_report(hostile_questions(exam, text), exam, [text, text])
    data = write_oral(report, form, on=DAY, title=text)  # type: ignore[arg-type]
    answer = clean(text)
    if form == "md":
        shown, tags = markdown_text(data)
        assert tags <= {"h1", "h2", "h3", "p", "ul", "li", "blockquote", "strong", "br"}
        assert f"« {' '.join(answer.split())} »" in shown
    elif form == "docx":
        assert f"« {' '.join(answer.split())} »" in docx_text(data)
    elif name not in {"rtl", "long"}:  # right-to-left words are read in another order; a long text runs over pages
        assert "".join(drawable(answer).split()) in pdf_text(data).replace(" ", "")
