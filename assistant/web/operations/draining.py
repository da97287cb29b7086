"""The door while the service stops: what is new stays outside, what is under way is waited for."""

import asyncio
import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.report.typography import french
from assistant.web.operations.answering import answer_json
from assistant.web.operations.stopping import SENTENCE, Stopping
from assistant.web.serving.asgi import path_of

_API = "/gradio_api"
_NEW = re.compile(rf"{_API}/(?:queue/join|call/|upload|(?:run|api)/(?!predict/?$)|mcp)")
"""What begins new work. `run/predict` is how the page stops a review or erases its data: that stays possible."""
_IDLE = re.compile(rf"{_API}/heartbeat/")
"""What stays open as long as a page does, and waits for nothing."""


class Draining:
    """Refuses new work once the service is told to stop, and lets idle connections go."""

    def __init__(self, app: ASGIApp, stopping: Stopping) -> None:
        """Stand before an application."""
        self._app = app
        self._stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, count it, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = path_of(scope)
        if self._stopping.told and scope["method"] == "POST" and _NEW.match(path):
            sentence = french(SENTENCE)
            await answer_json(send, 503, {"detail": sentence, "error": sentence})
        elif _IDLE.match(path):
            await self._app(scope, self._leaving(receive), send)
        else:
            with self._stopping.work():
                await self._app(scope, receive, send)

    def _leaving(self, receive: Receive) -> Receive:
        """Return what tells the application that the client has gone, as soon as the service is to stop."""

        async def receive_or_leave() -> Message:
            message = asyncio.ensure_future(receive())
            closed = asyncio.ensure_future(self._stopping.closed.wait())
            try:
                await asyncio.wait((message, closed), return_when=asyncio.FIRST_COMPLETED)
                return message.result() if message.done() else {"type": "http.disconnect"}
            finally:
                message.cancel()
                closed.cancel()

        return receive_or_leave
