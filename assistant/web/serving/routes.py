"""What of Gradio's addresses the page and its API need. Everything else isn't there."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from assistant.web.serving.asgi import API

Use = Literal["page", "asset", "read", "window", "event", "queue", "call", "stop", "upload"]
"""What a request is for, and so what is checked: see `door.py`."""

ASSETS = r"/(?:assets|static)(?:/[\w.-]+)+|/theme\.css|/favicon\.ico|/manifest\.json|/robots\.txt"
_NAME = r"[A-Za-z0-9_-]{1,64}"


@dataclass(frozen=True)
class Route:
    """An address that is served."""

    use: Use
    path: re.Pattern[str]
    method: Literal["GET", "POST"] = "GET"


@dataclass(frozen=True)
class Found:
    """A request whose address is served; the names that are in it."""

    use: Use
    window: str = ""
    event: str = ""
    api: str = ""


def routes_of(public: Collection[str]) -> tuple[Route, ...]:
    """Return the addresses that are served, with the names of the endpoints that programs may call."""
    api = f"(?P<api>{'|'.join(map(re.escape, sorted(public))) or '(?!)'})"
    return (
        _route("page", "/|/config/?"),
        _route("asset", ASSETS),
        _route("read", f"{API}/(?:info/?|openapi\\.json|startup-events|app_id/?|theme\\.css)"),
        _route("window", f"{API}/(?:heartbeat/(?P<window>{_NAME})|queue/data)"),
        _route("event", f"{API}/call/(?:v2/)?{api}/(?P<event>{_NAME})"),
        _route("queue", f"{API}/(?:queue/join|run/predict/?)", "POST"),
        _route("call", f"{API}/call/(?:v2/)?{api}/?", "POST"),
        _route("stop", f"{API}/(?:cancel|reset/?)", "POST"),
        _route("upload", f"{API}/upload", "POST"),
    )


def find(routes: tuple[Route, ...], method: str, path: str) -> Found | None:
    """Return what a request is for, or None where nothing is served."""
    method = "GET" if method == "HEAD" else method
    for route in routes:
        match = route.path.fullmatch(path) if route.method == method else None
        if match and ".." not in path:
            return Found(route.use, **{name: value for name, value in match.groupdict().items() if value})
    return None


def _route(use: Use, path: str, method: Literal["GET", "POST"] = "GET") -> Route:
    return Route(use, re.compile(path), method)
