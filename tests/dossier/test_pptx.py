"""PowerPoint decks."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt

from tests.dossier import making
from tests.dossier.making import passage, texts

WHITE = RGBColor(255, 255, 255)


def _read(build: Any) -> Any:
    def fill(deck: Any) -> None:
        build(deck.slides.add_slide(deck.slide_layouts[1]))

    return making.read(making.pptx(fill), "soutenance.pptx")


def _box(slide: Any, text: str, left: float = 1, top: float = 5, width: float = 3) -> Any:
    box = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(1))
    box.text_frame.text = text
    return box


def test_title_bullets_table_notes() -> None:
    def build(slide: Any) -> None:
        slide.shapes.title.text = "Nos critères"
        slide.placeholders[1].text = "Le prix compte pour 30 %\nLa qualité pour 70 %"
        table = slide.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(4), Inches(1)).table
        for place, text in enumerate(("Critère", "Poids", "Prix", "30 %")):
            table.cell(place // 2, place % 2).text = text
        slide.notes_slide.notes_text_frame.text = "Insister sur le prix."

    document = _read(build)
    assert (document.slides, document.pages, document.is_deck) == (1, None, True)
    assert [(item.kind, item.text) for item in document.passages] == [
        ("heading", "Nos critères"),
        ("list_item", "Le prix compte pour 30 %"),
        ("list_item", "La qualité pour 70 %"),
        ("table_row", "Critère Poids"),
        ("table_row", "Prix 30 %"),
        ("note", "Insister sur le prix."),
    ]
    assert passage(document, "Prix 30").columns == ("Critère", "Poids")
    assert {item.slide for item in document.passages} == {1}
    assert passage(document, "Insister").heading == "Nos critères"


def test_groups_and_order_from_top_to_bottom() -> None:
    def build(slide: Any) -> None:
        _box(slide, "En bas", top=6)
        group = slide.shapes.add_group_shape()
        inner = group.shapes.add_textbox(Inches(1), Inches(3), Inches(2), Inches(1))
        inner.text_frame.text = "Dans un groupe"

    assert texts(_read(build)) == ["Dans un groupe", "En bas"]


def test_what_can_t_be_seen() -> None:
    def build(slide: Any) -> None:
        _box(slide, "blanc").text_frame.paragraphs[0].runs[0].font.color.rgb = WHITE
        _box(slide, "minuscule").text_frame.paragraphs[0].runs[0].font.size = Pt(1)
        _box(slide, "dehors", left=30)
        _box(slide, "masqué")._element.nvSpPr.cNvPr.set("hidden", "1")
        _box(slide, "Visible")

    document = _read(build)
    assert texts(document) == ["Visible"]
    assert sorted(texts(document, hidden=True)) == ["blanc", "dehors", "masqué", "minuscule"]


def test_white_on_a_filled_shape_or_over_one_is_seen() -> None:
    def build(slide: Any) -> None:
        panel = slide.shapes.add_shape(1, Inches(0), Inches(4), Inches(9), Inches(3))
        panel.fill.solid()
        panel.fill.fore_color.rgb = RGBColor(0, 0, 90)
        _box(slide, "Sur le panneau").text_frame.paragraphs[0].runs[0].font.color.rgb = WHITE
        filled = _box(slide, "Rempli", top=1)
        filled.fill.solid()
        filled.fill.fore_color.rgb = RGBColor(200, 0, 0)
        filled.text_frame.paragraphs[0].runs[0].font.color.rgb = WHITE

    document = _read(build)
    assert sorted(texts(document)) == ["Rempli", "Sur le panneau"]


def test_hidden_slides() -> None:
    def build(slide: Any) -> None:
        slide.shapes.title.text = "Réserve"
        slide.element.set("show", "0")

    assert texts(_read(build), hidden=True) == ["Réserve"]


def test_charts_say_their_figures() -> None:
    def build(slide: Any) -> None:
        data = CategoryChartData()
        data.categories = ["2025", "2026"]
        data.add_series("Ventes en ligne", (0.06, 0.2))
        slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(2), Inches(5), Inches(3), data)

    assert "2026 0.2" in texts(_read(build), "table_row")
