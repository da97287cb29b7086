"""What a person sees when the service goes and comes back: their text stays, the conversation goes on."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.operations.service import Service, service

pytestmark = pytest.mark.browser

QUESTION = "Combien de temps dure l’oral de veille ?"
UNFINISHED = "Et pour le cahier des charges, combien de"


def _opened(browser: Browser, served: Service) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="fr-FR")
    page.goto(served.url)
    expect(page.locator("#question textarea")).to_be_visible(timeout=30_000)
    page.wait_for_timeout(500)
    return page


def _look(page: Page) -> None:
    """Have the page look at once, as it does when it is seen again: it looks every quarter of a minute by itself."""
    page.evaluate("window.dispatchEvent(new Event('online'))")


def test_the_text_and_the_conversation_outlive_a_restart(browser: Browser, tmp_path: Path) -> None:
    with service(tmp_path) as served:
        port = served.port
        page = _opened(browser, served)
        question = page.locator("#question textarea")
        question.fill(QUESTION)
        question.press("Enter")
        expect(page.locator("#chat")).to_contain_text("30 minutes", timeout=30_000)
        question.fill(UNFINISHED)
        served.signal()
        served.process.wait(10)
    _look(page)
    notice = page.locator("#service-notice")
    expect(notice).to_contain_text("se reconnecte d’elle-même", timeout=10_000)
    expect(notice).to_have_attribute("role", "status")
    question.press("Enter")
    expect(question).to_have_value(UNFINISHED)
    with service(tmp_path, ASSISTANT_PORT=str(port)):
        expect(notice).to_contain_text("a redémarré", timeout=10_000)
        expect(question).to_have_value(UNFINISHED)
        expect(page.locator("#chat")).to_contain_text("30 minutes")
        page.get_by_role("button", name="Continuer").click()
        expect(notice).to_be_empty()
        question.fill("Et pour C3.3 ?")
        question.press("Enter")
        expect(page.locator("#chat")).to_contain_text(re.compile("C3.3"), timeout=30_000)
        page.wait_for_timeout(1500)
        assert QUESTION in page.locator("#chat").inner_text(), "the conversation goes on from where it was"
    page.close()


def test_a_page_that_is_opened_again_gives_the_text_back(browser: Browser, tmp_path: Path) -> None:
    with service(tmp_path) as served:
        page = _opened(browser, served)
        page.locator("#question textarea").fill(UNFINISHED)
        served.signal()
        served.process.wait(10)
    _look(page)
    expect(page.locator("#service-notice")).to_contain_text("redémarre", timeout=10_000)
    with service(tmp_path, ASSISTANT_PORT=str(served.port)):
        page.goto(served.url)
        expect(page.locator("#question textarea")).to_have_value(UNFINISHED, timeout=30_000)
        page.get_by_role("button", name="Continuer").click()
        assert page.evaluate("sessionStorage.getItem('jury-coach-kept')") is None
    page.close()


def test_what_is_new_waits_while_the_service_lets_people_finish(browser: Browser, tmp_path: Path) -> None:
    with service(tmp_path, ASSISTANT_SHUTDOWN_SECONDS="20") as served:
        page = _opened(browser, served)
        held = _opened(browser, served)
        # A review under way keeps the service up.
        draft = tmp_path / "dossier-lent.md"
        draft.write_text("# Cahier des charges\n\nLe prix compte pour 30 points.\n", encoding="utf-8")
        held.locator('a[data-page="review"]').first.click()
        held.locator("#review-form input[type=file]").set_input_files(draft)
        held.locator("#review-form button[type=submit]").click()
        expect(held.locator("#review-progress")).to_contain_text("passages", timeout=30_000)
        served.signal()
        _look(page)
        expect(page.locator("#service-notice")).to_contain_text("ce qui est en cours peut finir", timeout=5_000)
        page.locator("#question textarea").fill(UNFINISHED)
        page.locator("#question textarea").press("Enter")
        expect(page.locator("#question textarea")).to_have_value(UNFINISHED)
        expect(held.locator("#review-head")).not_to_be_empty(timeout=20_000)
        assert served.process.wait(15) == 0
    page.close()
    held.close()
