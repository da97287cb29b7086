"""« Relire mon dossier » in a real browser, with a judge that only looks for words (`stub_app`)."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_BREAK
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.web.conftest import OpenPage, fits, low_contrasts, serving

pytestmark = pytest.mark.browser

HOSTILE = (
    "<img src=x onerror='window.hacked=1'> <script>window.hacked=1</script> ${window.hacked=1} {{constructor}} "
    "**gras** [lien](http://mal.example) ![image](http://mal.example/x.png) $$x$$ : une agence à Lyon."
)
PATIENCE_MS = 120_000
"""The first of all tests may have to wait until the search index is built."""
WIDTHS = [(1280, 860), (390, 800)]


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


def opened(open_page: OpenPage, address: str, *size: int) -> Page:
    page = open_page(address, *size)
    page.get_by_role("link", name="Relire mon dossier").click()
    expect(page.get_by_role("heading", name="Relire mon dossier")).to_be_visible()
    return page


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drafts")
    write(folder / "brouillon.docx", "Le prix compte pour 30 % de la note.")
    write(folder / "brouillon lent.docx", "Le prix compte pour 30 % de la note.")
    write(folder / "panne.docx", "Le prix compte.")
    write(folder / "suite.docx", "Le prix compte pour 30 % ; le handicap du public est pris en compte en 2 points.")
    (folder / "faux.pdf").write_bytes(b"%PDF-1.4 rien")
    return folder


def write(path: Path, ending: str) -> None:
    document = Document()
    document.add_heading("1. Contexte", 1)
    document.add_paragraph("Le contexte de la cidrerie : 38 salariés à Fouesnant.")
    document.add_heading("2. Sélection", 1)
    document.add_paragraph("Les critères sont définis lot par lot.")
    table = document.add_table(2, 2)
    for row, cells in zip(table.rows, [("Lot", "Poids pondéré"), ("Vidéo", "45 % pondéré")], strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph(HOSTILE)
    for rank in range(30):
        document.add_paragraph(f"Paragraphe {rank}, qui éloigne la fin du début.")
    document.add_paragraph(ending)
    document.save(str(path))


def review(page: Page, path: Path, exam: str = "C3.3") -> None:
    page.set_input_files("#review-file", path)
    page.select_option("#review-exam", exam)
    page.get_by_role("button", name="Relire", exact=True).click()


def reviewed(page: Page, path: Path, exam: str = "C3.3") -> None:
    review(page, path, exam)
    expect(page.locator("#review-title")).to_be_focused(timeout=PATIENCE_MS)


def test_a_draft_gets_progress_then_verdicts_in_their_order(page: Page, drafts: Path) -> None:
    # Slow enough to be looked at: a fast review is over before a page that has just been opened draws its progress.
    review(page, drafts / "brouillon lent.docx")
    expect(page.locator("#review-progress progress")).to_be_visible()
    expect(page.locator("#announcer")).to_contain_text("Lecture")
    expect(page.locator("#review-title")).to_be_focused(timeout=PATIENCE_MS)
    expect(page.locator("#review-title")).to_have_text("C3.3 – Sélection des prestataires externes")
    expect(page.locator("#review-progress progress")).to_have_count(0)
    titles = page.locator("#review-panel h3").all_inner_texts()
    assert titles == ["En bref", "Vue d’ensemble", "Éléments attendus par les modalités", "Critère par critère"]
    expect(page.locator("details.criterion")).to_have_count(6)
    covered = page.locator("#criterion-1 .verdict")
    expect(covered).to_have_text("Couvert")
    expect(covered.locator("svg")).to_have_count(1)
    expect(page.locator("#criterion-2 summary")).to_contain_text("à vérifier")
    expect(page.locator("#criterion-6 .verdict")).to_have_text("Absent")
    expect(
        page.get_by_text("ni note, ni pronostic").or_(page.get_by_text("elle ne donne pas de note"))
    ).not_to_have_count(0)
    assert fits(page)


def test_a_quote_leads_to_its_passage_and_escape_leads_back(page: Page, drafts: Path) -> None:
    reviewed(page, drafts / "brouillon.docx")
    page.locator('.legend a[href="#criterion-4"]').click()
    quote = page.locator("#criterion-4 button.quote").first
    quote.click()
    passage = page.locator(".draft-text .passage.found")
    expect(passage).to_have_text("Le prix compte pour 30 % de la note.")
    expect(passage).to_be_in_viewport()
    expect(passage).to_be_focused()
    expect(page.locator("#draft-panel")).to_contain_text("Page 2")
    expect(page.locator("#draft-panel td", has_text="45 % pondéré")).to_have_count(1)
    assert fits(page)
    page.keyboard.press("Escape")
    expect(page.locator("#draft-panel")).to_be_hidden()
    expect(quote).to_be_focused()


def test_what_a_draft_holds_stays_text(wide: Page, drafts: Path) -> None:
    reviewed(wide, drafts / "brouillon.docx")
    wide.locator('.legend a[href="#criterion-5"]').click()
    wide.locator("#criterion-5 button.quote").first.click()
    expect(wide.locator(".passage.found")).to_contain_text(
        "<script>window.hacked=1</script> ${window.hacked=1} {{constructor}} **gras**"
    )
    wide.get_by_role("link", name="Coach").click()
    wide.fill("#question textarea", "montre mes preuves pour C3.3/5")
    wide.keyboard.press("Enter")
    answer = wide.locator("#chat .bot").last
    expect(answer).to_contain_text("![image](http", timeout=PATIENCE_MS)
    expect(answer).to_contain_text("**gras**")
    expect(answer.locator("img, script, .katex")).to_have_count(0)
    expect(answer.locator('a[href*="mal.example"]')).to_have_count(0)
    assert wide.evaluate("window.hacked") is None


@pytest.mark.parametrize("form", ["docx", "pdf", "md", "json"])
def test_the_review_is_downloaded_without_an_address_on_the_server(
    wide: Page, drafts: Path, tmp_path: Path, form: str
) -> None:
    reviewed(wide, drafts / "brouillon.docx")
    with wide.expect_download() as awaited:
        wide.locator(f"[data-download={form}]").click()
    assert awaited.value.suggested_filename == f"relecture-C3.3-brouillon.{form}"
    assert awaited.value.url.startswith("blob:")
    path = tmp_path / f"review.{form}"
    awaited.value.save_as(path)
    assert "38 salariés à Fouesnant" in " ".join(text_of(path).split())


def text_of(path: Path) -> str:
    if path.suffix == ".docx":
        document = Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    return path.read_text(encoding="utf-8")


def test_a_draft_that_cannot_be_read_gets_a_sentence_and_the_form_stays(page: Page, drafts: Path) -> None:
    review(page, drafts / "faux.pdf")
    problem = page.locator("#review-progress .problem")
    expect(problem).to_contain_text("PDF", timeout=PATIENCE_MS)
    expect(problem).to_be_in_viewport()
    expect(page.locator(".chosen-name")).to_have_text("faux.pdf")
    assert page.input_value("#review-exam") == "C3.3"
    reviewed(page, drafts / "brouillon.docx")
    expect(problem).to_have_count(0)


def test_a_judge_that_breaks_gets_a_sentence(wide: Page, drafts: Path) -> None:
    review(wide, drafts / "panne.docx")
    expect(wide.locator("#review-progress .problem")).to_contain_text("raison imprévue", timeout=PATIENCE_MS)


def test_nothing_given_gets_a_sentence(wide: Page) -> None:
    wide.get_by_role("button", name="Relire", exact=True).click()
    expect(wide.locator("#review-form .problem")).to_have_text("Choisissez d’abord un fichier, ou collez votre texte.")


def test_a_file_that_is_too_big_is_refused_before_it_is_sent(wide: Page, tmp_path: Path) -> None:
    big = tmp_path / "gros.pdf"
    big.write_bytes(b"%PDF" + b"0" * (16 * 1024 * 1024))
    wide.set_input_files("#review-file", big)
    expect(wide.locator("#review-form .problem")).to_contain_text("16,0 Mo")
    expect(wide.locator("#review-form .chosen")).to_be_hidden()


def test_a_review_is_stopped(wide: Page, drafts: Path) -> None:
    review(wide, drafts / "brouillon lent.docx")
    expect(wide.locator("#review-progress [data-say]")).to_contain_text("passages", timeout=PATIENCE_MS)
    wide.get_by_role("button", name="Arrêter").click()
    expect(wide.locator("#review-progress")).to_contain_text("arrêtée à votre demande", timeout=5_000)
    expect(wide.locator("#review-title")).to_have_count(0)
    expect(wide.get_by_role("button", name="Relire", exact=True)).to_be_visible()
    reviewed(wide, drafts / "brouillon.docx")


def test_pasted_text_is_reviewed(wide: Page) -> None:
    wide.locator(".paste summary").click()
    wide.fill("#review-text", "Le contexte : 12 magasins.\n\nLe prix sera étudié.")
    wide.get_by_role("button", name="Relire", exact=True).click()
    expect(wide.locator("#review-title")).to_be_focused(timeout=PATIENCE_MS)
    expect(wide.locator("#review-head .facts")).to_contain_text("texte collé")
    expect(wide.locator("#review-head .facts")).to_contain_text("épreuve proposée d’après le texte")


def test_the_next_version_is_compared_by_itself(page: Page, drafts: Path) -> None:
    reviewed(page, drafts / "brouillon.docx")
    reviewed(page, drafts / "suite.docx")
    comparison = page.locator(".comparison")
    expect(comparison).to_contain_text("Depuis la version précédente")
    expect(comparison.locator(".move-better")).to_contain_text("Critère 6")
    expect(comparison).to_contain_text("Absent → Couvert")
    assert fits(page)


def test_a_downloaded_review_is_given_back_to_compare(wide: Page, drafts: Path, tmp_path: Path) -> None:
    reviewed(wide, drafts / "suite.docx")
    with wide.expect_download() as awaited:
        wide.locator("[data-download=json]").click()
    path = tmp_path / "before.json"
    awaited.value.save_as(path)
    assert json.loads(path.read_text(encoding="utf-8"))["exam"] == "C3.3"
    wide.locator("#review-form").get_by_role("button", name="Effacer").click()
    expect(wide.locator("#review-title")).to_have_count(0)
    reviewed(wide, drafts / "brouillon.docx")
    expect(wide.locator(".comparison")).to_have_count(0)
    wide.locator(".compare summary").click()
    wide.set_input_files("#compare-file", drafts / "faux.pdf")
    expect(wide.locator("#review-comparison .problem")).to_contain_text("JSON")
    wide.set_input_files("#compare-file", path)
    expect(wide.locator("#comparison-title")).to_be_focused(timeout=10_000)
    expect(wide.locator(".comparison .move-worse")).to_contain_text("Critère 6")


def test_everything_is_forgotten_at_once(wide: Page, drafts: Path) -> None:
    reviewed(wide, drafts / "brouillon.docx")
    wide.get_by_role("button", name="Effacer").click()
    expect(wide.locator("#review-progress")).to_contain_text("effacés")
    expect(wide.locator("#review-title")).to_have_count(0)
    expect(wide.locator(".draft-text")).to_have_count(0)
    expect(wide.locator("#review-form .chosen")).to_be_hidden()
    wide.get_by_role("link", name="Coach").click()
    wide.fill("#question textarea", "montre mes preuves pour C3.3/5")
    wide.keyboard.press("Enter")
    expect(wide.locator("#chat .bot").last).not_to_contain_text("couvert", timeout=PATIENCE_MS)


def test_a_draft_is_reviewed_in_the_conversation_and_asked_about(page: Page, drafts: Path) -> None:
    page.get_by_role("link", name="Coach").click()
    page.set_input_files("#attach-file", drafts / "brouillon.docx")
    expect(page.locator("#attach .chosen")).to_contain_text("brouillon.docx")
    page.fill("#question textarea", "relis-le pour C3.3")
    page.keyboard.press("Enter")
    link = page.locator("#chat").get_by_role("link", name="Voir la relecture complète")
    expect(link).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("#chat .bot").last).to_contain_text("sur 6 critères")
    expect(page.locator("#chat .talk-counts")).to_be_visible()
    expect(page.locator("#attach .chosen")).to_have_count(0)
    page.fill("#question textarea", "que manque-t-il pour le critère 6 ?")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .bot").last).to_contain_text("C3.3/6 : absent", timeout=PATIENCE_MS)
    expect(page.locator("#chat .talk-criterion .verdict")).to_have_text("Absent")
    assert fits(page)
    link.first.click()
    expect(page.locator("#review-title")).to_be_focused()
    expect(page.locator("#review-title")).to_be_in_viewport()


def test_two_windows_have_a_review_each(open_page: OpenPage, address: str, drafts: Path) -> None:
    first, second = opened(open_page, address), opened(open_page, address)
    review(first, drafts / "brouillon.docx", "C3.3")
    review(second, drafts / "suite.docx", "C5.3")
    expect(first.locator("#review-title")).to_contain_text("C3.3", timeout=PATIENCE_MS)
    expect(second.locator("#review-title")).to_contain_text("C5.3", timeout=PATIENCE_MS)
    expect(first.locator("#review-head .facts")).to_contain_text("brouillon.docx")
    expect(second.locator("#review-head .facts")).to_contain_text("suite.docx")


def test_what_is_judged_at_the_oral_stands_apart(wide: Page, drafts: Path) -> None:
    reviewed(wide, drafts / "brouillon.docx", "C5.3")
    apart = wide.locator(".judged-elsewhere")
    expect(apart.locator("li")).to_be_hidden()
    apart.locator("summary").click()
    expect(apart.locator("li")).to_contain_text("à l’oral")
    expect(wide.locator("details.criterion")).to_have_count(4)


def test_the_keyboard_is_enough(wide: Page, drafts: Path) -> None:
    reviewed(wide, drafts / "brouillon.docx")
    wide.locator("#criterion-1 summary").focus()
    wide.keyboard.press("Enter")
    wide.keyboard.press("Tab")
    wide.keyboard.press("Enter")
    expect(wide.locator(".passage.found")).to_be_focused()
    wide.keyboard.press("Escape")
    expect(wide.locator("#criterion-1 button.quote").first).to_be_focused()


def test_every_pair_of_colours_can_be_read(wide: Page, drafts: Path) -> None:
    reviewed(wide, drafts / "brouillon.docx")
    for _ in range(2):
        assert low_contrasts(wide, "#review-panel *, #header *") == []
        wide.locator("#theme-toggle").click()
        wide.wait_for_timeout(500)  # the colours change little by little


def test_the_api_reviews_a_file_and_deletes_it(address: str, drafts: Path) -> None:
    from gradio_client import Client, handle_file

    client = Client(address, verbose=False)
    before = left_behind()
    answer = client.predict(handle_file(str(drafts / "brouillon.docx")), "C3.3", api_name="/review")
    assert answer["exam"] == "C3.3"
    assert [item["id"] for item in answer["criteria"]] == [f"C3.3/{n}" for n in range(1, 7)]
    assert "elements" not in answer["criteria"][0]
    with pytest.raises(Exception, match="PDF"):
        client.predict(handle_file(str(drafts / "faux.pdf")), "C3.3", api_name="/review")
    with pytest.raises(Exception, match=re.escape("C9.9")):
        client.predict(handle_file(str(drafts / "brouillon.docx")), "C9.9", api_name="/review")
    assert left_behind() == before


def left_behind() -> set[Path]:
    from gradio.utils import get_upload_folder

    return {path for path in Path(get_upload_folder()).rglob("*") if path.is_file()}
