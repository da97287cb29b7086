"""Processes as people start them, with the time that they take and the memory that they hold."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import isnan
from pathlib import Path

import assistant
from assistant.settings import Settings

_PROJECT = Path(assistant.__file__).parent.parent
_POLL_S = 0.02
_PAGE_PATIENCE_S = 90.0
_PROCESS_PATIENCE_S = 180.0
_MEGABYTE = 1000 * 1000


@dataclass(frozen=True)
class Ran:
    """A process that ended. `peak_mb` is the most resident memory that it was seen to hold; NaN where /proc is missing."""

    seconds: float
    peak_mb: float
    stdout: str


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the environment in which a process works with these settings, wherever it is started."""
    return {
        **os.environ,
        "ASSISTANT_DATA": str(settings.data.resolve()),
        "ASSISTANT_CORPUS": str(settings.corpus.resolve()),
        "PYTHONPATH": str(_PROJECT),
    }


def run_python(settings: Settings, *arguments: str) -> Ran:
    """Run Python with these arguments to its end. Raises CalledProcessError when it fails."""
    command = [sys.executable, *arguments]
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        env=environment_of(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    peaks = [float("nan")]
    watcher = threading.Thread(target=_watch, args=(process, peaks), daemon=True)
    watcher.start()
    out, err = process.communicate(timeout=_PROCESS_PATIENCE_S)
    seconds = time.perf_counter() - started
    watcher.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, out, err)
    return Ran(seconds, peaks[-1], out)


def _watch(process: "subprocess.Popen[str]", peaks: list[float]) -> None:
    """Note the peak as long as the process runs. What rusage tells of a child begins with the memory of its parent."""
    while process.poll() is None:
        peak = memory_mb(process.pid, "VmHWM")
        if not isnan(peak):
            peaks.append(peak)
        time.sleep(_POLL_S)


def memory_mb(pid: int | str, field: str) -> float:
    """Return what Linux says of the memory of a process: `VmRSS` (now) or `VmHWM` (at its peak). NaN where it doesn't."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return float("nan")
    match = re.search(rf"{field}:\s+(\d+) kB", status)
    return int(match[1]) * 1024 / _MEGABYTE if match else float("nan")


@dataclass(frozen=True)
class Page:
    """The page, served by a process of its own. `served_s` is how long its start took."""

    address: str
    pid: int
    served_s: float


@contextmanager
def served_page(settings: Settings) -> Iterator[Page]:
    """Start the page, wait until it is served, and stop it at the end. Raises TimeoutError."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}/"
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=_PROJECT,
        env={**environment_of(settings), "ASSISTANT_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(address)
        yield Page(address, server.pid, time.perf_counter() - started)
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


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
