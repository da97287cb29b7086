"""The faulty server fails as it says, and OpenAI's client in LangChain shows each fault as is written here.

The last part holds the silent ones: nothing is raised, and whoever reads the answer has to see it.
"""

import json
import threading
import time
from collections.abc import Mapping
from typing import Any, Literal
from urllib.request import urlopen

import pytest
from pydantic import BaseModel

from tests.language import faulty_server as faulty
from tests.language.faulty_server import FaultyServer, Reply, failing

TIME_LIMIT = 0.8

RAISED = {
    "429": (faulty.RATE_LIMITED, "OpenAIRateLimitError", 429),
    "500": (faulty.SERVER_ERROR, "OpenAIAPIError", 500),
    "503": (faulty.OVERLOADED, "OpenAIAPIError", 503),
    "401": (faulty.UNAUTHORIZED, "OpenAIAuthenticationError", 401),
    "404": (faulty.UNKNOWN_MODEL, "OpenAIModelNotFoundError", 404),
    "too long": (faulty.TOO_LONG, "OpenAIInvalidRequestError", 400),
    "never answers": (faulty.NEVER, "OpenAITimeoutError", None),
    "hangs up": (faulty.HUNG_UP, "OpenAIConnectionError", None),
}
"""Whether streamed or not: what it is, the name of what is raised, its status."""
RAISED_WHOLE = {
    "half a body": (faulty.HALF_BODY, "JSONDecodeError"),
    "no choices": (faulty.EMPTY_CHOICES, "IndexError"),
    "a page of the network": (faulty.WEB_PAGE, "ValueError"),
    "cut": (faulty.CUT, "OpenAIConnectionError"),
    "slow": (faulty.SLOW, "OpenAITimeoutError"),
}
RAISED_STREAMED = {
    "half a body": (faulty.HALF_BODY, "ValueError"),
    "a page of the network": (faulty.WEB_PAGE, "ValueError"),
    "cut": (faulty.CUT, "OpenAIConnectionError"),
    "stalled": (faulty.STALLED, "OpenAITimeoutError"),
}
RAISED_STRUCTURED = {
    "half JSON": (faulty.HALF_JSON, "ValidationError"),
    "fenced JSON": (faulty.FENCED_JSON, "ValidationError"),
    "no text": (faulty.EMPTY_TEXT, "ValueError"),
    "no choices": (faulty.EMPTY_CHOICES, "IndexError"),
    "refuses in words": (faulty.REFUSAL, "ValidationError"),
    "refuses": (faulty.REFUSED, "OpenAIRefusalError"),
    "filtered": (faulty.FILTERED, "ContentFilterFinishReasonError"),
    "cut by length": (faulty.CUT_BY_LENGTH, "LengthFinishReasonError"),
    "a page of the network": (faulty.WEB_PAGE, "AttributeError"),
}
SILENT = {
    "no choices": (faulty.EMPTY_CHOICES, "", None),
    "no text": (faulty.EMPTY_TEXT, "", "stop"),
    "ends without a word": (faulty.SILENT_END, "Le jury attend trois ", None),
    "cut by length": (faulty.CUT_BY_LENGTH, "Le jury attend trois ", "length"),
    "filtered": (faulty.FILTERED, "", "content_filter"),
    "refuses": (faulty.REFUSED, "", "stop"),
}
"""In a stream: what it is, the text that is read, the reason of its end."""


class Verdict(BaseModel):
    verdict: Literal["couvert", "partiel", "absent"]
    reason: str


def chat(server: FaultyServer, **options: Any) -> Any:
    from langchain.chat_models import init_chat_model

    options = {"max_retries": 0, "timeout": TIME_LIMIT} | options
    return init_chat_model("openai:local", base_url=server.base_url, api_key="none", **options)


