"""Where a model answers, who gets what is sent, and the settings that say so."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assistant import Coach, Settings
from assistant.language.faults import LanguageError
from assistant.language.model import make_model
from assistant.language.providers import PROVIDERS, find_endpoint, is_loopback, make_chat

REFUSED = "http://127.0.0.1:9"
"""Nothing listens on the port of the discard protocol."""


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, address or proxy of the machine that runs the tests."""
    for name in list(os.environ):
        if name.startswith(("ASSISTANT_LLM", "LANGSMITH")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    for provider in PROVIDERS.values():
        for name in (*provider.url_variables, *provider.key_variables):
            monkeypatch.delenv(name, raising=False)


def settings(llm: str, **options: Any) -> Settings:
    return Settings(llm=llm, **options)


def endpoint(llm: str, **options: Any) -> Any:
    return find_endpoint(settings(llm, **options))


def test_without_setting_there_is_no_model() -> None:
    assert make_model(Settings()) is None
    assert Coach(Settings()).language_model is None


@pytest.mark.parametrize(
    "name",
    [
        "LLM",
        "LLM_API_KEY",
        "LLM_BASE_URL",
        "LLM_TEMPERATURE",
        "LLM_FIRST_SECONDS",
        "LLM_REQUESTS_PER_MINUTE",
        "LLM_CONTEXT_TOKENS",
        "LLM_INPUT_PRICE",
    ],
)
def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"ASSISTANT_{name}", "")
    assert getattr(Settings(), name.lower()) is None


@pytest.mark.parametrize("llm", ["mistral-small", "acme:model", "openai:", "openai:a b"])
def test_a_model_of_nobody_is_refused(llm: str) -> None:
    with pytest.raises(ValidationError):
        Settings(llm=llm)


def test_a_key_is_never_shown() -> None:
    shown = settings("openai:gpt", llm_api_key="sk-secret")
    assert "sk-secret" not in f"{shown!r} {shown} {shown.model_dump_json()}"


@pytest.mark.parametrize(
    ("llm", "options", "hosted", "recipient"),
    [
        ("mistralai:mistral-small-latest", {}, True, "Mistral AI (api.mistral.ai)"),
        ("openai:gpt-5", {}, True, "OpenAI (api.openai.com)"),
        ("anthropic:claude", {}, True, "Anthropic (api.anthropic.com)"),
        ("google_genai:gemini", {}, True, "Google (generativelanguage.googleapis.com)"),
        ("ollama:llama3.1:8b", {}, False, "cette machine (127.0.0.1)"),
        ("ollama:gpt-oss:120b-cloud", {}, True, "Ollama (ollama.com, par 127.0.0.1)"),
        ("ollama:x", {"llm_base_url": "http://10.0.0.7:11434"}, True, "le serveur 10.0.0.7"),
        ("openai:x", {"llm_base_url": "http://localhost:8080/v1"}, False, "cette machine (localhost)"),
        ("openai:x", {"llm_base_url": "http://[::1]:8080/v1"}, False, "cette machine (::1)"),
        ("openai:x", {"llm_base_url": "https://cle:secret@llm.ecole.fr/v1"}, True, "le serveur llm.ecole.fr"),
        ("openai:x", {"llm_base_url": "http://127.0.0.1.evil.example/v1"}, True, "le serveur 127.0.0.1.evil.example"),
    ],
)
def test_who_gets_what_is_sent(llm: str, options: dict[str, Any], hosted: bool, recipient: str) -> None:
    model = make_model(settings(llm, **options))
    assert model is not None
    assert (model.hosted, model.recipient, model.name) == (hosted, recipient, llm)


@pytest.mark.parametrize(
    ("value", "url", "hosted"),
    [
        ("0.0.0.0", "http://127.0.0.1:11434", False),  # noqa: S104 - as Ollama's documentation has it
        ("gpu.ecole.fr:11434", "http://gpu.ecole.fr:11434", True),
        ("http://localhost:9999/", "http://localhost:9999", False),
    ],
)
def test_the_providers_own_variables_count(monkeypatch: pytest.MonkeyPatch, value: str, url: str, hosted: bool) -> None:
    monkeypatch.setenv("OLLAMA_HOST", value)
    found = endpoint("ollama:x")
    assert (found.url, found.hosted) == (url, hosted)
    assert endpoint("ollama:x", llm_base_url="http://127.0.0.1:1").url == "http://127.0.0.1:1"


def test_a_proxy_makes_this_machine_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.ecole.fr:3128")
    found = endpoint("ollama:x")
    assert found.hosted and not found.direct
    assert found.recipient == "cette machine (127.0.0.1), par un serveur mandataire"
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    assert not endpoint("ollama:x").hosted


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("a.localhost", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("192.168.1.2", False),
        ("localhost.example", False),
        ("", False),
    ],
)
def test_what_is_this_machine(host: str, local: bool) -> None:
    assert is_loopback(host) == local


ATTRIBUTES = {
    "mistralai:mistral-small-latest": "endpoint",
    "openai:gpt-4.1": "openai_api_base",
    "anthropic:claude-haiku-4-5": "anthropic_api_url",
    "google_genai:gemini-2.5-flash": "base_url",
    "ollama:llama3.1:8b": "base_url",
}


