"""Whether the service is alive, whether it is ready, and its figures: never behind a login."""

from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.report.typography import french
from assistant.web.operations.answering import answer_bytes, answer_json
from assistant.web.operations.stopping import SENTENCE, Stopping
from assistant.web.preparation import Preparation
from assistant.web.serving.asgi import path_of

HEALTH, READINESS, METRICS = "/healthz", "/readyz", "/metrics"
_METRICS_KIND = "text/plain; version=0.0.4; charset=utf-8"


class Health:
    """Answers the addresses that watch the service, before anything else does."""

    def __init__(
        self, app: ASGIApp, preparation: Preparation, stopping: Stopping, metrics: Callable[[], bytes] | None
    ) -> None:
        """Stand before an application. Without `metrics` there are none to see."""
        self._app = app
        self._preparation = preparation
        self._stopping = stopping
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the request through."""
        path = path_of(scope) if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} else ""
        if path == HEALTH:
            status = "stopping" if self._stopping.told else "alive"
            await answer_json(send, 200, {"status": status, "service": self._stopping.service})
        elif path == READINESS:
            await self._tell_readiness(send)
        elif path == METRICS and self._metrics is not None:
            await answer_bytes(send, 200, self._metrics(), _METRICS_KIND)
        else:
            await self._app(scope, receive, send)

    async def _tell_readiness(self, send: Send) -> None:
        preparation = self._preparation
        if self._stopping.told:
            await answer_json(send, 503, {"status": "stopping", "reason": french(SENTENCE)})
        elif preparation.ready:
            await answer_json(send, 200, {"status": "ready"})
        else:
            failed = bool(preparation.problem)
            reason = preparation.problem or preparation.message
            await answer_json(send, 503, {"status": "failed" if failed else "preparing", "reason": french(reason)})
