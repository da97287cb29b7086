"""A walk through the pages and their states, as a candidate and then a tutor would go; who looks decides what for."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from tests.web.conftest import ROOT

PATIENCE_MS = 90_000
SAMPLE = ROOT / "corpus/iseg-manager-strategie-marketing-digitale/sample/C3.3.md"
ANSWER = "Le prix compte pour 30 points sur 100, la méthode pour 40, parce que le délai est serré."


@dataclass(frozen=True)
class State:
    """A page in a state that holds until the walk goes on. `pictured`: it belongs to the pictures of the documents."""

    page: str
    name: str
    pictured: bool = False


def walk(page: Page) -> Iterator[State]:
    """Go through the page that was just opened; yield at each state."""
    yield from _conversation(page)
    yield from _review(page)
    yield from _jury(page)
    yield from _cohort(page)
    yield from _reference(page)
    yield from _data(page)


def go(page: Page, name: str) -> None:
    """Go to a page by its link."""
    page.locator(f".masthead [data-page={name}]").click()


def file(name: str, data: bytes) -> Any:
    """Return a file as a person chooses one."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def say(page: Page, text: str) -> None:
    """Say something to the coach, and wait for the answer's end."""
    page.locator("#question textarea").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator("#question .stop-button")).to_be_hidden(timeout=PATIENCE_MS)
    expect(page.locator("#question textarea")).to_have_value("")
    expect(page.locator("#chat .bot").last).to_be_visible(timeout=PATIENCE_MS)
    page.wait_for_timeout(1500)


def unfold(page: Page) -> None:
    """Open what is folded."""
    page.evaluate("for (const part of document.querySelectorAll('#panels details')) part.open = true")


def to_top(page: Page) -> None:
    """Show a page from its beginning."""
    page.evaluate("for (const part of document.querySelectorAll('#panels > .column')) part.scrollTop = 0")


def _conversation(page: Page) -> Iterator[State]:
    yield State("Coach", "première visite", pictured=True)
    say(page, "Qu’attend le jury pour C3.3 ?")
    yield State("Coach", "réponse citée", pictured=True)
    page.locator("#attach-file").set_input_files(SAMPLE)
    expect(page.locator("#attach .chosen")).to_be_visible(timeout=PATIENCE_MS)
    say(page, "Relis ce brouillon")
    expect(page.locator("#chat .talk-card h3").last).to_be_visible(timeout=PATIENCE_MS)
    yield State("Coach", "relecture en carte", pictured=True)
    say(page, "Pose-moi 3 questions sur mes points faibles")
    yield State("Coach", "questions en cartes")
    say(page, "Exporte ma relecture")
    yield State("Coach", "export en carte")


def _review(page: Page) -> Iterator[State]:
    go(page, "review")
    yield State("Relire mon dossier", "résultat", pictured=True)
    unfold(page)
    yield State("Relire mon dossier", "résultat déplié")
    page.locator("[data-draft=open]").click()
    expect(page.locator(".draft-text")).to_be_visible()
    yield State("Relire mon dossier", "texte du dossier")
    page.locator("[data-draft=close]").click()
    page.locator("#review-file").set_input_files(file("abîmé.docx", b"PK\3\4" + bytes(400)))
    page.locator("[data-review]").first.click()
    expect(page.locator("#review-progress .problem")).to_be_visible(timeout=PATIENCE_MS)
    to_top(page)
    yield State("Relire mon dossier", "fichier illisible")
    text = SAMPLE.read_text(encoding="utf-8")
    page.locator("#review-file").set_input_files(file("suite.md", f"{text}\n\nLe prix compte pour 30 %.".encode()))
    page.locator("[data-review]").first.click()
    expect(page.locator("#review-progress progress")).to_be_visible()
    yield State("Relire mon dossier", "relecture en cours")
    expect(page.locator("#comparison-title")).to_be_visible(timeout=PATIENCE_MS)
    yield State("Relire mon dossier", "comparaison")


def _jury(page: Page) -> Iterator[State]:
    go(page, "jury")
    page.select_option("#jury-exam", "C2.1-C2.6")
    page.locator("[data-erase-jury]").click()
    expect(page.locator("#jury-questions-title")).to_have_count(0)
    yield State("Jury blanc", "vide")
    page.locator("#jury-form button[type=submit]").click()
    expect(page.locator("#jury-questions-title")).to_be_visible(timeout=PATIENCE_MS)
    to_top(page)
    yield State("Jury blanc", "questions", pictured=True)
    unfold(page)
    page.locator("#practice-1").fill(ANSWER)
    page.locator("[data-practice='1'] button[type=submit]").click()
    expect(page.locator("#feedback-1")).to_be_visible(timeout=PATIENCE_MS)
    yield State("Jury blanc", "retour sur une réponse")
    page.set_checked("#oral-presents", False)
    page.fill("#oral-discussion", "5")
    page.locator("[data-oral-start] button[type=submit]").click()
    expect(page.locator("#oral-prompt")).to_be_visible(timeout=PATIENCE_MS)
    page.fill("#oral-answer", ANSWER)
    yield State("Jury blanc", "oral en cours", pictured=True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#oral-answer")).to_have_value("", timeout=PATIENCE_MS)
    page.locator("[data-ask-end]").click()
    yield State("Jury blanc", "fin à confirmer")
    page.locator("dialog [data-act=end]").click()
    expect(page.locator(".oral-report")).to_be_visible(timeout=PATIENCE_MS)
    to_top(page)
    yield State("Jury blanc", "bilan", pictured=True)


def _cohort(page: Page) -> Iterator[State]:
    go(page, "cohort")
    yield State("Promotion", "vide")
    page.select_option("#cohort-exam", "C3.3")
    text = SAMPLE.read_text(encoding="utf-8")
    parts = text.split("\n## ")
    drafts = [
        file("Aubin.md", text.encode()),
        file("Berthe.md", "\n## ".join(parts[: len(parts) // 2]).encode()),
        file("Chloé.md", "\n## ".join(parts[len(parts) // 2 :]).encode()),
        file("Denis.docx", b"PK\3\4" + bytes(400)),
    ]
    page.locator("#cohort-files").set_input_files(drafts)
    page.locator("[data-cohort-go]").click()
    expect(page.locator("#cohort-title")).to_be_visible(timeout=2 * PATIENCE_MS)
    yield State("Promotion", "résultat", pictured=True)


def _reference(page: Page) -> Iterator[State]:
    go(page, "reference")
    page.evaluate("window.juryRoute.go('reference', 'C3.3')")
    yield State("Référentiel", "une épreuve", pictured=True)
    page.locator("#reference-query").fill("handicap")
    yield State("Référentiel", "recherche")
    page.locator("#reference-query").fill("xyzzy")
    yield State("Référentiel", "rien de trouvé")


def _data(page: Page) -> Iterator[State]:
    go(page, "data")
    yield State("Vos données", "page", pictured=True)
    page.locator("[data-erase-all]").click()
    yield State("Vos données", "effacement à confirmer")
    page.locator("#data-form dialog button[value=yes]").click()
    expect(page.locator("[data-erased]")).to_be_visible()
    yield State("Vos données", "effacé")


def slug(state: State) -> str:
    """Return a state's name as a file has it."""
    plain = unicodedata.normalize("NFD", f"{state.page} {state.name}").encode("ascii", "ignore").decode().lower()
    return "-".join("".join(letter if letter.isalnum() else " " for letter in plain).split())
