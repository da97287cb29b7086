"""Plain text: encodings, paragraphs, headings, tables."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.dossier.plain import decode
from assistant.dossier.refusals import DraftError
from tests.dossier import making
from tests.dossier.making import passage, texts

SENTENCE = "L’été dernier, à Orléans, nous avons réalisé « Forêt » : cœur de cible élargi, 12 000 € engagés, ça plaît."


def _read(text: str) -> "making.Document":
    return making.read(text.encode(), "cahier.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_usual_encodings(encoding: str) -> None:
    data = SENTENCE.encode(encoding)
    assert decode(data) == SENTENCE
    assert texts(making.read(data, "cahier.txt")) == [SENTENCE]


@pytest.mark.parametrize("encoding", ["latin-1", "cp850"])
def test_older_encodings(encoding: str) -> None:
    text = "Les élèves présentent leur stratégie à Nîmes, où la clientèle a été sondée."
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("pasted", ["cp1252", "latin-1"])
def test_a_paragraph_pasted_in_another_encoding(pasted: str) -> None:
    first, second = "L’été dernier, 12 000 € engagés à Orléans.", "Les élèves ont été sondés à Nîmes."
    assert decode(f"{first}\n\n".encode() + second.encode(pasted)) == f"{first}\n\n{second}"
    assert decode(f"{second}\n\n".encode(pasted) + first.encode()) == f"{second}\n\n{first}"


def test_a_few_accents_are_enough() -> None:
    for text in ("Budget prévu", "Le café ouvre", "Déjà vu à Sète"):
        for encoding in ("cp1252", "mac_roman"):
            assert decode(text.encode(encoding)) == text


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), min_size=1, max_size=200))
def test_any_text_in_utf8_is_itself(text: str) -> None:
    assert decode(text.encode()) in {text, text.lstrip("\ufeff"), None}


def test_hard_wrapped_lines_make_paragraphs() -> None:
    document = _read(
        "Nous avons comparé cinq agences sur quatre critères pondérés,\n"
        "du prix aux délais, et nous en avons gardé deux pour la suite\n"
        "de la consultation.\n\nLe tournage a lieu en mai.\n"
    )
    assert [len(text.split()) for text in texts(document)] == [25, 6]


def test_one_line_one_paragraph_where_nothing_is_wrapped() -> None:
    long = "Nous avons comparé cinq agences sur quatre critères pondérés, du prix aux délais, et gardé deux agences pour la suite."
    assert texts(_read(f"{long}\n{long}\nFin.")) == [long, long, "Fin."]


def test_headings_lists_and_tables() -> None:
    document = _read(
        "CAHIER DES CHARGES\n\n1. Contexte\n\nLa brasserie emploie huit salariés.\n\n- premier point\n- second point\n"
        "  qui continue\n\nBudget\n------\n\n| Poste | Coût |\n|-------|------|\n| Film  | 4 000 € |\n\n"
        "Étape\tDate\nTournage\t12 mai\n\nSommaire ........ 3\n"
    )
    assert texts(document, "heading") == ["CAHIER DES CHARGES", "1. Contexte", "Budget"]
    assert texts(document, "list_item") == ["premier point", "second point qui continue"]
    row = passage(document, "Film")
    assert (row.text, row.cells, row.columns) == ("Film | 4 000 €", ("Film", "4 000 €"), ("Poste", "Coût"))
    assert passage(document, "Tournage").cells == ("Tournage", "12 mai")
    assert passage(document, "Tournage").table == 2
    assert texts(document, "furniture") == ["Sommaire ........ 3"]


def test_form_feeds_are_pages() -> None:
    document = _read("Une page.\fDeux pages.")
    assert (document.pages, passage(document, "Deux").page) == (2, 2)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from(list("ab é.,\n\t|-#1")), max_size=300))
def test_every_passage_is_the_file_s_own_text(text: str) -> None:
    if not any(letter.isalnum() for letter in text):
        return
    try:
        document = _read(text)
    except DraftError:
        return
    whole = " ".join(text.split())
    assert all(item.text in whole for item in document.passages)
