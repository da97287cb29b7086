"""The door of Gradio's application: what isn't needed isn't served, and a window's name serves its owner alone."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.settings import Settings
from assistant.speech.recording import BYTES_A_SECOND
from assistant.web.limits import Kind, Limits, too_many
from assistant.web.owners import owner_of
from assistant.web.serving.asgi import path_of, refuse, replaying
from assistant.web.serving.bodies import UNREADABLE, Bodies, BodyError, parse, without_files
from assistant.web.serving.names import Names
from assistant.web.serving.routes import Found, find, routes_of
from assistant.web.serving.uploading import receive_upload
from assistant.web.uploads import Uploads

NOT_HERE = "Cette adresse n’existe pas."
NOT_YOURS = "Cette fenêtre appartient à une autre session : rechargez la page pour en ouvrir une nouvelle."

_MEGABYTE = 1024 * 1024
_BODIES_TOGETHER = 16
"""As many of the biggest requests may be under way at a time."""
_ESCAPED = 6
"""Characters that JSON may write one with."""
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DROPPED = {"deep_link", "all_endpoints"}
"""Questions of an address that Gradio would answer with a file, or with what isn't public."""

KINDS: Mapping[str, Kind] = {
    "ask": Kind.QUESTIONS,
    "questions": Kind.QUESTIONS,
    "assess": Kind.QUESTIONS,
    "review": Kind.REVIEWS,
}
"""What a call of a program counts as. The page's own events count for themselves, where they say so to the person."""


@dataclass(frozen=True)
class Kept:
    """What the door looks after."""

    names: Names
    uploads: Uploads
    limits: Limits


class Door:
    """Stands right before Gradio's application."""

    def __init__(self, app: ASGIApp, settings: Settings, kept: Kept, events: Mapping[int, str]) -> None:
        """Take what is looked after; `events` are Gradio's by number, with the names of those for programs."""
        self._app = app
        self._names = kept.names
        self._uploads = kept.uploads
        self._limits = kept.limits
        self._events = events
        self._routes = routes_of({name for name in events.values() if name})
        # A draft or a recording goes as base64 within an event of the page; nothing else is as big.
        spoken = settings.speech_max_seconds * BYTES_A_SECOND if settings.speech_model else 0
        self._most_event = int(max(settings.draft_max_megabytes * _MEGABYTE, spoken) * 4 / 3) + _MEGABYTE
        self._most_call = settings.history_max_characters * _ESCAPED + _MEGABYTE
        self._bodies = Bodies(_BODIES_TOGETHER * self._most_event)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        found = find(self._routes, scope["method"], path_of(scope))
        if found is None:
            await refuse(send, 404, NOT_HERE)
            return
        scope = _without_dropped(scope)
        send = _without_cross_origin(send)
        try:
            await self._let_in(found, scope, receive, send)
        except BodyError as error:
            await refuse(send, error.status, str(error), {"retry-after": "10"} if error.status == 503 else {})

    async def _let_in(self, found: Found, scope: Scope, receive: Receive, send: Send) -> None:
        if found.use in {"page", "asset", "read"}:
            await self._app(scope, receive, send)
        elif found.use == "upload":
            if not await self._waits(Kind.UPLOADS, scope, send):
                await receive_upload(self._uploads, scope, receive, send)
        elif found.use in {"window", "event"}:
            await self._listen(found, scope, receive, send)
        else:
            await self._begin(found, scope, receive, send)

    async def _listen(self, found: Found, scope: Scope, receive: Receive, send: Send) -> None:
        """A connection that tells what comes of events, or that a window is there."""
        if not self._own(scope, {"session_hash": found.window, "event_id": found.event}):
            await refuse(send, 403, NOT_YOURS)
            return
        if found.window:
            self._names.enter(found.window)
        try:
            await self._app(scope, receive, send)
        finally:
            if found.window:
                self._names.leave(found.window)
            if found.event:
                self._names.drop(found.event)

    async def _begin(self, found: Found, scope: Scope, receive: Receive, send: Send) -> None:
        """A request with a body: an event of the page, a call of a program, or the end of one."""
        most = self._most_event if found.use == "queue" else self._most_call
        body = await self._bodies.receive(scope, receive, most)
        given = parse(body)
        if not self._own(scope, given):
            await refuse(send, 403, NOT_YOURS)
            return
        number: Any = given.get("fn_index")
        if found.use == "queue" and (
            type(number) is not int or number not in self._events or not given.get("session_hash")
        ):
            raise BodyError(400, UNREADABLE)  # Gradio would take "81" for 81, and stumble over the others
        kind = KINDS.get(found.api or self._events.get(number, ""))
        if kind is not None and await self._waits(kind, scope, send):
            return
        if without_files(given):
            body = json.dumps(given).encode()
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0].lower() != b"content-length"]}
        await self._app(scope, replaying(body, receive), self._noting_events(scope, send))

    def _own(self, scope: Scope, given: Mapping[str, Any]) -> bool:
        """Whether every name of a request is its owner's; a window's name becomes so by its first use."""
        owner = owner_of(scope).id
        windows, events = (
            [name for name in (given.get(key), *_asked(scope, key)) if name is not None and name != ""]
            for key in ("session_hash", "event_id")
        )
        if not all(isinstance(name, str) and _NAME.fullmatch(name) for name in [*windows, *events]):
            raise BodyError(400, UNREADABLE)
        return all(self._names.holds(name, owner) for name in events) and all(
            self._names.claim(name, owner) for name in windows
        )

    async def _waits(self, kind: Kind, scope: Scope, send: Send) -> bool:
        seconds = self._limits.wait(kind, owner_of(scope))
        if seconds:
            await refuse(send, 429, too_many(seconds), {"retry-after": str(seconds)})
        return bool(seconds)

    def _noting_events(self, scope: Scope, send: Send) -> Send:
        """Note to whom an event belongs before its name is told."""
        owner = owner_of(scope).id
        status = 0

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            elif status == 200:
                event = _event_in(message.get("body", b""))
                if event:
                    self._names.give(event, owner)
            await send(message)

        return note


def _asked(scope: Scope, name: str) -> list[str]:
    query = scope.get("query_string", b"").decode("latin-1")
    return [value for key, value in parse_qsl(query, keep_blank_values=True) if key == name]


def _event_in(body: bytes) -> str:
    """The event in an answer such as `{"event_id": "…"}`; other answers are longer, or have none."""
    try:
        answered = json.loads(body) if len(body) < 200 else None
    except ValueError:
        return ""
    event = answered.get("event_id") if isinstance(answered, dict) else None
    return event if isinstance(event, str) else ""


def _without_dropped(scope: Scope) -> Scope:
    query = scope.get("query_string", b"").decode("latin-1")
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [pair for pair in pairs if pair[0] not in _DROPPED]
    return scope if len(kept) == len(pairs) else {**scope, "query_string": urlencode(kept).encode()}


def _without_cross_origin(send: Send) -> Send:
    """Gradio lets every site read its answers where it isn't served on this machine; nobody else's page has to."""

    async def closed(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [pair for pair in message["headers"] if not pair[0].lower().startswith(b"access-control-")]
            message = {**message, "headers": kept}
        await send(message)

    return closed
