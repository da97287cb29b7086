import csv
import json
from io import StringIO

import pytest

from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.coaching.questioning.questioner import Questioner, QuestionRequest
from assistant.coaching.reviewing.cohort import Cohort, cohort_of
from assistant.referential.model import Referential
from assistant.report import ReportError, cohort_form_of, write_cohort
from assistant.report.cells import is_risky
from assistant.report.typography import clean
from tests.report.jury_samples import draft, hostile_questions, year_group
from tests.report.reading import markdown_text, workbook
from tests.report.samples import HOSTILE

FORMULAS = ('=HYPERLINK("http://x.fr";"ici")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "=cmd|' /C calc'!A0", "＝1+1")


@pytest.fixture(scope="module")
def cohort(referential: Referential) -> Cohort:
    return year_group(referential)


@pytest.fixture(scope="module")
def asked_each(cohort: Cohort, questioner: Questioner) -> dict[str, QuestionSet]:
    return {
        name: questioner.questions(QuestionRequest("C3.3", count=3, seed=1), review)
        for name, review in zip(cohort.names, cohort.reviews, strict=True)
    }


def _csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_csv_is_what_french_spreadsheets_open(cohort: Cohort, asked_each: dict[str, QuestionSet]) -> None:
    data = write_cohort(cohort, asked_each, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    heads, *rows = _csv(data)
    assert heads[:7] == ["Dossier", *(f"C3.3/{n}" for n in range(1, 7))]
    assert heads[-3:] == ["Question 1", "Question 2", "Question 3"]
    assert len(rows) == len(cohort.reviews)
    assert {len(row) for row in rows} == {len(heads)}
    first = dict(zip(heads, rows[0], strict=True))
    assert first["Dossier"] == "Bœuf & fils.docx"
    assert [first[f"C3.3/{n}"] for n in range(1, 5)] == ["Partiel, à vérifier", "Absent", "Non jugé", "Couvert"]
    assert (first["Couverts"], first["Partiels"], first["Absents"], first["À vérifier"]) == ("1", "2", "2", "2")
    assert first["Question 1"].endswith("?")


def test_a_cell_of_the_csv_is_never_a_formula(cohort: Cohort, asked_each: dict[str, QuestionSet]) -> None:
    rows = _csv(write_cohort(cohort, asked_each, "csv"))
    assert rows[2][0] == '\'=HYPERLINK("http://x.fr").docx'
    assert rows[3][0] == "'-rendu.pptx"
    assert not any(is_risky(cell) for row in rows for cell in row)


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_in_names_and_questions_are_text(text: str, referential: Referential) -> None:
    exam = referential.exam("C3.3")
    cohort = cohort_of([draft(referential, "C3.3", text, 0)], exam)
    base = hostile_questions(exam, text)
    bare = base.model_copy(
        update={"questions": tuple(item.model_copy(update={"question": text}) for item in base.questions)}
    )
    for row in _csv(write_cohort(cohort, {text: bare}, "csv")):
        assert not any(is_risky(cell) for cell in row)
    sheets = workbook(write_cohort(cohort, {text: bare}, "xlsx"))
    assert sheets["Promotion"]["A3"] == clean(text)
    assert sheets["Dossiers"]["A2"] == clean(text)
    assert sheets["Questions"]["A2"] == clean(text)


def test_the_workbook(cohort: Cohort, asked_each: dict[str, QuestionSet]) -> None:
    sheets = workbook(write_cohort(cohort, asked_each, "xlsx", title="Sélection"))
    assert list(sheets) == ["Promotion", "Points faibles communs", "Questions", "Dossiers"]
    table = sheets["Promotion"]
    assert [table[f"{column}1"] for column in "ABG"] == ["Dossier", "C3.3/1", "C3.3/6"]
    assert table["B2"] == cohort.exam.criteria[0].text
    assert [table[f"{column}3"] for column in "ABCDE"] == [
        "Bœuf & fils.docx",
        "Partiel, à vérifier",
        "Absent",
        "Non jugé",
        "Couvert",
    ]
    assert [table[f"{column}3"] for column in "HIJKLM"] == [1, 2, 2, 1, 0, 2]
    assert table["A7"] == "rendu | final.pdf (2)"
    assert table["A9"] == "Couverts"
    assert [table[f"B{row}"] for row in range(9, 15)] == [1, 2, 1, 1, 0, 2]
    weak = sheets["Points faibles communs"]
    assert weak["A2"] == cohort.common_weaknesses()[0].criterion
    assert "(3 dossiers)" in weak["F2"].replace("\xa0", " ")
    assert len([place for place in sheets["Questions"] if place.startswith("A")]) == 1 + 3 * 5
    assert sheets["Dossiers"]["B2"] == 1000
    assert sheets["Dossiers"]["C2"].replace("\xa0", " ") == "12 pages"
    assert sheets["Dossiers"]["C4"].replace("\xa0", " ") == "12 diapositives"
    assert "Texte caché" in sheets["Dossiers"]["D2"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_stays_text(name: str, referential: Referential) -> None:
    text = HOSTILE[name]
    exam = referential.exam("C3.3")
    cohort = cohort_of([draft(referential, "C3.3", text, 0)], exam)
    questions = {cohort.names[0]: hostile_questions(exam, text)}
    shown, tags = markdown_text(write_cohort(cohort, questions, "md", title=text))
    allowed = {
        "h1",
        "h2",
        "h3",
        "p",
        "ul",
        "li",
        "blockquote",
        "strong",
        "br",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert tags <= allowed
    assert " ".join(clean(text).split())[:100].strip() in shown
    assert workbook(write_cohort(cohort, questions, "xlsx"))["Promotion"]["A3"] == clean(text)
    assert _csv(write_cohort(cohort, questions, "csv"))[1][0].removeprefix("'") == clean(text)
    assert json.loads(write_cohort(cohort, questions, "json"))["drafts"][0]["name"] == text


def test_markdown_says_all(cohort: Cohort, asked_each: dict[str, QuestionSet]) -> None:
    text, tags = markdown_text(write_cohort(cohort, asked_each, "md", title="Sélection"))
    assert "table" in tags
    for name in cohort.names:
        assert name in text
    for item in cohort.exam.criteria:
        assert item.text in text
    assert "absent dans 2 dossiers et partiel dans 1 dossier, sur 4 dossiers jugés" in text
    assert "ne classe personne" in text


def test_json_holds_verdicts_totals_weaknesses_and_questions(
    cohort: Cohort, asked_each: dict[str, QuestionSet]
) -> None:
    data = json.loads(write_cohort(cohort, asked_each, "json"))
    assert [item["name"] for item in data["drafts"]] == list(cohort.names)
    assert data["drafts"][0]["criteria"][0] == {"id": "C3.3/1", "verdict": "partial", "to_check": True}
    assert data["drafts"][0]["questions"] == asked_each[cohort.names[0]].to_contract()["questions"]
    assert data["criteria"][0]["totals"]["partial"] == 2
    assert data["common_weaknesses"][0]["drafts"] == 4


@pytest.mark.parametrize("form", ["csv", "xlsx", "md", "json"])
def test_empty_states(form: str, cohort: Cohort, referential: Referential) -> None:
    assert write_cohort(cohort, {}, form)  # type: ignore[arg-type]
    nobody = cohort_of([], referential.exam("C3.3"))
    data = write_cohort(nobody, {}, form)  # type: ignore[arg-type]
    if form == "xlsx":
        assert workbook(data)["Promotion"]["A3"] == "Aucun dossier n’a été relu."
    elif form == "md":
        assert "Aucun dossier n’a été relu." in data.decode("utf-8")
    elif form == "csv":
        assert len(_csv(data)) == 1


def test_a_large_year_group_is_written(referential: Referential) -> None:
    reviews = [draft(referential, "C2.1-C2.6", f"dossier {n}.pdf", n) for n in range(40)]
    cohort = cohort_of(reviews, referential.exam("C2.1-C2.6"))
    sheets = workbook(write_cohort(cohort, {}, "xlsx"))
    assert sheets["Promotion"]["A42"] == "dossier 39.pdf"
    assert sheets["Promotion"]["T1"] == "C2.1-C2.6/19"


def test_forms_and_their_refusals(cohort: Cohort) -> None:
    assert cohort_form_of("promo.XLSX") == "xlsx"
    with pytest.raises(ReportError, match=r"en \.csv, \.xlsx, \.md ou \.json"):
        cohort_form_of("promo.docx")
    with pytest.raises(ReportError, match="choisissez csv, xlsx, md ou json"):
        write_cohort(cohort, {}, "pdf")  # type: ignore[arg-type]
