"""A real MCP client, asked from code that doesn't wait: each call is a conversation of its own."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult

from tests.web.serving.asking import run

PATH = "gradio_api/mcp"


def talk(address: str, what: Callable[[ClientSession], Awaitable[Any]], auth: tuple[str, str] | None = None) -> Any:
    async def talked() -> Any:
        async with (
            httpx.AsyncClient(auth=auth, timeout=60) as http,
            streamable_http_client(f"{address}{PATH}", http_client=http) as (read, write, *_),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return await what(session)

    return run(talked())


def call(address: str, tool: str, /, **arguments: Any) -> CallToolResult:
    async def called(session: ClientSession) -> CallToolResult:
        return await session.call_tool(tool, arguments)

    result: CallToolResult = talk(address, called)
    return result


def refusal(address: str, tool: str, /, **arguments: Any) -> str:
    """The sentence of a call that must be refused."""
    result = call(address, tool, **arguments)
    assert result.isError, result
    assert result.structuredContent is None
    (text,) = result.content
    return str(getattr(text, "text", ""))
