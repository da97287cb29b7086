"""Spoken answers in a real browser whose microphone beeps, with a coach that hears the same words in everything."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import OpenPage, fits, low_contrasts, serving
from tests.web.stub_app import HEARD
from tests.web.test_jury_page import begin, go, opened, prepare, rank
from tests.web.test_review_page import WIDTHS

pytestmark = pytest.mark.browser

QUICK_MS = 15_000
SECONDS = "10"
SENT_INSTEAD = """(words) => {
  window.readAsIs ??= FileReader.prototype.readAsDataURL;
  FileReader.prototype.readAsDataURL = function (blob) {
    window.readAsIs.call(this, words === null ? blob : new Blob([words]));
  };
}"""
REFUSING = """(name) => {
  navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", name); };
}"""
COUNTING = """() => {
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  window.tracks = [];
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    window.tracks.push(...stream.getTracks());
    return stream;
  };
}"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    variables = {"ASSISTANT_SPEECH_MODEL": "stub", "ASSISTANT_SPEECH_MAX_SECONDS": SECONDS}
    with serving("-m", "tests.web.stub_app", **variables) as url:
        yield url


@pytest.fixture(scope="module")
def deaf() -> Iterator[str]:
    """Serve the page without a model."""
    with serving("-m", "tests.web.stub_app", ASSISTANT_SPEECH_MODEL="") as url:
        yield url


@pytest.fixture(params=WIDTHS, ids=["wide", "narrow"])
def page(request: pytest.FixtureRequest, open_page: OpenPage, address: str) -> Page:
    return opened(open_page, address, *request.param)


@pytest.fixture
def wide(open_page: OpenPage, address: str) -> Page:
    return opened(open_page, address)


def in_oral(page: Page) -> Locator:
    prepare(page)
    begin(page)
    page.evaluate(COUNTING)
    return page.locator(".oral .voice")


def speak(voice: Locator, milliseconds: int = 1500) -> None:
    voice.get_by_role("button", name="Répondre à voix haute").click()
    expect(state(voice)).to_contain_text("Enregistrement · 0:0", timeout=QUICK_MS)
    voice.page.wait_for_timeout(milliseconds)


def stop(voice: Locator) -> None:
    voice.get_by_role("button", name="Arrêter l’enregistrement").click()


def state(voice: Locator) -> Locator:
    return voice.locator("[data-voice-state]")


def problem(voice: Locator) -> Locator:
    return voice.locator("[data-voice-problem]")


def answer(page: Page) -> Locator:
    return page.locator("#oral-answer")


def microphone_is_free(page: Page) -> bool:
    return bool(page.evaluate("window.tracks.every((track) => track.readyState === 'ended')"))


def test_an_answer_is_spoken_corrected_and_sent(page: Page) -> None:
    expect(page.locator("#jury-promises")).to_contain_text("à voix haute")
    voice = in_oral(page)
    speak(voice)
    assert fits(page)
    stop(voice)
    expect(state(voice)).to_have_text("Transcription…")
    expect(answer(page)).to_have_value(HEARD, timeout=QUICK_MS)
    expect(answer(page)).to_be_focused()
    expect(state(voice)).to_contain_text("relisez-la, corrigez-la, puis envoyez-la")
    assert microphone_is_free(page)
    # More is said after what is there.
    answer(page).fill("Deux mots.  ")
    speak(voice)
    stop(voice)
    expect(answer(page)).to_have_value(f"Deux mots. {HEARD}", timeout=QUICK_MS)
    assert fits(page)
    answer(page).press("End")
    page.keyboard.type(" C’est tout.")
    page.get_by_role("button", name="Répondre", exact=True).click()
    expect(rank(page)).to_contain_text("Question 2", timeout=QUICK_MS)
    expect(answer(page)).to_have_value("")
    expect(state(voice)).to_have_text("")


