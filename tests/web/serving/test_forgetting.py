"""A session that ends leaves nothing in the server's memory: no draft, no message, no name."""

import gc
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn

from assistant.settings import Settings
from assistant.web.serving.app import make_app
from assistant.web.serving.guard import Guard
from assistant.web.serving.names import EVENT_S
from assistant.web.sessions import GRACE_S, IDLE_S
from tests.web.stub_app import StubPreparation

MARK = "-".join(("Chaussures", "Martin"))  # made here: the text of this file holds it nowhere
FROM_ANOTHER_PROCESS = """
import base64, json, sys
from tests.web.serving.visitor import Visitor
address, mark, step = sys.argv[1:]
draft = f"Le contexte : 12 magasins {mark}.\\n\\nLe prix compte pour 30 %."
attached = {"name": f"{mark}.txt", "data": base64.b64encode(draft.encode()).decode()}
with Visitor(address) as visitor:
    with visitor.client.stream("GET", f"/gradio_api/heartbeat/{visitor.window}"):
        assert mark in visitor.told("on_review", {"text": draft, "exam": "C3.3"})
        visitor.told("on_download", {"form": "md"})
        visitor.told("on_attach", attached, [""])
        assert visitor.predict("_clear_and_save_textbox", None, ["Relis ce brouillon pour C3.3"]).status_code == 200
        assert visitor.predict("_append_message_to_history", None, [None, []]).status_code == 200
        told = visitor.told("_submit_fn", None, [None, None])
        assert "Voir la relecture" in told, told
        assert visitor.predict("lambda", None, [[{"role": "user", "content": [{"type": "text", "text": f"Et {mark} ?"}]}]]).status_code == 200
        visitor.join("on_review", {"text": draft, "exam": "C3.3"})  # nobody listens to this one
        reference = visitor.upload(f"{mark}.txt", draft.encode()).json()[0]
        assert mark in visitor.asked("review", {"path": reference}, "C3.3")
        visitor.upload(f"{mark}.txt", draft.encode())
        visitor.call("review", {"path": reference}, "C3.3")
"""


@dataclass
class Served:
    address: str
    guard: Guard
    page: Any


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    preparation = StubPreparation()
    preparation.wait_until_ready(100)
    app = make_app(Settings(requests_per_minute=0, questions_per_minute=0, reviews_per_minute=0), preparation)
    sock = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    page = next(route.app for route in app.routes if hasattr(route, "app")).get_blocks()  # type: ignore[union-attr]
    yield Served(f"http://127.0.0.1:{sock.getsockname()[1]}", app.state.guard, page)
    server.should_exit = True
    thread.join(10)


def visit(served: Served) -> None:
    command = [sys.executable, "-c", FROM_ANOTHER_PROCESS, served.address, MARK, ""]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    time.sleep(0.5)  # what runs is stopped, and heard to have ended


def held() -> list[str]:
    """What holds a word of the draft, anywhere in this process."""
    gc.collect()
    found = []
    for item in gc.get_objects():
        values: Any = ()
        if isinstance(item, dict):
            values = [*item.keys(), *item.values()]
        elif isinstance(item, list | tuple | set):
            values = list(item)
        for value in values:
            text = (
                value
                if isinstance(value, str)
                else value[:100_000].decode("utf-8", "replace")
                if isinstance(value, bytes)
                else ""
            )
            if MARK in text and text is not MARK and text != MARK:
                found.append(f"{type(item)}: {text[:80]}")
    return found


def sweep(served: Served, seconds: float) -> None:
    now = time.monotonic() + seconds
    for kept in (served.guard.sessions, served.guard.names, served.guard.uploads):
        kept.sweep(now)


def test_all_of_a_session_is_forgotten_when_its_window_is_closed(served: Served) -> None:
    visit(served)
    assert held()
    assert (len(served.guard.sessions), len(served.guard.uploads)) == (1, 1)
    assert served.page.state_holder.session_data
    sweep(served, GRACE_S + 1)
    assert len(served.guard.sessions) == 0
    sweep(served, EVENT_S + 1)
    assert (len(served.guard.names), len(served.guard.uploads)) == (0, 0)
    assert not served.page.state_holder.session_data
    assert not served.page.state_holder.time_last_used
    assert not served.page._queue.pending_messages_per_session
    assert not served.page._queue.event_ids_to_events
    assert held() == []


def test_it_is_when_nobody_uses_the_window_any_more(served: Served) -> None:
    from tests.web.serving.visitor import Visitor

    with Visitor(served.address) as idle:
        idle.told("on_stop")
        idle.told("on_review", {"text": "Le prix.", "exam": "C3.3"})
        sweep(served, IDLE_S - 60)
        assert len(served.guard.sessions) == 1
        sweep(served, IDLE_S + 1)
        assert (len(served.guard.sessions), len(served.guard.names)) == (0, 0)
        assert not served.page.state_holder.session_data
        assert "Cette relecture n" in idle.told("on_download", {"form": "md"})  # the window itself goes on


def test_calls_leave_no_state_behind(served: Served) -> None:
    from tests.web.serving.visitor import Visitor

    sweep(served, IDLE_S + 1)
    with Visitor(served.address, cookies=False) as program:
        for _ in range(5):
            assert "C3.3" in program.asked("referential")
    assert not served.page.state_holder.session_data
    assert len(served.guard.names) == 0
