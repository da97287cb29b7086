"""The service is killed outright: nothing of a draft stays on the machine, nothing goes on without it."""

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from gradio_client import Client, handle_file

from tests.web.operations.service import REAL, Service, service

MARK = "Zorglub77"
LONG = "\n\nLes critères sont pondérés, et chaque prestataire est noté selon la grille du projet." * 30_000
"""So that reading takes seconds."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")


def _children(process: int) -> list[int]:
    """The reading processes that a service has started."""
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread or a child that has ended since
            for child in (task / "children").read_text().split():
                if b"assistant.dossier.worker" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.append(int(child))
    return found


def _is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state not in {"Z", "X"}


def _reading(served: Service) -> int:
    """Wait for a reading process, and hold it so that it can't end by itself."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for child in _children(served.process.pid):
            time.sleep(0.5)
            os.kill(child, signal.SIGSTOP)
            return child
        time.sleep(0.005)
    raise AssertionError("no draft was read")


def _files_with_the_mark(folder: Path) -> list[Path]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if MARK in path.name or MARK.encode() in path.read_bytes()]


@pytest.mark.slow
def test_killed_while_a_draft_is_read(tmp_path: Path) -> None:
    drafts, temporary = tmp_path / "drafts", tmp_path / "temporary"
    drafts.mkdir()
    temporary.mkdir()
    draft = drafts / f"{MARK}.md"
    draft.write_text(f"# Cahier des charges de {MARK}\n\nLe prix compte pour 30 points sur 100.\n" + LONG, "utf-8")
    variables = {"TMPDIR": str(temporary), "GRADIO_TEMP_DIR": str(temporary / "gradio")}
    with service(tmp_path, REAL, **variables) as served:
        served.wait_until_ready()
        client = Client(served.url, verbose=False)
        client.submit(handle_file(draft), "C3.3", api_name="/review")
        reader = _reading(served)
        assert _is_alive(reader)
        served.process.kill()
        served.process.wait()
        deadline = time.monotonic() + 5
        while _is_alive(reader):
            assert time.monotonic() < deadline, "the reading process outlived the service"
            time.sleep(0.05)
        assert _files_with_the_mark(temporary) == []
    # It starts again, and reviews.
    draft.write_text("# Cahier des charges\n\nLe prix compte pour 30 points sur 100.\n", "utf-8")
    with service(tmp_path, REAL, **variables) as served:
        served.wait_until_ready()
        review = Client(served.url, verbose=False).predict(handle_file(draft), "C3.3", api_name="/review")
        assert review["exam"] == "C3.3"
        assert _children(served.process.pid) == []
    assert _files_with_the_mark(temporary) == []
