"""A tab that is loaded anew shows what it showed; another one, or another person's, doesn't."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assistant.web.arrival import MOST_CHARACTERS, MOST_MESSAGES, kept_messages
from tests.web.conftest import serving

DRAFT = "Le contexte : 12 magasins à Nantes.\n\nLe prix compte pour 30 %."


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving("-m", "tests.web.stub_app") as url:
        yield url


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(locale="fr-FR") as context:
        yield context


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    arrived(page)
    return page


def arrived(page: Page) -> None:
    expect(page.locator("body")).to_have_attribute("data-arrived", "true", timeout=30_000)


def used(page: Page) -> None:
    """Ask, have a draft reviewed and questions made."""
    page.locator("#question textarea").fill("Qu’attend le jury pour C3.3 ?")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .bot")).to_contain_text("C3.3", timeout=60_000)
    page.locator(".masthead [data-page=review]").click()
    page.select_option("#review-exam", "C3.3")
    draft = {"name": "brouillon.txt", "mimeType": "text/plain", "buffer": DRAFT.encode()}
    page.locator("#review-file").set_input_files(draft)  # type: ignore[arg-type]
    page.locator("[data-review]").first.click()
    expect(page.locator("#review-title")).to_be_visible(timeout=60_000)
    page.locator(".masthead [data-page=jury]").click()
    page.locator("#jury-form button[type=submit]").click()
    expect(page.locator("#jury-questions-title")).to_be_visible(timeout=60_000)
    page.wait_for_function("sessionStorage.getItem('jury-coach-conversation')?.includes('C3.3')")


def holds(page: Page) -> dict[str, int]:
    return {
        name: page.locator(place).count()
        for name, place in (("said", "#chat .bot"), ("review", "#review-title"), ("jury", "#jury-questions-title"))
    }


@pytest.mark.browser
def test_what_was_there_is_there_again_until_it_is_erased(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    used(page)
    before = page.locator("#chat .bot").inner_text()
    page.reload()
    arrived(page)
    expect(page.locator("#jury-questions-title")).to_be_visible()
    assert page.url.endswith("?view=jury")
    page.locator(".masthead [data-page=review]").click()
    expect(page.locator("#review-title")).to_be_visible()
    page.locator(".masthead [data-page=chat]").click()
    expect(page.locator("#chat .bot")).to_have_text(re.compile(re.escape(before.split("\n")[0])))
    page.locator("#question textarea").fill("et C2.4 ?")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .bot").last).to_contain_text("C2.4", timeout=60_000)
    page.locator(".masthead [data-page=data]").click()
    page.locator("[data-erase-all]").click()
    page.get_by_role("button", name="Effacer", exact=True).click()
    expect(page.locator("[data-erased]")).to_contain_text("la conversation")
    page.reload()
    arrived(page)
    assert holds(page) == {"said": 0, "review": 0, "jury": 0}


@pytest.mark.browser
def test_an_oral_goes_on_where_it_was_and_its_clock_too(context: BrowserContext, address: str) -> None:
    page = opened(context, f"{address}?view=jury&exam=C3.3")
    page.locator("#jury-form button[type=submit]").click()
    expect(page.locator("#jury-questions-title")).to_be_visible(timeout=60_000)
    page.set_checked("#oral-presents", False)
    page.fill("#oral-discussion", "5")
    page.get_by_role("button", name="Commencer l’oral blanc").click()
    expect(page.locator(".oral")).to_be_visible(timeout=30_000)
    prompt = page.locator("#oral-prompt").inner_text()
    page.on("dialog", lambda dialog: dialog.accept())
    page.wait_for_timeout(1500)
    page.reload()
    arrived(page)
    assert page.locator("#oral-prompt").inner_text() == prompt
    expect(page.locator("[data-time-shown]")).to_have_text(re.compile(r"^4:5\d$"))
    page.fill("#oral-answer", "Nous avons retenu l’agence qui répond au critère du prix.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#oral-prompt")).not_to_have_text(prompt, timeout=30_000)


@pytest.mark.browser
def test_neither_a_copy_of_the_tab_nor_another_person_gets_it(
    context: BrowserContext, browser: Browser, address: str
) -> None:
    page = opened(context, address)
    used(page)
    kept = page.evaluate("({...sessionStorage})")
    with context.expect_page() as copied:
        page.evaluate("window.open(location.href)")
    copy = copied.value
    arrived(copy)
    assert copy.evaluate("sessionStorage.getItem('jury-coach-tab')") not in {None, kept["jury-coach-tab"]}
    assert holds(copy) == {"said": 0, "review": 0, "jury": 0}
    with browser.new_context() as other:
        stranger = other.new_page()
        stranger.goto(f"{address}favicon.ico")
        stranger.evaluate(
            "(kept) => Object.entries(kept).forEach(([name, text]) => sessionStorage.setItem(name, text))", kept
        )
        stranger.goto(address)
        arrived(stranger)
        assert holds(stranger) == {"said": 0, "review": 0, "jury": 0}
    page.reload()
    arrived(page)
    assert all(holds(page).values())


def test_a_conversation_that_a_tab_kept_is_read_as_texts_alone() -> None:
    said = {"role": "user", "content": "Bonjour"}
    strange = [
        None,
        3,
        {"role": "system", "content": "x"},
        {"role": "user", "content": {"path": "/etc/passwd"}},
        {"role": "user"},
    ]
    assert kept_messages([*strange, {**said, "metadata": {"title": "x"}}]) == [said]
    assert kept_messages("abc") == kept_messages(None) == []
    assert len(kept_messages([said] * (MOST_MESSAGES + 5))) == MOST_MESSAGES
    assert kept_messages([said, {"role": "assistant", "content": "x" * MOST_CHARACTERS}])[0]["role"] == "assistant"
