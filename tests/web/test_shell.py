"""The frame of the pages: addresses, the way back, the keyboard, and the page that says what is kept."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.web.conftest import OpenPage, fits, low_contrasts, serving

pytestmark = pytest.mark.browser
PAGES = ("review", "jury", "reference", "cohort", "data")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving("app.py") as url:
        yield url


@pytest.mark.parametrize("width", [1280, 980, 390])
def test_every_page_has_an_address_and_the_way_back_leads_back(address: str, open_page: OpenPage, width: int) -> None:
    page = open_page(address, width=width)
    for name in PAGES:
        page.locator(f".masthead [data-page={name}]").click()
        expect(page).to_have_url(re.compile(f"view={name}"))
        expect(page.locator(f"#{name}-heading")).to_be_focused()
        expect(page.locator(f".masthead [data-page={name}]")).to_have_attribute("aria-current", "page")
        assert fits(page)
        assert low_contrasts(page, f"#header *, #{name}-panel *") == []
    for name in reversed(PAGES[:-1]):
        page.go_back()
        expect(page.locator(f"#{name}-heading")).to_be_visible()
    page.go_back()
    expect(page.locator("#question textarea")).to_be_visible()
    assert page.title().startswith("jury-coach")
    page.go_forward()
    expect(page.locator("#review-heading")).to_be_visible()
    assert page.title().startswith("Relire mon dossier")


def test_an_address_leads_to_an_exam_a_criterion_and_a_form(address: str, browser: Browser) -> None:
    page = browser.new_page(locale="fr-FR")
    page.goto(f"{address}?exam=C3.3")
    expect(page.locator("#ref-exam-C3\\.3")).to_be_visible(timeout=30_000)
    expect(page.locator("#ref-exam-C3\\.3")).to_have_class(re.compile("found"))
    page.goto(f"{address}?exam=C1.1-C1.4/4")
    expect(page.locator("#ref-criterion-C1\\.1-C1\\.4_4")).to_be_in_viewport(timeout=30_000)
    page.goto(f"{address}?view=jury&exam=C5.3")
    expect(page.locator("#jury-exam")).to_have_value("C5.3", timeout=30_000)
    page.select_option("#jury-exam", "C3.4")
    expect(page).to_have_url(re.compile("view=jury&exam=C3.4"))
    page.goto(f"{address}?view=nonsense&exam=%3Cscript%3E")
    expect(page.locator("#question textarea")).to_be_visible(timeout=30_000)
    page.close()


def test_a_citation_on_a_narrow_screen_leads_back_to_the_conversation(address: str, open_page: OpenPage) -> None:
    page = open_page(address, width=390)
    page.locator("#question textarea").fill("Qu’attend le jury pour C3.3 ?")
    page.keyboard.press("Enter")
    page.locator('#chat a[href*="#ref-criterion"]').first.click(timeout=30_000)
    expect(page).to_have_url(re.compile(r"view=reference&exam=C3\.3"))
    page.go_back()
    expect(page.locator('#chat a[href*="#ref-criterion"]').first).to_be_visible()


def test_the_keyboard_reaches_the_pages_and_skips_to_the_content(address: str, open_page: OpenPage) -> None:
    page = open_page(address)
    page.locator("a.skip").focus()
    expect(page.locator("a.skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#question textarea")).to_be_focused()


def test_all_is_erased_at_once_and_said(address: str, open_page: OpenPage) -> None:
    page = open_page(address)
    page.locator("#question textarea").fill("Qu’attend le jury pour C3.3 ?")
    page.keyboard.press("Enter")
    expect(page.locator('#chat a[href*="#ref-criterion"]').first).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Vos données").click()
    page.get_by_role("button", name="Effacer mes données").click()
    page.get_by_role("button", name="Garder").click()
    page.get_by_role("button", name="Effacer mes données").click()
    page.locator("dialog button[value=yes]").click()
    expect(page.locator("#data-status")).to_contain_text("la conversation")
    page.get_by_role("link", name="Coach").click()
    expect(page.locator("#chat .message")).to_have_count(0)
    page.get_by_role("link", name="Vos données").click()
    page.get_by_role("button", name="Effacer mes données").click()
    page.locator("dialog button[value=yes]").click()
    expect(page.locator("#data-status")).to_contain_text("rien à effacer")
