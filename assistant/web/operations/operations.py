"""All that stands before the page so that it can be run: watched, counted, stopped."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.settings import Settings
from assistant.web.operations.draining import Draining
from assistant.web.operations.health import Health
from assistant.web.operations.metrics import Metrics
from assistant.web.operations.observing import Observing
from assistant.web.operations.stopping import Stopping
from assistant.web.operations.work import worked
from assistant.web.preparation import Preparation
from assistant.web.review.running import waiting_reviews
from assistant.web.sessions import Sessions

if TYPE_CHECKING:
    from fastapi import FastAPI


def stand_before(app: "FastAPI", settings: Settings, preparation: Preparation, sessions: Sessions) -> Stopping:
    """Stand before everything else of an application, login included; return how it is told to stop."""
    stopping = Stopping(settings.shutdown_seconds)
    metrics = Metrics(_gauges(sessions, stopping)) if settings.metrics else None
    if metrics is not None:
        worked.hearers.append(metrics.count_work)
    # The last one that is added is the first one that a request meets.
    app.add_middleware(Draining, stopping=stopping)
    app.add_middleware(Health, preparation=preparation, stopping=stopping, metrics=metrics.text if metrics else None)
    app.add_middleware(Observing, count=metrics.count_request if metrics else _uncounted)
    return stopping


def _uncounted(_route: str, _status: int, _seconds: float) -> None:
    """Count nothing."""


def _gauges(sessions: Sessions, stopping: Stopping) -> dict[str, tuple[str, Callable[[], float]]]:
    return {
        "jury_coach_sessions": ("Sessions in memory", lambda: len(sessions)),
        "jury_coach_reviews_running": ("Reviews that are judged now", lambda: worked.running("review")),
        "jury_coach_reviews_waiting": ("Reviews that wait for their turn", waiting_reviews),
        "jury_coach_requests_under_way": ("Requests at work, idle connections left out", lambda: stopping.under_way),
    }
