"""OpenDocument texts and decks."""

from typing import Any

from odfdo import Document as OpenDocument
from odfdo import DrawPage, Element, Frame, Header, List, Paragraph, Style, Table

from tests.dossier import making
from tests.dossier.making import passage, texts


def _read(build: Any) -> Any:
    return making.read(making.odt(build), "cahier.odt")


def _table(rows: list[list[str]]) -> Table:
    table = Table("T", width=len(rows[0]), height=len(rows))
    for y, row in enumerate(rows):
        table.set_row_values(y, row)
    return table


def test_headings_lists_tables_notes_and_comments() -> None:
    def build(body: Any) -> None:
        body.append(Header(1, "Contexte"))
        paragraph = Paragraph("Selon l’observatoire, le marché recule.")
        paragraph.insert_note(after="observatoire", note_id="n1", citation="1", body="Enquête de mars.")
        paragraph.insert_annotation(after="recule", body="Source ?", creator="Tuteur")
        body.append(paragraph)
        body.append(List(["Premier point", "Second point"]))
        body.append(_table([["Poste", "Coût"], ["Film", "4 000 €"]]))

    document = _read(build)
    assert [(item.kind, item.text) for item in document.passages] == [
        ("heading", "Contexte"),
        ("paragraph", "Selon l’observatoire, le marché recule."),
        ("note", "Enquête de mars."),
        ("comment", "Source ?"),
        ("list_item", "Premier point"),
        ("list_item", "Second point"),
        ("table_row", "Poste Coût"),
        ("table_row", "Film 4 000 €"),
    ]
    assert passage(document, "Film").columns == ("Poste", "Coût")
    assert [item.kind for item in document.warnings] == ["comments"]


def test_what_can_t_be_seen() -> None:
    document = OpenDocument("text")
    document.body.clear()
    for name, look in (("Blanc", {"color": "#ffffff"}), ("Petit", {"size": "1pt"}), ("Masque", {"display": "none"})):
        style = Style("text", name=name, **({"area": "text"} | look))
        document.insert_style(style, automatic=True)
        paragraph = Paragraph(f"Visible {name.lower()} fin.")
        paragraph.set_span(name, regex=name.lower())
        document.body.append(paragraph)
    found = making.read(making.saved(document.save), "cahier.odt")
    assert texts(found) == ["Visible fin."] * 3
    assert texts(found, hidden=True) == ["blanc", "petit", "masque"]


def test_decks() -> None:
    document = OpenDocument("presentation")
    document.body.clear()
    page = DrawPage("p1", name="Une")
    for role, text in (("title", "Nos critères"), ("outline", "Le prix compte pour 30 %")):
        frame = Frame.text_frame(Paragraph(text), size=("10cm", "2cm"), position=("1cm", "1cm"))
        frame.set_attribute("presentation:class", role)
        page.append(frame)
    notes = Element.from_tag("presentation:notes")
    frame = Frame.text_frame(Paragraph("À dire à l’oral."), size=("10cm", "2cm"), position=("1cm", "1cm"))
    frame.set_attribute("presentation:class", "notes")
    notes.append(frame)
    page.append(notes)
    document.body.append(page)
    found = making.read(making.saved(document.save), "soutenance.odp")
    assert (found.format, found.slides) == ("odp", 1)
    assert texts(found, "heading") == ["Nos critères"]
    assert passage(found, "Le prix").heading == "Nos critères"
    assert texts(found, "note") == ["À dire à l’oral."]