def test_one_answer_of_a_card_is_spoken(page: Page) -> None:
    prepare(page)
    page.evaluate(COUNTING)
    first, second = page.locator(".card").nth(0), page.locator(".card").nth(1)
    for card in (first, second):
        card.locator(".practice summary").click()
    first.get_by_role("button", name="Répondre à voix haute à la question 1").click()
    expect(state(first)).to_contain_text("Enregistrement")
    # There is one microphone: the other button leads to what records.
    second.get_by_role("button", name="Répondre à voix haute").click()
    expect(first.locator("[data-speak]")).to_be_focused()
    expect(state(second)).to_have_text("")
    page.wait_for_timeout(500)
    first.get_by_role("button", name="Avoir un retour").click()
    expect(first.locator("form [data-problem]")).to_contain_text("Arrêtez d’abord l’enregistrement")
    # A card that is folded doesn't record on unseen.
    first.locator(".practice summary").click()
    expect(first.locator("textarea")).to_have_value(HEARD, timeout=QUICK_MS)
    assert microphone_is_free(page)
    first.locator(".practice summary").click()
    first.get_by_role("button", name="Avoir un retour").click()
    expect(first.locator(".feedback-title")).to_be_visible(timeout=QUICK_MS)
    expect(second.locator("textarea")).to_have_value("")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("NotAllowedError", "Le micro est refusé"),
        ("NotFoundError", "Aucun micro"),
        ("NotReadableError", "Le micro ne répond pas"),
        ("AbortError", "n’a pas pu commencer"),
    ],
)
def test_a_microphone_that_is_refused_gets_a_sentence(wide: Page, error: str, words: str) -> None:
    voice = in_oral(wide)
    answer(wide).fill("Déjà écrit")
    wide.evaluate(REFUSING, error)
    voice.get_by_role("button", name="Répondre à voix haute").click()
    expect(problem(voice)).to_contain_text(words)
    expect(voice.get_by_role("button", name="Répondre à voix haute")).to_be_visible()
    expect(answer(wide)).to_have_value("Déjà écrit")


def test_a_breakdown_keeps_the_recording(wide: Page) -> None:
    voice = in_oral(wide)
    answer(wide).fill("Déjà écrit.")
    wide.evaluate(SENT_INSTEAD, "panne")
    speak(voice)
    stop(voice)
    expect(problem(voice)).to_contain_text("Votre enregistrement est gardé", timeout=QUICK_MS)
    expect(answer(wide)).to_have_value("Déjà écrit.")
    wide.evaluate(SENT_INSTEAD, None)
    voice.get_by_role("button", name="Transcrire de nouveau").click()
    expect(answer(wide)).to_have_value(f"Déjà écrit. {HEARD}", timeout=QUICK_MS)
    expect(problem(voice)).to_have_text("")
    expect(voice.get_by_role("button", name="Transcrire de nouveau")).to_be_hidden()


def test_silence_gets_a_sentence(wide: Page) -> None:
    voice = in_oral(wide)
    wide.evaluate(SENT_INSTEAD, "rien")
    speak(voice)
    stop(voice)
    expect(problem(voice)).to_contain_text("Aucune parole", timeout=QUICK_MS)
    expect(voice.get_by_role("button", name="Transcrire de nouveau")).to_be_hidden()
    expect(voice.get_by_role("button", name="Répondre à voix haute")).to_be_visible()


def test_a_recording_ends_at_its_limit_and_nothing_is_lost(wide: Page) -> None:
    voice = in_oral(wide)
    speak(voice)
    expect(answer(wide)).to_have_value(HEARD, timeout=25_000)
    expect(state(voice)).to_contain_text("s’est arrêté au bout de 10\u00a0secondes\u00a0; continuez")
    assert microphone_is_free(wide)


