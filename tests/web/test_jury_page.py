"""« Jury blanc » in a real browser, with a coach that only looks for words (`stub_app`)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import OpenPage, fits, low_contrasts, serving
from tests.web.test_review_page import PATIENCE_MS, WIDTHS, write

pytestmark = pytest.mark.browser

QUICK_MS = 15_000


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving("-m", "tests.web.stub_app") as url:
        yield url


@pytest.fixture(params=WIDTHS, ids=["wide", "narrow"])
def page(request: pytest.FixtureRequest, open_page: OpenPage, address: str) -> Page:
    return opened(open_page, address, *request.param)


@pytest.fixture
def wide(open_page: OpenPage, address: str) -> Page:
    return opened(open_page, address)


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("promotion")
    write(folder / "a.docx", "Le prix compte pour 30 % de la note.")
    write(folder / "b.docx", "Le prix compte ; le handicap est pris en compte en 2 points.")
    write(folder / "c lent.docx", "Le prix compte.")
    (folder / "faux.pdf").write_bytes(b"%PDF-1.4 rien")
    return folder


def opened(open_page: OpenPage, address: str, *size: int) -> Page:
    page = open_page(address, *size)
    go(page)
    return page


def go(page: Page) -> None:
    page.get_by_role("link", name="Jury blanc").click()
    expect(page.get_by_role("heading", name="Jury blanc")).to_be_visible()


def prepare(page: Page, exam: str = "C3.4", count: int = 2) -> None:
    page.select_option("#jury-exam", exam)
    page.fill("#jury-count", str(count))
    page.get_by_role("button", name="Préparer les questions").click()
    expect(page.locator("#jury-questions-title")).to_be_focused(timeout=PATIENCE_MS)


def begin(page: Page, presentation: str | None = None, discussion: str = "") -> None:
    page.set_checked("#oral-presents", presentation is not None)
    if presentation is not None:
        page.fill("#oral-presentation", presentation)
    page.fill("#oral-discussion", discussion)
    page.get_by_role("button", name="Commencer l’oral blanc").click()
    expect(page.locator(".oral")).to_be_visible(timeout=QUICK_MS)


def reply(page: Page, text: str) -> None:
    page.fill("#oral-answer", text)
    page.keyboard.press("Control+Enter")


def rank(page: Page) -> Locator:
    return page.locator(".oral .rank")


def reviewed(page: Page, path: Path) -> None:
    page.get_by_role("link", name="Relire mon dossier").click()
    page.set_input_files("#review-file", path)
    page.select_option("#review-exam", "C3.3")
    page.get_by_role("button", name="Relire", exact=True).click()
    expect(page.locator("#review-title")).to_be_focused(timeout=PATIENCE_MS)


def test_questions_are_prepared_and_their_points_stay_folded(page: Page) -> None:
    expect(page.locator("#jury-competence")).to_be_visible()
    page.select_option("#jury-level", "facile")
    prepare(page, count=3)
    expect(page.locator("#jury-competence")).to_be_hidden()  # this exam has one
    cards = page.locator(".card")
    expect(cards).to_have_count(3)
    expect(cards.first).to_contain_text("Niveau facile")
    expect(cards.first.locator(".expected-points li").first).to_be_hidden()
    cards.first.locator(".expected-points summary").click()
    expect(cards.first.locator(".expected-points li").first).to_contain_text("On peut le dire ainsi")
    assert page.input_value("#jury-level") == "facile"
    before = cards.locator("h4").all_inner_texts()
    page.get_by_role("button", name="D’autres questions").click()
    expect(page.locator("#jury-questions .jury-head")).to_have_attribute("data-set", "2", timeout=QUICK_MS)
    assert not set(before) & set(cards.locator("h4").all_inner_texts())
    assert fits(page)


def test_questions_aim_at_the_draft_that_was_reviewed(page: Page, drafts: Path) -> None:
    expect(page.locator("#jury-aim")).to_be_disabled()
    expect(page.locator("#jury-aim-hint")).to_have_text("Relisez d’abord votre dossier.")
    page.locator("[data-to-review]").click()
    reviewed(page, drafts / "a.docx")
    go(page)
    assert page.input_value("#jury-exam") == "C3.3"
    expect(page.locator("#jury-aim")).to_be_checked()
    page.get_by_role("button", name="Préparer les questions").click()
    expect(page.locator(".card .anchor").first).to_contain_text("Part de vos mots", timeout=QUICK_MS)
    expect(page.locator(".card .aim").first).to_contain_text("Vise un")
    assert page.evaluate("window.hacked") is None
    expect(page.locator(".card img, .card script")).to_have_count(0)
    assert fits(page)
    page.select_option("#jury-exam", "C3.4")
    expect(page.locator("#jury-aim")).to_be_disabled()
    expect(page.locator("#jury-aim-hint")).to_contain_text("Votre relecture porte sur C3.3")
    # What quotes the draft goes with it.
    page.get_by_role("link", name="Relire mon dossier").click()
    page.locator("[data-erase]").click()
    expect(page.locator("#review-progress")).to_contain_text("effacés")
    go(page)
    expect(page.locator(".card")).to_have_count(0)
    expect(page.locator("#jury-aim")).to_be_disabled()


def test_one_answer_gets_its_feedback(page: Page) -> None:
    prepare(page)
    card = page.locator(".card").first
    card.locator(".practice summary").click()
    card.get_by_role("button", name="Avoir un retour").click()
    expect(card.locator("[data-problem]")).to_have_text("Écrivez d’abord votre réponse.")
    card.locator("textarea").fill("Ici la panne")
    card.get_by_role("button", name="Avoir un retour").click()
    expect(card.locator("[data-problem]")).to_contain_text("toujours dans le champ", timeout=PATIENCE_MS)
    assert card.locator("textarea").input_value() == "Ici la panne"
    card.locator("textarea").fill("La moitié <img src=x onerror='window.hacked=1'> : 12 %.")
    page.keyboard.press("Control+Enter")
    expect(card.locator(".feedback-title")).to_be_focused(timeout=QUICK_MS)
    expect(card.locator(".verdict").first).to_have_text("À moitié")
    expect(card.locator(".feedback q").first).to_contain_text("<img src=x")
    assert page.evaluate("window.hacked") is None
    assert fits(page)
    page.get_by_role("button", name="D’autres questions").click()
    expect(page.locator("#jury-questions .jury-head")).to_have_attribute("data-set", "2", timeout=QUICK_MS)
    expect(page.locator(".feedback")).to_have_count(0)
    assert page.locator(".card textarea").first.input_value() == ""


def test_an_oral_from_its_presentation_to_its_report(page: Page, tmp_path: Path) -> None:
    prepare(page)
    begin(page, "10", "15")
    expect(page.locator("#oral-title")).to_be_focused()
    expect(page.locator("#oral-title")).to_have_text("Présentation")
    expect(page.locator(".clock-time")).to_have_text(re.compile(r"10:00|9:5\d"))
    expect(page.locator("#jury-form")).to_be_hidden()
    assert fits(page)
    page.get_by_role("button", name="J’ai fini ma présentation").click()
    expect(page.locator("#oral-prompt")).to_be_focused(timeout=QUICK_MS)
    expect(rank(page)).to_have_text("Question 1 sur 2")
    expect(page.locator("#oral-prompt")).to_be_in_viewport()
    expect(page.locator(".clock")).to_be_in_viewport()
    reply(page, "Rien de précis.")
    expect(rank(page)).to_contain_text("Relance", timeout=PATIENCE_MS)
    expect(page.locator(".first-question")).to_be_visible()
    expect(page.locator("#oral-prompt")).to_be_focused()
    assert page.input_value("#oral-answer") == ""
    expect(page.locator(".verdict, .feedback")).to_have_count(0)  # a jury gives nothing away
    assert fits(page)
    reply(page, "Voici tout, avec 3 chiffres <b>gras</b>.")
    expect(rank(page)).to_have_text("Question 2 sur 2", timeout=QUICK_MS)
    page.get_by_role("button", name="Passer", exact=True).click()
    report = page.locator(".oral-report")
    expect(report).to_be_visible(timeout=QUICK_MS)
    expect(page.locator("#oral-title")).to_be_focused()
    expect(report.locator(".facts")).to_contain_text("1 avec une réponse · 1 passée")
    expect(report.locator(".priorities li")).to_have_count(1)
    expect(report.locator(".own-words").first).to_contain_text("<b>gras</b>")
    page.get_by_role("radio", name="en partie").first.check()
    report.locator(".transcript summary").click()
    expect(report.locator(".transcript")).to_contain_text("Rien de précis.")
    assert fits(page)
    with page.expect_download() as awaited:
        report.locator("[data-form=md]").click()
    assert awaited.value.suggested_filename == "oral-blanc-C3.4.md"
    assert awaited.value.url.startswith("blob:")
    awaited.value.save_as(tmp_path / "oral.md")
    assert (tmp_path / "oral.md").stat().st_size > 0
    page.get_by_role("button", name="Recommencer").click()
    expect(page.locator("#oral-title")).to_have_text("Présentation", timeout=QUICK_MS)
    page.get_by_role("button", name="Terminer").click()
    page.locator("dialog [data-act=end]").click()
    expect(report).to_contain_text("n’a posé aucune question", timeout=QUICK_MS)
    page.get_by_role("button", name="Retour aux questions").click()
    expect(page.locator("#jury-questions-title")).to_be_focused(timeout=QUICK_MS)
    expect(page.locator(".card")).to_have_count(2)


def test_an_oral_is_held_and_a_written_answer_stays(wide: Page) -> None:
    prepare(wide)
    begin(wide, None, "15")
    wide.fill("#oral-answer", "J’écris ceci")
    wide.get_by_role("button", name="Pause").click()
    expect(wide.get_by_role("button", name="Reprendre")).to_be_focused(timeout=QUICK_MS)
    expect(wide.locator(".clock-note")).to_contain_text("En pause")
    expect(wide.locator("[data-send]")).to_have_count(0)
    assert wide.input_value("#oral-answer") == "J’écris ceci"
    held = wide.locator(".clock-time").inner_text()
    wide.wait_for_timeout(2_200)
    assert wide.locator(".clock-time").inner_text() == held
    wide.get_by_role("button", name="Reprendre").click()
    expect(wide.locator("#oral-answer")).to_be_focused(timeout=QUICK_MS)
    expect(wide.locator(".clock-time")).not_to_have_text(held, timeout=QUICK_MS)
    assert wide.input_value("#oral-answer") == "J’écris ceci"
    reply(wide, "Il y a une panne")
    expect(wide.locator(".oral [data-problem]")).to_contain_text("toujours dans le champ", timeout=PATIENCE_MS)
    assert wide.input_value("#oral-answer") == "Il y a une panne"
    expect(wide.locator("[data-send]")).to_be_enabled()
    reply(wide, "C’est lent, mais je dis tout.")
    expect(wide.locator("[data-notes]")).to_be_visible()
    expect(wide.locator("[data-send]")).to_be_disabled()
    expect(rank(wide)).to_have_text("Question 2 sur 2", timeout=QUICK_MS)
    expect(wide.locator(".oral [data-problem]")).to_be_empty()
    expect(wide.locator("[data-notes]")).to_be_hidden()


def test_the_time_runs_out_and_the_last_answer_still_counts(wide: Page) -> None:
    prepare(wide)
    begin(wide, None, "0.05")
    expect(wide.locator(".clock.soon")).to_contain_text("Dernière minute")
    wide.fill("#oral-answer", "Je réponds à moitié")
    expect(wide.locator(".clock.over")).to_contain_text("Temps écoulé", timeout=QUICK_MS)
    expect(wide.locator("#announcer")).to_have_text("Le temps est écoulé.")
    expect(wide.locator("[data-time-over]")).to_be_visible()
    wide.get_by_role("button", name="Répondre").click()
    expect(wide.locator(".oral-report")).to_be_visible(timeout=PATIENCE_MS)
    expect(wide.locator(".oral-report .facts")).to_contain_text("1 avec une réponse")
    expect(wide.locator(".oral-report .own-words").first).to_contain_text("Je réponds à moitié")


def test_the_clock_without_a_limit_counts_up(wide: Page) -> None:
    prepare(wide)
    begin(wide, "", "")
    expect(wide.locator(".clock-note")).to_have_text("sans limite de temps")
    expect(wide.locator(".clock-time")).to_have_text("0:02", timeout=QUICK_MS)
    expect(wide.locator(".clock.soon, .clock.over")).to_have_count(0)


def test_a_time_that_is_none_gets_a_sentence(wide: Page) -> None:
    prepare(wide)
    wide.fill("#oral-discussion", "500")
    wide.get_by_role("button", name="Commencer l’oral blanc").click()
    expect(wide.locator("#jury-status .problem")).to_contain_text("nombre de minutes", timeout=QUICK_MS)
    expect(wide.locator(".oral")).to_have_count(0)


def test_the_oral_may_draw_questions_that_were_not_read(wide: Page) -> None:
    prepare(wide, count=1)
    wide.set_checked("#oral-fresh", True)
    begin(wide, None, "5")
    expect(wide.locator("#jury-questions .jury-head")).to_have_attribute("data-set", "2")


def test_two_windows_have_an_oral_each(open_page: OpenPage, address: str) -> None:
    first, second = opened(open_page, address), opened(open_page, address)
    prepare(first, "C3.4", 1)
    prepare(second, "C3.3", 3)
    begin(first, None, "10")
    begin(second, None, "10")
    expect(rank(first)).to_have_text("Question 1 sur 1")
    expect(rank(second)).to_have_text("Question 1 sur 3")
    reply(first, "Voici tout.")
    expect(first.locator(".oral-report")).to_be_visible(timeout=PATIENCE_MS)
    expect(second.locator(".oral")).to_be_visible()
    expect(second.locator(".kicker").last).to_contain_text("C3.3")


def test_everything_is_forgotten_at_once(wide: Page) -> None:
    prepare(wide)
    wide.locator("[data-erase-jury]").click()
    expect(wide.locator("#jury-status")).to_contain_text("effacés", timeout=QUICK_MS)
    expect(wide.locator(".card")).to_have_count(0)


def test_the_keyboard_is_enough(wide: Page) -> None:
    prepare(wide)
    wide.locator("#oral-discussion").focus()
    wide.keyboard.press("Enter")
    expect(wide.locator("#oral-title")).to_be_focused(timeout=QUICK_MS)
    wide.keyboard.press("Tab")
    wide.keyboard.press("Enter")
    expect(wide.locator("#oral-prompt")).to_be_focused(timeout=QUICK_MS)
    wide.keyboard.press("Tab")
    expect(wide.locator("#oral-answer")).to_be_focused()
    wide.keyboard.type("Voici tout.")
    wide.keyboard.press("Control+Enter")
    expect(rank(wide)).to_have_text("Question 2 sur 2", timeout=PATIENCE_MS)
    expect(wide.locator("#oral-prompt")).to_be_focused()
    for _ in range(5):
        wide.keyboard.press("Tab")
    expect(wide.get_by_role("button", name="Terminer")).to_be_focused()
    wide.keyboard.press("Enter")
    expect(wide.get_by_role("dialog")).to_be_visible()
    wide.keyboard.press("Escape")
    expect(wide.get_by_role("dialog")).to_be_hidden()
    expect(wide.get_by_role("button", name="Terminer")).to_be_focused()


def test_the_sheet_is_downloaded_and_the_questions_are_copied(wide: Page) -> None:
    prepare(wide)
    for form in ("docx", "pdf", "md"):
        with wide.expect_download() as awaited:
            wide.locator(f".jury-head [data-form={form}]").click()
        assert awaited.value.suggested_filename == f"fiche-du-tuteur-C3.4.{form}"
    wide.context.grant_permissions(["clipboard-read", "clipboard-write"])
    wide.locator("[data-copy-questions]").click()
    expect(wide.locator("[data-copy-questions]")).to_have_text("Copié")
    assert "Relance" in wide.evaluate("navigator.clipboard.readText()")


def give(page: Page, *paths: Path) -> None:
    page.get_by_role("link", name="Promotion").click()
    page.set_input_files("#cohort-files", [str(path) for path in paths])
    page.select_option("#cohort-exam", "C3.3")
    page.get_by_role("button", name="Relire la promotion").click()


def test_a_promotion_is_reviewed_file_by_file(page: Page, drafts: Path) -> None:
    give(page, drafts / "a.docx", drafts / "faux.pdf", drafts / "b.docx")
    expect(page.locator("#cohort-progress")).to_contain_text("Dossier", timeout=QUICK_MS)
    expect(page.locator("#cohort-title")).to_be_focused(timeout=PATIENCE_MS)
    expect(page.locator("#cohort-title")).to_have_text("2 dossiers relus")
    expect(page.locator("#cohort-result .warnings")).to_contain_text("faux.pdf")
    table = page.locator(".cohort-table")
    expect(table.locator("tbody tr")).to_have_count(2)
    expect(table.locator("tbody tr").first.locator("td").nth(5)).to_contain_text("Absent")
    expect(page.locator(".candidate")).to_have_count(2)
    page.locator(".candidate summary").first.click()
    expect(page.locator(".candidate").first.locator("li")).to_have_count(3)
    assert fits(page)
    with page.expect_download() as awaited:
        page.locator("#cohort-result [data-form=xlsx]").click()
    assert awaited.value.suggested_filename == "promotion-C3.3.xlsx"


def test_a_promotion_is_stopped_and_keeps_what_is_done(wide: Page, drafts: Path) -> None:
    give(wide, drafts / "a.docx", drafts / "c lent.docx", drafts / "b.docx")
    expect(wide.locator("#cohort-progress")).to_contain_text("passages (2", timeout=PATIENCE_MS)
    expect(wide.locator("#cohort-progress")).to_contain_text("Dossier 2 sur 3", timeout=QUICK_MS)
    wide.locator("[data-cohort-stop]").click()
    expect(wide.locator("#cohort-result .note")).to_contain_text("arrêtée", timeout=QUICK_MS)
    expect(wide.locator("#cohort-title")).to_have_text("1 dossier relu")
    expect(wide.get_by_role("button", name="Relire la promotion")).to_be_visible(timeout=QUICK_MS)


def test_too_many_files_get_a_sentence(wide: Page, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(41)]
    for path in paths:
        path.write_text("x", encoding="utf-8")
    wide.get_by_role("link", name="Promotion").click()
    wide.set_input_files("#cohort-files", paths)
    expect(wide.locator(".cohort-form .problem")).to_contain_text("40 au plus")


def test_every_pair_of_colours_can_be_read(wide: Page, drafts: Path) -> None:
    prepare(wide)
    give(wide, drafts / "a.docx")
    expect(wide.locator("#cohort-title")).to_be_focused(timeout=PATIENCE_MS)
    both_colours(wide, "#cohort-panel *, #header *")
    wide.locator(".masthead [data-page=jury]").click()
    both_colours(wide)
    begin(wide, None, "0.05")
    expect(wide.locator(".clock.over")).to_be_visible(timeout=QUICK_MS)
    both_colours(wide)
    reply(wide, "Je le dis à moitié")
    expect(wide.locator(".oral-report")).to_be_visible(timeout=PATIENCE_MS)
    both_colours(wide)


def both_colours(page: Page, places: str = "#jury-panel *, #header *") -> None:
    for _ in range(2):
        assert low_contrasts(page, places) == []
        page.locator("#theme-toggle").click()
        page.wait_for_timeout(500)  # the colours change little by little


def test_the_api_asks_and_assesses(address: str) -> None:
    from gradio_client import Client

    client = Client(address, verbose=False)
    answer = client.predict("C3.4", "", 3, "facile", 7, api_name="/questions")
    assert answer["exam"] == "C3.4"
    assert len(answer["questions"]) == 3
    first = answer["questions"][0]
    assert set(first) == {"question", "targets", "kind", "level", "expected_points", "follow_ups", "anchor"}
    assert client.predict("C3.4", "", 3, "facile", 7, api_name="/questions") == answer
    feedback = client.predict("C3.4", first["question"], "Voici tout.", api_name="/assess")
    assert set(feedback) == {"points", "strengths", "advice", "follow_up"}
    for exam, level, words in (("C9.9", "", "C9.9"), ("C3.4", "dur", "niveau"), ("", "", "Donnez une épreuve")):
        with pytest.raises(Exception, match=words):
            client.predict(exam, "", 3, level, -1, api_name="/questions")
    with pytest.raises(Exception, match="Donnez une question"):
        client.predict("C3.4", " ", "x", api_name="/assess")
    with pytest.raises(Exception, match="La question est trop longue : 4000 caractères au plus"):
        client.predict("C3.4", "x" * 4001, "x", api_name="/assess")
    with pytest.raises(Exception, match="La réponse est trop longue : 20000 caractères au plus"):
        client.predict("C3.4", "x", "x" * 20_001, api_name="/assess")
