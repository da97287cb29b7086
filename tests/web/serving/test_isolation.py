"""Ada has her draft reviewed; Eve knows the name of her window, of her events and files, and tries to get at it."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.web.serving.visitor import Visitor

MARK = "Chaussures Martin"
DRAFT = f"Le contexte : 12 magasins {MARK}.\n\nLe prix compte pour 30 %."
GIVEN = {"text": DRAFT, "exam": "C3.3"}


@pytest.fixture
def reviewed(ada: Visitor) -> Visitor:
    assert MARK in ada.told("on_review", GIVEN)
    return ada


@pytest.fixture(params=["cookie", "no cookie", "forged cookie", "her cookie as a key"])
def thief(request: pytest.FixtureRequest, address: str, reviewed: Visitor) -> Iterator[Visitor]:
    with Visitor(address, cookies=request.param == "cookie") as visitor:
        if request.param == "forged cookie":
            visitor.client.cookies.set("jury_session", "A" * 43)
        if request.param == "her cookie as a key":
            visitor.client.headers["authorization"] = reviewed.client.cookies["jury_session"]
        yield visitor


def refused(answer: httpx.Response) -> bool:
    sentence = answer.json()["detail"]
    return answer.status_code == 403 and "autre session" in sentence and MARK not in answer.text


def still_there(visitor: Visitor) -> bool:
    return MARK in file_of(visitor.told("on_download", {"form": "md"}))


def file_of(told: str) -> str:
    for message in json.loads(told):
        for value in message.get("output", {}).get("data", []):
            if isinstance(value, str) and value.startswith("{"):
                return base64.b64decode(json.loads(value).get("data", "")).decode()
    return ""


def test_the_name_of_her_window_opens_nothing(reviewed: Visitor, thief: Visitor) -> None:
    window = reviewed.window
    for event in (
        "on_download",
        "on_review",
        "on_stop",
        "on_forget",
        "on_compare",
        "answer",
        "leave",
        "on_prepare",
        "on_erase",
    ):
        assert refused(thief.join(event, {"form": "md"}, session_hash=window)), event
        assert refused(thief.predict(event, session_hash=window)), event
    for path in (f"heartbeat/{window}", f"queue/data?session_hash={window}"):
        assert refused(thief.client.get(f"/gradio_api/{path}")), path
    assert refused(thief.call("ask", "Quoi ?", "[]", session=window))
    for stop in ("cancel", "reset"):
        body = {"session_hash": window, "fn_index": thief.events["on_review"], "event_id": ""}
        assert refused(thief.client.post(f"/gradio_api/{stop}", json=body)), stop
    assert still_there(reviewed)


def test_it_opens_nothing_beside_one_s_own_either(reviewed: Visitor, thief: Visitor) -> None:
    theirs, own = reviewed.window, thief.window
    data = "/gradio_api/queue/data"
    for query in (f"{own}&session_hash={theirs}", f"{theirs}&session_hash={own}", f"&session_hash={theirs}"):
        assert refused(thief.client.get(f"{data}?session_hash={query}"))
    body = thief.body("on_download", {"form": "md"})
    for route in ("queue/join", "run/predict"):
        assert refused(thief.client.post(f"/gradio_api/{route}?session_hash={theirs}", json=body))
    twice = json.dumps(body).replace('"session_hash":', f'"session_hash": "{theirs}", "session_hash":')
    backwards = json.dumps(body)[:-1] + f', "session_hash": "{theirs}"}}'
    escaped = json.dumps(body)[:-1] + f', "session\\u005fhash": "{theirs}"}}'
    for forged in (twice, backwards, escaped):
        answer = thief.client.post("/gradio_api/queue/join", content=forged)
        assert answer.status_code == 400
    for encoding in ("utf-16", "utf-32", "utf-8-sig"):
        content = json.dumps(thief.body("on_download", session_hash=theirs)).encode(encoding)
        answer = thief.client.post("/gradio_api/queue/join", content=content)
        assert answer.status_code in {400, 403}
    for strange in ([theirs], {"": theirs}, 7, True, theirs + "\0", f" {theirs}", theirs * 9):
        assert thief.join("on_download", session_hash=strange).status_code == 400
    assert still_there(reviewed)


def test_one_s_own_window_holds_nothing_of_hers(reviewed: Visitor, thief: Visitor) -> None:
    told = thief.told("on_download", {"form": "md"})
    assert "Cette relecture n" in told
    assert file_of(told) == ""
    assert MARK not in told
    assert MARK not in thief.told("on_compare", {})
    assert still_there(reviewed)


def test_what_comes_of_her_events_comes_to_her(ada: Visitor, thief: Visitor) -> None:
    page = ada.join("on_review", GIVEN).json()["event_id"]
    for name in ("ask", "review"):
        assert refused(thief.client.get(f"/gradio_api/call/{name}/{page}"))
        assert refused(thief.client.get(f"/gradio_api/call/v2/{name}/{page}"))
    assert refused(thief.client.get(f"/gradio_api/queue/data?session_hash={page}"))
    assert refused(thief.client.post("/gradio_api/reset", json={"event_id": page}))
    body = {"session_hash": thief.window, "fn_index": ada.events["on_review"], "event_id": page}
    assert refused(thief.client.post("/gradio_api/cancel", json=body))
    assert refused(thief.join("on_stop", event_id=page))
    assert MARK in json.dumps(ada.messages(), ensure_ascii=False)


def test_a_program_s_call_is_its_own(address: str, thief: Visitor) -> None:
    with Visitor(address) as program:
        reference = program.upload("a.txt", DRAFT.encode()).json()[0]
        event = program.call("review", {"path": reference}, "C3.3").json()["event_id"]
        for path in (
            f"call/review/{event}",
            f"call/ask/{event}",
            f"queue/data?session_hash={event}",
            f"heartbeat/{event}",
        ):
            assert refused(thief.client.get(f"/gradio_api/{path}"))
        assert refused(thief.join("on_stop", session_hash=event))
        assert MARK in program.result("review", event)


def test_an_event_that_nobody_began_is_nobody_s(thief: Visitor) -> None:
    for event in ("0" * 32, "abc", thief.window):
        assert refused(thief.client.get(f"/gradio_api/call/ask/{event}"))


def test_her_files_are_hers(address: str, thief: Visitor) -> None:
    with Visitor(address) as program:
        reference = program.upload("a.txt", DRAFT.encode()).json()[0]
        for file in (
            {"path": reference},
            {"path": reference, "meta": {"_type": "gradio.FileData"}},
            {"path": reference, "orig_name": "a.txt", "is_stream": True, "url": "http://127.0.0.1/x"},
        ):
            said = thief.asked("review", file, "C3.3")
            assert "n\\u2019a pas \\u00e9t\\u00e9 envoy\\u00e9" in said
            assert MARK not in said
        for path in (
            f"/gradio_api/file={reference}",
            f"/file={reference}",
            f"/gradio_api/file/{reference}",
            f"/gradio_api/call/review/{reference}",
            f"/{reference}",
            f"/static/{reference}",
        ):
            assert thief.client.get(path).status_code == 404, path
        assert MARK in program.asked("review", {"path": reference}, "C3.3")
        assert "n\\u2019a pas" in program.asked("review", {"path": reference}, "C3.3")  # it is gone


def test_no_file_of_the_machine_is_read(ada: Visitor, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(DRAFT, encoding="utf-8")
    for path in (str(secret), f"file://{secret}", f"..{secret}", "/proc/self/environ", "http://127.0.0.1:1/a.txt"):
        for file in (
            {"path": path, "meta": {"_type": "gradio.FileData"}},
            {"path": path},
            {"url": path, "path": path, "meta": {"_type": "gradio.FileData"}},
            path,
        ):
            by_name = ada.client.post("/gradio_api/call/v2/review", json={"file": file, "exam": "C3.3"}).json()
            for said in (ada.asked("review", file, "C3.3"), ada.result("v2/review", by_name["event_id"])):
                assert "error" in said
                assert MARK not in said
    chat = [
        {
            "role": "user",
            "content": [{"type": "file", "file": {"path": str(secret), "meta": {"_type": "gradio.FileData"}}}],
        }
    ]
    for event in ("_append_message_to_history", "lambda", "option_clicked", "_edit_message", "answer"):
        data = [{"path": str(secret), "meta": {"_type": "gradio.FileData"}}, chat]
        if ada.join(event, {"path": str(secret), "meta": {}}, data).status_code == 200:
            assert MARK not in json.dumps(ada.messages(), ensure_ascii=False)
        assert MARK not in ada.predict(event, None, data).text
    assert secret.exists()


def test_nothing_of_a_draft_is_written(address: str, reviewed: Visitor) -> None:
    from gradio.utils import get_upload_folder

    def files() -> set[Path]:
        return {path for path in Path(get_upload_folder()).rglob("*") if path.is_file()}

    before = files()
    with Visitor(address) as program:
        program.upload("a.txt", DRAFT.encode()).raise_for_status()
        program.upload("big.docx", bytes(3_000_000)).raise_for_status()
    assert files() == before


def test_a_name_that_was_used_first_by_another_is_lost_to_nobody_but_him(address: str, eve: Visitor) -> None:
    """Whoever guesses a name before its window uses it keeps that window out, and learns nothing."""
    with Visitor(address) as later:
        assert eve.join("on_stop", session_hash=later.window).status_code == 200
        assert refused(later.join("on_review", GIVEN))
