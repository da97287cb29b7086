"""What of Gradio's addresses isn't there, and what those that are there don't take."""

import re

import httpx
import pytest

from tests.web.serving.visitor import Visitor

CLOSED = (
    "/gradio_api/file=/etc/passwd",
    "/gradio_api/file=../../../etc/passwd",
    "/gradio_api/file%3D/etc/passwd",
    "/gradio_api//file=/etc/passwd",
    "/gradio_api/./file=/etc/passwd",
    "//gradio_api/file=/etc/passwd",
    "/gradio_api/file/etc/passwd",
    "/file=/etc/passwd",
    "/file/etc/passwd",
    "/gradio_api/file=http://127.0.0.1:1/",
    "/gradio_api/proxy=http://127.0.0.1:1/",
    "/proxy=http://127.0.0.1:1/",
    "/gradio_api/stream/x",
    "/gradio_api/stream/x/1/2/playlist.m3u8",
    "/gradio_api/stream/x/1/2/playlist-file",
    "/gradio_api/deep_link?session_hash=x",
    "/gradio_api/custom_component/x/client/component/index.js",
    "/gradio_api/component_server",
    "/gradio_api/process_recording",
    "/gradio_api/vibe-code",
    "/gradio_api/vibe-edit",
    "/gradio_api/undo-vibe-edit",
    "/gradio_api/vibe-starter-queries",
    "/gradio_api/dev/reload",
    "/gradio_api/runs",
    "/gradio_api/run-history/buckets",
    "/gradio_api/profiling/traces",
    "/gradio_api/profiling/clear",
    "/gradio_api/upload_progress?upload_id=x",
    "/gradio_api/queue/status",
    "/gradio_api/token",
    "/gradio_api/user",
    "/gradio_api/login_check",
    "/monitoring",
    "/monitoring/summary",
    "/monitoring/x",
    "/login",
    "/logout",
    "/svelte/x",
    "/pwa_icon",
    "/docs",
    "/redoc",
    "/openapi.json",
    "/gradio_api/mcp",
    "/gradio_api/mcp/",
    "/gradio_api/mcp/sse",
    "/gradio_api/mcp/schema",
    "/gradio_api/call/on_review",
    "/gradio_api/call/_submit_fn",
    "/gradio_api/call/v2/leave",
    "/gradio_api/run/ask",
    "/gradio_api/run/on_download",
    "/gradio_api/api/ask",
    "/gradio_api/api/predict",
    "/api/predict",
    "/assets/../../../../etc/passwd",
    "/assets/%2e%2e/%2e%2e/etc/passwd",
    "/assets/..%2f..%2fconfig",
    "/static/..%5c..%5cconfig",
    "/static//etc/passwd",
    "/.env",
    "/app.py",
)


@pytest.mark.parametrize("path", CLOSED)
def test_it_is_not_there(ada: Visitor, path: str) -> None:
    for method in ("GET", "POST", "HEAD", "PUT", "DELETE", "PATCH"):
        target = httpx.URL(f"{str(ada.client.base_url).rstrip('/')}/", raw_path=path.encode())
        answer = ada.client.send(ada.client.build_request(method, target, json={} if method == "POST" else None))
        assert answer.status_code == 404, (method, path)
        assert "root:" not in answer.text


def test_every_address_of_gradio_is_either_needed_or_closed(ada: Visitor) -> None:
    """A new version of Gradio that brings new addresses opens none."""
    import gradio as gr
    from gradio.routes import App

    needed = (
        r"/|/config/?|/static/.*|/assets/.*|/favicon\.ico|/theme\.css|/robots\.txt|/manifest\.json"
        r"|/gradio_api/(app_id/?|info/?|openapi\.json|heartbeat/.*|run/.*|call/.*|queue/(join|data)|cancel|reset/?"
        r"|upload|startup-events|theme\.css)"
    )
    with gr.Blocks() as page:
        gr.Textbox()
    app = App.create_app(page)
    addresses = {path: [method.upper() for method in methods] for path, methods in app.openapi()["paths"].items()}
    assert len(addresses) > 60
    for path, methods in addresses.items():
        if not re.fullmatch(needed, path):
            for method in methods:
                example = re.sub(r"\{[^}]*\}", "x", path)
                assert ada.client.request(method, example).status_code == 404, path


def test_other_methods_than_the_page_s_are_refused(ada: Visitor) -> None:
    for path in ("/", "/config", "/gradio_api/queue/join", "/gradio_api/upload", "/assets/x.js"):
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
            assert ada.client.request(method, path).status_code in {404, 405}, (method, path)


def test_private_events_are_not_listed(ada: Visitor) -> None:
    public = {"/ask", "/review", "/questions", "/assess", "/referential"}
    for query in ("", "?all_endpoints=true", "?all_endpoints=True&serialize=False", "?page=&all_endpoints=1"):
        info = ada.client.get(f"/gradio_api/info{query}").json()
        assert set(info["named_endpoints"]) == public, query
        assert info["unnamed_endpoints"] == {}
    paths = set(ada.client.get("/gradio_api/openapi.json?all_endpoints=true").json()["paths"])
    called = {path.split("/call/v2")[-1].split("/call")[-1] for path in paths if "/call/" in path}
    assert {re.sub(r"/\{.*", "", path) for path in called} <= public
    assert "on_review" not in str(paths)


