"""The page in a real browser: the conversation, and the référentiel beside it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import OpenPage, serving

pytestmark = pytest.mark.browser

QUESTION = "Mon binôme recopie les news à la main, ça coûte des points ?"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving("app.py") as url:
        yield url


@pytest.fixture(params=[(1280, 860), (390, 800)], ids=["wide", "narrow"])
def page(request: pytest.FixtureRequest, open_page: OpenPage, address: str) -> Page:
    return open_page(address, *request.param)


def ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    expect(page.locator("#chat .bot").last).to_contain_text("À faire", timeout=60_000)


def test_a_question_gets_a_cited_answer_whose_citation_opens_its_place(page: Page) -> None:
    ask(page, QUESTION)
    link = page.locator('#chat a[href="#ref-criterion-C1.1-C1.4_4"]').first
    expect(link).to_have_text("C1.1-C1.4/4")
    link.click()
    place = page.locator("#ref-criterion-C1\\.1-C1\\.4_4")
    expect(place).to_be_visible()
    expect(place).to_be_in_viewport()
    expect(place).to_contain_text("permettent l'automatisation")
    assert "found" in (place.get_attribute("class") or "")
    assert page.url.count("/") == 3  # the link opened nothing else


def test_a_suggestion_is_asked_with_a_click(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="Que faut-il rendre pour C1.1-C1.4").click()
    expect(page.locator("#chat .bot").last).to_contain_text("dispositif de veille", timeout=30_000)


def test_the_page_fits_its_window(page: Page) -> None:
    ask(page, QUESTION)
    widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1]
    box = page.locator("#question textarea").bounding_box()
    assert box
    assert box["y"] + box["height"] <= page.viewport_size["height"]  # type: ignore[index]


def test_examples_are_offered_before_the_first_question(page: Page) -> None:
    expect(page.get_by_role("button", name=QUESTION)).to_be_visible()
    expect(page.get_by_role("button", name="Pose-moi 3 questions sur C2.4")).to_be_visible()


def test_the_reference_is_searched(page: Page) -> None:
    if page.viewport_size["width"] < 860:  # type: ignore[index]
        page.get_by_role("link", name="Référentiel").click()
    page.fill("#reference-query", "qualite prix")
    expect(page.locator("#ref-criterion-C3\\.3_4")).to_be_visible()
    expect(page.locator("#reference-count")).to_have_text("1 passage")
    page.fill("#reference-query", "zzzz")
    expect(page.locator("#reference-empty")).to_be_visible()
    page.fill("#reference-query", "")
    expect(page.locator("details.activity")).to_have_count(5)


def test_colours_can_be_switched_and_are_remembered(page: Page) -> None:
    before = page.evaluate("document.body.classList.contains('dark')")
    page.locator("#theme-toggle").click()
    assert page.evaluate("document.body.classList.contains('dark')") is not before
    page.reload()
    expect(page.locator("#question textarea")).to_be_visible(timeout=30_000)
    assert page.evaluate("document.body.classList.contains('dark')") is not before


def test_the_banner_says_which_engine_answers(page: Page) -> None:
    expect(page.locator(".engine")).to_have_text("Réponses citées, sans modèle de langage")


def test_the_api_answers_as_the_contract_says(address: str) -> None:
    from gradio_client import Client

    client = Client(address, verbose=False)
    answer = client.predict("Qu'attend le jury pour C3.3 ?", "[]", api_name="/ask")
    assert [citation["id"] for citation in answer["citations"]] == [f"C3.3/{n}" for n in range(1, 7)]
    assert len(client.predict(api_name="/referential")["exams"]) == 8
