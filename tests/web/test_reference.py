import re

from assistant.referential.knowledge import Knowledge
from assistant.referential.model import EntryKind, Referential
from assistant.web.reference import anchor, linked, reference_html


def test_every_entry_has_one_place_on_the_page(referential: Referential, knowledge: Knowledge) -> None:
    page = reference_html(referential, knowledge.vocabulary)
    for key in referential.entry_keys():
        assert page.count(f'id="{anchor(key.kind, key.id)}"') == 1


def test_citations_become_links_and_nothing_else_does() -> None:
    markdown = "Le critère **C3.3/2**, l'épreuve **C3.3**, **À faire :** et **C5.3/1**."
    text = linked(markdown, [(EntryKind.CRITERION, "C3.3/2")])
    assert "[**C3.3/2**](#ref-criterion-C3.3_2)" in text
    assert "[**C3.3**](#ref-exam-C3.3)" in text
    assert re.findall(r"\]\(#([^)]*)\)", text) == ["ref-criterion-C3.3_2", "ref-exam-C3.3"]


def test_the_page_escapes_what_it_shows(referential: Referential, knowledge: Knowledge) -> None:
    page = reference_html(referential, knowledge.vocabulary)
    assert "C5.1 &amp; 5.2" not in page or "&amp;" in page
    assert "<script" not in page
