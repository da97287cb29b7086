"""Answering a request before the application sees it."""

import json
from collections.abc import Mapping

from starlette.types import Scope, Send


async def answer_json(send: Send, status: int, content: Mapping[str, object]) -> None:
    """Answer with JSON that nobody keeps."""
    body = json.dumps(content, ensure_ascii=False).encode()
    await answer_bytes(send, status, body, "application/json")


async def answer_bytes(send: Send, status: int, body: bytes, kind: str) -> None:
    """Answer with a body that nobody keeps."""
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
    headers += [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
    if status == 503:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def path_of(scope: Scope) -> str:
    """Return the path within the application, without the folder that a proxy serves it from."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path[len(root) :] or "/" if root and (path == root or path.startswith(f"{root}/")) else path
