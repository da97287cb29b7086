"""Reports in Markdown and HTML: everything in, data as data, the same twice but for times, readable on a phone."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt
from markdown_it.token import Token

from evals.comparing import Comparison, compare
from evals.reporting.content import slug, strip, summarise
from evals.reporting.html import to_html
from evals.reporting.markdown import escape, to_markdown
from evals.reporting.svg import clean
from evals.reporting.writing import write_folder
from evals.result import Confusion, Figure, exact
from tests.evals.made import CURVES, HOSTILE, NAN, run_of, scored, suite, whole_run

MARKDOWN = MarkdownIt("commonmark").enable("table")
SEEN = " ".join(clean(HOSTILE).split())


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    before, after = whole_run(), whole_run()
    fallen = scored([0.0] * 50, name="answers").model_copy(update={"examples": before.suites[0].examples})
    return compare(before, after.model_copy(update={"suites": (fallen,), "limit": 3}))


@pytest.fixture(scope="module")
def markdown(comparison: Comparison) -> str:
    return to_markdown(whole_run(), comparison).text


@pytest.fixture(scope="module")
def page(comparison: Comparison) -> str:
    return to_html(whole_run(), comparison)


def tokens(text: str) -> list[Token]:
    return [item for token in MARKDOWN.parse(text) for item in (token, *(token.children or ()))]


def shown(text: str) -> str:
    """What a reader of Markdown sees."""
    return "".join(item.content for item in tokens(text) if item.type in ("text", "text_special", "code_inline"))


# Markdown


@given(st.text(alphabet=st.one_of(st.sampled_from("`*_[]()<>#|~$&@!\\-+=.:/0123 \nwaé« \xa0"), st.characters())))
def test_escaped_text_is_read_as_it_was(text: str) -> None:
    seen = re.sub("[\t\n\v\f\r \x85\u2028\u2029]+", " ", clean(text)).strip(" ")
    for before in ("", "- ", "a "):
        parsed = tokens(before + escape(text))
        assert {item.type for item in parsed} <= {
            "paragraph_open", "paragraph_close", "inline", "text", "text_special",
            "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close",
        }  # fmt: skip
        assert shown(before + escape(text)).strip() == (before.replace("- ", "") + seen).strip()


def test_markup_in_data_is_no_markup(markdown: str) -> None:
    parsed = tokens(markdown)
    assert not [item for item in parsed if item.type == "html_inline"]
    blocks = {line for item in parsed if item.type == "html_block" for line in item.content.split("\n") if line}
    assert all(re.fullmatch(r"<details><summary>What went wrong: \d+</summary>|</details>", line) for line in blocks)
    links = [str(item.attrGet("href")) for item in parsed if item.type == "link_open"]
    assert links
    assert all(link.startswith("#") for link in links)
    headings = [parsed[place + 1].content for place, item in enumerate(parsed) if item.type == "heading_open"]
    assert headings[0].startswith("Evaluation of Jury Coach")
    assert "e" not in headings
    assert "not a heading" not in headings
    assert shown(markdown).count("<script>alert(1)</script>") >= 10


def test_no_link_is_made_of_an_address(markdown: str) -> None:
    """GitHub makes links of bare addresses, as this parser doesn't."""
    assert "https\\://evil" in markdown
    assert "https://evil" not in re.sub(r"`[^`]+`", "", markdown)
    assert escape("www.evil.example") == "www\\.evil.example"


def test_tables_stay_whole(markdown: str) -> None:
    rows = [line for line in markdown.split("\n") if line.startswith("|")]
    for row in rows:
        assert row.rstrip().endswith("|")
    widths = [len(re.findall(r"(?<!\\)\|", row)) for row in rows]
    rules = [place for place, row in enumerate(rows) if row.startswith("|---")]
    assert rules
    assert all(widths[place] == widths[place - 1] == widths[place + 1] for place in rules)


def test_every_plot_is_shown_and_written(tmp_path: Path) -> None:
    write_folder(tmp_path, whole_run())
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    images = [str(item.attrGet("src")) for item in tokens(text) if item.type == "image"]
    assert images
    assert sorted(images) == sorted(f"report/{path.name}" for path in (tmp_path / "report").iterdir())
    assert "report/answers-dev-calibration.svg" in images


def test_plots_of_one_title_have_names_of_their_own() -> None:
    twice = suite([exact("a", 1, 1)]).model_copy(
        update={"plots": (CURVES, CURVES, Confusion(title="…", labels=(), counts=()))}
    )
    assert list(to_markdown(run_of(twice)).plots) == [
        "assess-dev-calibration",
        "assess-dev-calibration-2",
        "assess-dev-plot",
    ]


# Both


@pytest.mark.parametrize("form", ["markdown", "page"])
def test_everything_is_in(form: str, request: pytest.FixtureRequest) -> None:
    text = request.getfixturevalue(form)
    seen = shown(text) if form == "markdown" else html.fromstring(text).text_content()
    for words in ("answers", "leaks", "near-duplicates", "In-sample", "kept", "system", "Calibration", "not a heading"):
        assert words in seen
    for words in (
        "2 of 4 bounds",
        "1 falls short",
        "Compared",
        "tell little of each other",
        "40 got worse",
        "retrieval",
    ):
        assert words in seen
    assert SEEN in " ".join(seen.split())


