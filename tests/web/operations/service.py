"""A real process that serves the page, and what it writes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[3]
STUB = ("-m", "tests.web.stub_app")
"""The page with a judge that only looks for words; « lent » in a file's name makes it take twelve seconds."""
REAL = ("app.py",)


class Service:
    """A served page."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.url = f"http://127.0.0.1:{port}/"
        self._log = log

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        answer = httpx.get(self.url + path, headers=headers, timeout=30)
        return answer.status_code, answer.text

    def post(self, path: str, content: object) -> tuple[int, str]:
        answer = httpx.post(self.url + path, json=content, timeout=30)
        return answer.status_code, answer.text

    def ask(self, question: str) -> tuple[int, str]:
        """Begin to ask as a program does."""
        return self.post("gradio_api/call/ask", {"data": [question, "[]"]})

    def wait_until_ready(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while self.get("readyz")[0] != 200:
            assert time.monotonic() < deadline, self.output
            time.sleep(0.1)

    def signal(self, number: int = signal.SIGTERM) -> None:
        self.process.send_signal(number)

    @property
    def output(self) -> str:
        return self._log.read_text("utf-8")

    def events(self, name: str) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in self.output.splitlines() if line.startswith("{")]
        return [line for line in lines if line["event"] == name]


@contextmanager
def service(folder: Path, command: tuple[str, ...] = STUB, **variables: str) -> Iterator[Service]:
    """Serve the page with its lines as JSON, in a process of its own, until the block ends."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", int(variables.get("ASSISTANT_PORT", "0"))))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, "ASSISTANT_LOG_FORMAT": "json", **variables, "ASSISTANT_PORT": str(port)}
    log = folder / f"output-{port}.txt"
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=out, stderr=out)
    served = Service(process, port, log)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                served.get("healthz")
                break
            except httpx.TransportError:
                assert process.poll() is None and time.monotonic() < deadline, served.output
                time.sleep(0.1)
        yield served
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)
