"""Asking an application without a server. In a thread: a browser test may have left an event loop in this one."""

import asyncio
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
from starlette.types import ASGIApp


def run(what: Coroutine[Any, Any, Any]) -> Any:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, what).result()


def ask_app(
    app: ASGIApp,
    method: str,
    url: str,
    headers: Mapping[str, str] | Mapping[str, bytes] | None = None,
    client: str = "192.0.2.1",
) -> httpx.Response:
    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(client, 1234))) as visitor:
            return await visitor.request(method, url, headers=headers)

    return run(asked())  # type: ignore[no-any-return]
