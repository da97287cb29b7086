"""The tools, called by the real client of the protocol's own package."""

import base64
import http.server
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import ClientSession
from mcp.types import CallToolResult

from assistant.web.access.accounts import Role, make_account, write_accounts
from tests.web.conftest import ROOT, serving
from tests.web.programs.client import PATH, call, refusal, talk
from tests.web.serving.conftest import NO_LIMITS

DRAFT = "# Contexte\n\nNotre agence de 12 personnes a un budget de 40 000 euros.\n\nLe prix compte pour 30 points.\n"
PRIVATE = "phrase-que-seul-le-disque-connait"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    where = {"TMPDIR": str(folder), "GRADIO_TEMP_DIR": str(folder)}
    with serving("-m", "tests.web.stub_app", ASSISTANT_MCP="true", **NO_LIMITS, **where) as url:
        yield url


def text_of(result: Any) -> Any:
    return json.loads(result.content[0].text)


def in_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_only_the_five_endpoints_are_tools_and_each_says_what_it_takes(address: str) -> None:
    listed = talk(address, lambda session: session.list_tools())
    tools = {tool.name: tool for tool in listed.tools}
    assert list(tools) == ["ask", "review", "questions", "assess", "referential"]
    for tool in tools.values():
        assert tool.title
        assert len(tool.description) > 100
        assert tool.annotations.readOnlyHint
        for name, taken in tool.inputSchema["properties"].items():
            assert taken.get("description"), (tool.name, name)
    assert tools["ask"].inputSchema["required"] == ["question"]
    assert tools["questions"].inputSchema["properties"]["level"]["enum"] == ["", "facile", "standard", "exigeant"]
    # Nothing that names a place: no address, no path, no reference to a file.
    assert set(tools["review"].inputSchema["properties"]) == {"exam", "text", "file_name", "file_base64"}


def test_a_question_is_answered_as_the_contract_says(address: str) -> None:
    result = call(address, "ask", question="Qu’attend le jury pour C3.3 ?")
    assert not result.isError
    answer = result.structuredContent
    assert answer == text_of(result)
    assert answer is not None
    assert answer["behaviour"] == "answer"
    assert {"kind": "criterion", "id": "C3.3/1"}.items() <= answer["citations"][0].items() or answer["citations"]
    history = [{"role": "user", "content": "Qu’attend le jury pour C3.3 ?"}, {"role": "assistant", "content": "…"}]
    again = call(address, "ask", question="et pour C3.4 ?", history=history)
    assert again.structuredContent is not None
    assert any(item["id"].startswith("C3.4") for item in again.structuredContent["citations"])


def test_questions_are_drawn_and_the_same_number_draws_them_again(address: str) -> None:
    first, second = (call(address, "questions", exam="C3.3", count=3, seed=7).structuredContent for _ in range(2))
    assert first == second
    assert first is not None
    assert len(first["questions"]) == 3


def test_an_answer_is_assessed(address: str) -> None:
    result = call(
        address, "assess", exam="C3.3", question="Pourquoi ce prestataire ?", answer="Il coûte 30 % de moins."
    )
    assert result.structuredContent is not None
    assert set(result.structuredContent) == {"points", "strengths", "advice", "follow_up"}


def test_the_referential_is_given_whole_or_one_exam_of_it(address: str) -> None:
    whole = call(address, "referential").structuredContent
    assert whole is not None
    assert len(whole["exams"]) == 8
    part = call(address, "referential", exam="C1.2").structuredContent
    assert part is not None
    assert [exam["id"] for exam in part["exams"]] == ["C1.1-C1.4"]
    assert [item["id"] for item in part["competences"]] == ["C1.1", "C1.2", "C1.3", "C1.4"]


def test_a_draft_is_reviewed_as_text_and_as_a_file_and_touches_no_disk(address: str, folder: Path) -> None:
    before = {path for path in folder.rglob("*") if path.is_file()}
    by_text = call(address, "review", text=DRAFT, exam="C3.3").structuredContent
    by_file = call(address, "review", file_name="../x/dossier.md", file_base64=in_base64(DRAFT)).structuredContent
    assert by_text is not None
    assert by_file is not None
    assert (by_text["exam_source"], by_file["exam_source"]) == ("given", "detected")
    assert by_file["file"] == "dossier.md"
    assert [item["verdict"] for item in by_text["criteria"]] == [item["verdict"] for item in by_file["criteria"]]
    left = {path for path in folder.rglob("*") if path.is_file()} - before
    assert not [path for path in left if b"40 000" in path.read_bytes()]


def test_a_review_tells_how_far_it_is(address: str) -> None:
    heard: list[tuple[float, str | None]] = []

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        heard.append((progress, message))

    talk(address, lambda session: session.call_tool("review", {"text": DRAFT, "exam": "C3.3"}, progress_callback=hear))
    assert len(heard) > 3
    assert [share for share, _ in heard] == sorted(share for share, _ in heard)
    assert any("Lecture des passages" in str(message) for _, message in heard)


