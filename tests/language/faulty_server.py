"""A server on this machine that answers as OpenAI's do, or fails as told: each request takes the next reply of a list.

The last reply is given again to whoever asks once more, so that retries meet the same fault.
"""

import json
import select
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

FOR_EVER = 60.0
"""Seconds that a server waits that never answers; it ends sooner with its tests."""
MODEL = "local"


@dataclass(frozen=True)
class Reply:
    """What one request gets: pieces of text, streamed if asked so, unless something else is said."""

    pieces: tuple[str, ...] = ()
    status: int = 200
    """0: the connection is closed at once."""
    error: Mapping[str, Any] | None = None
    """The content of "error", as in an answer that isn't 200."""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    """Sent as it is, in place of all the rest."""
    content_type: str | None = None
    has_choices: bool = True
    refusal: str | None = None
    finish: str = "stop"
    first_after: float = 0.0
    """Seconds before anything is sent."""
    between: float = 0.0
    """Seconds before each piece after the first; an answer in one go takes as long in all."""
    ending: Literal["proper", "cut", "silent"] = "proper"
    """Said to be over; the connection closed in the middle; or, of a stream, ended without its last words."""


def says(*pieces: str, first_after: float = 0.0, between: float = 0.0) -> Reply:
    return Reply(pieces, first_after=first_after, between=between)


def fails(status: int, code: str, message: str, **headers: str) -> Reply:
    """Return an error in OpenAI's form; a header `Retry_After="2"` is sent as Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status=status, error={"message": message, "type": code, "param": None, "code": code}, headers=named)


RATE_LIMITED = fails(429, "rate_limit_exceeded", "Rate limit reached", Retry_After="1")
SERVER_ERROR = fails(500, "server_error", "The server had an error")
OVERLOADED = fails(503, "overloaded", "The engine is overloaded")
UNAUTHORIZED = fails(401, "invalid_api_key", "Incorrect API key provided: sk-secret-1234")
UNKNOWN_MODEL = fails(404, "model_not_found", "The model `local` does not exist")
TOO_LONG = fails(400, "context_length_exceeded", "This model's maximum context length is 8192 tokens")
EMPTY_CHOICES = Reply(has_choices=False)
EMPTY_TEXT = says("")
HALF_BODY = Reply(body='{"id": "chatcmpl-1", "object": "chat.completion", "choices": [{"ind')
HALF_JSON = says('{"verdict": "couvert", ', '"reason": "le cand')
FENCED_JSON = says("Voici :\n```json\n", '{"verdict": "partiel", "reason": "un chiffre manque"}', "\n```\n")
CUT = Reply(("Le jury ", "attend trois "), ending="cut")
SILENT_END = Reply(("Le jury ", "attend trois "), ending="silent")
HUNG_UP = Reply(status=0)
NEVER = says(first_after=FOR_EVER)
SLOW = says(*(f"mot{rank} " for rank in range(20)), between=0.2)
STALLED = says("Le jury ", "attend", between=FOR_EVER)
WEB_PAGE = Reply(body="<html><body>Connexion au réseau</body></html>", content_type="text/html; charset=utf-8")
REFUSAL = says("Je suis désolé, ", "je ne peux pas ", "répondre à cette demande.")
REFUSED = Reply(refusal="I'm sorry, I can't help with that.")
FILTERED = Reply(finish="content_filter")
CUT_BY_LENGTH = Reply(("Le jury ", "attend trois "), finish="length")


@dataclass(frozen=True)
class Request:
    """What was received."""

    path: str
    headers: Mapping[str, str]
    """By names in small letters."""
    body: Mapping[str, Any]
    at: float
    """Seconds of time.monotonic()."""


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that leave between two requests."""


class FaultyServer:
    """A server that runs in a thread; `requests` holds what it was asked, in order."""

    def __init__(self, replies: Sequence[Reply]) -> None:
        self.requests: list[Request] = []
        self.left = 0
        """How many clients went away before their answer was over."""
        self.stopping = threading.Event()
        self._replies = list(replies)
        self._lock = threading.Lock()
        self._server = _QuietServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def reply_with(self, *replies: Reply) -> None:
        """Replace what comes next."""
        with self._lock:
            self._replies = list(replies)

    def take(self, request: Request) -> Reply:
        """Note a request and return its reply."""
        with self._lock:
            self.requests.append(request)
            return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]

    def note_leaving(self) -> None:
        with self._lock:
            self.left += 1

    def stop(self) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


