"""What the guards of the page have in common: reading a request, and refusing one in a French sentence."""

import json
from collections.abc import Mapping

from starlette.types import Message, Receive, Scope, Send

from assistant.report.typography import french

API = "/gradio_api"
FILES = ("/assets/", "/static/", "/theme.css", "/favicon.ico", "/manifest.json", "/robots.txt")
"""The page's own files, the same for everybody: given without a session, a login, or a count."""


def header(scope: Scope, name: str) -> str:
    """Return a header of the request, the last one of that name; empty where there is none."""
    wanted = name.encode()
    found = [value for key, value in scope["headers"] if key.lower() == wanted]
    return found[-1].decode("latin-1") if found else ""


def path_of(scope: Scope) -> str:
    """Return the path within the application, without the folder that a proxy serves it from."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path[len(root) :] or "/" if root and (path == root or path.startswith(f"{root}/")) else path


async def refuse(send: Send, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> None:
    """Answer with a sentence: `detail` and `error` are where the page and Gradio's clients look for one."""
    said = french(sentence)
    body = json.dumps({"detail": said, "error": said}, ensure_ascii=False).encode()
    await answer(send, status, body, headers)


async def answer(send: Send, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
    """Answer with JSON."""
    sent = {"content-type": "application/json", "content-length": str(len(body)), **(headers or {})}
    raw = [(name.encode(), value.encode("latin-1")) for name, value in sent.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def replaying(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read already, and then what really comes: that the client has gone."""
    given = False

    async def receive_again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again
