"""Alive, ready, figures: what watches the service sees."""

from typing import cast

import httpx
import pytest

from assistant.settings import get_settings
from assistant.web.preparation import Preparation
from assistant.web.serving.app import make_app
from tests.web.serving.asking import run


def _client(metrics: bool = False) -> tuple[httpx.AsyncClient, Preparation]:
    settings = get_settings().model_copy(update={"metrics": metrics})
    preparation = Preparation(settings)
    app = make_app(settings, preparation)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://jury.test"), preparation


def _get(path: str, metrics: bool = False, problem: str | None = None) -> httpx.Response:
    async def get() -> httpx.Response:
        client, preparation = _client(metrics)
        if problem is not None:
            preparation.problem = problem
            preparation._done.set()
        async with client:
            return await client.get(path)

    return cast(httpx.Response, run(get()))


def test_it_is_alive_at_once() -> None:
    answer = _get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "alive")
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


def test_it_says_why_it_is_not_ready() -> None:
    answer = _get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "preparing", "reason": "Préparation de la recherche…"}
    assert answer.headers["retry-after"] == "5"


def test_it_says_what_failed() -> None:
    answer = _get("/readyz", problem="La recherche n’a pas pu être préparée.")
    assert (answer.status_code, answer.json()["status"]) == (503, "failed")
    assert "préparée" in answer.json()["reason"]


def test_it_says_when_it_is_ready() -> None:
    answer = _get("/readyz", problem="")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


@pytest.mark.parametrize(("asked", "status"), [(False, 404), (True, 200)])
def test_figures_are_there_when_they_are_asked_for(asked: bool, status: int) -> None:
    answer = _get("/metrics", metrics=asked)
    assert answer.status_code == status
    if asked:
        assert "jury_coach_sessions 0.0" in answer.text
