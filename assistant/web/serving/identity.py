"""Who asks: each browser gets a cookie that nobody can guess, and a program without one is known by its address."""

import hashlib
import re
import secrets

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.settings import Settings
from assistant.web.owners import Owner
from assistant.web.serving.asgi import API, FILES, header, path_of

SESSION = "jury_session"
KNOWN = "jury_known"
"""Tells that there is a session cookie: a link from another site comes without that one, and must not replace it."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_BYTES = 32
_MCP = f"{API}/mcp"
_NO_PAGES = (API, *FILES)
"""What a browser asks for once it has the page."""


class Identity:
    """Puts the owner of each request into `scope["state"]["owner"]`, and gives cookies to who has none."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Stand before an application."""
        self._app = app
        self._framed = bool(settings.frame_ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find the owner, then let the request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if path_of(scope).startswith(_MCP):
            # A program calls tools, by its key or its address: a browser's cookie is worth nothing there.
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0].lower() != b"cookie"]}
        secure = scope["scheme"] == "https"
        cookies = _cookies(scope)
        token = cookies.get(_name(SESSION, secure=secure), "")
        token = token if _TOKEN.fullmatch(token) else ""
        fresh = ""
        if not token and _opens_a_page(scope) and _name(KNOWN, secure=secure) not in cookies:
            fresh = token = secrets.token_urlsafe(_BYTES)
        scope.setdefault("state", {})["owner"] = Owner(_owner_id(scope, token), _address(scope))

        async def send_with_cookies(message: Message) -> None:
            if fresh and message["type"] == "http.response.start":
                made = [cookie.encode() for cookie in _set_cookies(fresh, secure=secure, framed=self._framed)]
                message = {**message, "headers": [*message["headers"], *((b"set-cookie", cookie) for cookie in made)]}
            await send(message)

        await self._app(scope, receive, send_with_cookies)


def renewed(scope: Scope, *, framed: bool) -> tuple[str, list[str]]:
    """Return a new owner and the cookies that make a browser it: who logs in leaves what was known before behind."""
    secure = scope["scheme"] == "https"
    token = secrets.token_urlsafe(_BYTES)
    return _owner_id(scope, token), _set_cookies(token, secure=secure, framed=framed)


def _opens_a_page(scope: Scope) -> bool:
    """Whether a page is opened, or a program reads `/config` as Gradio's client does: a moment to give a cookie.

    Later ones come several at a time, and would each get another.
    """
    return scope["method"] in {"GET", "HEAD"} and not path_of(scope).startswith(_NO_PAGES)


def _cookies(scope: Scope) -> dict[str, str]:
    return {
        name.strip(): value.strip().strip('"')
        for key, line in scope["headers"]
        if key.lower() == b"cookie"
        for name, _, value in (part.partition("=") for part in line.decode("latin-1").split(";"))
    }


def _name(name: str, *, secure: bool) -> str:
    """Under https a name that no neighbour of the site can set a cookie for."""
    return f"__Host-{name}" if secure else name


def _set_cookies(token: str, *, secure: bool, framed: bool) -> list[str]:
    """Cookies that end with the browser's session. Within another site's page only partitioned ones exist."""
    partitioned = "SameSite=None; Partitioned"
    session, known = (partitioned, partitioned) if secure and framed else ("SameSite=Strict", "SameSite=Lax")
    tail = "; Secure" if secure else ""
    return [
        f"{_name(SESSION, secure=secure)}={token}; Path=/; HttpOnly; {session}{tail}",
        f"{_name(KNOWN, secure=secure)}=1; Path=/; HttpOnly; {known}{tail}",
    ]


def _owner_id(scope: Scope, token: str) -> str:
    """Cookies, keys and addresses can't be taken for each other, nor be read out of what is kept."""
    key = header(scope, "authorization")
    shown = ("cookie", token) if token else ("key", key) if key else ("address", _address(scope))
    return hashlib.sha256("\0".join(shown).encode("utf-8", "replace")).hexdigest()[:32]


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""