@contextmanager
def failing(*replies: Reply) -> Iterator[FaultyServer]:
    """Run a server that gives these replies."""
    server = FaultyServer(replies)
    try:
        yield server
    finally:
        server.stop()


def _handler(server: FaultyServer) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        owner = server

    return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each piece waits for the receipt of the last, 40 ms
    owner: FaultyServer

    def do_GET(self) -> None:
        """Tell the models; no reply of the list is taken."""
        self._send(200, json.dumps({"object": "list", "data": [{"id": MODEL, "object": "model"}]}), "application/json")

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        reply = self.owner.take(Request(self.path, _lower(self.headers), body, time.monotonic()))
        try:
            self._answer(reply, body)
        except (BrokenPipeError, ConnectionResetError):
            self.owner.note_leaving()
            self.close_connection = True

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: the terminal is the tests'."""

    def _answer(self, reply: Reply, body: Mapping[str, Any]) -> None:
        if not self._wait(reply.first_after):
            return
        if reply.status == 0:
            self.close_connection = True
        elif reply.body is not None:
            self._send(reply.status, reply.body, reply.content_type or "application/json", reply.headers)
        elif reply.error is not None:
            self._send(reply.status, json.dumps({"error": reply.error}), "application/json", reply.headers)
        elif body.get("stream"):
            self._stream(reply, bool((body.get("stream_options") or {}).get("include_usage")))
        elif self._wait(reply.between * (len(reply.pieces) - 1)):
            self._send(200, json.dumps(_completion(reply)), "application/json", reply.headers, reply.ending == "cut")

    def _stream(self, reply: Reply, with_usage: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", reply.content_type or "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for rank, piece in enumerate(reply.pieces):
            if rank and not self._wait(reply.between):
                return
            self._event(_chunk({"content": piece}))
        if reply.ending == "cut":
            self.close_connection = True
            return
        if reply.ending == "proper":
            refusal = {"refusal": reply.refusal} if reply.refusal else {}
            self._event(_chunk(refusal, reply.finish) if reply.has_choices else _chunk(None))
            if with_usage:
                self._event(_chunk(None) | {"usage": _usage(reply)})
            self._part(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, content: Mapping[str, Any]) -> None:
        self._part(f"data: {json.dumps(content)}\n\n".encode())

    def _part(self, content: bytes) -> None:
        self.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")
        self.wfile.flush()

    def _send(
        self, status: int, body: str, content_type: str, headers: Mapping[str, str] | None = None, cut: bool = False
    ) -> None:
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if cut else content)
        self.close_connection = self.close_connection or cut

    def _wait(self, seconds: float) -> bool:
        """Wait, and tell whether to go on: the server may be stopped, or the client gone, meanwhile."""
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            if self.owner.stopping.wait(min(rest, 0.05)):
                self.close_connection = True
                return False
            if self._is_left():
                raise ConnectionResetError
        return True

    def _is_left(self) -> bool:
        """Tell whether the client has closed: what it would send now is nothing."""
        readable, _, _ = select.select([self.connection], [], [], 0)
        return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _completion(reply: Reply) -> dict[str, Any]:
    message = {"role": "assistant", "content": "".join(reply.pieces) or None, "refusal": reply.refusal}
    choices = [{"index": 0, "message": message, "finish_reason": reply.finish}] if reply.has_choices else []
    return _named("chat.completion") | {"choices": choices, "usage": _usage(reply)}


def _chunk(delta: Mapping[str, Any] | None, finish: str | None = None) -> dict[str, Any]:
    """Return a part of a stream, without choices if there is no delta."""
    choices = [] if delta is None else [{"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish}]
    return _named("chat.completion.chunk") | {"choices": choices}


def _named(kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": MODEL}


def _usage(reply: Reply) -> dict[str, int]:
    written = len(reply.pieces)
    return {"prompt_tokens": 10, "completion_tokens": written, "total_tokens": 10 + written}
