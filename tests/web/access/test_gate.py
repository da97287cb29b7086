"""Nobody gets in without a login, by any address; tutors' pages are for tutors."""

import base64
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from gradio_client import Client
from playwright.sync_api import Browser, expect

from assistant.web.access.accounts import Role, make_account, write_accounts
from tests.test_cli import run
from tests.web.conftest import serving
from tests.web.serving.conftest import NO_LIMITS
from tests.web.serving.visitor import Visitor

PASSWORDS = {"tuteur": "un mot de passe à retenir", "candidat": "un autre mot de passe"}
HTML = {"accept": "text/html"}
ADDRESSES = (
    ("GET", "/config"),
    ("GET", "/gradio_api/info"),
    ("GET", "/gradio_api/queue/data?session_hash=abc"),
    ("GET", "/gradio_api/heartbeat/abc"),
    ("POST", "/gradio_api/queue/join"),
    ("POST", "/gradio_api/run/predict"),
    ("POST", "/gradio_api/call/ask"),
    ("POST", "/gradio_api/upload"),
    ("POST", "/logout"),
)


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("accounts") / "comptes"
    roles = {"tuteur": Role.TUTOR, "candidat": Role.CANDIDATE}
    write_accounts(path, [make_account(name, roles[name], word) for name, word in PASSWORDS.items()])
    return path


@pytest.fixture(scope="module")
def address(accounts: Path) -> Iterator[str]:
    with served(accounts) as url:
        yield url


def served(accounts: Path) -> AbstractContextManager[str]:
    return serving("-m", "tests.web.stub_app", ASSISTANT_AUTH_FILE=str(accounts), **NO_LIMITS)


def log_in(client: httpx.Client, name: str, password: str | None = None) -> httpx.Response:
    return client.post("/login", data={"username": name, "password": password or PASSWORDS[name]})


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
def test_without_a_login_nothing_is_given(address: str, method: str, path: str) -> None:
    answer = httpx.request(method, address.rstrip("/") + path)
    if path == "/logout":
        assert answer.status_code == 303
    else:
        assert answer.status_code == 401
        assert "Connectez-vous" in answer.json()["detail"]


def test_the_page_leads_to_the_login_and_back_to_what_was_wanted(address: str) -> None:
    with httpx.Client(base_url=address, headers=HTML) as client:
        answer = client.get("/", params={"view": "jury", "exam": "C3.3"})
        assert answer.status_code == 303
        page = client.get(answer.headers["location"].replace("login", "/login", 1))
        assert "view=jury" in page.text
        done = client.post(
            "/login", data={"username": "tuteur", "password": PASSWORDS["tuteur"], "after": "?view=jury&exam=C3.3"}
        )
        assert done.headers["location"] == "./?view=jury&exam=C3.3"
        assert client.get("/").status_code == 200
        evil = client.post(
            "/login", data={"username": "tuteur", "password": PASSWORDS["tuteur"], "after": "//evil.example"}
        )
        assert evil.headers["location"] == "./"


def test_a_login_makes_a_new_session_and_a_logout_ends_it(address: str) -> None:
    with httpx.Client(base_url=address) as client:
        client.get("/login", headers=HTML)
        before = client.cookies.get("jury_session")
        assert log_in(client, "candidat").json() == {"success": True}
        after = client.cookies.get("jury_session")
        assert after
        assert after != before
        assert client.get("/account").json() == {"login": True, "name": "candidat", "role": "candidate"}
        with httpx.Client(base_url=address, cookies={"jury_session": before or "x"}) as old:
            assert old.get("/config").status_code == 401
        client.post("/logout")
        assert client.get("/config").status_code == 401


def test_wrong_passwords_are_slowed_down_for_a_name_from_wherever(accounts: Path) -> None:
    with served(accounts) as address:
        said = [httpx.post(f"{address}login", data={"username": "personne", "password": "x"}) for _ in range(12)]
    assert [answer.status_code for answer in said[:10]] == [401] * 10
    assert said[-1].status_code == 429
    assert int(said[-1].headers["retry-after"]) > 0
    assert "inconnu" in said[0].json()["detail"]


def test_a_candidate_gets_nothing_of_a_tutors_page_even_by_hand(address: str) -> None:
    given = {"batch": "b", "rank": 1, "total": 1, "exam": "C3.3", "name": "a.txt", "data": "YQ=="}
    for name, allowed in (("candidat", False), ("tuteur", True)):
        with Visitor.__new__(Visitor) as visitor:
            visitor.client = httpx.Client(base_url=address, timeout=60, headers=basic(name))
            visitor.window = f"window{name}"
            config = visitor.client.get("/config").json()
            visitor.events = {item["api_name"]: item["id"] for item in config["dependencies"]}
            told = visitor.told("on_file", given)
        assert ("réservée aux tuteurs" in told) is not allowed
        assert ("cohort" in told) is allowed


def basic(name: str) -> dict[str, str]:
    shown = base64.b64encode(f"{name}:{PASSWORDS[name]}".encode()).decode()
    return {"authorization": f"Basic {shown}"}


def test_a_program_logs_in_as_gradios_client_does(address: str) -> None:
    client = Client(address, auth=("tuteur", PASSWORDS["tuteur"]), verbose=False)
    assert client.predict(api_name="/referential")["exams"]
    with pytest.raises(Exception, match=r"[Ll]ogin|credentials|log in|auth"):
        Client(address, auth=("tuteur", "faux"), verbose=False)


@pytest.mark.browser
def test_people_log_in_see_their_pages_and_leave(address: str, browser: Browser) -> None:
    page = browser.new_page(locale="fr-FR")
    page.goto(f"{address}?view=cohort")
    page.get_by_label("Identifiant").fill("candidat")
    page.get_by_label("Mot de passe").fill("faux mot de passe")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("inconnu")
    expect(page.get_by_label("Identifiant")).to_have_value("candidat")
    page.get_by_label("Mot de passe").fill(PASSWORDS["candidat"])
    page.keyboard.press("Enter")
    expect(page.locator("#question textarea")).to_be_visible(timeout=30_000)
    expect(page.locator("[data-page=cohort]")).to_be_hidden()
    page.get_by_role("button", name="Se déconnecter").click()
    page.get_by_label("Identifiant").fill("tuteur")
    page.get_by_label("Mot de passe").fill(PASSWORDS["tuteur"])
    page.keyboard.press("Enter")
    expect(page.locator("[data-page=cohort]")).to_be_visible(timeout=30_000)
    page.close()


def test_a_file_of_accounts_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    done = run("serve", ASSISTANT_AUTH_FILE=str(tmp_path / "absent"), ASSISTANT_PORT="0")
    assert done.returncode == 1
    assert "comptes" in done.stderr
