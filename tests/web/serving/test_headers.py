import base64
import hashlib
import re

import httpx
import pytest
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp

from assistant.settings import Settings
from assistant.web.serving.headers import SafeHeaders
from assistant.web.serving.nonces import Nonces
from tests.web.serving.asking import ask_app

PAGE = "<html><script>one()</script><script type='module' src='a.js'></script>{\"head\": \"\\u003cscript>\"}</html>"


def asked(answer: ASGIApp, path: str = "/", settings: Settings | None = None, scheme: str = "http") -> httpx.Response:
    app = SafeHeaders(Nonces(answer), settings or Settings(), ["two()"])

    return ask_app(app, "GET", f"{scheme}://x.example{path}")


def policy(answer: httpx.Response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer.headers["content-security-policy"].split(";"))
    return {name: value for name, _, value in parts}


def test_only_the_page_s_own_scripts_run() -> None:
    answer = asked(HTMLResponse(PAGE))
    rules = policy(answer)
    nonce = re.search(r"'nonce-([\w-]+)'", rules["script-src"])
    assert nonce
    known = base64.b64encode(hashlib.sha256(b"two()").digest()).decode()
    assert f"'sha256-{known}'" in rules["script-src"]
    assert "unsafe-inline" not in rules["script-src"]
    assert rules["default-src"] == "'none'"
    assert rules["frame-ancestors"] == "'none'"
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert nonce[1] not in asked(HTMLResponse(PAGE)).text


def test_no_other_host_stands_in_the_policy() -> None:
    assert not re.search(r"https?:|\*", asked(HTMLResponse(PAGE)).headers["content-security-policy"])


def test_what_is_no_page_runs_nothing() -> None:
    assert policy(asked(JSONResponse({}))) == {"default-src": "'none'", "frame-ancestors": "'none'"}


@pytest.mark.parametrize("answer", [HTMLResponse(PAGE), JSONResponse({}), Response(status_code=404)])
def test_every_answer_has_the_safe_headers(answer: Response) -> None:
    headers = asked(answer).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers


def test_https_is_kept_to() -> None:
    assert "max-age=31536000" in asked(JSONResponse({}), scheme="https").headers["strict-transport-security"]


def test_schools_may_show_the_page_within_theirs() -> None:
    settings = Settings(frame_ancestors="https://moodle.school.example https://*.school.example")
    answer = asked(HTMLResponse(PAGE), settings=settings)
    assert policy(answer)["frame-ancestors"] == settings.frame_ancestors
    assert "x-frame-options" not in answer.headers
    for wrong in ("https://a.example; script-src *", "*", "javascript:x", "'self'"):
        with pytest.raises(ValueError, match="frame_ancestors"):
            Settings(frame_ancestors=wrong)


def test_the_microphone_is_for_those_who_can_speak(tmp_path: object) -> None:
    assert "microphone=()" in asked(JSONResponse({})).headers["permissions-policy"]
    spoken = asked(JSONResponse({}), settings=Settings(speech_model=str(tmp_path)))  # type: ignore[arg-type]
    assert "microphone=(self)" in spoken.headers["permissions-policy"]


@pytest.mark.parametrize(
    ("path", "status", "kept"),
    [
        ("/assets/index-DphvyggB.js", 200, "public, max-age=31536000, immutable"),
        ("/static/img/a.svg", 200, "public, max-age=3600"),
        ("/theme.css", 200, "public, max-age=3600"),
        ("/assets/missing.js", 404, "no-store"),
        ("/", 200, "no-store"),
        ("/config", 200, "no-store"),
        ("/gradio_api/queue/data", 200, "no-store"),
        ("/assets/../gradio_api/x", 200, "no-store"),
    ],
)
def test_browsers_keep_nothing_but_the_page_s_own_files(path: str, status: int, kept: str) -> None:
    answer = Response(status_code=status, headers={"cache-control": "max-age=99"})
    assert asked(answer, path).headers["cache-control"] == kept
