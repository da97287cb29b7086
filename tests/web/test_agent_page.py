"""A message that wants several things, in a real browser: what is being done, what was found, and stopping it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import OpenPage, serving

pytestmark = pytest.mark.browser

MESSAGE = "Relis mon dossier, puis pose-moi 2 questions sur mes points faibles, et dis-moi combien dure l’oral"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving("-m", "tests.web.agent_app", ASSISTANT_LLM="mistralai:essai", ASSISTANT_LLM_API_KEY="aucune") as url:
        yield url


@pytest.fixture
def page(open_page: OpenPage, address: str) -> Page:
    page = open_page(address, 1280, 860)
    page.locator("#consent").get_by_role("button", name="Utiliser le modèle").click()
    expect(page.locator("#consent").get_by_role("status")).to_contain_text("est envoyé", timeout=60_000)
    return page


def give(page: Page, draft: Path) -> None:
    page.locator("#attach input[type=file]").set_input_files(draft)
    expect(page.locator("#attach")).to_contain_text(draft.name, timeout=30_000)
    page.fill("#question textarea", MESSAGE)
    page.keyboard.press("Enter")


def test_the_page_stops_what_the_model_and_the_tools_do(page: Page, tmp_path: Path) -> None:
    draft = tmp_path / "lent.txt"
    draft.write_text("Le contexte : 12 magasins.\n\nLe prix compte pour 30 %.", encoding="utf-8")
    give(page, draft)
    said = page.locator("#chat .bot").last
    expect(said).to_contain_text("Lecture des passages", timeout=60_000)
    expect(said).to_contain_text("%")
    page.get_by_role("button", name="Arrêter").first.click()
    expect(page.locator("#question").get_by_role("button", name="Demander")).to_be_visible(timeout=30_000)
    page.wait_for_timeout(3000)
    expect(said).not_to_contain_text("votre relecture")
    # The draft is still attached, and no review runs: a new one is taken.
    expect(page.locator("#attach")).to_contain_text("lent.txt")


def test_several_wishes_are_served_one_after_the_other(page: Page, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("Le contexte : 12 magasins.\n\nLe prix compte pour 30 %.", encoding="utf-8")
    give(page, draft)
    said = page.locator("#chat .bot").last
    expect(said).to_contain_text("Voici votre relecture", timeout=60_000)
    expect(said).to_contain_text("Le jury pourrait vous demander")
    expect(said).to_contain_text("La durée de l’oral")
    expect(said.locator('a[href="#relecture"]')).to_be_visible()
    said.locator('a[href="#relecture"]').click()
    expect(page.locator("#review-head")).to_contain_text("draft.txt", timeout=30_000)
