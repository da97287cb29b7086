"""PDF: layout rebuilt, hidden text told apart, scans."""

import io
import shutil
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, Spacer, Table, TableStyle
from reportlab.platypus.doctemplate import BaseDocTemplate, PageTemplate
from reportlab.platypus.frames import Frame

from assistant.dossier import ocr
from assistant.dossier.reading import DraftError, read_draft
from tests.dossier import making
from tests.dossier.making import passage, texts

STYLES = getSampleStyleSheet()
BODY, HEAD = STYLES["BodyText"], STYLES["Heading1"]
LONG = (
    "Nous avons comparé cinq agences sur quatre critères, du prix aux délais, et gardé les deux qui savent filmer "
    "un chantier sans l’arrêter. La première travaille à Lyon depuis 2014, la seconde à Grenoble depuis 2019."
)
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])


def _read(data: bytes) -> Any:
    return making.read(data, "cahier.pdf")


def _story(*parts: Any, **options: Any) -> Any:
    return _read(making.pdf_story(parts, **options))


def test_lines_become_paragraphs_under_headings() -> None:
    item = Paragraph(
        "Un point assez long pour passer à la ligne : " + "il détaille le choix des prestataires " * 3,
        BODY,
        bulletText="•",
    )
    document = _story(
        Paragraph("1. Contexte", HEAD),
        Paragraph(LONG, BODY),
        item,
        Paragraph("2. Budget", HEAD),
        Paragraph("12 000 euros.", BODY),
    )
    assert texts(document, "heading") == ["1. Contexte", "2. Budget"]
    assert texts(document, "paragraph") == [LONG, "12 000 euros."]
    assert texts(document, "list_item")[0].startswith("Un point assez long")
    assert passage(document, "12 000").heading == "2. Budget"
    assert document.pages == 1
    assert {item.page for item in document.passages} == {1}


def test_words_cut_by_a_hyphen_are_made_whole() -> None:
    style = ParagraphStyle("hyphen", parent=BODY, fontSize=11)
    text = (
        "communi-<br/>cation et la communication, des rendez-<br/>vous, un porte-<br/>parole et vingt-<br/>deux jours"
    )
    document = _story(Paragraph(text, style))
    assert texts(document) == [
        "communication et la communication, des rendez-vous, un porte-parole et vingt-deux jours"
    ]


def test_ruled_tables_keep_their_columns_and_merged_cells() -> None:
    rows = [
        ["Critère", "Poids", "Note"],
        ["Prix", "30 %", "4"],
        ["Qualité", Paragraph("70 %, répartis entre le film et le texte", BODY), "5"],
    ]
    merged = Table([["Lot 1", "", "Lot 2"], ["Prix", "forfait", "12 000 €"], ["", "régie", "450 €"]])
    merged.setStyle(TableStyle([*GRID.getCommands(), ("SPAN", (0, 0), (1, 0)), ("SPAN", (0, 1), (0, 2))]))
    document = _story(Table(rows, colWidths=[120, 150, 80], style=GRID), Spacer(1, 30), merged)
    first = [item for item in document.passages if item.table == 1]
    assert [item.cells for item in first] == [
        ("Critère", "Poids", "Note"),
        ("Prix", "30 %", "4"),
        ("Qualité", "70 %, répartis entre le film et le texte", "5"),
    ]
    assert first[1].columns == ("Critère", "Poids", "Note")
    second = [item.cells for item in document.passages if item.table == 2]
    assert second == [("Lot 1", "", "Lot 2"), ("Prix", "forfait", "12 000 €"), ("", "régie", "450 €")]


def test_tables_with_few_rules() -> None:
    rows = [
        ["Poste", "Montant", "Part"],
        ["Contenus", "9 000 €", "50 %"],
        ["Publicité", "6 000 €", "33 %"],
        ["Outils", "3 000 €", "17 %"],
    ]
    lines = TableStyle(
        [("LINEABOVE", (0, 0), (-1, 1), 1, colors.black), ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black)]
    )
    striped = TableStyle(
        [
            ("BACKGROUND", (0, 0), (-1, 0), colors.navy),
            ("BACKGROUND", (0, 2), (-1, 2), colors.lightgrey),
            ("TEXTCOLOR", (0, 0), (-1, 0), colors.white),
        ]
    )
    for style in (lines, striped, TableStyle([])):
        document = _story(
            Paragraph(LONG, BODY), Table(rows, colWidths=[150, 100, 80], style=style), Paragraph(LONG, BODY)
        )
        found = [item.cells for item in document.passages if item.table == 1]
        assert found == [tuple(row) for row in rows]
        assert texts(document, "paragraph") == [LONG, LONG]


