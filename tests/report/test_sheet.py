import json
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from assistant.coaching.questioning.jury_question import Anchor, QuestionSet
from assistant.coaching.questioning.questioner import Questioner, QuestionRequest
from assistant.referential.model import Exam, Referential
from assistant.report import ReportError, write_sheet
from assistant.report.asked import about, asked
from assistant.report.jury_wording import KINDS
from assistant.report.pdf_markup import drawable
from assistant.report.typography import NO_BREAK, quoted_beginning
from tests.report.jury_samples import hostile_questions
from tests.report.reading import docx_text, markdown_text, pdf_text
from tests.report.samples import HOSTILE

TITLE = "Sélection des prestataires externes"
FORMS = ("docx", "pdf", "md")


@pytest.fixture(scope="module")
def exam(referential: Referential) -> Exam:
    return referential.exam("C3.3")


def _text(data: bytes, form: str) -> str:
    if form == "md":
        return markdown_text(data)[0]
    return pdf_text(data) if form == "pdf" else docx_text(data)


def _plain(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def texts(questions: QuestionSet, exam: Exam) -> dict[str, str]:
    return {form: _text(write_sheet(questions, exam, TITLE, form), form) for form in FORMS}  # type: ignore[arg-type]


@pytest.mark.parametrize("form", FORMS)
def test_criteria_stand_to_the_letter_with_boxes(form: str, texts: dict[str, str], exam: Exam) -> None:
    for item in exam.criteria:
        assert f"{item.id} {_plain(item.text)} ☐ Couvert ☐ Partiel ☐ Absent" in texts[form]


@pytest.mark.parametrize("form", FORMS)
def test_each_question_has_its_points_examples_and_follow_ups(
    form: str, texts: dict[str, str], questions: QuestionSet
) -> None:
    text = texts[form]
    for number, question in enumerate(questions.questions, start=1):
        assert f"Question {number} {_plain(about(question))} {_plain(asked(question))}" in text
        for point in question.points:
            assert _plain(point.said[0]) in text
            if point.follow_up:
                assert f"Relance si ce point manque : « {_plain(point.follow_up)} »" in text
    boxes = sum(len(question.points) for question in questions.questions)
    assert text.count("☐ dit ☐ en partie ☐ non dit") == boxes


@pytest.mark.parametrize("form", FORMS)
def test_the_words_of_the_draft_and_their_place(form: str, texts: dict[str, str], questions: QuestionSet) -> None:
    anchors = [item.anchor for item in questions.questions if item.anchor]
    assert anchors
    assert f"Le passage du dossier « {anchors[0].quote} » page 4, sous « 3. Sélection des prestataires »" in texts[form]
    assert "vise un point à développer" in texts[form]


@pytest.mark.parametrize("form", FORMS)
def test_what_the_referentiel_does_not_say_is_said(form: str, texts: dict[str, str], referential: Referential) -> None:
    assert "Présentation" in texts[form]
    assert texts[form].count("non précisée par le référentiel") == 2
    other = write_sheet(
        QuestionSet(exam="C3.4", questions=(), seed=0, asked_for=5),
        referential.exam("C3.4"),
        "",
        form,  # type: ignore[arg-type]
        candidate="Zoé Lœuf",
    )
    said = _text(other, form)
    assert "10 minutes" in said
    assert "15 minutes" in said
    assert "Zoé Lœuf" in said
    assert "Cette fiche ne contient aucune question." in said
    assert "0 question sur les 5 demandées" in said


def test_json_is_the_contract_with_the_title(questions: QuestionSet, exam: Exam) -> None:
    data = json.loads(write_sheet(questions, exam, TITLE, "json"))
    assert data == {"exam": "C3.3", "title": TITLE, "questions": questions.to_contract()["questions"]}


def test_an_unknown_form_is_refused_in_french(questions: QuestionSet, exam: Exam) -> None:
    with pytest.raises(ReportError, match="choisissez docx, pdf, md ou json"):
        write_sheet(questions, exam, TITLE, "xlsx")  # type: ignore[arg-type]


def test_a_question_is_not_torn_where_it_fits(questioner: Questioner, referential: Referential) -> None:
    for exam_id in ("C2.1-C2.6", "C5.1-C5.2"):
        found = questioner.questions(QuestionRequest(exam_id, count=12, seed=7))
        reader = PdfReader(BytesIO(write_sheet(found, referential.exam(exam_id), "", "pdf")))
        pages = [" ".join(page.extract_text().split()) for page in reader.pages]
        for number, question in enumerate(found.questions, start=1):
            (page,) = [text for text in pages if f"Question {number} Niveau" in text]
            last = _plain(question.points[-1].said[0])
            assert last in page.partition(f"Question {number} Niveau")[2]


def test_a_question_is_kept_whole_in_word(questions: QuestionSet, exam: Exam) -> None:
    document = Document(BytesIO(write_sheet(questions, exam, TITLE, "docx")))
    blocks = list(document.element.body)
    heads = [
        rank for rank, block in enumerate(blocks) if "".join(run.text for run in block.iter(qn("w:t"))) == "Question 2"
    ]
    for block in blocks[heads[0] : heads[0] + 4]:
        for paragraph in [block] if block.tag == qn("w:p") else block.iter(qn("w:p")):
            assert paragraph.pPr.keepNext is not None


def test_tables_are_described_and_headings_real(questions: QuestionSet, exam: Exam) -> None:
    document: Any = Document(BytesIO(write_sheet(questions, exam, TITLE, "docx")))
    assert [item.text for item in document.paragraphs if item.style.name == "Heading 1"] == [
        "Les critères officiels",
        "Questions",
    ]
    for table in document.tables:
        assert table._tbl.tblPr.find(qn("w:tblDescription")) is not None
    assert document.sections[0].page_width.cm == pytest.approx(21, abs=0.01)


def test_the_outline_of_the_pdf(questions: QuestionSet, exam: Exam) -> None:
    reader = PdfReader(BytesIO(write_sheet(questions, exam, TITLE, "pdf")))
    assert [item.title for item in reader.outline if not isinstance(item, list)] == [
        "Les critères officiels",
        "Questions",
    ]
    assert "\ufffd" not in pdf_text(write_sheet(questions, exam, TITLE, "pdf"))
    assert drawable("☐ ☒ ■ ◧ □") == "☐ ☒ ■ ◧ □"


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("form", FORMS)
def test_hostile_text_stays_text(name: str, form: str, exam: Exam) -> None:
    text = HOSTILE[name]
    data = write_sheet(hostile_questions(exam, text), exam, text, form, candidate=text)  # type: ignore[arg-type]
    quote = quoted_beginning(text, 1200)
    if form == "md":
        shown, tags = markdown_text(data)
        assert tags <= {"h1", "h2", "h3", "p", "ul", "li", "blockquote", "strong", "br"}
        assert _plain(quote) in shown
    elif form == "docx":
        assert _plain(quote) in docx_text(data)
    elif name != "rtl":  # text extraction puts right-to-left words in the order in which they are read
        assert "".join(drawable(quote).split()) in pdf_text(data).replace(" ", "")


def test_the_draft_keeps_its_letters_within_a_question(questions: QuestionSet) -> None:
    question = questions.questions[0].model_copy(
        update={
            "question": "Page 4, vous écrivez : « l'idée : 12 500 € ». Pourquoi ?",
            "anchor": Anchor(quote="l'idée : 12 500 €."),
        }
    )
    assert asked(question) == (
        f"Page 4, vous écrivez{NO_BREAK}: «{NO_BREAK}l'idée : 12 500 €{NO_BREAK}». Pourquoi{NO_BREAK}?"
    )
    assert asked(question.model_copy(update={"anchor": None})).startswith(
        f"Page 4, vous écrivez{NO_BREAK}: «{NO_BREAK}l’i"
    )


def test_kinds_have_french_names(questions: QuestionSet) -> None:
    assert KINDS["alternative"] == "choix contre une autre voie"
    question = questions.questions[0].model_copy(
        update={"kind": "what_if", "targets": ("C3.3/1", "C3.3/2"), "aim": "strong"}
    )
    assert about(question) == "Niveau standard, et si…, vise un point fort – critères C3.3/1, C3.3/2"