def test_no_deep_link_of_gradio_is_opened(ada: Visitor) -> None:
    for path in ("/", "/config"):
        assert ada.client.get(path, params={"deep_link": "../../x", "exam": "C3.3"}).status_code == 200


def test_no_other_site_may_read_an_answer(ada: Visitor) -> None:
    host = str(ada.client.base_url.netloc, "ascii") if isinstance(ada.client.base_url.netloc, bytes) else ""
    for origin in (f"http://{host}", "http://evil.example"):
        for path in ("/config", "/", "/gradio_api/info"):
            answer = ada.client.get(path, headers={"origin": origin, "host": "jury.school.example"})
            assert not any(name.startswith("access-control-") for name in answer.headers)
    preflight = {"origin": "http://evil.example", "access-control-request-method": "POST"}
    assert ada.client.options("/gradio_api/queue/join", headers=preflight).status_code == 403


def test_events_by_hand_answer_without_a_fault_of_the_server(ada: Visitor) -> None:
    hostile = (
        None,
        "x",
        {"data": ["a"], "name": 3, "exam": ["C3.3"], "rank": 1e300, "total": -1, "batch": {}, "form": None, "turn": 5},
        {
            "data": "A" * 100_000,
            "name": "../../etc/passwd",
            "exam": "C3.3",
            "text": {"a": 1},
            "answer": [],
            "accepted": 2,
        },
        {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}},
    )
    for event, number in ada.events.items():
        for given in hostile:
            for data in ([], [None] * 3, [{"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}] * 3):
                answer = ada.predict(number, given, data)
                assert answer.status_code in {200, 404, 500}, event
                assert "root:" not in answer.text
                if answer.status_code == 500:  # Gradio's way to say that an event failed
                    assert "Traceback" not in answer.text
    for strange in ("0", 81.0, True, -1, 9999, None, [], {"a": 1}):
        for route in ("queue/join", "run/predict"):
            body = ada.body("on_stop") | {"fn_index": strange}
            assert ada.client.post(f"/gradio_api/{route}", json=body).status_code == 400
    assert "C3.3/1" in ada.asked("ask", "Qu’attend le jury pour C3.3 ?", "[]")


def test_what_is_too_big_is_refused_while_it_comes(ada: Visitor) -> None:
    def pieces() -> object:
        for _ in range(30):
            yield bytes(1024 * 1024)

    for path in ("queue/join", "run/predict", "call/ask", "cancel"):
        answer = ada.client.post(f"/gradio_api/{path}", content=pieces())  # type: ignore[arg-type]
        assert answer.status_code == 413, path
        assert "volumineuse" in answer.json()["detail"]
    answer = ada.upload("a.docx", bytes(16 * 1024 * 1024))
    assert answer.status_code == 413
    assert "plus que les 15" in answer.json()["detail"]
    assert ada.client.post("/gradio_api/call/ask", json={"data": ["x" * 3_000_000, "[]"]}).status_code == 413


def test_uploads_are_drafts_and_few(ada: Visitor) -> None:
    assert ada.upload("a.exe", b"MZ").status_code == 415
    assert ada.client.post("/gradio_api/upload", json={}).status_code == 400
    assert ada.client.post("/gradio_api/upload", files={"other": ("a.txt", b"x")}).status_code == 400
    broken = {"content-type": "multipart/form-data; boundary=x"}
    assert ada.client.post("/gradio_api/upload", content=b"--x\r\nbroken", headers=broken).status_code == 400
    assert (
        ada.client.post("/gradio_api/upload", content=b"", headers={"content-type": "multipart/form-data"}).status_code
        == 400
    )
    answers = [ada.upload("a.txt", b"x") for _ in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert "en attente" in answers[-1].json()["detail"]
    assert int(answers[-1].headers["retry-after"]) > 0


def test_the_answers_of_the_server_have_safe_headers(ada: Visitor) -> None:
    answers = [ada.client.get(path) for path in ("/", "/config", "/nowhere", "/gradio_api/info")]
    answers += [ada.join("on_stop"), ada.predict("on_stop"), ada.client.get("/gradio_api/queue/data?session_hash=x.y")]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "server" not in answer.headers
    page = answers[0]
    nonce = re.search(r"'nonce-([\w-]+)'", page.headers["content-security-policy"])
    assert nonce
    assert all(f'nonce="{nonce[1]}"' in script for script in re.findall(r"<script[^>]*>", page.text))
    style = re.search(r'href="(\./assets/[^"]+\.css)"', page.text)
    assert style
    assert "immutable" in ada.client.get(style[1].removeprefix(".")).headers["cache-control"]


def test_behind_a_proxy_of_this_machine_that_ends_tls_the_cookie_is_secure(ada: Visitor) -> None:
    answer = ada.client.get("/", headers={"x-forwarded-proto": "https"})
    assert "__Host-jury_session=" in answer.headers["set-cookie"]
    assert "Secure" in answer.headers["set-cookie"]
    assert "strict-transport-security" in answer.headers
