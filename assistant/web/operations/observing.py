"""Every request as an event: the template of its address, how it ended, how long it took."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.operations.events import tell
from assistant.web.serving.asgi import path_of

Count = Callable[[str, int, float], None]
"""Takes a route, a status and seconds."""

_TEMPLATES = (
    (re.compile(r"/(?:gradio_api/)?(assets|static|file=|file|custom_component|theme\.css|svelte)\b.*"), "/{0}"),
    (re.compile(r"/gradio_api/(heartbeat|stream|proxy=)\b.*"), "/gradio_api/{0}/…"),
    (re.compile(r"/gradio_api/(call)/(?:v2/)?(ask|review|questions|assess|referential)(/.*)?"), "/gradio_api/{0}/{1}"),
    (re.compile(r"/gradio_api/(run|api)/(ask|review|questions|assess|referential|predict)/?"), "/gradio_api/{0}/{1}"),
    (re.compile(r"/gradio_api/(queue/join|queue/data|upload|cancel|reset|info|mcp)\b.*"), "/gradio_api/{0}"),
    (re.compile(r"/(config|login|logout|healthz|readyz|metrics|favicon\.ico|manifest\.json|robots\.txt)?/?"), "/{0}"),
)
_QUIET = re.compile(r"/(?:assets|static|theme\.css|healthz|readyz|metrics|gradio_api/heartbeat|favicon)")
"""What is told of only to whoever looks for faults."""


def template_of(path: str) -> str:
    """Return what kind of address a path is. What stands in none of them may be anything, and isn't written."""
    for pattern, template in _TEMPLATES:
        match = pattern.fullmatch(path)
        if match:
            return template.format(*(group or "" for group in match.groups())).replace("…", "*")
    return "other"


class Observing:
    """Tells of every request, and counts it."""

    def __init__(self, app: ASGIApp, count: Count) -> None:
        """Stand before an application."""
        self._app = app
        self._count = count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through and tell of it once it is over."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500
        started = time.perf_counter()
        request = secrets.token_hex(4)

        async def send_and_see(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                message = {**message, "headers": [*message["headers"], (b"x-request-id", request.encode())]}
            await send(message)

        try:
            await self._app(scope, receive, send_and_see)
        finally:
            seconds = time.perf_counter() - started
            route = template_of(path_of(scope))
            self._count(route, status, seconds)
            level = logging.ERROR if status >= 500 and status != 503 else logging.INFO
            if level == logging.INFO and _QUIET.match(route):
                level = logging.DEBUG
            tell(
                "request",
                level,
                request=request,
                method=scope["method"] if scope["method"] in {"GET", "HEAD", "POST", "OPTIONS"} else "other",
                route=route,
                status=status,
                ms=seconds * 1000,
            )
