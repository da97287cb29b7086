import zipfile
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from assistant.coaching.reviewing.comparing import Comparison
from assistant.coaching.reviewing.review import Review
from assistant.referential.model import Referential
from assistant.report import write_review
from assistant.report.typography import quoted_beginning
from tests.report.conftest import DAY
from tests.report.samples import HOSTILE, NEAR, QUOTE, SECOND, hostile


@pytest.fixture(scope="module")
def data(review: Review, referential: Referential, comparison: Comparison) -> bytes:
    return write_review(review, referential, "docx", comparison, on=DAY)


@pytest.fixture(scope="module")
def document(data: bytes) -> Any:
    return Document(BytesIO(data))


def _texts(document: Any, style: str) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def test_headings_are_real(document: Any) -> None:
    assert _texts(document, "Title") == ["C3.4 – Déploiement des actions de marketing digital"]
    assert _texts(document, "Heading 1") == [
        "En bref",
        "Depuis la version précédente",
        "Vue d’ensemble",
        "Éléments attendus par les modalités",
        "Critère par critère",
        "Ce qui se juge ailleurs que dans ce fichier",
        "À savoir sur ce fichier",
    ]
    seconds = _texts(document, "Heading 2")
    assert "Critère 1\u00a0: ■\u00a0Couvert" in seconds
    assert "Critère 2\u00a0: ◧\u00a0Partiel, à vérifier" in seconds


def test_quotes_stand_to_the_letter(document: Any) -> None:
    quotes = _texts(document, "Quote")
    for expected in (QUOTE, SECOND, NEAR):
        assert f"«\u00a0{expected}\u00a0»" in quotes


def test_every_criterion_stands_in_the_grid_with_its_official_wording(document: Any, review: Review) -> None:
    rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert rows[0] == ["N°", "Formulation officielle", "Verdict"]
    assert [row[1] for row in rows[1:]] == [item.text for item in review.criteria]
    assert rows[2][2] == "◧\u00a0Partiel, à vérifier"


def test_heads_of_tables_are_repeated_and_tables_described(document: Any) -> None:
    for table in document.tables:
        assert table._tbl.tblPr.find(qn("w:tblDescription")) is not None
    for table in document.tables[1:]:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_the_picture_has_a_text(document: Any) -> None:
    (shape,) = document.inline_shapes
    described = shape._inline.docPr.get("descr")
    assert "1 couvert" in described.replace("\u00a0", " ")
    assert "critères 3 et 4" in described


def test_language_title_and_page_fields(document: Any) -> None:
    assert document.core_properties.language == "fr-FR"
    assert "C3.4" in document.core_properties.title
    assert {item.get(qn("w:val")) for item in document.styles.element.iter(qn("w:lang"))} == {"fr-FR"}
    fields = [item.get(qn("w:instr")) for item in document.sections[0].footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_links_of_the_grid_lead_somewhere(document: Any) -> None:
    anchors = {item.get(qn("w:anchor")) for item in document.element.iter(qn("w:hyperlink"))}
    names = {item.get(qn("w:name")) for item in document.element.iter(qn("w:bookmarkStart"))}
    assert anchors == names
    assert len(anchors) == 7


def test_the_moves_are_told(document: Any) -> None:
    text = "\n".join(paragraph.text for paragraph in document.paragraphs).replace("\u00a0", " ")
    assert "Critère 1 : En progrès : Partiel → Couvert" in text
    assert "En recul, peut-être : Couvert → Partiel" in text


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_stays_text(name: str, referential: Referential) -> None:
    data = write_review(hostile(referential, HOSTILE[name]), referential, "docx", on=DAY)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(part))
    assert quoted_beginning(HOSTILE[name], 1200) in _texts(Document(BytesIO(data)), "Quote")