def test_what_happens_meanwhile(wide: Page) -> None:
    voice = in_oral(wide)
    speak(voice)
    answer(wide).press("Control+Enter")
    expect(wide.locator(".oral form > [data-problem]")).to_contain_text("Arrêtez d’abord l’enregistrement")
    # A pause ends the recording, and what was said comes all the same.
    wide.get_by_role("button", name="Pause").click()
    expect(wide.locator(".oral")).to_have_attribute("data-held", "true", timeout=QUICK_MS)
    expect(voice).to_have_count(0)
    expect(answer(wide)).to_have_value(HEARD, timeout=QUICK_MS)
    assert microphone_is_free(wide)
    wide.get_by_role("button", name="Reprendre").click()
    expect(voice).to_be_visible(timeout=QUICK_MS)
    expect(answer(wide)).to_have_value(HEARD)
    # Whoever passes gives up what he was saying.
    speak(voice)
    wide.get_by_role("button", name="Passer", exact=True).click()
    expect(rank(wide)).to_contain_text("Question 2", timeout=QUICK_MS)
    expect(voice.get_by_role("button", name="Répondre à voix haute")).to_be_visible()
    wide.wait_for_timeout(1500)
    expect(answer(wide)).to_have_value("")
    assert microphone_is_free(wide)
    # A transcription can be given up, and taken up again.
    speak(voice)
    stop(voice)
    voice.get_by_role("button", name="Annuler la transcription").click()
    expect(state(voice)).to_have_text("Transcription annulée.")
    wide.wait_for_timeout(1500)
    expect(answer(wide)).to_have_value("")
    voice.get_by_role("button", name="Transcrire de nouveau").click()
    expect(answer(wide)).to_have_value(HEARD, timeout=QUICK_MS)


def test_the_clock_stands_still_while_an_answer_is_written_down(wide: Page) -> None:
    voice = in_oral(wide)
    speak(voice)
    stop(voice)
    expect(answer(wide)).to_have_value(HEARD, timeout=QUICK_MS)
    shown = wide.locator("[data-time-shown]").inner_text()
    wide.get_by_role("button", name="Pause").click()
    expect(wide.locator(".oral")).to_have_attribute("data-held", "true", timeout=QUICK_MS)
    after = wide.locator("[data-time-shown]").inner_text()
    assert 0 <= seconds(after) - seconds(shown) <= 1


def test_the_keyboard_is_enough(wide: Page) -> None:
    voice = in_oral(wide)
    answer(wide).focus()
    wide.keyboard.press("Tab")
    button = voice.locator("[data-speak]")
    expect(button).to_be_focused()
    wide.keyboard.press("Enter")
    expect(state(voice)).to_contain_text("Enregistrement")
    expect(wide.locator("#announcer")).to_have_text(re.compile("Enregistrement en cours, 10\\s*secondes au plus"))
    expect(button).to_be_focused()
    expect(button).to_have_accessible_name("Arrêter l’enregistrement")
    expect(button).to_have_accessible_description(re.compile("Enregistrement · 0:0\\d sur 0:10"))
    wide.wait_for_timeout(1200)
    wide.keyboard.press("Space")
    expect(answer(wide)).to_have_value(HEARD, timeout=QUICK_MS)
    expect(answer(wide)).to_be_focused()
    expect(wide.locator("#announcer")).to_contain_text("Votre réponse est transcrite")


def test_it_can_be_read_in_both_lights(wide: Page) -> None:
    voice = in_oral(wide)
    speak(voice)
    assert low_contrasts(wide, ".voice *") == []
    wide.locator("#theme-toggle").click()
    wide.wait_for_timeout(400)
    assert low_contrasts(wide, ".voice *") == []


def test_a_browser_that_cannot_record_shows_no_button(open_page: OpenPage, address: str) -> None:
    page = open_page(address)
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'mediaDevices', { get: () => undefined });")
    page.reload()
    go(page)
    prepare(page)
    begin(page)
    expect(answer(page)).to_be_visible()
    expect(page.locator(".oral .voice")).to_be_hidden()


def test_without_a_model_there_is_no_button(open_page: OpenPage, deaf: str) -> None:
    page = opened(open_page, deaf)
    prepare(page)
    expect(page.locator("#jury-promises")).not_to_contain_text("voix haute")
    page.locator(".card").first.locator(".practice summary").click()
    begin(page)
    expect(answer(page)).to_be_visible()
    expect(page.locator(".voice")).to_have_count(0)


def seconds(shown: str) -> int:
    minutes, rest = shown.split(":")
    return int(minutes) * 60 + int(rest)