def test_a_table_over_two_pages_is_one_table() -> None:
    rows = [["Étape", "Date"]] + [[f"Étape {number}", f"{number % 28 + 1} mars"] for number in range(60)]
    document = _story(Table(rows, colWidths=[200, 100], style=GRID, repeatRows=1))
    found = [item for item in document.passages if item.table]
    assert {item.table for item in found} == {1}
    assert len(found) == 61
    assert {item.page for item in found} == {1, 2}
    assert all(item.columns == ("Étape", "Date") for item in found)


def test_two_columns_are_read_one_after_the_other() -> None:
    def save(buffer: io.BytesIO) -> None:
        frames = [Frame(40, 500, 515, 300), Frame(40, 40, 245, 440), Frame(310, 40, 245, 440)]
        document = BaseDocTemplate(buffer, pageTemplates=[PageTemplate(frames=frames)])
        from reportlab.platypus import FrameBreak

        left = [Paragraph(f"Gauche {number}. {LONG}", BODY) for number in range(4)]
        right = [Paragraph(f"Droite {number}. {LONG}", BODY) for number in range(4)]
        document.build([Paragraph("Étude", HEAD), Paragraph(LONG, BODY), FrameBreak(), *left, FrameBreak(), *right])

    found = [text.split(".")[0] for text in texts(_read(making.saved(save)), "paragraph")]
    assert found[1:] == [f"Gauche {number}" for number in range(4)] + [f"Droite {number}" for number in range(4)]


def test_what_comes_back_on_every_page_is_furniture() -> None:
    def decorate(canvas: Any, document: Any) -> None:
        canvas.drawString(60, 810, "Promotion 2026 – brasserie du Canal")
        canvas.drawString(280, 25, f"Page {document.page} sur 4")

    story = [
        part
        for topic in ("Film", "Son", "Texte", "Site")
        for part in (Paragraph(f"{topic} : {LONG}", BODY), PageBreak())
    ]
    document = _story(*story, on_page=decorate)
    assert texts(document, "furniture") == ["Promotion 2026 – brasserie du Canal", "Page 1 sur 4"]
    assert len(texts(document, "paragraph")) == 4
    assert [item.page for item in document.passages if item.kind == "paragraph"] == [1, 2, 3, 4]


def test_tables_of_contents_are_furniture() -> None:
    document = _story(Paragraph("1. Contexte ................................ 3", BODY), Paragraph(LONG, BODY))
    assert texts(document, "furniture") == ["1. Contexte ................................ 3"]


def test_hidden_text() -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 700, "Visible")
        canvas.setFillColor(colors.white)
        canvas.drawString(72, 680, "blanc")
        canvas.setFillColor(colors.black)
        canvas.drawString(700, 660, "dehors")
        canvas.setFont("Helvetica", 1)
        canvas.drawString(72, 640, "minuscule")
        canvas.saveState()
        text = canvas.beginText(72, 620)
        text.setFont("Helvetica", 11)
        text.setTextRenderMode(3)
        text.textOut("invisible")
        canvas.drawText(text)
        canvas.restoreState()
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 600, "couvert")
        canvas.setFillColor(colors.white)
        canvas.rect(60, 595, 200, 20, stroke=0, fill=1)
        canvas.setFillColor(colors.navy)
        canvas.rect(60, 550, 300, 30, stroke=0, fill=1)
        canvas.setFillColor(colors.white)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 560, "Bandeau")

    document = _read(making.pdf(draw))
    assert texts(document) == ["Visible", "Bandeau"]
    assert texts(document, hidden=True) == ["blanc dehors minuscule invisible couvert"]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_turned_pages_are_read_upright(angle: int) -> None:
    """A wide table is often drawn across a tall page, which is then shown turned."""
    from pypdf import PdfReader, PdfWriter, Transformation

    plain = making.pdf_story([Paragraph(LONG, BODY), Table([["Poste", "Coût"], ["Film", "4 000 €"]], style=GRID)])
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(plain)))
    page = writer.pages[0]
    wide, high = page.mediabox.width, page.mediabox.height
    shift = {90: (high, 0), 180: (wide, high), 270: (0, wide)}[angle]
    page.add_transformation(Transformation().rotate(angle).translate(*shift))
    if angle != 180:
        page.mediabox.upper_right = (high, wide)
        page.cropbox.upper_right = (high, wide)
    page.rotate(angle)
    turned, straight = _read(making.saved(writer.write)), _read(plain)
    assert [(item.kind, item.text, item.cells) for item in turned.passages] == [
        (item.kind, item.text, item.cells) for item in straight.passages
    ]


