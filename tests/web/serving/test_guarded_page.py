"""The guards in a real browser: two people, another site, a script that doesn't belong, a limit that is met."""

import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assistant.settings import Settings
from assistant.web.serving.names import EVENT_S
from assistant.web.sessions import GRACE_S
from tests.web.conftest import low_contrasts, serving
from tests.web.serving.conftest import served_within

pytestmark = pytest.mark.browser

MARK = "Chaussures Martin"
DRAFT = f"Le contexte : 12 magasins {MARK}.\n\nLe prix compte pour 30 %."
STUB = ("-m", "tests.web.stub_app")
PATIENCE_MS = 30_000


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(*STUB) as url:
        yield url


@pytest.fixture
def ada(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 860})
    yield context
    context.close()


@pytest.fixture
def eve(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="fr-FR")
    yield context
    context.close()


def opened(context: BrowserContext, address: str, windows: list[str] | None = None) -> Page:
    page = context.new_page()
    page.on("request", lambda sent: windows is not None and windows.extend(re.findall(r"heartbeat/(\w+)", sent.url)))
    page.goto(address)
    expect(page.locator("#question textarea")).to_be_visible(timeout=PATIENCE_MS)
    return page


def review(page: Page, text: str = DRAFT) -> None:
    page.locator(".masthead [data-page=review]").click()
    if not page.locator("#review-text").is_visible():
        page.locator(".paste summary").click()
    page.fill("#review-text", text)
    page.locator("#review-form [data-review]").click()


def test_what_one_browser_has_reviewed_no_other_can_get_at(
    ada: BrowserContext, eve: BrowserContext, address: str
) -> None:
    windows: list[str] = []
    hers = opened(ada, address, windows)
    review(hers)
    expect(hers.locator("#review-body")).to_contain_text(MARK, timeout=PATIENCE_MS)
    thief = opened(eve, address)
    answers = thief.evaluate(
        """async (window_) => {
          const config = await (await fetch("config")).json();
          const number = (name) => config.dependencies.find((item) => item.api_name === name).id;
          const event = (name) => ({ data: [], event_data: { form: "md" }, fn_index: number(name), session_hash: window_ });
          const post = (path, body) => fetch(`gradio_api/${path}`, {
            method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
          });
          const asked = [
            await post("queue/join", event("on_download")),
            await post("run/predict", event("on_forget")),
            await post("cancel", { session_hash: window_, fn_index: 0, event_id: "" }),
            await fetch(`gradio_api/queue/data?session_hash=${window_}`),
            await fetch(`gradio_api/heartbeat/${window_}`),
            await fetch(`gradio_api/queue/data?session_hash=${window_}`, { credentials: "omit" }),
          ];
          return Promise.all(asked.map(async (one) => [one.status, await one.text()]));
        }""",
        windows[0],
    )
    assert [status for status, _ in answers] == [403] * 6
    assert all("autre session" in text and MARK not in text for _, text in answers)
    expect(thief.locator("#review-body")).to_have_text("")
    with hers.expect_download() as download:
        hers.locator("#review-head [data-download=md]").click()
    assert MARK in download.value.path().read_text(encoding="utf-8")


def test_two_windows_of_one_browser_are_two_sessions(ada: BrowserContext, address: str) -> None:
    first = opened(ada, address)
    review(first)
    expect(first.locator("#review-body")).to_contain_text(MARK, timeout=PATIENCE_MS)
    second = opened(ada, address)
    expect(second.locator("#review-body")).to_have_text("")
    review(second, "Le prix compte pour 30 %.")
    expect(second.locator("#review-head")).to_contain_text("C3.3", timeout=PATIENCE_MS)
    expect(first.locator("#review-body")).to_contain_text(MARK)


def test_scripts_can_not_read_the_cookie(ada: BrowserContext, address: str) -> None:
    page = opened(ada, address)
    assert page.evaluate("document.cookie") == ""
    assert {cookie["name"]: cookie["sameSite"] for cookie in ada.cookies()} == {
        "jury_session": "Strict",
        "jury_known": "Lax",
    }


