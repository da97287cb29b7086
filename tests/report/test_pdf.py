import re
import time
from io import BytesIO

import pytest
from pypdf import PdfReader

from assistant.coaching.reviewing.comparing import Comparison
from assistant.coaching.reviewing.review import Review
from assistant.referential.model import Referential
from assistant.report import write_review
from assistant.report.pdf_markup import drawable
from assistant.report.typography import quoted_beginning
from tests.report.conftest import DAY
from tests.report.samples import HOSTILE, NEAR, QUOTE, SECOND, hostile


def _text(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def _squeezed(text: str) -> str:
    """The text without any space: a long word is broken over lines."""
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def reader(review: Review, referential: Referential, comparison: Comparison) -> PdfReader:
    return PdfReader(BytesIO(write_review(review, referential, "pdf", comparison, on=DAY)))


def test_quotes_and_official_wording_stand_to_the_letter(reader: PdfReader, review: Review) -> None:
    text = _text(reader)
    for expected in (QUOTE, SECOND, NEAR):
        assert f"« {expected} »" in text
    for item in review.criteria:
        assert item.text in text


def test_no_character_is_broken(reader: PdfReader) -> None:
    text = _text(reader)
    assert "\ufffd" not in text
    for sign in "éèêàçœŒ’€–→≥■◧□".replace("Œ", ""):
        assert sign in text


def test_fonts_are_embedded(reader: PdfReader) -> None:
    for page in reader.pages:
        used = [font.get_object() for font in page["/Resources"]["/Font"].values()]
        assert any("DejaVuSansCondensed" in font["/BaseFont"] for font in used)


def test_title_language_outline_and_page_numbers(reader: PdfReader) -> None:
    assert reader.metadata is not None
    assert (
        reader.metadata.title == "Relecture d’un brouillon\u00a0: C3.4 – Déploiement des actions de marketing digital"
    )
    assert reader.trailer["/Root"]["/Lang"] == "fr-FR"
    titles = [item.title for item in reader.outline if not isinstance(item, list)]
    assert titles[0] == "En bref"
    assert "Critère par critère" in titles
    nested = [item.title for group in reader.outline if isinstance(group, list) for item in group]
    assert "Critère 2\u00a0: Partiel, à vérifier" in nested
    count = len(reader.pages)
    for number, page in enumerate(reader.pages, start=1):
        assert f"page {number} sur {count}" in page.extract_text()


def test_the_moves_are_told(reader: PdfReader) -> None:
    assert "En recul, peut-être : Couvert → Partiel" in _text(reader)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_stays_text(name: str, referential: Referential) -> None:
    started = time.perf_counter()
    reader = PdfReader(BytesIO(write_review(hostile(referential, HOSTILE[name]), referential, "pdf", on=DAY)))
    assert time.perf_counter() - started < 30
    assert "/JavaScript" not in str(reader.trailer["/Root"])
    if name != "rtl":  # text extraction puts right-to-left words in the order in which they are read
        assert _squeezed(drawable(quoted_beginning(HOSTILE[name], 1200))) in _squeezed(_text(reader))


def test_what_the_fonts_lack_is_a_visible_blank_and_said(review: Review, referential: Referential) -> None:
    assert drawable("le 3 mai 👩‍👩‍👧 🚀 ✅ 中文 ❤️ 👍🏽 é → ✓") == "le 3 mai ▯ ▯ ▯ ▯▯ ❤ ▯ é → ✓"
    reader = PdfReader(BytesIO(write_review(hostile(referential, "🚀"), referential, "pdf")))
    assert "Le signe ▯ remplace" in _text(reader)
    assert "\x00" not in _text(reader)
    assert "▯" not in _text(PdfReader(BytesIO(write_review(review, referential, "pdf"))))
