"""What browsers are told: to run nothing but the page's own, to tell nobody, to keep nothing."""

import base64
import hashlib
import re
import secrets
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.settings import Settings
from assistant.web.serving.asgi import path_of
from assistant.web.serving.routes import ASSETS

_ASSET = re.compile(ASSETS)
_NAMED_BY_CONTENT = "/assets/"
_A_YEAR = "public, max-age=31536000, immutable"
_AN_HOUR = "public, max-age=3600"
_HTTPS_S = 31_536_000
_POWERS = ("camera", "geolocation", "payment", "usb", "serial", "midi", "display-capture", "hid")


class SafeHeaders:
    """Adds the headers to every answer; `scope["state"]["nonce"]` is what lets a script of the page run."""

    def __init__(self, app: ASGIApp, settings: Settings, scripts: Iterable[str] = ()) -> None:
        """Take the scripts that Gradio puts into the page without a nonce: they are known by what they hold."""
        self._app = app
        self._ancestors = settings.frame_ancestors or "'none'"
        self._hashes = " ".join(_hash(script) for script in scripts)
        self._microphone = settings.speech_model is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, and add to what comes of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": self._added(message, scope, nonce)}
            await send(message)

        await self._app(scope, receive, send_safely)

    def _added(self, message: Message, scope: Scope, nonce: str) -> list[tuple[bytes, bytes]]:
        known = {name.lower(): value for name, value in message["headers"]}
        page = known.get(b"content-type", b"").startswith(b"text/html")
        safe = {
            "content-security-policy": self._policy(nonce) if page else self._no_policy(),
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "permissions-policy": self._permissions(),
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "cache-control": _kept(path_of(scope), message["status"]),
        }
        if self._ancestors == "'none'":
            safe["x-frame-options"] = "DENY"
        if scope["scheme"] == "https":
            safe["strict-transport-security"] = f"max-age={_HTTPS_S}"
        added = [(name.encode(), value.encode("latin-1")) for name, value in safe.items()]
        return [pair for pair in message["headers"] if pair[0].lower().decode("latin-1") not in safe] + added

    def _policy(self, nonce: str) -> str:
        """What the page may do. Gradio makes functions out of text (`unsafe-eval`) and styles where they are used."""
        return "; ".join(
            (
                "default-src 'none'",
                f"script-src 'self' 'nonce-{nonce}' {self._hashes} 'unsafe-eval'",
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data: blob:",
                "font-src 'self' data:",
                "connect-src 'self'",
                "media-src 'self' blob:",
                "manifest-src 'self'",
                "base-uri 'self'",
                "form-action 'self'",
                f"frame-ancestors {self._ancestors}",
            )
        )

    def _no_policy(self) -> str:
        return f"default-src 'none'; frame-ancestors {self._ancestors}"

    def _permissions(self) -> str:
        microphone = "microphone=(self)" if self._microphone else "microphone=()"
        return ", ".join([*(f"{power}=()" for power in _POWERS), microphone])


def _kept(path: str, status: int) -> str:
    """How long a browser may keep an answer: the page's own files, nothing of what people ask or are told."""
    if status not in {200, 304} or not _ASSET.fullmatch(path):
        return "no-store"
    return _A_YEAR if path.startswith(_NAMED_BY_CONTENT) else _AN_HOUR


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
