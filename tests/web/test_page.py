"""The page in a real browser: Chromium of the system, driven by Playwright."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

pytestmark = pytest.mark.browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
QUESTION = "Mon binôme recopie les news à la main, ça coûte des points ?"
ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    port = free_port()
    server = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env={**os.environ, "ASSISTANT_PORT": str(port)})
    url = f"http://127.0.0.1:{port}/"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            break
        except OSError:
            time.sleep(0.2)
    yield url
    server.terminate()
    server.wait(15)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[(1280, 860), (390, 800)], ids=["wide", "narrow"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    width, height = request.param
    page = browser.new_page(viewport={"width": width, "height": height}, locale="fr-FR")
    errors: list[str] = []
    foreign: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on(
        "request",
        lambda sent: foreign.append(sent.url) if sent.url.startswith("http") and address not in sent.url else None,
    )
    page.goto(address)
    expect(page.locator("#question textarea")).to_be_visible(timeout=30_000)
    yield page
    page.close()
    assert errors == []
    assert foreign == []


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
    expect(page.get_by_text("Où est-il question du handicap")).to_be_visible()


def test_the_reference_is_searched(page: Page) -> None:
    if page.viewport_size["width"] < 860:  # type: ignore[index]
        page.get_by_role("button", name="Référentiel").click()
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
