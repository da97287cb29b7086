"""A whole visit with the keyboard alone: a question, a review, an oral, the référentiel, and all of it erased."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import serving

pytestmark = pytest.mark.browser
DRAFT = "Le contexte : 12 magasins à Nantes.\n\nLe prix compte pour 30 %."
PATIENCE_MS = 60_000
FOCUS = """() => {
  const at = document.activeElement;
  const shown = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const around = [at, at.parentElement, at.closest("label, .drop, .switch, [data-testid=textbox], form") ?? at];
  const label = at.id ? document.querySelector(`label[for="${at.id}"]`) : null;
  const seen = [...around, ...(label ? [label] : [])].some((part) => {
    const style = getComputedStyle(part);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  });
  return { name: at.id || at.className || at.tagName, seen, body: at === document.body, hidden: shown.visibility === "hidden" };
}"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving("-m", "tests.web.stub_app") as url:
        yield url


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 860}) as context:
        page = context.new_page()
        page.goto(address)
        expect(page.locator("body")).to_have_attribute("data-arrived", "true", timeout=30_000)
        page.evaluate("document.activeElement.blur()")
        yield page


def tab_to(page: Page, selector: str, key: str = "Tab", most: int = 90) -> None:
    """Press a key until the focus is somewhere; it is seen at each stop."""
    for _ in range(most):
        page.keyboard.press(key)
        told = page.evaluate(FOCUS)
        assert told["seen"] or told["body"], told
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard doesn't reach {selector}")


def to_page(page: Page, name: str) -> None:
    tab_to(page, ".skip", "Tab" if page.evaluate("document.activeElement === document.body") else "Shift+Tab")
    tab_to(page, f".masthead [data-page={name}]")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{name}-heading")).to_be_focused()


def test_a_visit_needs_no_mouse(page: Page, tmp_path: Path) -> None:
    draft = tmp_path / "brouillon.txt"
    draft.write_text(DRAFT, encoding="utf-8")
    ask(page)
    have_reviewed(page, draft)
    take_an_oral(page)
    search(page)
    erase(page)


def ask(page: Page) -> None:
    tab_to(page, ".skip")
    page.keyboard.press("Enter")
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type("Qu’attend le jury pour C3.3 ?")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .bot")).to_contain_text("C3.3/1", timeout=PATIENCE_MS)


def have_reviewed(page: Page, draft: Path) -> None:
    to_page(page, "review")
    tab_to(page, "#review-file")
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Space")
    chosen.value.set_files(draft)
    tab_to(page, "#review-exam")
    page.keyboard.type("C3.3")
    expect(page.locator("#review-exam")).to_have_value("C3.3")
    tab_to(page, "[data-review]")
    page.keyboard.press("Enter")
    expect(page.locator("#review-title")).to_be_focused(timeout=PATIENCE_MS)
    tab_to(page, "[data-download=json]")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename.endswith(".json")
    tab_to(page, "[data-draft=open]")
    page.keyboard.press("Enter")
    expect(page.locator("#draft-title")).to_be_focused()


def take_an_oral(page: Page) -> None:
    to_page(page, "jury")
    tab_to(page, "[data-prepare]")
    page.keyboard.press("Enter")
    expect(page.locator("#jury-questions-title")).to_be_focused(timeout=PATIENCE_MS)
    tab_to(page, "#oral-presents")
    if page.locator("#oral-presents").is_checked():
        page.keyboard.press("Space")
    tab_to(page, "#oral-discussion")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(page.locator("#oral-prompt")).to_be_focused(timeout=PATIENCE_MS)
    tab_to(page, "#oral-answer")
    page.keyboard.type("Le prix compte pour 30 % de la note.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#oral-prompt")).to_be_focused(timeout=PATIENCE_MS)
    tab_to(page, "[data-ask-end]")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open] [data-keep-on]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("[data-ask-end]")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "dialog[open] [data-act=end]")
    page.keyboard.press("Enter")
    expect(page.locator("#oral-title")).to_be_focused(timeout=PATIENCE_MS)


def search(page: Page) -> None:
    to_page(page, "reference")
    tab_to(page, "#reference-query")
    page.keyboard.type("handicap")
    expect(page.locator("#reference-count")).to_contain_text("passages")


def erase(page: Page) -> None:
    to_page(page, "data")
    tab_to(page, "[data-erase-all]")
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement.closest('dialog') !== null || document.activeElement === document.body"
        )
    page.keyboard.press("Escape")
    expect(page.locator("[data-erase-all]")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "dialog[open] button[value=yes]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-erased]")).to_be_focused()


SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"


@pytest.mark.parametrize("width", [1280, 390])
def test_spaced_text_is_not_cut(page: Page, width: int) -> None:
    from tests.web.conftest import fits

    page.set_viewport_size({"width": width, "height": 860})
    page.add_style_tag(content=SPACED)
    for name in ("chat", "review", "jury", "reference", "cohort", "data"):
        page.evaluate("(name) => window.juryRoute.go(name)", name)
        page.wait_for_timeout(150)
        assert fits(page), name


def test_forced_colours_leave_borders_and_focus(browser: Browser, address: str) -> None:
    with browser.new_context(locale="fr-FR", forced_colors="active") as context:
        page = context.new_page()
        page.goto(f"{address}?view=review")
        expect(page.locator("#review-heading")).to_be_visible(timeout=30_000)
        page.evaluate("document.activeElement.blur()")
        tab_to(page, "#review-exam")
        border = page.evaluate("getComputedStyle(document.querySelector('[data-review]')).borderTopStyle")
        assert border == "solid"