def test_wide_pages_with_few_words_are_slides() -> None:
    def draw(canvas: Any) -> None:
        for number in range(4):
            canvas.setFont("Helvetica-Bold", 28)
            canvas.drawString(60, 460, f"Diapo {number}")
            canvas.setFont("Helvetica", 18)
            canvas.drawString(60, 400, "• Le prix compte pour 30 %")
            if number < 3:
                canvas.showPage()

    document = _read(making.pdf(draw, size=(960, 540)))
    assert (document.slides, document.pages) == (4, 4)
    last = document.passages[-1]
    assert (last.text, last.slide, last.page, last.heading) == ("Le prix compte pour 30 %", 4, 4, "Diapo 3")


def test_annotations_are_comments() -> None:
    from pypdf import PdfReader, PdfWriter
    from pypdf.annotations import Text

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(making.pdf_story([Paragraph(LONG, BODY)]))))
    writer.add_annotation(0, Text(text="Justifiez ce choix.", rect=(50, 550, 200, 650)))
    document = _read(making.saved(writer.write))
    assert texts(document, "comment") == ["Justifiez ce choix."]
    assert [item.kind for item in document.warnings] == ["comments"]


def test_a_scan_is_recognised() -> None:
    with pytest.raises(DraftError, match="Ce PDF ne contient que des images"):
        _read(making.scan("Bonjour"))


def test_a_scanned_page_among_others_is_named() -> None:
    def draw(canvas: Any) -> None:
        from reportlab.lib.utils import ImageReader

        canvas.drawString(72, 700, "Une page de texte qui dit ce que nous faisons, avec qui et quand.")
        canvas.showPage()
        canvas.drawImage(ImageReader(making.picture("Annexe")), 0, 0, 595, 842)

    document = _read(making.pdf(draw))
    assert [item.message for item in document.warnings] == [
        "La page 2 ne contient que des images : leur texte n’a pas pu être lu."
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the command")
def test_scans_are_read_page_by_page_where_ocr_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for `tesseract`, so that the way there and back is tested on every machine."""
    command = tmp_path / "tesseract"
    command.write_text(
        '#!/bin/sh\nif [ "$1" = --list-langs ]; then printf "List:\\nfra\\n"; exit; fi\n'
        'cat >/dev/null\nprintf "1. CONTEXTE\\n\\nNous retenons\\nLumen.\\n\\n- un\\n- deux\\n\\f"\n'
    )
    command.chmod(command.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    heard: list[str] = []
    document = read_draft(making.scan("a", "b"), "scan.pdf", report=heard.append)
    assert texts(document, "paragraph") == ["Nous retenons Lumen."] * 2
    assert texts(document, "list_item") == ["un", "deux"] * 2
    assert passage(document, "Nous").heading == "1. CONTEXTE"
    assert [item.page for item in document.passages if item.text == "un"] == [1, 2]
    assert heard[1:] == [f"Reconnaissance de caractères : page {number} sur 2…" for number in (1, 2)]
    assert [item.kind for item in document.warnings] == ["ocr"]


@pytest.mark.skipif(not shutil.which("tesseract") or ocr.language() is None, reason="tesseract isn’t installed")
def test_real_ocr() -> None:
    document = read_draft(making.scan("Nous retenons l'agence Lumen\npour 12 400 euros."), "scan.pdf")
    assert "agence Lumen" in " ".join(texts(document))
