"""The MCP server: streamable HTTP, in which every request stands for itself.

It is ours and not Gradio's, which takes a file's address and fetches it, writes what is sent in Base64 to the disk, and
calls itself under the name that a request's Host header gives.
"""

import json
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
import anyio.from_thread
import anyio.to_thread
from starlette.types import Receive, Scope, Send

from assistant.report.typography import french
from assistant.settings import Settings
from assistant.web.limits import Limits, too_many
from assistant.web.owners import owner_of
from assistant.web.preparation import Preparation
from assistant.web.programs.tool_calls import KINDS, StoppedError, ToolError, call_tool
from assistant.web.programs.tools import TOOLS
from assistant.web.review.running import Step
from assistant.web.serving.asgi import API, refuse, replaying
from assistant.web.serving.bodies import Bodies, BodyError

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server

ADDRESS = f"{API}/mcp"
POST_ALONE = "Cette adresse est celle d’un serveur MCP : un client MCP lui parle par POST."
_INSTRUCTIONS = (
    "Coach for candidates of a French professional certification. Answers come from its référentiel, verbatim; texts"
    " are in French. Start with `ask` for a question, `review` for a draft, `questions` then `assess` for a mock oral."
)
_SLACK = 1024 * 1024
_AT_ONCE_BODIES = 16


class ToolServer:
    """Answers MCP clients. `running` has to be entered while the application runs."""

    def __init__(self, settings: Settings, preparation: Preparation, limits: Limits) -> None:
        """Take what the tools need. The extra `mcp` must be installed."""
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        self._preparation = preparation
        self._limits = limits
        self._turns = anyio.CapacityLimiter(settings.concurrency)
        self._most = int(settings.draft_max_megabytes * 1024 * 1024 * 4 / 3) + _SLACK
        self._bodies = Bodies(_AT_ONCE_BODIES * self._most)
        self._manager = StreamableHTTPSessionManager(
            self._server(), stateless=True, max_request_body_size=self._most + 1
        )

    @asynccontextmanager
    async def running(self, app: object) -> AsyncIterator[None]:
        """Serve until the block ends."""
        async with self._manager.run():
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. A stream that only waits, as GET would open, is of no use without sessions."""
        if scope["method"] != "POST":
            await refuse(send, 405, POST_ALONE, {"allow": "POST"})
            return
        try:
            body = await self._bodies.receive(scope, receive, self._most)
        except BodyError as error:
            await refuse(send, error.status, str(error), {"retry-after": "10"} if error.status == 503 else {})
            return
        await self._manager.handle_request(scope, replaying(body, receive), send)

    def _server(self) -> "Server[Any, Any]":
        from mcp import types
        from mcp.server.lowlevel import Server

        server: Server[Any, Any] = Server("jury-coach", instructions=_INSTRUCTIONS)

        @server.list_tools()  # type: ignore[no-untyped-call,untyped-decorator]
        async def list_tools() -> list[types.Tool]:
            return [
                types.Tool(
                    name=tool.name,
                    title=tool.title,
                    description=tool.description,
                    inputSchema=tool.schema,
                    annotations=types.ToolAnnotations(readOnlyHint=True, openWorldHint=False),
                )
                for tool in TOOLS
            ]

        # Gives sentences of our own for what doesn't fit the schema.
        @server.call_tool(validate_input=False)  # type: ignore[untyped-decorator]
        async def call(name: str, arguments: dict[str, Any]) -> types.CallToolResult:
            context = server.request_context
            try:
                self._count(name, context.request)
                found = await self._answer(name, arguments, _Progress(context))
            except ToolError as error:
                text = types.TextContent(type="text", text=str(error))
                return types.CallToolResult(content=[text], isError=True)
            text = types.TextContent(type="text", text=json.dumps(found, ensure_ascii=False))
            return types.CallToolResult(content=[text], structuredContent=found)

        return server

    def _count(self, name: str, request: Any) -> None:
        kind = KINDS.get(name)
        seconds = self._limits.wait(kind, owner_of(request.scope)) if kind is not None else 0
        if seconds:
            raise ToolError(too_many(seconds))

    async def _answer(self, name: str, arguments: dict[str, Any], progress: "_Progress") -> dict[str, object]:
        """Work in a thread; once the client has gone, what runs there is stopped at its next step."""
        gone = threading.Event()

        def hear(step: Step) -> None:
            if gone.is_set():
                raise StoppedError
            anyio.from_thread.run(progress.tell, step)

        def work() -> dict[str, object]:
            return call_tool(self._preparation, name, arguments, hear)

        try:
            return await anyio.to_thread.run_sync(work, abandon_on_cancel=True, limiter=self._turns)
        except anyio.get_cancelled_exc_class():
            gone.set()
            raise


class _Progress:
    """Tells a client that wants to know what is being done."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._token = getattr(context.meta, "progressToken", None)
        self._last = 0.0

    async def tell(self, step: Step) -> None:
        if self._token is None:
            return
        # What is told must grow, or clients take it for a fault.
        self._last = max(self._last + 0.001, step.share or 0.0)
        await self._context.session.send_progress_notification(
            self._token,
            min(self._last, 1.0),
            1.0,
            french(step.sentence),
            related_request_id=str(self._context.request_id),
        )