def cases(table: Mapping[str, Any]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", table.values(), ids=table.keys())


@pytest.mark.parametrize("way", ["invoke", "stream"])
@cases(RAISED)
def test_what_is_raised(case: tuple[Reply, str, int | None], way: str) -> None:
    reply, name, status = case
    with failing(reply) as server, pytest.raises(Exception) as raised:
        model = chat(server)
        _ = list(model.stream("Bonjour")) if way == "stream" else model.invoke("Bonjour")
    assert (type(raised.value).__name__, getattr(raised.value, "status_code", None)) == (name, status)
    assert len(server.requests) == 1


@cases(RAISED_WHOLE)
def test_what_is_raised_when_not_streamed(case: tuple[Reply, str]) -> None:
    with failing(case[0]) as server, pytest.raises(Exception) as raised:
        chat(server).invoke("Bonjour")
    assert type(raised.value).__name__ == case[1]


@cases(RAISED_STREAMED)
def test_what_is_raised_in_a_stream(case: tuple[Reply, str]) -> None:
    with failing(case[0]) as server, pytest.raises(Exception) as raised:
        list(chat(server).stream("Bonjour"))
    assert type(raised.value).__name__ == case[1]


@cases(RAISED_STRUCTURED)
def test_what_is_raised_instead_of_a_structured_output(case: tuple[Reply, str]) -> None:
    with failing(case[0]) as server, pytest.raises(Exception) as raised:
        chat(server).with_structured_output(Verdict, method="json_schema").invoke("Jugez")
    assert type(raised.value).__name__ == case[1]


@cases(SILENT)
def test_what_raises_nothing_in_a_stream(case: tuple[Reply, str, str | None]) -> None:
    reply, text, reason = case
    with failing(reply) as server:
        pieces = list(chat(server).stream("Bonjour"))
    reasons = [piece.response_metadata.get("finish_reason") for piece in pieces]
    assert "".join(piece.content for piece in pieces) == text
    assert [found for found in reasons if found] == ([reason] if reason else [])


def test_a_fault_passes_when_the_next_reply_is_good() -> None:
    with failing(faulty.SERVER_ERROR, faulty.says("Bon", "jour.")) as server:
        model = chat(server)
        with pytest.raises(Exception, match="500"):
            model.invoke("Bonjour")
        assert model.invoke("Bonjour").content == "Bonjour."
        assert model.invoke("Bonjour").content == "Bonjour."
        server.reply_with(faulty.REFUSAL)
        assert model.invoke("Bonjour").content.startswith("Je suis désolé")
    assert len(server.requests) == 4


def test_retry_after_reaches_whoever_retries() -> None:
    from openai import RateLimitError

    with failing(faulty.RATE_LIMITED) as server, pytest.raises(RateLimitError) as raised:
        chat(server).invoke("Bonjour")
    assert raised.value.response.headers["Retry-After"] == "1"


def test_what_was_sent_can_be_looked_at() -> None:
    with failing(faulty.says("Bonjour.")) as server:
        chat(server, temperature=0, max_tokens=9).invoke("Voici mon dossier")
    (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == "Bearer none"
    assert request.body["messages"] == [{"content": "Voici mon dossier", "role": "user"}]
    assert request.body["temperature"] == 0


def test_slow_words_come_one_by_one_and_the_limit_is_between_them() -> None:
    with failing(faulty.says("un ", "deux ", "trois", between=TIME_LIMIT / 2)) as server:
        began = time.monotonic()
        times = [(piece.content, time.monotonic() - began) for piece in chat(server).stream("Comptez") if piece.content]
    assert [text for text, _ in times] == ["un ", "deux ", "trois"]
    assert times[-1][1] - times[0][1] > TIME_LIMIT * 0.9


def test_a_client_that_leaves_is_noticed() -> None:
    with failing(faulty.STALLED) as server:
        stream = chat(server, timeout=30).stream("Bonjour")
        assert next(piece.content for piece in stream if piece.content) == "Le jury "
        stream.close()
        end = time.monotonic() + 5
        while not server.left and time.monotonic() < end:
            time.sleep(0.02)
        assert server.left == 1


def test_a_server_that_never_answers_ends_with_its_test() -> None:
    began = time.monotonic()
    with failing(faulty.NEVER) as server:
        asking = threading.Thread(target=_ask_in_vain, args=(server,))
        asking.start()
        while not server.requests:
            time.sleep(0.01)
    asking.join(5)
    assert not asking.is_alive()
    assert time.monotonic() - began < 10


def _ask_in_vain(server: FaultyServer) -> None:
    with pytest.raises(Exception, match="Connection error"):
        chat(server, timeout=30).invoke("Bonjour")


def test_its_models_are_told() -> None:
    with failing(faulty.says("Bonjour.")) as server:
        reply = urlopen(f"{server.base_url}/models", timeout=5)  # noqa: S310 - this machine
        assert [model["id"] for model in json.load(reply)["data"]] == ["local"]
    assert server.requests == []
