"""How the service stops: what is under way may finish, what is new is refused, nobody waits for ever."""

import http.client
import json
import signal
import threading
import time
from pathlib import Path

import pytest
from gradio_client import Client, handle_file

from assistant.web.operations.stopping import QUIET_S, Stopping
from tests.web.operations.service import Service, service


@pytest.fixture
def slow_draft(tmp_path: Path) -> Path:
    draft = tmp_path / "dossier-lent.md"
    draft.write_text("# Cahier des charges\n\nLe prix compte pour 30 points sur 100.\n", encoding="utf-8")
    return draft


def _listen(served: Service) -> http.client.HTTPConnection:
    """Keep a connection open, as every page does."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    connection.request("GET", "/gradio_api/heartbeat/some-window")
    connection.getresponse().read(5)
    return connection


def _review(served: Service, draft: Path) -> tuple[threading.Thread, list[object]]:
    """Begin a review as a program does; what comes of it is put into the list."""
    came: list[object] = []
    client = Client(served.url, verbose=False)

    def run() -> None:
        try:
            came.append(client.predict(handle_file(draft), "C3.3", api_name="/review"))
        except Exception as error:
            came.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(2)
    return thread, came


def test_an_idle_service_ends_at_once_although_pages_are_open(tmp_path: Path) -> None:
    with service(tmp_path) as served:
        connections = [_listen(served) for _ in range(5)]
        started = time.monotonic()
        served.signal()
        assert served.process.wait(10) == 0
        assert time.monotonic() - started < QUIET_S + 3
        for connection in connections:
            connection.close()
        assert not [line for line in served.events("log") if line["level"] == "error"]


def test_the_address_is_told_once_it_answers(tmp_path: Path) -> None:
    with service(tmp_path) as served:
        assert f"jury-coach : {served.url}" in served.output


@pytest.mark.slow
def test_a_review_under_way_may_finish_and_new_work_is_refused(tmp_path: Path, slow_draft: Path) -> None:
    with service(tmp_path, ASSISTANT_SHUTDOWN_SECONDS="30") as served:
        served.wait_until_ready()
        thread, came = _review(served, slow_draft)
        served.signal()
        time.sleep(0.3)
        status, answer = served.ask("Combien de temps dure la soutenance ?")
        assert status == 503
        assert "redémarre" in json.loads(answer)["detail"]
        assert served.get("readyz")[0] == 503
        assert json.loads(served.get("healthz")[1])["status"] == "stopping"
        thread.join(30)
        assert isinstance(came[0], dict), came
        assert came[0]["exam"] == "C3.3"
        assert served.process.wait(10) == 0


@pytest.mark.slow
def test_patience_has_an_end(tmp_path: Path, slow_draft: Path) -> None:
    with service(tmp_path, ASSISTANT_SHUTDOWN_SECONDS="1") as served:
        served.wait_until_ready()
        thread, came = _review(served, slow_draft)
        started = time.monotonic()
        served.signal()
        assert served.process.wait(20) == 0
        assert time.monotonic() - started < 9
        thread.join(20)
        assert isinstance(came[0], Exception)


@pytest.mark.slow
def test_a_second_signal_ends_it_at_once(tmp_path: Path, slow_draft: Path) -> None:
    with service(tmp_path, ASSISTANT_SHUTDOWN_SECONDS="30") as served:
        served.wait_until_ready()
        thread, _ = _review(served, slow_draft)
        served.signal(signal.SIGINT)
        time.sleep(0.5)
        assert served.process.poll() is None
        started = time.monotonic()
        served.signal(signal.SIGINT)
        assert served.process.wait(5) == 128 + signal.SIGINT
        assert time.monotonic() - started < 2
        thread.join(20)


def test_work_under_way_is_waited_for() -> None:
    stopping = Stopping(60)
    assert not stopping.over
    with stopping.work():
        stopping.begin()
        time.sleep(QUIET_S)
        assert not stopping.over
    assert not stopping.over  # a page that has just asked is about to listen
    time.sleep(QUIET_S + 0.1)
    assert stopping.over