def test_a_link_from_another_site_leaves_the_window_that_is_open_alone(ada: BrowserContext, address: str) -> None:
    page = opened(ada, address)
    before = ada.cookies()
    elsewhere = ada.new_page()
    elsewhere.route(
        "http://moodle.example/",
        lambda route: route.fulfill(body=f"<a href='{address}'>jury</a>", content_type="text/html"),
    )
    elsewhere.goto("http://moodle.example/")
    elsewhere.locator("a").click()
    expect(elsewhere.locator("#question textarea")).to_be_visible(timeout=PATIENCE_MS)
    assert ada.cookies() == before
    for window in (page, elsewhere):
        review(window)
        expect(window.locator("#review-body")).to_contain_text(MARK, timeout=PATIENCE_MS)


def test_another_site_can_neither_ask_nor_read_nor_show_the_page(ada: BrowserContext, address: str) -> None:
    opened(ada, address).close()
    evil = ada.new_page()
    page = f"<iframe src='{address}'></iframe><form method=post action='{address}gradio_api/upload'></form>"
    evil.route("http://evil.example/", lambda route: route.fulfill(body=page, content_type="text/html"))
    evil.goto("http://evil.example/")
    assert (
        evil.evaluate(
            """async (address) => {
          const tried = [];
          for (const options of [{}, { credentials: "include" }, { method: "POST", body: "{}" }]) {
            try { tried.push((await fetch(address + "config", options)).status); } catch { tried.push("refused"); }
          }
          return tried;
        }""",
            address,
        )
        == ["refused"] * 3
    )
    framed = evil.frames[1]
    assert framed.locator("#question").count() == 0
    with evil.expect_response("**/gradio_api/upload") as answer:
        evil.evaluate("document.querySelector('form').submit()")
    assert answer.value.status == 403


