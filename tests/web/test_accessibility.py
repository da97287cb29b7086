"""Every page in every state: axe-core finds nothing serious, nothing sticks out, and pictures are taken on the way.

`pytest tests/web/test_accessibility.py --record docs` writes the table and the pictures of the documents.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import ROOT, fits, serving
from tests.web.walk import State, slug, walk

pytestmark = pytest.mark.browser
WIDTHS = {1280: 860, 390: 844}
LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
"""The first and the last of them for states that aren't pictured: each width and each theme once."""
IMPACTS = ("critical", "serious", "moderate", "minor")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SETTLED_MS = 350
BEGIN, END = "<!-- axe -->", "<!-- /axe -->"


@dataclass
class Look:
    """What was seen of a state in one width and theme."""

    state: State
    width: int
    theme: str
    violations: list[dict[str, Any]]
    fits: bool
    picture: bytes = field(default=b"", repr=False)

    def count(self, impact: str) -> int:
        """How many violations of an impact there are."""
        return sum(item["impact"] == impact for item in self.violations)


@pytest.fixture(scope="module")
def looks(browser: Browser) -> Iterator[list[Look]]:
    with serving("app.py") as address, browser.new_context(locale="fr-FR", reduced_motion="reduce") as context:
        page = context.new_page()
        page.set_viewport_size({"width": 1280, "height": WIDTHS[1280]})
        page.goto(address)
        expect(page.locator("body")).to_have_attribute("data-arrived", "true", timeout=30_000)
        page.evaluate(Axe().axe_script)
        yield [look for state in walk(page) for look in looks_at(page, state)]


def looks_at(page: Page, state: State) -> list[Look]:
    found = []
    for width, theme in LOOKS if state.pictured else LOOKS[::3]:
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        page.evaluate("(dark) => document.body.classList.toggle('dark', dark)", theme == "dark")
        page.wait_for_timeout(SETTLED_MS)
        told = page.evaluate("(tags) => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", RULES)
        picture = page.screenshot() if state.pictured else b""
        found.append(Look(state, width, theme, told["violations"], fits(page), picture))
    page.evaluate("document.body.classList.remove('dark')")
    page.set_viewport_size({"width": 1280, "height": WIDTHS[1280]})
    return found


def test_axe_finds_nothing_serious_on_any_page_in_any_state(looks: list[Look]) -> None:
    assert len({look.state for look in looks}) >= 20
    serious = [
        (look.state.name, look.width, look.theme, item["id"], item["nodes"][0]["target"])
        for look in looks
        for item in look.violations
        if item["impact"] in {"critical", "serious"}
    ]
    assert serious == []


def test_nothing_sticks_out_of_any_page(looks: list[Look]) -> None:
    assert [(look.state.name, look.width) for look in looks if not look.fits] == []


def test_the_pictures_show_something(looks: list[Look], request: pytest.FixtureRequest) -> None:
    shown = [look for look in looks if look.picture]
    assert {look.state.page for look in shown} == {look.state.page for look in looks}
    for look in shown:
        colours = Image.open(io.BytesIO(look.picture)).convert("RGB").quantize(64).getcolors(64)
        assert colours is not None
        assert len(colours) > 8, (look.state.name, look.width, look.theme)
    folder: str | None = request.config.getoption("--record")
    if folder:
        record(looks, ROOT / folder)


def test_the_documents_show_every_page_in_both_widths_and_themes(looks: list[Look]) -> None:
    there = {path.name for path in (ROOT / "docs/screenshots").glob("*.webp")}
    assert there == {name(look) for look in looks if look.picture}


def name(look: Look) -> str:
    return f"{slug(look.state)}-{look.width}-{look.theme}.webp"


def record(looks: list[Look], folder: Path) -> None:
    """Write the pictures, and the table into the page on accessibility."""
    pictures = folder / "screenshots"
    pictures.mkdir(exist_ok=True)
    for path in pictures.glob("*.webp"):
        path.unlink()
    for look in looks:
        if look.picture:
            Image.open(io.BytesIO(look.picture)).convert("RGB").save(pictures / name(look), quality=72, method=6)
    page = folder / "accessibility.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    page.write_text(f"{before}{BEGIN}\n{table(looks)}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def table(looks: list[Look]) -> str:
    """Return what axe found: a state a line, the worst of both widths and themes."""
    lines = ["| page | état | critiques | sérieuses | modérées | mineures |", "|---|---|---|---|---|---|"]
    for state in dict.fromkeys(look.state for look in looks):
        of_state = [look for look in looks if look.state == state]
        counts = [str(max(look.count(impact) for look in of_state)) for impact in IMPACTS]
        lines.append(f"| {state.page} | {state.name} | {' | '.join(counts)} |")
    return "\n".join(lines)
