from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from assistant.coaching.reviewing.comparing import Comparison
from assistant.coaching.reviewing.review import Review
from assistant.referential.model import Referential
from assistant.report import write_review
from assistant.report.typography import quoted_beginning
from tests.report.conftest import DAY
from tests.report.samples import HOSTILE, NEAR, QUOTE, SECOND, hostile


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.quotes: list[str] = []
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "blockquote":
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self.quotes.append("".join(self._text))

    def handle_data(self, data: str) -> None:
        self._text.append(data)


def read(markdown: str) -> _Reader:
    reader = _Reader()
    reader.feed(MarkdownIt("gfm-like", {"html": True, "linkify": False}).disable("linkify").render(markdown))
    return reader


@pytest.fixture(scope="module")
def text(review: Review, referential: Referential, comparison: Comparison) -> str:
    return write_review(review, referential, "md", comparison, on=DAY).decode("utf-8")


def test_it_says_all_in_order(text: str) -> None:
    order = [
        "# C3.4 – Déploiement des actions de marketing digital",
        "Maison Bœuf & fils.docx",
        "1er\u00a0mars 2026",
        "## En bref",
        "## Depuis la version précédente",
        "## Vue d’ensemble",
        "■  ◧  □□  ?  ––",
        "## Éléments attendus par les modalités",
        "## Critère par critère",
        "### Critère 1\u00a0: ■ Couvert",
        "### Critère 2\u00a0: ◧ Partiel, à vérifier",
        "## Ce qui se juge ailleurs que dans ce fichier",
        "## À savoir sur ce fichier",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_the_notice_stands_once(text: str) -> None:
    assert text.count("Cette relecture est formative") == 1


def test_quotes_and_official_wording_stand_to_the_letter(text: str, review: Review) -> None:
    quotes = " ".join(read(text).quotes)
    for expected in (QUOTE, SECOND, NEAR):
        assert expected in quotes
    for item in review.criteria:
        assert item.text in text


def test_what_speaks_against_is_shown_only_where_the_verdict_is_to_be_checked(text: str) -> None:
    assert text.count("Ce qui pourrait faire douter") == 1
    assert text.count("Le passage qui s’en approche le plus") == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_stays_text(name: str, referential: Referential) -> None:
    written = write_review(hostile(referential, HOSTILE[name]), referential, "md", on=DAY).decode("utf-8")
    reader = read(written)
    assert reader.tags <= {"h1", "h2", "h3", "p", "ul", "ol", "li", "blockquote", "strong", "br"}
    assert any(quoted_beginning(HOSTILE[name], 1200) in quote for quote in reader.quotes)