def test_reports_are_the_same_twice_but_for_times() -> None:
    """Times stand on lines of their own that say so; not even what is met depends on them."""
    slow, fast = whole_run(speed=9), whole_run(speed=1)
    first, second = to_markdown(slow), to_markdown(fast)
    assert first.text != second.text
    for one, other in zip(first.text.split("\n"), second.text.split("\n"), strict=True):
        assert one == other or ("⏱" in one and "⏱" in other)
    assert first.plots.keys() == second.plots.keys()
    assert [name for name in first.plots if first.plots[name] != second.plots[name]] == ["answers-dev-latency"]
    pages = [
        re.sub(r'<(figure|tr|p)\b[^>]*\bclass="[^"]*\bof-times\b.*?</\1>', "", to_html(run), flags=re.DOTALL)
        for run in (slow, fast)
    ]
    assert pages[0] == pages[1]
    assert to_html(slow) == to_html(whole_run(speed=9))


def test_an_empty_run_and_a_run_without_bounds() -> None:
    for run in (run_of(), run_of(suite([])), run_of(suite([exact("a", NAN, 0)]))):
        assert "No figure of this run has a bound" in to_html(run)
        assert "No figure of this run has a bound" in to_markdown(run).text


def test_the_summary_sorts_figures_and_keeps_times_apart() -> None:
    summary = summarise(whole_run(speed=9))
    names = [[item.figure.name for item in of] for of in (summary.met, summary.short, summary.undefined)]
    assert names == [["kept", "near-duplicates"], ["right"], [HOSTILE]]
    assert [item.figure.name for item in summary.timed_short] == ["a question"]
    assert summary.bounded == 4
    assert "retrieval" in summary.left_out
    assert "answers" not in summary.left_out


def test_a_bound_within_the_interval_is_uncertain() -> None:
    def uncertain(figure: Figure) -> bool:
        (item,) = (*(found := summarise(run_of(suite([figure])))).met, *found.short)
        return item.uncertain

    assert uncertain(Figure("a", 0.8, 0.7, 0.9, 9, 0.75))
    assert uncertain(Figure("a", 0.7, 0.6, 0.8, 9, 0.75))
    assert not uncertain(Figure("a", 0.9, 0.8, 1.0, 9, 0.75))
    assert not uncertain(exact("a", 0.75, 9, 0.75))


def test_rulers() -> None:
    assert strip(exact("a", 0.5, 1)) is not None
    at_least, at_most = strip(Figure("a", 0.5, -0.1, 0.7, 9, 0.6)), strip(Figure("a", 0.5, NAN, NAN, 9, 0.6, True))
    assert at_least
    assert at_most
    assert (at_least.low, at_least.value, at_least.high, at_least.room_start, at_least.room_end) == (0, 50, 70, 60, 100)
    assert (at_most.low, at_most.high, at_most.room_start, at_most.room_end) == (50, 50, 0, 60)
    for figure in (exact("a", NAN, 0), exact("a", 78, 1), exact("a", 0.5, 1, 20), Figure("a", 1, 1, 1, 1, unit="ms")):
        assert strip(figure) is None


def test_slugs() -> None:
    assert [slug(text) for text in ("Recall@k", "« Épreuve »", "DOCX → PDF", "../../x", "漢")] == [
        "recall-k",
        "epreuve",
        "docx-to-pdf",
        "x",
        "plot",
    ]


# HTML


def test_hostile_text_is_text(page: str) -> None:
    root = html.fromstring(page)
    assert not root.xpath("//script | //iframe | //object | //embed | //form | //base")
    assert not [name for element in root.iter() for name in element.attrib if name.lower().startswith("on")]
    assert root.text_content().count("<script>alert(1)</script>") >= 10


def test_nothing_is_fetched(page: str) -> None:
    root = html.fromstring(page)
    used = root.xpath("//@src | //@href | //*[local-name()='use']/@*[local-name()='href']")
    assert used
    assert all(str(link).startswith(("#", "data:")) for link in used)
    style = " ".join(root.xpath("//style/text()"))
    assert "url(" not in style
    assert "@import" not in style


def test_ids_are_unique_and_links_lead_somewhere(page: str) -> None:
    root = html.fromstring(page)
    ids = [str(name) for name in root.xpath("//@id")]
    assert len(ids) == len(set(ids))
    targets = [str(link)[1:] for link in root.xpath("//@href") if str(link).startswith("#")]
    assert targets
    assert set(targets) <= set(ids)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_and_a_desk(page: str, scheme: str, tmp_path: Path) -> None:
    """Nothing is wider than the screen, nothing is fetched or complained of, writing stands out from its ground."""
    from playwright.sync_api import sync_playwright

    path = tmp_path / "report.html"
    path.write_text(page, encoding="utf-8")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width in (390, 1280):
            told: list[str] = []
            tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
            tab.on("console", lambda message, told=told: told.append(message.text))
            tab.on("request", lambda request, told=told: told.append(request.url))
            tab.goto(path.as_uri())
            tab.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
            assert [item for item in told if item != path.as_uri()] == []
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
            ground, ink = (
                tab.evaluate(f"getComputedStyle(document.body).{name}") for name in ("backgroundColor", "color")
            )
            brightness = [sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in (ground, ink)]
            assert (brightness[0] > brightness[1] + 300) == (scheme == "light")
            tab.keyboard.press("Tab")
            assert tab.evaluate("document.activeElement.textContent").startswith("Skip to")
        browser.close()
