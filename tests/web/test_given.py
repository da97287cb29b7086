import base64

import pytest

from assistant.dossier.refusals import DraftError
from assistant.web.given import given_draft, given_file, plain_name


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_a_file_comes_before_the_pasted_text() -> None:
    draft = given_draft({"name": "C:\\dossiers\\a.docx", "data": encoded(b"abc"), "text": "x"}, 15)
    assert (draft.name, draft.data) == ("a.docx", b"abc")
    assert given_draft({"text": "Mon texte"}, 15).data == b"Mon texte"


@pytest.mark.parametrize(
    "given", [{}, {"text": "  \n"}, {"name": "a.docx"}, {"name": "a.docx", "data": "%%%"}, {"data": 3, "name": "x"}]
)
def test_nothing_usable_gets_a_sentence(given: dict[str, object]) -> None:
    with pytest.raises(DraftError, match=r"\w+ .*\."):
        given_draft(given, 15)


def test_a_file_that_is_too_big_gets_its_size() -> None:
    with pytest.raises(DraftError, match="2,0 Mo"):
        given_file({"name": "a.pdf", "data": encoded(bytes(2 * 1024 * 1024))}, 1)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("a\x00\u202eb.docx", "ab.docx"),
        ("", "document"),
        ("/", "document"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_names_are_plain(given: str, name: str) -> None:
    assert plain_name(given) == name