@pytest.mark.parametrize("llm", ATTRIBUTES)
def test_the_library_calls_the_address_that_was_shown(monkeypatch: pytest.MonkeyPatch, llm: str) -> None:
    """Even where the environment would send everything through a gateway."""
    monkeypatch.setenv("LANGSMITH_GATEWAY", "true")
    monkeypatch.setenv("LANGSMITH_GATEWAY_API_KEY", "x")
    given = settings(llm, llm_api_key="sk-secret", llm_max_tokens=321, llm_seconds=7)
    found = find_endpoint(given)
    assert found is not None
    chat = make_chat(given, found)
    assert str(getattr(chat, ATTRIBUTES[llm])).rstrip("/") == found.url
    assert "sk-secret" not in repr(chat)
    assert getattr(chat, "max_retries", 0) in {0, 1}
    assert 321 in {getattr(chat, name, None) for name in ("max_tokens", "max_output_tokens", "num_predict")}
    assert chat.cache is False


def test_models_that_refuse_a_temperature_get_none() -> None:
    for llm, temperature in (("openai:gpt-5", None), ("openai:gpt-4.1", 0.2)):
        given = settings(llm, llm_api_key="x")
        assert make_chat(given, endpoint(llm)).temperature == temperature  # type: ignore[attr-defined]


def test_ollama_is_asked_for_the_whole_context() -> None:
    model = make_model(settings("ollama:x"))
    assert model is not None and model.context_tokens == 8192
    given = settings("ollama:x", llm_context_tokens=32768)
    assert make_chat(given, endpoint("ollama:x")).num_ctx == 32768  # type: ignore[attr-defined]


def test_the_context_is_that_of_the_models_profile() -> None:
    model = make_model(settings("mistralai:mistral-small-latest", llm_api_key="x"))
    assert model is not None and (model.context_tokens or 0) >= 100_000


@pytest.mark.parametrize("llm", [name for name in ATTRIBUTES if not name.startswith("ollama")])
def test_a_missing_key_is_said_without_a_call(llm: str) -> None:
    with pytest.raises(
        LanguageError, match=r"La clé de .* manque : indiquez-la dans ASSISTANT_LLM_API_KEY ou "
    ) as caught:
        make_chat(settings(llm), endpoint(llm))
    assert caught.value.kind == "unauthorized"


def test_the_providers_own_key_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MISTRAL_API_KEY", "sk-mine")
    given = settings("mistralai:mistral-small-latest")
    chat: Any = make_chat(given, endpoint(given.llm or ""))
    assert chat.mistral_api_key.get_secret_value() == "sk-mine"


def test_a_provider_that_is_not_installed_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_mistralai", None)
    from langchain.chat_models.base import _get_chat_model_creator

    _get_chat_model_creator.cache_clear()
    with pytest.raises(LanguageError, match=re.escape('pip install -e ".[mistral]"')) as caught:
        make_chat(settings("mistralai:x", llm_api_key="x"), endpoint("mistralai:x"))
    assert caught.value.kind == "not_installed"


def test_a_setting_that_the_provider_refuses_is_said() -> None:
    with pytest.raises(LanguageError) as caught:
        make_chat(settings("mistralai:x", llm_api_key="sk-secret", llm_temperature=1.5), endpoint("mistralai:x"))
    assert caught.value.kind == "bad_request" and "sk-secret" not in str(caught.value)


@pytest.mark.parametrize("llm", ATTRIBUTES)
def test_a_refused_connection_is_said_at_once(llm: str) -> None:
    model = make_model(settings(llm, llm_base_url=REFUSED, llm_api_key="x"))
    assert model is not None
    started = time.perf_counter()
    with pytest.raises(LanguageError) as caught:
        list(model.stream(model.prompt("probe"), {}))
    assert time.perf_counter() - started < 0.5
    assert caught.value.kind == "unreachable"
    with pytest.raises(LanguageError):
        list(model.stream(model.prompt("probe"), {}))
    assert time.perf_counter() - started < 0.5


def test_a_name_that_leads_nowhere_is_said_soon() -> None:
    model = make_model(settings("openai:x", llm_base_url="http://nulle-part.invalid/v1", llm_api_key="x"))
    assert model is not None
    started = time.perf_counter()
    with pytest.raises(LanguageError) as caught:
        list(model.stream(model.prompt("probe"), {}))
    assert caught.value.kind == "unreachable"
    assert time.perf_counter() - started < 2


def test_no_library_of_models_is_loaded_before_it_is_needed() -> None:
    code = (
        "import sys; from assistant import Coach, Settings; coach = Coach(Settings(llm='openai:x')); "
        "assert coach.language_model.hosted; "
        "print([name for name in sys.modules if name.split('.')[0] in {'langchain', 'langchain_core', 'openai', 'langsmith'}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_setting_of_the_model_is_in_the_readme() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    names = [name for name in Settings.model_fields if name.startswith("llm")] + ["prompts"]
    assert [name for name in names if f"`ASSISTANT_{name.upper()}`" not in readme] == []
