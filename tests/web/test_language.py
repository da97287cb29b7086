"""The page in English: none of its own words stays French, what is quoted stays as it is, and the way back."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import ROOT, serving
from tests.web.walk import say

WORDS: dict[str, str] = json.loads((ROOT / "assistant/web/assets/words.en.json").read_text(encoding="utf-8"))
PLACE = re.compile(r"\{\d\}")
GRADIOS_OWN = {
    *("chatbot conversation", "Loading", "common.complete", "Scroll down"),
    *("Clear", "Copy conversation", "Copy message", "Edit", "Retry", "Undo"),
    *("Effacer la conversation", "Modifier", "Réessayer", "Annuler"),
}
"""What Gradio says itself, in the browser's language."""
DRAFT = "Le contexte : 12 magasins à Nantes.\n\nLe prix compte pour 30 %.\n\nNous verrons les critères plus tard."


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\\u00a0", " ").replace("&nbsp;", " ")).strip().casefold()


def sources() -> str:
    """All strings of the program, as one text: what stands in the catalogue must still be said somewhere."""
    said: list[str] = []
    for path in (ROOT / "assistant").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said += [
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
    said += [path.read_text(encoding="utf-8") for path in Path(ROOT / "assistant/web/assets").glob("*.js")]
    return "\n".join(map(plain, said))


def test_the_places_of_a_sentence_are_those_of_its_english() -> None:
    for french, english in WORDS.items():
        assert set(PLACE.findall(french)) >= set(PLACE.findall(english)), french
        assert english.strip() == english != "", french
        assert "«" not in english


def test_the_catalogue_holds_nothing_that_nobody_says() -> None:
    everything = sources()
    for french in WORDS.keys() - GRADIOS_OWN:
        for part in re.split(r"\{\d\}|\b\d+ |[()«»,;:·.]| et | sur ", french):
            piece = plain(part)
            if len(piece) > 4:
                assert any(form in everything for form in forms(piece)), french


def forms(piece: str) -> tuple[str, ...]:
    """As it stands, in the singular, and with its last word put in by the program."""
    return piece, piece.removesuffix("s"), piece.rpartition(" ")[0] or piece


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving("-m", "tests.web.stub_app") as url:
        yield url


def opened(browser: Browser, address: str, locale: str = "en-GB") -> Page:
    page = browser.new_context(locale=locale).new_page()
    page.goto(address)
    expect(page.locator("body")).to_have_attribute("data-arrived", "true", timeout=30_000)
    return page


def missing(page: Page) -> list[str]:
    page.wait_for_timeout(100)
    found: list[str] = page.evaluate("window.juryLanguage.missing()")
    return found


def go(page: Page, name: str) -> None:
    page.locator(f".masthead [data-page={name}]").click()


def given(name: str, text: str = DRAFT) -> dict[str, object]:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def review(page: Page, name: str, text: str = DRAFT) -> None:
    page.locator("#review-file").set_input_files(given(name, text))  # type: ignore[arg-type]
    page.locator("[data-review]").first.click()


def unfold(page: Page) -> None:
    page.evaluate("for (const part of document.querySelectorAll('#panels details')) part.open = true")


@pytest.mark.browser
def test_every_page_and_state_is_in_english(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    assert missing(page) == []
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("#question textarea").fill("Qu’attend le jury pour C3.3 ?")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .bot")).to_contain_text("C3.3", timeout=60_000)
    assert missing(page) == []
    say(page, "help")
    say(page, "export the review")
    page.locator("[data-talk=sample]").last.click()
    expect(page.locator("#chat .talk-review h3")).to_be_visible(timeout=60_000)
    say(page, "What about criterion 1?")
    say(page, "Ask me 2 questions on my weak points")
    say(page, "erase my data")
    assert missing(page) == []
    go(page, "review")
    page.locator("[data-review]").first.click()
    page.select_option("#review-exam", "C3.3")
    review(page, "lent.txt")
    expect(page.locator("#review-progress progress")).to_be_visible()
    assert missing(page) == []
    expect(page.locator(".review-head")).to_have_attribute("data-file", "lent.txt", timeout=60_000)
    unfold(page)
    assert missing(page) == []
    expect(page.locator("#criterion-1 .verdict")).to_have_text("Covered")
    expect(page.locator("#criterion-1 .official")).to_have_attribute("lang", "fr")
    review(page, "mieux.txt", f"{DRAFT}\n\nHandicap : 3 mesures.")
    expect(page.locator("#comparison-title")).to_have_text("Since the previous version", timeout=60_000)
    unfold(page)
    assert missing(page) == []
    review(page, "panne.txt")
    expect(page.locator("#review-progress .problem")).to_contain_text("The review failed", timeout=60_000)
    assert missing(page) == []
    page.locator("[data-draft=open]").click()
    assert missing(page) == []
    assert page.title() == "Review my draft · jury-coach"
    page.context.close()


@pytest.mark.browser
def test_the_mock_jury_speaks_french_on_an_english_page(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}?view=jury&exam=C3.3")
    page.locator("#jury-form button[type=submit]").click()
    expect(page.locator("#jury-questions-title")).to_have_text("5 questions from the jury", timeout=60_000)
    unfold(page)
    assert missing(page) == []
    page.locator("#practice-1").fill("Le prix compte pour 30 % et je le dis à moitié.")
    page.locator("[data-practice='1'] button[type=submit]").click()
    expect(page.locator("#feedback-1")).to_have_text("Feedback on your answer", timeout=30_000)
    assert missing(page) == []
    page.set_checked("#oral-presents", False)
    page.fill("#oral-discussion", "5")
    page.locator("[data-oral-start] button[type=submit]").click()
    expect(page.locator("#oral-prompt [lang=fr]")).to_be_visible(timeout=30_000)
    assert missing(page) == []
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("[data-clock-note]")).to_contain_text("Paused")
    assert missing(page) == []
    page.get_by_role("button", name="Go on").click()
    page.locator("[data-act=skip]").click()
    page.locator("[data-ask-end]").click()
    assert missing(page) == []
    page.locator("dialog [data-act=end]").click()
    expect(page.locator("#oral-title")).to_have_text("Outcome of the mock oral", timeout=30_000)
    unfold(page)
    assert missing(page) == []
    page.context.close()


@pytest.mark.browser
def test_a_promotion_the_referential_and_what_is_kept_are_in_english(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}?view=cohort&exam=C3.3")
    page.locator("#cohort-files").set_input_files(
        [given("a.txt"), given("b.docx", "\0\1\2" * 99), given("c.txt", "Le prix.")]
    )  # type: ignore[list-item]
    page.locator("[data-cohort-go]").click()
    expect(page.locator("#cohort-title")).to_have_text("2 drafts reviewed", timeout=60_000)
    unfold(page)
    assert missing(page) == []
    go(page, "reference")
    page.fill("#reference-query", "handicap")
    expect(page.locator("#reference-count")).to_contain_text("passages")
    assert missing(page) == []
    go(page, "data")
    page.locator("[data-erase-all]").click()
    page.get_by_role("button", name="Erase", exact=True).click()
    expect(page.locator("[data-erased]")).to_have_text("Erased: the cohort.")
    assert missing(page) == []
    page.context.close()


@pytest.mark.browser
def test_the_language_is_the_persons_choice_and_is_remembered(browser: Browser, address: str) -> None:
    page = opened(browser, address, "fr-FR")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    french = page.locator("#panels").inner_text()
    page.get_by_role("button", name="English").click()
    expect(page.locator("#question button.submit-button")).to_contain_text("Ask")
    assert missing(page) == []
    page.get_by_role("button", name="Français").click()
    assert page.locator("#panels").inner_text() == french
    page.get_by_role("button", name="English").click()
    page.goto(f"{address}?view=data")
    expect(page.locator("#data-heading")).to_have_text("Your data", timeout=30_000)
    page.goto(f"{address}?view=data&lang=fr")
    expect(page.locator("#data-heading")).to_have_text("Vos données", timeout=30_000)
    page.context.close()
    german = opened(browser, address, "de-DE")
    expect(german.locator("html")).to_have_attribute("lang", "fr")
    german.context.close()
