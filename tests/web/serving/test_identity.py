import re
from collections.abc import Mapping
from http.cookies import SimpleCookie

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from assistant.settings import Settings
from assistant.web.owners import owner_of
from assistant.web.serving.identity import Identity
from tests.web.serving.asking import ask_app


async def whoami(scope: Scope, receive: Receive, send: Send) -> None:
    owner = owner_of(scope)
    said = {"id": owner.id, "address": owner.address, "cookie": Request(scope).headers.get("cookie", "")}
    await JSONResponse(said)(scope, receive, send)


def ask(
    path: str = "/",
    headers: Mapping[str, str] | Mapping[str, bytes] | None = None,
    *,
    scheme: str = "http",
    client: str = "192.0.2.1",
    method: str = "GET",
    settings: Settings | None = None,
) -> httpx.Response:
    app = Identity(whoami, settings or Settings())
    return ask_app(app, method, f"{scheme}://school.example{path}", headers, client)


def cookies_of(answer: httpx.Response) -> SimpleCookie:
    cookies = SimpleCookie()
    for line in answer.headers.get_list("set-cookie"):
        cookies.load(line)
    return cookies


def test_a_browser_gets_a_cookie_that_scripts_and_other_sites_can_not_use() -> None:
    cookies = cookies_of(ask())
    session = cookies["jury_session"]
    assert re.fullmatch(r"[\w-]{43}", session.value)
    assert (session["httponly"], session["samesite"], session["path"]) == (True, "Strict", "/")
    assert not session["secure"]
    assert not session["domain"]
    assert not session["max-age"]
    assert session.value != cookies_of(ask())["jury_session"].value
    assert cookies["jury_known"].value == "1"


def test_under_https_no_neighbour_can_set_it() -> None:
    cookies = cookies_of(ask(scheme="https"))
    session = cookies["__Host-jury_session"]
    assert session["secure"]
    assert session["samesite"] == "Strict"
    planted = {"cookie": f"jury_session={'A' * 43}; jury_known=1"}
    answer = ask(headers=planted, scheme="https")
    assert cookies_of(answer)["__Host-jury_session"].value != "A" * 43
    own = f"__Host-jury_session={session.value}"
    assert ask("/x", {"cookie": own}, scheme="https").json()["id"] != ask("/x", planted, scheme="https").json()["id"]


def test_the_owner_is_the_cookie_and_not_the_address() -> None:
    cookie = {"cookie": f"jury_session={cookies_of(ask())['jury_session'].value}"}
    here, there = (ask(headers=cookie, client=client) for client in ("192.0.2.1", "198.51.100.7"))
    assert here.json()["id"] == there.json()["id"]
    assert here.json()["address"] != there.json()["address"]
    assert "set-cookie" not in here.headers
    assert here.json()["id"] not in cookie["cookie"]


def test_the_first_answer_and_the_next_request_have_one_owner() -> None:
    first = ask()
    cookie = {"cookie": f"jury_session={cookies_of(first)['jury_session'].value}"}
    assert ask("/gradio_api/queue/join", cookie, method="POST").json()["id"] == first.json()["id"]


@pytest.mark.parametrize("value", ["", "short", "A" * 42, "A" * 44, "é" * 43, "A" * 42 + "%", "A" * 42 + " "])
def test_what_is_no_cookie_of_ours_is_none(value: str) -> None:
    forged = {"cookie": f"jury_session={value}".encode()}
    assert ask("/gradio_api/x", forged).json()["id"] == ask("/gradio_api/x").json()["id"]


def test_a_link_from_another_site_does_not_replace_the_cookie() -> None:
    """The strict cookie isn't sent then, the other one tells that there is one."""
    assert "set-cookie" not in ask("/", {"cookie": "jury_known=1", "sec-fetch-site": "cross-site"}).headers


def test_only_pages_give_cookies() -> None:
    for path in ("/", "/config", "/login", "/?exam=C3.3"):
        assert "set-cookie" in ask(path).headers
    for path in (
        "/gradio_api/info",
        "/gradio_api/heartbeat/x",
        "/assets/a.js",
        "/theme.css",
        "/gradio_api/mcp/",
    ):
        assert "set-cookie" not in ask(path).headers
    assert "set-cookie" not in ask("/", method="POST").headers


def test_programs_are_known_by_their_key_or_else_their_address() -> None:
    def program(client: str, key: str = "") -> str:
        headers = {"authorization": f"Bearer {key}"} if key else {}
        return str(ask("/gradio_api/call/ask", headers, client=client, method="POST").json()["id"])

    assert program("192.0.2.1") == program("192.0.2.1") != program("192.0.2.2")
    assert program("192.0.2.1", "one") == program("192.0.2.2", "one") != program("192.0.2.1", "two")
    token = cookies_of(ask())["jury_session"].value
    browser = ask("/gradio_api/x", {"cookie": f"jury_session={token}"}).json()["id"]
    assert browser not in {program("192.0.2.1", token), program(token), program("192.0.2.1")}


def test_cookies_are_worth_nothing_to_the_mcp_server() -> None:
    assert ask("/gradio_api/mcp/", {"cookie": f"jury_session={'A' * 43}"}).json()["cookie"] == ""


def test_within_another_site_s_page_the_cookie_is_partitioned() -> None:
    framed = Settings(frame_ancestors="https://moodle.school.example")
    lines = ask(scheme="https", settings=framed).headers.get_list("set-cookie")
    assert all("SameSite=None; Partitioned; Secure" in line for line in lines)
    assert "SameSite=Strict" in ask(settings=framed).headers["set-cookie"]
