"""Times and memory, against the budgets."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant import Coach
from evals.datasets.questions import Split, load_questions

_COLD_RUNS = 5
_PAGE_PATIENCE_S = 60.0
_POLL_S = 0.05


@dataclass(frozen=True)
class Duration:
    """A measure with the most that it may be."""

    name: str
    value: float
    unit: str
    bound: float

    @property
    def met(self) -> bool:
        """Whether the bound is met."""
        return self.value <= self.bound


def measure_speed(coach: Coach, split: Split) -> list[Duration]:
    """Return every measure: warm answers, cold command, page, memory."""
    return [*warm_answers(coach, split), cold_command(), *page()]


def warm_answers(coach: Coach, split: Split) -> list[Duration]:
    """Time every question of a split in this process."""
    coach.prepare()
    times = [coach.ask(item.question, item.history).elapsed_ms for item in load_questions(split)]
    p50, p95 = np.percentile(times, [50, 95])
    return [Duration("ask, warm, p50", float(p50), "ms", 25), Duration("ask, warm, p95", float(p95), "ms", 60)]


def cold_command() -> Duration:
    """Time `jury-coach ask` as a whole process: the median of a few runs."""
    times = []
    for _ in range(_COLD_RUNS):
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "assistant", "ask", "Qu'attend le jury pour C3.3 ?", "--json"],
            check=True,
            capture_output=True,
        )
        times.append(time.perf_counter() - started)
    return Duration("jury-coach ask, cold process", float(np.median(times)), "s", 3)


def page() -> list[Duration]:
    """Start the page; time until it is served, until its first answer, and read its memory after that."""
    from gradio_client import Client

    port = 7899
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "ASSISTANT_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/")
        served = time.perf_counter() - started
        client = Client(f"http://127.0.0.1:{port}/", verbose=False)
        asked = time.perf_counter()
        client.predict("Qu'attend le jury pour C3.3 ?", "[]", api_name="/ask")
        answered = time.perf_counter() - asked
        memory = _resident_megabytes(server.pid)
    finally:
        server.terminate()
        server.wait(10)
    return [
        Duration("page served", served, "s", 8),
        Duration("first answer of the page", answered, "s", 3),
        Duration("resident memory of the app", memory, "MB", 700),
    ]


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + _PAGE_PATIENCE_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 - our own address
                if response.status == 200:
                    return
        except OSError:
            time.sleep(_POLL_S)
    raise TimeoutError(address)


def _resident_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    match = re.search(r"VmRSS:\s+(\d+) kB", status)
    if match is None:
        raise ValueError(status)
    return int(match[1]) / 1000
