"""The body of a request: received as far as it may be long, and read as JSON in one way only."""

import json
from typing import Any

from starlette.types import Receive, Scope

from assistant.web.serving.asgi import header

TOO_LONG = "La demande est trop volumineuse : {most} Mo au plus."
FULL = "Le service reçoit trop de fichiers à la fois : réessayez dans quelques secondes."
UNREADABLE = "La demande est illisible."
_MEGABYTE = 1024 * 1024
_MOST_PARTS = 100_000
_MOST_VALUES = 1_000_000


class BodyError(Exception):
    """The body isn't taken: an HTTP status, and one French sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        """Take the status that says the same as the sentence."""
        super().__init__(sentence)
        self.status = status


class Bodies:
    """Receives bodies. What all of them take together at a time is bounded too."""

    def __init__(self, together: int) -> None:
        """Take the bytes that all bodies under way may have."""
        self._left = together

    async def receive(self, scope: Scope, receive: Receive, most: int) -> bytes:
        """Return a body of so many bytes at most. Raises BodyError."""
        announced = header(scope, "content-length")
        if announced.isdecimal() and int(announced) > most:
            raise _too_long(most)
        parts: list[bytes] = []
        size = 0
        try:
            more = True
            while more:
                message = await receive()
                if message["type"] != "http.request":
                    raise BodyError(400, UNREADABLE)  # the client has gone
                part = message.get("body", b"")
                parts.append(part)
                size += len(part)
                self._left -= len(part)
                if size > most:
                    raise _too_long(most)
                if self._left < 0:
                    raise BodyError(503, FULL)
                more = message.get("more_body", False)
            return b"".join(parts)
        finally:
            self._left += size


def parse(body: bytes) -> dict[str, Any]:
    """Return a JSON object. Raises BodyError, too where a name stands twice: then two readers might differ.

    A draft is one long text: what has very many parts is no event of the page, and would hold everybody up.
    """
    if body.count(b"{") + body.count(b"[") > _MOST_PARTS or body.count(b",") > _MOST_VALUES:
        raise BodyError(400, UNREADABLE)
    try:
        read = json.loads(body, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise BodyError(400, UNREADABLE) from error
    if not isinstance(read, dict):
        raise BodyError(400, UNREADABLE)
    return read


def without_files(value: object) -> bool:
    """Take out of JSON, in place, what would make Gradio open a file by its path; tell whether there was any.

    The reference itself stays: it is for whoever keeps what was uploaded.
    """
    found = False
    rest = [value]
    while rest:
        item = rest.pop()
        if isinstance(item, dict):
            if "path" in item and "meta" in item:
                del item["meta"]
                found = True
            rest.extend(item.values())
        elif isinstance(item, list):
            rest.extend(item)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError("a name stands twice")
    return read


def _too_long(most: int) -> BodyError:
    return BodyError(413, TOO_LONG.format(most=f"{most / _MEGABYTE:.0f}"))
