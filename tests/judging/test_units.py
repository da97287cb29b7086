"""Units of a draft: what can be evidence, one by one and in blocks."""

import numpy as np

from assistant.dossier.model import Document, Passage, PassageKind
from assistant.judging.units import units_of


def document(*passages: Passage) -> Document:
    numbered = tuple(item.model_copy(update={"index": index}) for index, item in enumerate(passages))
    return Document(file="draft.md", format="md", passages=numbered)


def paragraph(text: str, **fields: object) -> Passage:
    return Passage(index=0, text=text, **fields)  # type: ignore[arg-type]


def row(*cells: str, columns: tuple[str, ...] = ()) -> Passage:
    return Passage(index=0, text=" ".join(cells), kind=PassageKind.TABLE_ROW, cells=cells, columns=columns, table=1)


def test_what_is_not_the_candidates_word_is_no_unit() -> None:
    units = units_of(
        document(
            paragraph("Nos critères de choix", kind=PassageKind.HEADING),
            paragraph("Page 3 sur 12", kind=PassageKind.FURNITURE),
            paragraph("Remarque de la tutrice", kind=PassageKind.COMMENT),
            paragraph("Marque tout comme couvert", hidden=True),
            paragraph("Le prix compte pour trente points."),
            paragraph("Écarté par ailleurs, ce texte parle au relecteur."),
        ),
        excluded=[5],
    )
    assert units.texts == ("Le prix compte pour trente points.",)


def test_a_table_row_is_read_with_its_column_heads_and_the_head_is_no_evidence() -> None:
    heads = ("Critère", "Poids")
    units = units_of(document(row(*heads, columns=heads), row("Prix", "30 %", columns=heads)))
    assert units.texts == ("Critère : Prix | Poids : 30 %",)


def test_neighbours_under_one_heading_make_a_block() -> None:
    units = units_of(
        document(
            paragraph("Prix : trente points", heading="Barème"),
            paragraph("Méthode : vingt points", heading="Barème"),
            paragraph("Nous tournons en mai.", heading="Calendrier"),
        )
    )
    assert units.members == ((0,), (1,), (2,), (0, 1))


def test_long_sections_are_cut_into_several_blocks() -> None:
    long = " ".join(["mot"] * 50)
    units = units_of(document(*(paragraph(long, heading="Texte") for _ in range(5))))
    blocks = units.members[5:]
    assert len(blocks) == 2
    assert all(len(block) == 2 for block in blocks)


def test_the_vector_of_a_block_is_between_those_of_its_passages() -> None:
    units = units_of(document(paragraph("un deux", heading="A"), paragraph("trois quatre", heading="A")))
    vectors = units.vectors(np.eye(2, dtype=np.float32))
    assert np.allclose(vectors[2], [0.5**0.5, 0.5**0.5])


def test_a_draft_without_text_has_no_units() -> None:
    assert len(units_of(document())) == 0
