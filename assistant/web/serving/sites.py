"""Which names the page may be asked for under, and from which sites it may be asked: its own."""

from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.settings import Settings
from assistant.web.serving.asgi import API, header, path_of, refuse

WRONG_HOST = "Ce service ne répond pas sous ce nom : vérifiez l’adresse de la page."
WRONG_SITE = "Cette demande vient d’un autre site : ouvrez la page du service, et faites-la de là."
_HARMLESS = {"GET", "HEAD"}
_HERE = {"localhost", "127.0.0.1", "[::1]"}
"""Always admitted: what checks on the machine itself whether the service runs."""


class Sites:
    """Refuses other names, and requests that a page of another site makes in its visitor's browser."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Stand before an application."""
        self._app = app
        self._hosts = {host.strip().lower() for host in settings.allowed_hosts.split(",") if host.strip()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] == "websocket":  # the page has none
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "http" and not self._known_host(scope):
            await refuse(send, 400, WRONG_HOST)
        elif scope["type"] == "http" and _foreign(scope):
            await refuse(send, 403, WRONG_SITE)
        else:
            await self._app(scope, receive, send)

    def _known_host(self, scope: Scope) -> bool:
        if not self._hosts:
            return True
        asked = [header(scope, name) for name in ("host", "x-forwarded-host")]
        return asked[0] != "" and all(self._admitted(host) for host in asked if host)

    def _admitted(self, host: str) -> bool:
        host = host.lower()
        bare = host if host.endswith("]") else host.rsplit(":", 1)[0]
        return bool({host, bare} & (self._hosts | _HERE))


def _foreign(scope: Scope) -> bool:
    """Whether another site's page asks, where that is more than a link to the page."""
    if scope["method"] in _HARMLESS and not path_of(scope).startswith(API):
        return False
    origin, site = header(scope, "origin"), header(scope, "sec-fetch-site")
    if site:  # a browser's own word, that no page can change
        return site in {"cross-site", "same-site"}
    if not origin:
        return False  # a program
    own = {_plain(header(scope, name)) for name in ("host", "x-forwarded-host")}
    return _authority(origin) not in own - {""}


def _authority(origin: str) -> str:
    try:
        return _plain(urlsplit(origin).netloc)
    except ValueError:
        return ""


def _plain(host: str) -> str:
    """A host without the port that goes without saying."""
    host = host.split(",", maxsplit=1)[0].strip().lower()
    return host.removesuffix(":80").removesuffix(":443")
