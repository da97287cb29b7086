"""Puts the nonce of the request into the scripts of Gradio's page: only those run, none that a text smuggles in."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SCRIPT = b"<script"


class Nonces:
    """Stands right before Gradio's pages, where they are HTML and not compressed yet."""

    def __init__(self, app: ASGIApp, first: str = "") -> None:
        """Take a script that the pages begin with."""
        self._app = app
        self._first = first.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through; hold a page back until it is whole."""
        nonce = scope.get("state", {}).get("nonce", "") if scope["type"] == "http" else ""
        if not nonce:
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        parts: list[bytes] = []

        async def send_with_nonce(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
            elif start is None:
                await send(message)
            else:
                parts.append(message.get("body", b""))
                if not message.get("more_body", False):
                    body = self._with_nonce(b"".join(parts), nonce)
                    await send({**start, "headers": _with_length(start, len(body))})
                    await send({"type": "http.response.body", "body": body})

        await self._app(scope, receive, send_with_nonce)

    def _with_nonce(self, page: bytes, nonce: str) -> bytes:
        """Scripts stand in the page's frame alone: within data, Gradio writes « < » as an escape."""
        if self._first:
            page = page.replace(_SCRIPT, b"<script>" + self._first + b"</script>" + _SCRIPT, 1)
        return page.replace(_SCRIPT, _SCRIPT + f' nonce="{nonce}"'.encode())


def _is_page(message: Message) -> bool:
    kinds = [value for name, value in message["headers"] if name.lower() == b"content-type"]
    return any(kind.startswith(b"text/html") for kind in kinds)


def _with_length(start: Message, length: int) -> list[tuple[bytes, bytes]]:
    kept = [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]
    return [*kept, (b"content-length", str(length).encode())]
