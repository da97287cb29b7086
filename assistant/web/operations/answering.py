"""Answers that nobody may keep, given before the application sees the request."""

import json
from collections.abc import Mapping

from starlette.types import Send

from assistant.web.serving.asgi import answer


async def answer_json(send: Send, status: int, content: Mapping[str, object]) -> None:
    """Answer with JSON that nobody keeps."""
    body = json.dumps(content, ensure_ascii=False).encode()
    await answer_bytes(send, status, body, "application/json")


async def answer_bytes(send: Send, status: int, body: bytes, kind: str) -> None:
    """Answer with a body that nobody keeps; one that says « not now » says when to ask again."""
    headers = {"content-type": kind, "cache-control": "no-store", "x-content-type-options": "nosniff"}
    await answer(send, status, body, headers | ({"retry-after": "5"} if status == 503 else {}))
