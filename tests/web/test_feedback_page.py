"""Giving an opinion of an answer, in the browser: asked for first, kept, exported, withdrawn, erased."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from assistant.feedback.drafts import QUESTIONS, write_drafts
from assistant.feedback.store import OpinionStore
from tests.web.conftest import OpenPage, fits, low_contrasts, serving
from tests.web.serving.conftest import NO_LIMITS

pytestmark = pytest.mark.browser

DRAFT = "# Contexte\n\nNotre agence Zéphyrine dispose de 40 000 euros.\n\nLe prix compte pour 30 points.\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "avis.sqlite"


@pytest.fixture
def address(path: Path) -> Iterator[str]:
    with serving("-m", "tests.web.stub_app", ASSISTANT_FEEDBACK_FILE=str(path), **NO_LIMITS) as url:
        yield url


def ask(page: Page, question: str) -> Locator:
    """Ask, and return the thumbs under the answer."""
    bars = page.locator("#chat .opinion")
    before = bars.count()
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    expect(bars).to_have_count(before + 1, timeout=20_000)
    return bars.last


def give(page: Page, bar: Locator, name: str, word: str = "", button: str = "Garder mon avis") -> None:
    bar.get_by_role("button", name=name).click()
    dialog = page.get_by_role("dialog", name="Votre avis sur cette réponse")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Un mot").fill(word)
    dialog.get_by_role("button", name=button).click()
    expect(dialog).to_be_hidden()


def test_an_opinion_is_asked_for_kept_exported_and_withdrawn(
    open_page: OpenPage, address: str, path: Path, tmp_path: Path
) -> None:
    page = open_page(address)
    bar = ask(page, "Je m’appelle Inès Marchand, qu’attend le jury pour C3.4 ?")
    assert not path.exists()
    give(page, bar, "Utile", "rien", "Ne rien garder")
    assert not path.exists()
    give(page, bar, "Utile", "Merci, Inès Marchand")
    expect(bar).to_contain_text("Votre avis est gardé")
    expect(page.locator("#announcer")).to_contain_text("Votre avis est gardé")
    expect(bar.get_by_role("button", name="Utile")).to_have_attribute("aria-pressed", "true")
    store = OpinionStore(path)
    ((_, opinion),) = store.opinions()
    assert opinion.thumb == "up"
    assert opinion.kind == "answer"
    assert "C3.4" in opinion.question
    assert "exam:C3.4" in opinion.citations or any(item.startswith("criterion:C3.4/") for item in opinion.citations)
    assert "Marchand" not in opinion.model_dump_json()
    assert write_drafts(store.opinions(), tmp_path / "out") == 1
    assert "C3.4" in (tmp_path / "out" / QUESTIONS).read_text(encoding="utf-8")
    give(page, bar, "À revoir", "Trop long")  # instead of the one before
    expect(bar.get_by_role("button", name="À revoir")).to_have_attribute("aria-pressed", "true")
    assert [item.thumb for _, item in store.opinions()] == ["down"]
    give(page, bar, "À revoir", button="Retirer mon avis")
    expect(bar).to_contain_text("Votre avis est retiré")
    assert store.opinions() == []


def test_each_answer_has_its_own_opinion_and_erasing_takes_them_all(
    open_page: OpenPage, address: str, path: Path
) -> None:
    page = open_page(address)
    first = ask(page, "Qu’attend le jury pour C3.4 ?")
    ask(page, "Où est-il question du handicap ?")
    other = open_page(address)
    give(other, ask(other, "Combien de temps dure l’oral de veille ?"), "Utile")
    expect(other.locator("#chat .opinion-said")).not_to_be_empty()
    first = page.locator("#chat .opinion").first
    give(page, first, "Utile")
    expect(first).to_contain_text("gardé")
    give(page, page.locator("#chat .opinion").last, "À revoir")
    expect(page.locator("#chat .opinion").last).to_contain_text("gardé")
    store = OpinionStore(path)
    assert {(item.thumb, "C3.4" in item.question) for _, item in store.opinions()} >= {("up", True), ("down", False)}
    page.goto(f"{address}?view=data")
    expect(page.locator("#data-form")).to_contain_text("Vos avis sur les réponses")
    page.get_by_role("button", name="Effacer mes données").click()
    page.locator("#data-form dialog").get_by_role("button", name="Effacer", exact=True).click()
    expect(page.locator("#data-status")).to_contain_text("vos avis gardés")
    assert [item.question for _, item in store.opinions()] == ["Combien de temps dure l’oral de veille ?"]


def test_a_word_of_a_draft_is_never_kept(open_page: OpenPage, address: str, path: Path) -> None:
    page = open_page(address)
    with page.expect_file_chooser() as chooser:
        page.get_by_text("Joindre un brouillon").click()
    chooser.value.set_files({"name": "dossier.md", "mimeType": "text/markdown", "buffer": DRAFT.encode()})
    expect(page.locator("#attach")).to_contain_text("dossier.md")
    for number, question in enumerate(("Relis ce brouillon pour C3.3", "Qu’attend le jury pour C3.4 ?")):
        bar = ask(page, question)
        expect(bar).to_be_visible(timeout=20_000)
        page.wait_for_timeout(1500)  # until the review stands
        give(page, page.locator("#chat .opinion").nth(number), "Utile", "Vous citez l’agence Zéphyrine.")
        expect(page.locator("#chat .opinion").nth(number)).to_contain_text("gardé")
    opinions = [item for _, item in OpinionStore(path).opinions()]
    assert [(item.kind, item.question, item.answer, item.word) for item in opinions] == [("draft", "", "", "")] * 2
    assert "Zéphyrine".encode() not in path.read_bytes()


def test_what_can_t_be_kept_is_said(open_page: OpenPage, address: str, path: Path) -> None:
    page = open_page(address)
    bar = ask(page, "Qu’attend le jury pour C3.4 ?")
    path.mkdir()
    give(page, bar, "Utile")
    expect(bar).to_contain_text("n’a pas pu être gardé")
    expect(bar).not_to_contain_text(str(path.parent))
    expect(bar.get_by_role("button", name="Utile")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_works_by_keyboard_fits_and_can_be_read(open_page: OpenPage, address: str, width: int, scheme: str) -> None:
    page = open_page(address, width=width)
    page.goto(f"{address}?__theme={scheme}")
    expect(page.locator("#question textarea")).to_be_visible(timeout=30_000)
    bar = ask(page, "Qu’attend le jury pour C3.4 ?")
    bar.get_by_role("button", name="À revoir").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=re.compile("Votre avis"))
    expect(dialog.get_by_label("Un mot")).to_be_focused()
    assert fits(page)
    assert not low_contrasts(page, "#chat .opinion *, .opinion-dialog *")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(bar.get_by_role("button", name="À revoir")).to_be_focused()
    assert not low_contrasts(page, "#chat .opinion *")


def test_without_a_file_nobody_is_asked(open_page: OpenPage) -> None:
    with serving("-m", "tests.web.stub_app", **NO_LIMITS) as url:
        page = open_page(url)
        page.locator("#question textarea").fill("Qu’attend le jury pour C3.4 ?")
        page.keyboard.press("Enter")
        expect(page.locator('#chat [data-testid="bot"]')).to_have_count(1, timeout=20_000)
        page.wait_for_timeout(1500)
        expect(page.locator(".opinion, .opinion-dialog")).to_have_count(0)
