"""What the page says of the language model before anything is sent, and the choice that the person makes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from assistant.language.notice import Notice
from assistant.web.consent import consent_html
from assistant.web.jury.jury_form import promises_html as jury_promises
from assistant.web.review.review_form import promises_html as review_promises
from tests.web.conftest import OpenPage, fits, low_contrasts, serving
from tests.web.markup import Tags

HOSTED = Notice("essai", "Mistral AI (api.mistral.ai)", True, True)
LOCAL = Notice("essai", "cette machine (127.0.0.1)", False, True)
EVIL = Notice("<script>x</script>", "le serveur <img src=x>", True, True)


def test_the_question_says_who_gets_what() -> None:
    html = consent_html(HOSTED, None)
    for part in ("Mistral AI (api.mistral.ai)", "brouillons", "jury blanc", "masqués", 'lang="en"', "Continuer sans"):
        assert part in html


def test_the_choice_stays_in_sight_and_can_be_taken_back() -> None:
    assert "Ne plus l’utiliser" in consent_html(HOSTED, True)
    assert "rien n’est envoyé" in consent_html(HOSTED, False)
    assert "Utiliser le modèle" in consent_html(HOSTED, False)


def test_a_local_model_gets_one_line() -> None:
    assert "button" not in consent_html(LOCAL, None)
    assert "rien ne quitte cette machine" in consent_html(LOCAL, None)


def test_what_is_configured_is_no_mark_up() -> None:
    for html in (consent_html(EVIL, None), consent_html(EVIL, True), review_promises(EVIL), jury_promises(notice=EVIL)):
        assert not {"script", "img"} & Tags(html).tags


def test_the_promises_are_true_with_a_hosted_model() -> None:
    for promises in (review_promises, lambda notice: jury_promises(notice=notice)):
        assert "transmis" in promises(None)
        assert promises(None) == promises(LOCAL)
        assert "transmis" not in promises(HOSTED)
        assert "que si vous avez accepté" in promises(HOSTED)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving("app.py", ASSISTANT_LLM="mistralai:essai", ASSISTANT_LLM_API_KEY="aucune") as url:
        yield url


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1280, 860), (390, 800)], ids=["wide", "narrow"])
def test_the_person_chooses_and_the_browser_session_remembers(
    open_page: OpenPage, address: str, size: tuple[int, int]
) -> None:
    page: Page = open_page(address, *size)
    consent = page.locator("#consent")
    expect(consent.get_by_role("heading")).to_have_text("Voulez-vous utiliser le modèle de langage ?", timeout=30_000)
    expect(page.locator(".engine")).to_have_text("Réponses citées")
    assert fits(page)
    assert low_contrasts(page, "#consent *") == []
    box = page.locator("#question textarea").bounding_box()
    assert box
    assert box["y"] + box["height"] <= size[1]
    expect(page.get_by_role("heading", name="Que voulez-vous faire")).to_be_in_viewport()
    consent.get_by_text("In English").click()
    expect(consent.get_by_text("If you agree")).to_be_visible()
    expect(consent.get_by_role("button", name="Continuer sans")).to_be_in_viewport(ratio=1)
    assert fits(page)
    consent.get_by_role("button", name="Continuer sans").press("Enter")
    expect(consent.get_by_role("status")).to_contain_text("rien n’est envoyé", timeout=30_000)
    expect(consent.get_by_role("status")).to_be_focused()
    page.reload()
    expect(consent.get_by_role("status")).to_contain_text("rien n’est envoyé", timeout=30_000)
    consent.get_by_role("button", name="Utiliser le modèle").click()
    expect(consent.get_by_role("status")).to_contain_text("est envoyé à Mistral AI (api.mistral.ai)", timeout=30_000)
    assert low_contrasts(page, "#consent *") == []
    consent.get_by_role("button", name="Ne plus l’utiliser").click()
    expect(consent.get_by_role("status")).to_contain_text("rien n’est envoyé", timeout=30_000)


@pytest.mark.browser
def test_a_choice_about_another_model_is_asked_again(open_page: OpenPage, address: str) -> None:
    page = open_page(address, 1280, 860)
    page.evaluate("""sessionStorage.setItem("jury-coach-model", '{"key": "0123456789abcdef", "accepted": true}')""")
    page.reload()
    expect(page.locator("#consent").get_by_role("heading")).to_be_visible(timeout=30_000)


@pytest.mark.browser
def test_a_question_without_consent_is_answered_without_the_model(open_page: OpenPage, address: str) -> None:
    page = open_page(address, 1280, 860)
    page.fill("#question textarea", "Mon binôme recopie les news à la main, ça coûte des points ?")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .bot").last).to_contain_text("À faire", timeout=60_000)
