"""What the service writes: every event, and never a word of a person."""

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
from gradio_client import Client, handle_file

from assistant.web.operations.events import tell
from assistant.web.operations.logs import JsonLines, Printed, ReadableLines, orderly_output
from assistant.web.operations.observing import template_of
from tests.web.operations.service import REAL, Service, service

MARK = "Zorglub77"
"""Stands in everything that a person gives; nowhere else."""


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that was asked, given drafts, and given what it can't read, all of it with the mark."""
    folder = tmp_path_factory.mktemp("logs")
    good, bad = folder / f"{MARK}.md", folder / f"{MARK}-bad.pdf"
    good.write_text(f"# Cahier des charges de {MARK}\n\nLe prix compte pour 30 points. {MARK} décide.\n" * 20, "utf-8")
    bad.write_bytes(f"%PDF-1.7 {MARK} and nothing else".encode())
    with service(folder, REAL, ASSISTANT_METRICS="true", ASSISTANT_LOG_LEVEL="debug") as served:
        served.wait_until_ready()
        client = Client(served.url, verbose=False)
        client.predict(f"Que pense {MARK} de C3.3 ?", "[]", api_name="/ask")
        client.predict(handle_file(good), "C3.3", api_name="/review")
        client.predict("C3.3", api_name="/questions")
        client.predict("C3.3", f"Pourquoi {MARK} ?", f"Parce que {MARK} pondère les critères.", api_name="/assess")
        for given, name in (
            ((handle_file(bad), "C3.3"), "/review"),
            ((handle_file(good), MARK), "/review"),
            ((f"{MARK} ?", f"[{MARK}"), "/ask"),
            ((MARK, MARK, MARK), "/assess"),
        ):
            with pytest.raises(Exception, match=r".*"):
                client.predict(*given, api_name=name)
        served.get(f"{MARK}?question={MARK}")
        served.post(f"gradio_api/call/{MARK}", {"data": [MARK]})
        served.post("gradio_api/queue/join", {"data": [MARK], "fn_index": 9999, "session_hash": MARK})
        served.post("gradio_api/run/predict", {"data": {MARK: MARK}, "fn_index": 3, "session_hash": MARK})
        served.get("", cookie=f"a={MARK}", **{"user-agent": MARK, "x-forwarded-for": MARK})
        yield served


def test_no_word_of_a_person_is_written(used: Service) -> None:
    assert MARK.lower() not in used.output.lower()
    assert "127.0.0.1" not in used.output.replace(used.url, "")


def test_no_word_of_a_person_is_in_the_figures(used: Service) -> None:
    status, figures = used.get("metrics")
    assert status == 200
    assert MARK.lower() not in figures.lower()
    assert 'jury_coach_work_seconds_count{kind="review",outcome="ok"} 1.0' in figures
    assert 'jury_coach_requests_total{route="/gradio_api/upload",status="200"}' in figures
    assert "process_resident_memory_bytes" in figures


def test_work_is_told_of(used: Service) -> None:
    told = used.events("work")
    done = {(line["kind"], line.get("exam"), line["outcome"]) for line in told}
    assert {("ask", None, "ok"), ("review", "C3.3", "ok"), ("questions", "C3.3", "ok")} <= done
    assert ("assess", "C3.3", "ok") in done
    assert ("read", None, "DraftError") in done
    assert {line["size"] for line in told if line["kind"] == "review"} == {"short"}
    assert all(line["ms"] >= 0 for line in told)


def test_requests_are_told_of_by_the_template_of_their_address(used: Service) -> None:
    told = used.events("request")
    assert {"/", "/gradio_api/queue/join", "/gradio_api/upload", "other", "/healthz"} <= {
        line["route"] for line in told
    }
    assert all({"time", "level", "request", "method", "status", "ms"} <= line.keys() for line in told)


def test_every_line_but_the_address_is_an_event(used: Service) -> None:
    lines = used.output.splitlines()
    assert [line for line in lines if not line.startswith("{")] == [f"jury-coach : {used.url}"]
    assert {"time", "level", "event"} <= set.intersection(*(set(json.loads(line)) for line in lines if line[0] == "{"))


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/", "/"),
        ("/assets/index-abc.js", "/assets"),
        ("/gradio_api/heartbeat/abcdef", "/gradio_api/heartbeat/*"),
        ("/gradio_api/call/review/0123", "/gradio_api/call/review"),
        ("/gradio_api/file=/tmp/dossier.docx", "/file"),
        ("/dossier-de-Jeanne.docx", "other"),
        ("/gradio_api/queue/data", "/gradio_api/queue/data"),
    ],
)
def test_addresses_become_templates(path: str, template: str) -> None:
    assert template_of(path) == template


def test_a_fact_without_a_name_here_is_refused() -> None:
    with pytest.raises(ValueError, match="question"):
        tell("ask", question="Que veut le jury ?")


def test_words_in_a_fact_are_not_written(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "assistant.events"):
        tell("work", kind="ask", exam="Jeanne a écrit « ceci »")
    assert "Jeanne" not in JsonLines().format(caplog.records[0])


def test_what_libraries_say_of_an_error_is_its_kind_and_place() -> None:
    try:
        raise ValueError(f"{MARK} wrote this")
    except ValueError:
        record = logging.LogRecord("gradio", 40, "x.py", 3, f"about {MARK}", (), sys.exc_info())
    for form in (JsonLines(), ReadableLines()):
        line = form.format(record)
        assert "ValueError" in line
        assert "test_logs.py:" in line
        assert MARK not in line


def test_what_libraries_print_is_told_without_its_words() -> None:
    out = io.StringIO()
    logger = logging.Logger("printed")
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    logger.addHandler(handler)
    stream = Printed(io.StringIO(), logger)
    print(
        f'Traceback (most recent call last):\n  File "/a/b/queueing.py", line 7, in f\n    g({MARK})\n'
        f"KeyError: '{MARK}'\n{MARK}",
        file=stream,
    )
    told = json.loads(out.getvalue())
    assert (told["event"], told["error"], told["where"]) == ("failed", "KeyError", "b/queueing.py:7")


def test_output_is_as_before_once_the_service_has_ended() -> None:
    before = sys.stdout, sys.stderr, logging.getLogger().handlers[:]
    with orderly_output("json", "info") as out:
        assert out is before[0]
        assert sys.stdout is not before[0]
    assert (sys.stdout, sys.stderr, logging.getLogger().handlers[:]) == before
