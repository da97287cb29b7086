"""Reading a draft: a file in, passages out. The parsing runs in a process of its own, within limits."""

import json
import math
import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from assistant.dossier.hostile import hidden_text
from assistant.dossier.limits import ReadingLimits
from assistant.dossier.model import Document
from assistant.dossier.refusals import (
    CANCELLED,
    CRASHED,
    EMPTY_FILE,
    FOLDER,
    NOT_A_FILE,
    NOT_FOUND,
    TIME_OUT,
    TOO_BIG,
    UNREADABLE,
    DraftCancelledError,
    DraftError,
    clean_name,
    quotable,
)
from assistant.dossier.sniffing import refuse_by_name
from assistant.dossier.worker import request_line
from assistant.failures import reason_of
from assistant.progress import Cancelled, Report, never, unreported

__all__ = ["DraftCancelledError", "DraftError", "read_draft"]

_ROOT = Path(__file__).resolve().parents[2]
_TICK = 0.05
_MEGABYTE = 1024 * 1024
_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TESSDATA_PREFIX", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
"""The reading process gets these variables and no other: no key of a language model, no option."""


def read_draft(
    source: Path | bytes,
    name: str | None = None,
    limits: ReadingLimits | None = None,
    report: Report = unreported,
    cancelled: Cancelled = never,
) -> Document:
    """Return a draft as passages, given as a file or as its bytes with its name.

    The document's warnings tell what a reader must know: hidden text, comments, tracked changes, parts left unread.
    Words to a reviewer are found apart (`assistant.dossier.hostile`). Raises DraftError, with one French sentence, when
    it can't be read; DraftCancelledError when `cancelled` says so.
    """
    limits = limits or ReadingLimits()
    label = name or (source.name if isinstance(source, Path) else "document")
    label = clean_name(Path(label).name.encode("utf-8", "replace").decode())
    label = label if label.strip() else "document"
    refuse_by_name(label)
    data = _content(source, label, limits)
    report(f"Lecture de « {quotable(label)} »…")
    answer = _Reading(data, label, limits, report, cancelled).run()
    document = Document.model_validate(answer)
    return document.model_copy(update={"warnings": (*document.warnings, *hidden_text(document))})


def _content(source: Path | bytes, name: str, limits: ReadingLimits) -> bytes:
    """Return the bytes of the draft. Raises DraftError when there are none, or too many."""
    data = _file_content(source, name, limits) if isinstance(source, Path) else bytes(source)
    if not data:
        raise DraftError(EMPTY_FILE.format(name=quotable(name)))
    _refuse_big(len(data), limits)
    return data


def _file_content(path: Path, name: str, limits: ReadingLimits) -> bytes:
    name = quotable(name)
    try:
        if path.is_dir():
            raise DraftError(FOLDER.format(name=name))
        if not path.exists():
            raise DraftError(NOT_FOUND.format(name=name))
        if not path.is_file():
            raise DraftError(NOT_A_FILE.format(name=name))
        _refuse_big(path.stat().st_size, limits)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "nom de fichier impossible"
        raise DraftError(UNREADABLE.format(name=name, reason=reason)) from error


def _refuse_big(size: int, limits: ReadingLimits) -> None:
    if size > limits.file_bytes:
        # Rounded up: a file of a byte too many doesn't weigh the 15 MB that are allowed.
        megabytes = math.ceil(10 * size / _MEGABYTE) / 10
        raise DraftError(TOO_BIG.format(size=_number(megabytes), limit=_number(limits.file_bytes / _MEGABYTE)))


def _number(value: float) -> str:
    """Write a figure as it is written in French, with one decimal at most unless it is tiny."""
    return f"{value:.3g}".replace(".", ",") if value < 1 else f"{round(value, 1):g}".replace(".", ",")


class _Reading:
    """One reading process: started, fed, listened to, and ended whatever happens."""

    def __init__(
        self,
        data: bytes,
        name: str,
        limits: ReadingLimits,
        report: Report,
        cancelled: Cancelled,
    ) -> None:
        self._data = data
        self._name = name
        self._limits = limits
        self._report = report
        self._cancelled = cancelled
        self._seconds = limits.seconds
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue()

    def run(self) -> dict[str, Any]:
        """Return what the process read. Raises DraftError when it refuses, fails, or takes too long."""
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "assistant.dossier.worker", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            start_new_session=True,  # so that OCR commands end with it
        )
        for work in (self._feed, self._listen):
            threading.Thread(target=work, args=(process,), daemon=True).start()
        try:
            return self._wait()
        finally:
            _end(process)

    def _feed(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdin is not None  # noqa: S101 - a pipe was asked for
        try:
            process.stdin.write(request_line(self._name, self._limits, ocr=True))
            process.stdin.write(self._data)
            process.stdin.close()
        except OSError:  # it ended before it had read everything: what it answered counts
            return

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        try:
            for line in process.stdout:
                self._messages.put(json.loads(line))
        except ValueError:  # cut in the middle: it was ended
            pass
        self._messages.put(None)

    def _wait(self) -> dict[str, Any]:
        start = time.monotonic()
        while True:
            if self._cancelled():
                raise DraftCancelledError(CANCELLED)
            if time.monotonic() - start > self._seconds:
                raise DraftError(TIME_OUT.format(seconds=_number(self._seconds)))
            try:
                message = self._messages.get(timeout=_TICK)
            except queue.Empty:
                continue
            if message is None:
                raise DraftError(self._why_it_ended(time.monotonic() - start))
            document = self._understood(message)
            if document is not None:
                return document

    def _understood(self, message: dict[str, Any]) -> dict[str, Any] | None:
        if "error" in message:
            raise DraftError(message["error"])
        if "progress" in message:
            self._report(message["progress"])
        if "ocr_pages" in message:
            self._seconds += message["ocr_pages"] * self._limits.ocr_page_seconds
        document: dict[str, Any] | None = message.get("document")
        return document

    def _why_it_ended(self, elapsed: float) -> str:
        """The process died without a word: its processor time was over, or the file broke it."""
        over = elapsed > 0.9 * self._limits.seconds
        return TIME_OUT.format(seconds=_number(self._limits.seconds)) if over else CRASHED


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the process and what it started."""
    if os.name == "posix":
        import signal
        from contextlib import suppress

        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