def test_nothing_is_fetched_and_nothing_is_read_from_the_disk(address: str, tmp_path: Path) -> None:
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_POST = do_HEAD = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    elsewhere = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
    place = f"127.0.0.1:{elsewhere.server_port}"
    secret = tmp_path / "secret.md"
    secret.write_text(PRIVATE)
    for data in (
        f"http://{place}/x.md",
        f"data:text/markdown;base64,{in_base64('x')}",
        str(secret),
        f"file://{secret}",
    ):
        sentence = refusal(address, "review", file_name="x.md", file_base64=data)
        assert "aucune adresse" in sentence
    for name in (f"http://{place}/x.md", str(secret)):
        assert PRIVATE not in json.dumps(
            call(address, "review", file_name=name, file_base64=in_base64(DRAFT)).model_dump()
        )
    for given in ({"path": str(secret), "meta": {"_type": "gradio.FileData"}}, f"http://{place}/x.md"):
        assert "Paramètre inconnu" in refusal(address, "review", file=given)
        assert "ne convient pas" in refusal(address, "review", text=given if isinstance(given, dict) else 3)
    # The name that a request is made under leads nowhere either.
    body = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "ask", "arguments": {"question": "C3.3 ?"}},
    }
    headers = {"host": place, "x-forwarded-host": place, "accept": "application/json, text/event-stream"}
    assert httpx.post(f"{address}{PATH}", json=body, headers=headers).status_code == 200
    elsewhere.shutdown()
    assert asked == []


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("ask", {}, "Il manque : question."),
        ("questions", {"exam": "C9.9"}, "« C9.9 » est inconnue"),
        ("questions", {"exam": "C3.3", "count": 200}, "« count » ne convient pas"),
        ("assess", {"exam": "C3.3", "question": " ", "answer": "oui"}, "Donnez une question et une réponse."),
        ("review", {}, "l’un des deux"),
        ("review", {"text": DRAFT, "exam": "C9.9"}, "« C9.9 » est inconnue"),
        ("review", {"file_name": "x.exe", "file_base64": in_base64("MZ")}, "format"),
        ("review", {"file_name": "panne.md", "file_base64": in_base64(DRAFT)}, "La relecture a échoué"),
        ("respond", {}, "Cet outil n’existe pas"),
        ("on_erase", {}, "Cet outil n’existe pas"),
    ],
)
def test_what_can_t_be_done_is_said_in_french(address: str, tool: str, given: dict[str, Any], said: str) -> None:
    sentence = refusal(address, tool, **given).replace("\u00a0", " ").replace("\u202f", " ")
    assert said in sentence
    assert "Traceback" not in sentence


def test_a_body_that_is_too_big_and_other_methods_are_refused(address: str) -> None:
    headers = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
    too_big = httpx.post(f"{address}{PATH}", content=b"x" * (22 * 1024 * 1024), headers=headers, timeout=60)
    assert too_big.status_code == 413
    assert "trop volumineuse" in too_big.json()["detail"]
    for method in ("GET", "DELETE", "PUT"):
        assert httpx.request(method, f"{address}{PATH}", headers=headers).status_code in {404, 405}
    for path in ("/sse", "/schema", "/messages", "/http"):
        assert httpx.get(f"{address}{PATH}{path}").status_code == 404
    foreign = httpx.post(f"{address}{PATH}", json={}, headers={**headers, "origin": "http://elsewhere.example"})
    assert foreign.status_code == 403


def test_calls_are_counted(folder: Path) -> None:
    limits = {"ASSISTANT_QUESTIONS_PER_MINUTE": "2", "ASSISTANT_REQUESTS_PER_MINUTE": "0"}
    with serving("-m", "tests.web.stub_app", ASSISTANT_MCP="true", **limits) as url:
        for _ in range(2):
            assert not call(url, "questions", exam="C3.3", count=1).isError
        assert "attendez" in refusal(url, "questions", exam="C3.3", count=1)
        assert not call(url, "referential", exam="C3.3").isError


def test_where_there_are_accounts_a_client_shows_one_with_each_call(folder: Path) -> None:
    path = folder / "accounts"
    write_accounts(path, [make_account("ada", Role.CANDIDATE, "une phrase assez longue")])
    with serving("-m", "tests.web.stub_app", ASSISTANT_MCP="true", ASSISTANT_AUTH_FILE=str(path), **NO_LIMITS) as url:

        async def ask_often(session: ClientSession) -> list[CallToolResult]:
            return [await session.call_tool("questions", {"exam": "C3.3", "count": 1}) for _ in range(15)]

        answers = talk(url, ask_often, auth=("ada", "une phrase assez longue"))
        assert not any(answer.isError for answer in answers)
        for auth in (None, ("ada", "une autre phrase")):
            refused = httpx.post(f"{url}{PATH}", json={}, auth=auth)
            assert refused.status_code == 401


def test_without_the_package_one_sentence_says_what_is_missing(tmp_path: Path) -> None:
    import subprocess
    import sys

    hide = "import sys; sys.modules['mcp'] = None\nimport importlib.util as u; f = u.find_spec\n"
    hide += "u.find_spec = lambda name, *more: None if name == 'mcp' else f(name, *more)\n"
    code = hide + "from assistant.settings import Settings\nfrom assistant.web.serving.server import serve_page\n"
    code += "serve_page(Settings(mcp=True, port=0))\n"
    ended = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=ROOT, env=os.environ, timeout=60
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith("ASSISTANT_MCP demande le paquet")
    assert ended.stderr.count("\n") == 1
