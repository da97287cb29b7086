from collections.abc import Mapping

import pytest
from starlette.responses import PlainTextResponse

from assistant.settings import Settings
from assistant.web.serving.sites import Sites
from tests.web.serving.asking import ask_app


def status(
    headers: Mapping[str, str], method: str = "POST", path: str = "/gradio_api/queue/join", hosts: str = ""
) -> int:
    app = Sites(PlainTextResponse("in"), Settings(allowed_hosts=hosts))
    return ask_app(app, method, f"https://jury.school.example{path}", headers).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://jury.school.example"},
        {"origin": "https://jury.school.example:443"},
        {"origin": "http://jury.school.example"},  # a proxy that ends TLS and isn't known
        {"origin": "https://public.example", "x-forwarded-host": "public.example"},
        {"origin": "https://public.example", "sec-fetch-site": "same-origin"},  # a proxy that changes the host
        {"sec-fetch-site": "none"},
    ],
)
def test_the_page_s_own_requests_and_programs_are_let_in(headers: dict[str, str]) -> None:
    assert status(headers) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "https://evil.school.example"},
        {"origin": "https://jury.school.example.evil.example"},
        {"origin": "https://jury.school.example:8443"},
        {"origin": "null"},
        {"origin": "https://[bad"},
        {"origin": "file://"},
        {"origin": "https://jury.school.example", "sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site"},
    ],
)
def test_what_another_site_makes_a_browser_send_is_refused(headers: dict[str, str]) -> None:
    for method, path in (
        ("POST", "/gradio_api/queue/join"),
        ("POST", "/login"),
        ("OPTIONS", "/gradio_api/upload"),
        ("GET", "/gradio_api/queue/data"),
        ("GET", "/gradio_api/heartbeat/x"),
    ):
        assert status(headers, method, path) == 403


def test_links_to_the_page_work() -> None:
    assert status({"sec-fetch-site": "cross-site"}, "GET", "/") == 200
    assert status({"sec-fetch-site": "cross-site"}, "GET", "/?exam=C3.3") == 200


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("jury.school.example", 200),
        ("JURY.school.example:443", 200),
        ("other.example:8443", 200),
        ("127.0.0.1:7860", 200),
        ("localhost", 200),
        ("[::1]:7860", 200),
        ("other.example", 400),
        ("evil.example", 400),
        ("", 400),
    ],
)
def test_only_names_that_are_allowed_are_answered(host: str, expected: int) -> None:
    hosts = "jury.school.example, other.example:8443"
    assert status({"host": host}, "GET", "/", hosts) == expected
    assert status({"host": host}, "GET", "/") == 200


def test_a_name_that_a_proxy_forwards_is_looked_at_too() -> None:
    headers = {"host": "jury.school.example", "x-forwarded-host": "evil.example"}
    assert status(headers, "GET", "/", "jury.school.example") == 400
