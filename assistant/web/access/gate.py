"""The gate: where the service has a file of accounts, nobody comes in who hasn't logged in."""

import base64
import binascii
import json
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode

import anyio
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.access.accounts import Account, Accounts
from assistant.web.access.login_html import login_html
from assistant.web.access.logins import Logins
from assistant.web.limits import Kind, Limits, too_many
from assistant.web.owners import owner_of
from assistant.web.serving.asgi import FILES, answer, header, path_of, refuse
from assistant.web.serving.identity import renewed
from assistant.web.sessions import Sessions

WRONG = "Identifiant ou mot de passe inconnu."
LOG_IN = "Connectez-vous d’abord : ce service est réservé aux comptes de votre école."
_MOST_BYTES = 4096
_AT_ONCE = 2
"""Passwords that are checked at a time: each takes a core for a quarter of a second."""


@dataclass(frozen=True)
class Gates:
    """What the gate needs of its neighbours."""

    limits: Limits
    sessions: Sessions
    framed: bool


class Gate:
    """Answers `/login`, `/logout` and `/account`; puts the account into `scope["state"]["account"]`."""

    def __init__(self, app: ASGIApp, gates: Gates, accounts: Accounts | None, logins: Logins | None) -> None:
        """Stand before an application; without accounts everybody may come in."""
        self._app = app
        self._gates = gates
        self._accounts = accounts
        self._logins = logins
        self._checking = anyio.CapacityLimiter(_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or ask who it is."""
        path = path_of(scope) if scope["type"] == "http" else ""
        if path == "/account" and scope["method"] == "GET":
            await self._tell(scope, send)
        elif self._logins is None or scope["type"] != "http" or path.startswith(FILES):
            await self._app(scope, receive, send)
        elif path == "/login":
            await self._login(scope, receive, send)
        elif path == "/logout" and scope["method"] == "POST":
            await self._logout(scope, send)
        else:
            await self._let_in(path, scope, receive, send)

    async def _let_in(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        account = await self._account(scope)
        if account is not None:
            scope["state"]["account"] = account
            await self._app(scope, receive, send)
        elif path == "/" and "text/html" in header(scope, "accept"):
            query = scope.get("query_string", b"").decode("latin-1")
            await _see(send, "login" + (f"?after={quote('?' + query)}" if query else ""))
        else:
            await refuse(
                send,
                401,
                LOG_IN,
                {"www-authenticate": 'Basic realm="jury-coach", charset="UTF-8"'}
                if header(scope, "authorization")
                else {},
            )

    async def _account(self, scope: Scope) -> Account | None:
        assert self._logins is not None  # noqa: S101 - asked for where there are accounts alone
        account = self._logins.of(owner_of(scope).id)
        shown = _basic(header(scope, "authorization"))
        if account is None and shown:
            account = self._logins.of_known_program(*shown)
        if account is None and shown and not self._waiting(scope, shown[0]):
            account = await anyio.to_thread.run_sync(self._logins.of_program, *shown, limiter=self._checking)
        return account

    async def _login(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            after = dict(parse_qsl(scope.get("query_string", b"").decode("latin-1"))).get("after", "")
            await _page(send, 200, login_html(after=_inside(after)))
            return
        given = dict(parse_qsl((await _body(receive)).decode("utf-8", "replace")))
        name, after = given.get("username", ""), _inside(given.get("after", ""))
        seconds = self._waiting(scope, name)
        account = None
        if not seconds:
            assert self._accounts is not None  # noqa: S101 - there are logins where there are accounts
            password = given.get("password", "")
            account = await anyio.to_thread.run_sync(self._accounts.check, name, password, limiter=self._checking)
        if account is None:
            await _refused(scope, send, seconds, name, after)
            return
        await self._enter(scope, send, account, after)

    async def _enter(self, scope: Scope, send: Send, account: Account, after: str) -> None:
        """A new session begins: what was known before the login must not be worth anything after it."""
        assert self._logins is not None  # noqa: S101 - as above
        self._logins.leave(owner_of(scope).id)
        owner, cookies = renewed(scope, framed=self._gates.framed)
        self._logins.enter(owner, account)
        if _wants_page(scope):
            await _see(send, f"./{after}", cookies)
        else:
            await _json(send, {"success": True}, cookies)

    async def _logout(self, scope: Scope, send: Send) -> None:
        assert self._logins is not None  # noqa: S101 - as above
        owner = owner_of(scope).id
        self._logins.leave(owner)
        self._gates.sessions.forget_owner(owner)
        await _see(send, "login")

    async def _tell(self, scope: Scope, send: Send) -> None:
        account = self._logins.of(owner_of(scope).id) if self._logins is not None else None
        known = {"name": account.name, "role": account.role.value} if account else {}
        await _json(send, {"login": self._logins is not None, **known})

    def _waiting(self, scope: Scope, name: str) -> int:
        """Slow down whoever tries passwords: for one browser or address, and for one name from wherever."""
        limits = self._gates.limits
        return limits.wait(Kind.LOGINS, owner_of(scope)) or limits.wait_for(Kind.LOGINS, f"name {name[:64]}")


def _basic(shown: str) -> tuple[str, str] | None:
    kind, _, encoded = shown.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    return (name, password) if colon else None


def _inside(after: str) -> str:
    """The page that was wanted: a question of the page's own address, and never another site."""
    wanted = [(name, value) for name, value in parse_qsl(after.lstrip("?")) if name in {"view", "exam", "lang"}]
    return f"?{urlencode(wanted)}" if wanted else ""


async def _body(receive: Receive) -> bytes:
    body = b""
    while len(body) <= _MOST_BYTES:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return body[:_MOST_BYTES]


def _wants_page(scope: Scope) -> bool:
    return "text/html" in header(scope, "accept")


async def _refused(scope: Scope, send: Send, seconds: int, name: str, after: str) -> None:
    status, sentence = (429, too_many(seconds)) if seconds else (401, WRONG)
    more = {"retry-after": str(seconds)} if seconds else {}
    if _wants_page(scope):
        await _page(send, status, login_html(sentence, name, after), more)
    else:
        await refuse(send, status, sentence, more)


async def _page(send: Send, status: int, html: str, more: dict[str, str] | None = None) -> None:
    await answer(send, status, html.encode(), {"content-type": "text/html; charset=utf-8", **(more or {})})


async def _see(send: Send, address: str, cookies: list[str] | None = None) -> None:
    headers = [(b"location", address.encode("latin-1")), (b"content-length", b"0"), *_set(cookies)]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _json(send: Send, value: object, cookies: list[str] | None = None) -> None:
    body = json.dumps(value, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), *_set(cookies)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _set(cookies: list[str] | None) -> list[tuple[bytes, bytes]]:
    return [(b"set-cookie", cookie.encode()) for cookie in cookies or []]
