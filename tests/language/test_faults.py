"""The exceptions of the providers' own libraries, and what they mean."""

import json
import socket
from typing import Any, get_args

import httpx
import httpx2
import pytest

from assistant.language.faults import KINDS, SENTENCES, Kind, LanguageError, fault_of

SECRET = "sk-secret-42 dossier de Jean Dupont"  # noqa: S105


def openai_status(status: int, message: str = SECRET, **headers: str) -> Exception:
    import openai

    request = httpx2.Request("POST", "https://api.example/v1")
    response = httpx2.Response(status, request=request, headers=headers)
    client = openai.OpenAI(api_key="x")
    return client._make_status_error(message, body={"message": message}, response=response)


def anthropic_status(status: int, message: str = SECRET) -> Exception:
    import anthropic

    request = httpx2.Request("POST", "https://api.example/v1")
    response = httpx2.Response(status, request=request)
    return anthropic.Anthropic(api_key="x")._make_status_error(message, body=None, response=response)


def mistral_status(status: int, message: str = SECRET) -> Exception:
    request = httpx.Request("POST", "https://api.example/v1")
    return httpx.HTTPStatusError(
        f"Error response {status}: {message}", request=request, response=httpx.Response(status, request=request)
    )


def ollama_status(status: int, message: str = SECRET) -> Exception:
    import ollama

    return ollama.ResponseError(message, status)


def google_status(status: int, message: str = SECRET) -> Exception:
    from google.genai.errors import APIError

    return APIError(status, {"error": {"message": message, "status": "X", "code": status}})


STATUSES: dict[int, Kind] = {
    400: "bad_request", 401: "unauthorized", 403: "unauthorized", 404: "unknown_model", 422: "bad_request",
    429: "rate_limited", 500: "server_error", 502: "server_error", 503: "server_error",
}  # fmt: skip
MAKERS = [openai_status, anthropic_status, mistral_status, ollama_status, google_status]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("status", STATUSES)
def test_a_status_means_the_same_whoever_says_it(make: Any, status: int) -> None:
    fault = fault_of(make(status))
    assert fault.kind == STATUSES[status]
    assert "secret" not in str(fault) and "Dupont" not in repr(fault)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (400, "This model's maximum context length is 8192 tokens. However, you requested 9000.", "context_too_long"),
        (400, "the request exceeds the available context size (2048 tokens), try increasing it", "context_too_long"),
        (400, "prompt is too long: 210000 tokens > 200000 maximum", "context_too_long"),
        (400, "The input token count exceeds the maximum number of tokens allowed (1048576).", "context_too_long"),
        (400, "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length", "context_too_long"),
        (500, "context size exceeded", "context_too_long"),
        (400, "The response was filtered due to the prompt triggering content management policy", "refused"),
        (429, "You exceeded your current quota, please check your plan and billing details.", "quota"),
        (400, "Your credit balance is too low to access the API.", "quota"),
        (400, "API key not valid. Please pass a valid API key.", "unauthorized"),
        (429, "Rate limit reached for tokens per min", "rate_limited"),
    ],
)  # fmt: skip
def test_words_say_more_than_the_status(make: Any, status: int, message: str, kind: Kind) -> None:
    assert fault_of(make(status, message)).kind == kind


def from_cause(outer: Exception, inner: Exception) -> Exception:
    try:
        raise outer from inner
    except Exception as error:
        return error


def connection_errors() -> list[tuple[Exception, Kind]]:
    import anthropic
    import ollama
    import openai
    from langchain_core.exceptions import ContextOverflowError, OutputParserException

    request = httpx2.Request("POST", "https://api.example")
    return [
        (openai.APIConnectionError(request=request), "unreachable"),
        (anthropic.APIConnectionError(request=request), "unreachable"),
        (openai.APITimeoutError(request), "timeout"),
        (anthropic.APITimeoutError(request), "timeout"),
        (httpx.ConnectError("x"), "unreachable"),
        (httpx2.ConnectError("x"), "unreachable"),
        (httpx.ConnectTimeout("x"), "timeout"),
        (httpx2.ReadTimeout("x"), "timeout"),
        (httpx.RemoteProtocolError("peer closed connection"), "interrupted"),
        (httpx2.ReadError("x"), "interrupted"),
        (from_cause(openai.APIConnectionError(request=request), httpx2.RemoteProtocolError("x")), "interrupted"),
        (ConnectionError("Failed to connect to Ollama."), "unreachable"),
        (ConnectionRefusedError(), "unreachable"),
        (socket.gaierror(), "unreachable"),
        (TimeoutError(), "timeout"),
        (TimeoutError("x"), "timeout"),
        (ollama.RequestError("x"), "failed"),
        (json.JSONDecodeError("x", "y", 0), "malformed"),
        (OutputParserException("x"), "malformed"),
        (KeyError("choices"), "malformed"),
        (IndexError("x"), "malformed"),
        (ValueError("No generation chunks were returned"), "empty"),
        (ContextOverflowError("x"), "context_too_long"),
        (openai.OpenAIError("The api_key client option must be set"), "unauthorized"),
        (ModuleNotFoundError("x"), "not_installed"),
        (RuntimeError(SECRET), "failed"),
    ]


@pytest.mark.parametrize(("error", "kind"), connection_errors(), ids=lambda value: str(type(value).__name__))
def test_exceptions_without_status(error: Exception, kind: Kind) -> None:
    assert fault_of(error).kind == kind


def test_a_fault_stays_what_it_is() -> None:
    fault = LanguageError("busy")
    assert fault_of(fault) is fault
    assert fault_of(from_cause(RuntimeError(), fault)) is fault


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"retry-after": "12"}, 12), ({"retry-after-ms": "500"}, 0.5), ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0), ({"retry-after": "x"}, None)],
)  # fmt: skip
def test_how_long_the_service_asks_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert fault_of(openai_status(429, **headers)).retry_after == seconds


def test_google_says_it_in_words() -> None:
    assert fault_of(google_status(429, "Quota. {'retryDelay': '38s'}")).retry_after == 38


def test_every_kind_has_one_french_sentence() -> None:
    assert set(SENTENCES) == set(KINDS) == set(get_args(Kind))
    for sentence in SENTENCES.values():
        assert sentence[0].isupper() and sentence.endswith(".") and "'" not in sentence
    assert str(LanguageError("timeout")) == SENTENCES["timeout"]