def test_a_script_that_is_smuggled_in_does_not_run(ada: BrowserContext, address: str) -> None:
    page = opened(ada, address)
    tried = page.evaluate(
        """async () => {
          const blocked = [];
          document.addEventListener("securitypolicyviolation", (event) => blocked.push(event.effectiveDirective));
          const script = document.createElement("script");
          script.textContent = "window.smuggled = 1";
          document.body.append(script);
          const image = document.createElement("div");
          image.innerHTML = "<img src=x onerror='window.smuggled = 2'><img src='http://evil.example/x.png'>"
            + "<iframe src='http://evil.example/'></iframe>";
          document.body.append(image);
          await fetch("http://evil.example/").catch(() => {});
          new Image().src = "https://evil.example/?leak";
          await new Promise((resolve) => setTimeout(resolve, 500));
          return [window.smuggled ?? null, [...new Set(blocked)].sort()];
        }"""
    )
    assert tried == [None, ["connect-src", "frame-src", "img-src", "script-src-attr", "script-src-elem"]]


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """A site of the school, which shows an address within its own page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def showing(address: str) -> str:
        (tmp_path / "index.html").write_text(f"<iframe src='{address}' width=900 height=700></iframe>")
        return f"http://localhost:{server.server_port}"

    yield showing
    server.shutdown()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("tls")
    files = {"ssl_keyfile": str(folder / "key.pem"), "ssl_certfile": str(folder / "certificate.pem")}
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", files["ssl_keyfile"], "-out", files["ssl_certfile"], "-days", "1", "-subj", "/CN=127.0.0.1"]
    subprocess.run(command, check=True, capture_output=True)
    return files


def test_a_school_that_is_named_may_show_the_page_within_its_own(
    browser: Browser, school: Callable[[str], str], certificate: dict[str, str]
) -> None:
    settings = Settings(frame_ancestors=school(""))
    with served_within(settings, **certificate) as served:
        context = browser.new_context(locale="fr-FR", ignore_https_errors=True)
        page = context.new_page()
        page.goto(school(served.address))
        frame = page.frame_locator("iframe")
        expect(frame.locator("#question textarea")).to_be_visible(timeout=PATIENCE_MS)
        frame.locator("#question textarea").fill("Qu’attend le jury pour C3.3 ?")
        frame.locator("#question textarea").press("Enter")
        expect(frame.locator("#chat")).to_contain_text("6 critères", timeout=PATIENCE_MS)
        cookie = next(cookie for cookie in context.cookies() if cookie["name"] == "__Host-jury_session")
        assert cookie["secure"]
        assert cookie["httpOnly"]
        assert cookie.get("partitionKey")
        context.close()


def test_under_https_the_cookie_is_secure_and_all_works(browser: Browser, certificate: dict[str, str]) -> None:
    with served_within(Settings(), **certificate) as served:
        context = browser.new_context(locale="fr-FR", ignore_https_errors=True)
        page = opened(context, served.address)
        review(page)
        expect(page.locator("#review-body")).to_contain_text(MARK, timeout=PATIENCE_MS)
        cookie = next(cookie for cookie in context.cookies() if cookie["name"] == "__Host-jury_session")
        assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Strict")
        context.close()


def test_a_window_that_is_closed_is_forgotten(browser: Browser) -> None:
    with served_within(Settings()) as served:
        context = browser.new_context(locale="fr-FR")
        page = opened(context, served.address)
        review(page)
        expect(page.locator("#review-body")).to_contain_text(MARK, timeout=PATIENCE_MS)
        assert len(served.guard.sessions) == 1
        assert len(served.page.state_holder.session_data) == 1
        served.sweep(GRACE_S + 1)
        assert len(served.guard.sessions) == 1  # it is still open
        page.close()
        time.sleep(1)
        served.sweep(GRACE_S / 2)
        assert len(served.guard.sessions) == 1
        served.sweep(GRACE_S + 1)
        assert len(served.guard.sessions) == 0
        assert not served.page.state_holder.session_data
        served.sweep(EVENT_S + 1)
        assert len(served.guard.names) == 0
        context.close()


def test_whoever_meets_a_limit_is_told_in_the_panel_s_own_way_and_goes_on(ada: BrowserContext) -> None:
    with served_within(Settings(questions_per_minute=1, reviews_per_minute=1)) as served:
        page = opened(ada, served.address)
        for _ in range(2):
            page.fill("#question textarea", "Qu’attend le jury pour C3.3 ?")
            page.keyboard.press("Enter")
            page.wait_for_timeout(1500)
        expect(page.locator("#chat .bot").last).to_contain_text("attendez")
        review(page)
        expect(page.locator("#review-body")).to_contain_text(MARK, timeout=PATIENCE_MS)
        review(page)
        expect(page.locator("#review-progress .problem")).to_contain_text("attendez")
        expect(page.locator("#review-form [data-review]")).to_be_visible()
        expect(page.locator("#review-body")).to_contain_text(MARK)
        page.locator(".masthead [data-page=jury]").click()
        page.locator("#jury-form [data-prepare]").click()
        expect(page.locator("#jury-status .problem")).to_contain_text("attendez")


@pytest.mark.parametrize("width", [1280, 390])
def test_what_a_guard_refuses_is_said_on_the_page_and_nothing_is_lost(
    browser: Browser, address: str, width: int
) -> None:
    context = browser.new_context(locale="fr-FR", viewport={"width": width, "height": 844})
    page = opened(context, address)
    context.clear_cookies()
    page.fill("#question textarea", "Qu’attend le jury pour C3.3 ?")
    page.keyboard.press("Enter")
    notice = page.locator("#refused")
    expect(notice.get_by_role("alert")).to_contain_text("autre session")
    assert page.locator("#question textarea").input_value() == "Qu’attend le jury pour C3.3 ?"
    expect(page.locator("#question .error")).to_have_count(0)
    for _ in range(2):
        assert low_contrasts(page, "#refused *") == []
        page.locator("#theme-toggle").evaluate("(button) => button.click()")
        page.wait_for_timeout(500)
    notice.get_by_role("button", name="Fermer").press("Enter")
    expect(notice).to_be_hidden()
    review(page)
    expect(notice).to_be_visible()
    expect(page.locator("#review-form [data-review]")).to_be_visible()  # the form doesn't wait for ever
    expect(page.locator(".toast-body")).to_have_count(0)
    assert page.locator("#review-text").input_value() == DRAFT
    with page.expect_navigation():
        notice.get_by_role("button", name="Recharger la page").click()
    expect(page.locator("#review-form [data-review]")).to_be_visible(timeout=PATIENCE_MS)
    review(page)
    expect(page.locator("#review-body")).to_contain_text(MARK, timeout=PATIENCE_MS)
    context.close()
