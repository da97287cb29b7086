"""How the service's lines are written: one event a line, as JSON or to be read; libraries' lines go the same way.

A library's message may quote what a person wrote: of what isn't known to be harmless, only who logged it and where is
written, and of an error its kind and places.
"""

import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

from assistant.web.operations.events import Fact, places_of, told_of

Form = Literal["text", "json"]
LogLevel = Literal["debug", "info", "warning", "error"]

_HARMLESS = ("uvicorn", "assistant")
"""Loggers whose messages hold numbers, names of classes and places in code alone."""
_FRAME = re.compile(r'\s*File "(?P<path>[^"]+)", line (?P<line>\d+)')
_ERROR = re.compile(r"(?P<name>(?:\w+\.)*\w*(?:Error|Exception|Warning|Interrupt|Exit|Group))(?::|$)")


def described(record: logging.LogRecord) -> dict[str, Fact]:
    """Return a line as named facts."""
    line: dict[str, Fact] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
    }
    told = told_of(record)
    if told is not None:
        return {**line, "event": record.getMessage(), **told}
    line |= {"event": "log", "logger": record.name}
    if record.exc_info and record.exc_info[0]:
        kind, _, traceback = record.exc_info
        return {**line, "error": kind.__name__, "where": places_of(traceback)}
    if record.name.split(".")[0] in _HARMLESS:
        return {**line, "message": " ".join(record.getMessage().split())}
    return {**line, "where": f"{record.module}:{record.lineno}"}


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a line."""
        return json.dumps(described(record), ensure_ascii=False)


class ReadableLines(logging.Formatter):
    """The hour, the level, the event, and the facts by name."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a line."""
        line = described(record)
        hour = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        level, event = str(line.pop("level")).upper(), line.pop("event")
        line.pop("time")
        return f"{hour} {level:<7} {event} " + " ".join(f"{name}={fact}" for name, fact in line.items())


class Printed(io.TextIOBase):
    """Stands where the standard output or error is: what libraries print there becomes a line without its words."""

    def __init__(self, behind: TextIO, logger: logging.Logger) -> None:
        """Stand before a stream."""
        self._behind = behind
        self._logger = logger
        self._rest = ""
        self._where: list[str] = []

    def __getattr__(self, name: str) -> Any:
        """Be the stream in all else."""
        return getattr(self._behind, name)

    def isatty(self) -> bool:
        """Say that nobody looks, so that no bar is drawn."""
        return False

    def fileno(self) -> int:
        """Return the stream's own number."""
        return self._behind.fileno()

    def writable(self) -> bool:
        """Say yes."""
        return True

    def write(self, text: str) -> int:
        """Take what is printed, line by line."""
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            self._take(line)
        return len(text)

    def flush(self) -> None:
        """Flush the stream."""
        self._behind.flush()

    def _take(self, line: str) -> None:
        if place := _FRAME.match(line):
            path = "/".join(place["path"].split("/")[-2:])
            self._where = [*self._where[-7:], f"{path}:{place['line']}"]
        elif self._where and (error := _ERROR.match(line)):
            facts = {"error": error["name"], "where": ", ".join(self._where)}
            self._where = []
            self._logger.error("failed", extra={"told": facts})


@contextmanager
def orderly_output(form: Form, level: LogLevel) -> Iterator[TextIO]:
    """Write every line of this process in one form until the block ends; yield the standard output as it was."""
    out, err = sys.stdout, sys.stderr
    handler = logging.StreamHandler(err)
    handler.setFormatter(JsonLines() if form == "json" else ReadableLines())
    root = logging.getLogger()
    before = root.handlers[:], root.level
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    wanted = logging.getLevelNamesMapping()[level.upper()]
    for name in _HARMLESS:
        logging.getLogger(name).setLevel(wanted)
    logging.captureWarnings(True)
    printed = logging.getLogger("assistant.printed")
    sys.stdout, sys.stderr = Printed(out, printed), Printed(err, printed)
    try:
        yield out
    finally:
        sys.stdout, sys.stderr = out, err
        logging.captureWarnings(False)
        root.handlers[:], _ = before
        root.setLevel(before[1])
