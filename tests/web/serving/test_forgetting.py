"""A session that ends leaves nothing in the server's memory: no draft, no message, no name."""

import gc
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.settings import Settings
from assistant.web.serving.names import EVENT_S
from assistant.web.sessions import GRACE_S, IDLE_S
from tests.web.serving.conftest import Served, served_within

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


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with served_within(Settings(requests_per_minute=0, questions_per_minute=0, reviews_per_minute=0)) as served:
        yield served


def visit(served: Served) -> None:
    command = [sys.executable, "-c", FROM_ANOTHER_PROCESS, served.address, MARK, ""]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    served.settle()


def held() -> list[str]:
    """What holds a word of the draft, anywhere in this process."""
    gc.collect()
    found = []
    for item in gc.get_objects():
        values: Any = ()
        if isinstance(item, dict):
            # As a dictionary: a class of some library may make its values only when it is asked.
            values = [*dict.keys(item), *dict.values(item)]
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


def test_all_of_a_session_is_forgotten_when_its_window_is_closed(served: Served) -> None:
    visit(served)
    assert held()
    assert (len(served.guard.sessions), len(served.guard.uploads)) == (1, 1)
    assert served.page.state_holder.session_data
    served.sweep(GRACE_S + 1)
    assert len(served.guard.sessions) == 0
    served.sweep(EVENT_S + 1)
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
        served.sweep(IDLE_S - 60)
        assert len(served.guard.sessions) == 1
        served.sweep(IDLE_S + 1)
        assert (len(served.guard.sessions), len(served.guard.names)) == (0, 0)
        assert not served.page.state_holder.session_data
        assert "Cette relecture n" in idle.told("on_download", {"form": "md"})  # the window itself goes on


def test_calls_leave_no_state_behind(served: Served) -> None:
    from tests.web.serving.visitor import Visitor

    served.sweep(IDLE_S + 1)
    with Visitor(served.address, cookies=False) as program:
        for _ in range(5):
            assert "C3.3" in program.asked("referential")
    served.settle()
    deadline = time.monotonic() + 10
    # What a call leaves after its end goes with a later sweep: they come one after the other while the page is served.
    while served.page.state_holder.session_data and time.monotonic() < deadline:
        served.sweep(0)
        time.sleep(0.1)
    served.sweep(0)
    assert not served.page.state_holder.session_data
    assert len(served.guard.names) == 0


def test_what_ends_after_its_name_was_forgotten_is_dropped_too(served: Served) -> None:
    served.page.state_holder["late"]
    served.page._queue.pending_messages_per_session["late"] = object()
    served.guard.sweep(0)
    assert "late" in served.page.state_holder  # it may be about to be known
    served.guard.sweep(0)
    assert "late" not in served.page.state_holder
    assert "late" not in served.page._queue.pending_messages_per_session
