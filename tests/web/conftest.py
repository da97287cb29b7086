"""A served page, and a browser to look at it: Chromium of the system, driven by Playwright."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
    # A microphone that beeps, and that the page may use.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
ROOT = Path(__file__).parents[2]

OpenPage = Callable[..., Page]


@contextmanager
def serving(*command: str, **variables: str) -> Iterator[str]:
    """Serve a page with a Python command, on a free port, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, "ASSISTANT_PORT": str(port), **variables}
    server = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment)
    url = f"http://127.0.0.1:{port}/"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            break
        except OSError:
            time.sleep(0.2)
    try:
        yield url
    finally:
        server.terminate()
        server.wait(15)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open pages that must end without an error in their console and without a request to anywhere else."""
    opened: list[Page] = []
    errors: list[str] = []
    foreign: list[str] = []

    def open_at(address: str, width: int = 1280, height: int = 860) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height}, locale="fr-FR")
        opened.append(page)
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "request",
            lambda sent: foreign.append(sent.url) if sent.url.startswith("http") and address not in sent.url else None,
        )
        page.goto(address)
        expect(page.locator("#question textarea")).to_be_visible(timeout=30_000)
        return page

    yield open_at
    for page in opened:
        page.close()
    assert errors == []
    assert foreign == []


def fits(page: Page) -> bool:
    """Tell whether nothing has to be scrolled sideways but what scrolls in a box of its own."""
    return bool(page.evaluate(SIDEWAYS))


def low_contrasts(page: Page, places: str) -> list[object]:
    """Return the words under some elements that are too near to their ground in colour."""
    return [line for line in page.evaluate(CONTRASTS, places) if line[0] < 4.5]


SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll("#panels > .column")]
  .every((element) => element.scrollWidth <= element.clientWidth)"""

CONTRASTS = """(places) => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (parts(colour)[3] !== 0) return colour;
    }
    return getComputedStyle(document.body).backgroundColor;
  };
  const out = [];
  for (const element of document.querySelectorAll(places)) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility() || element.tagName === "OPTION") continue;
    const [a, b] = [light(parts(getComputedStyle(element).color)), light(parts(ground(element)))];
    out.push([(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), element.className || element.tagName, element.textContent.slice(0, 30)]);
  }
  return out;
}"""
