"""Who answers: the providers, their addresses, and the chat model of LangChain that calls them.

The address is always settled here and given to the chat model: what a library would take from an environment variable
of its own must not decide where a draft goes.
"""

import ipaddress
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from assistant.language.faults import LanguageError
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

LOCAL_CONTEXT_TOKENS = 8192
"""What Ollama is asked to take in: its own default cuts a prompt at 4,096 tokens without a word."""
_NO_KEY = "aucune"


class _Unshown(str):
    """Text that prints as dots: the chat model of Ollama shows its headers."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'…'"


@dataclass(frozen=True)
class Provider:
    """One provider: how people call it, where it is, and which variables hold its address and key."""

    name: str
    label: str
    url: str
    extra: str
    url_variables: tuple[str, ...] = ()
    key_variables: tuple[str, ...] = ()


PROVIDERS = {
    provider.name: provider
    for provider in (
        Provider(
            "mistralai",
            "Mistral AI",
            "https://api.mistral.ai/v1",
            "mistral",
            ("MISTRAL_BASE_URL",),
            ("MISTRAL_API_KEY",),
        ),
        Provider(
            "openai",
            "OpenAI",
            "https://api.openai.com/v1",
            "openai",
            ("OPENAI_API_BASE", "OPENAI_BASE_URL"),
            ("OPENAI_API_KEY",),
        ),
        Provider(
            "anthropic",
            "Anthropic",
            "https://api.anthropic.com",
            "anthropic",
            ("ANTHROPIC_API_URL", "ANTHROPIC_BASE_URL"),
            ("ANTHROPIC_API_KEY",),
        ),
        Provider(
            "google_genai",
            "Google",
            "https://generativelanguage.googleapis.com",
            "google",
            ("GOOGLE_GEMINI_BASE_URL",),
            ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
        ),
        Provider("ollama", "Ollama", "http://127.0.0.1:11434", "ollama", ("OLLAMA_HOST",), ("OLLAMA_API_KEY",)),
    )
}


@dataclass(frozen=True)
class Endpoint:
    """Where a model answers, as it was settled from the settings and the environment."""

    provider: Provider
    model: str
    url: str

    @property
    def host(self) -> str:
        """The host of the address, without user or port."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """The port of the address."""
        parts = urlsplit(self.url)
        return parts.port or (443 if parts.scheme == "https" else 80)

    @property
    def hosted(self) -> bool:
        """Whether what is sent leaves this machine. Ollama itself passes its « cloud » models on, a proxy everything."""
        return not is_loopback(self.host) or self._passed_on or not self.direct

    @property
    def _passed_on(self) -> bool:
        return self.provider.name == "ollama" and self.model.endswith(("-cloud", ":cloud"))

    @property
    def recipient(self) -> str:
        """Who gets what is sent: « Mistral AI (api.mistral.ai) », « cette machine (127.0.0.1) »."""
        if self._passed_on:
            return f"Ollama (ollama.com, par {self.host})"
        if not self.hosted:
            return f"cette machine ({self.host})"
        if is_loopback(self.host):
            return f"cette machine ({self.host}), par un serveur mandataire"
        if self.host == urlsplit(self.provider.url).hostname:
            return f"{self.provider.label} ({self.host})"
        return f"le serveur {self.host}"

    @property
    def direct(self) -> bool:
        """Whether the host is spoken to without a proxy, so that a connection can be tried."""
        scheme = urlsplit(self.url).scheme
        proxies = getproxies()
        return not (scheme in proxies or "all" in proxies) or bool(proxy_bypass(self.host))


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, as far as its name tells."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback


def find_endpoint(settings: Settings) -> Endpoint | None:
    """Return where the configured model answers; None where none is configured.

    Raises LanguageError for a provider that isn't known.
    """
    if settings.llm is None:
        return None
    name, _, model = settings.llm.partition(":")
    provider = PROVIDERS.get(name)
    if provider is None or not model:
        known = ", ".join(PROVIDERS)
        raise LanguageError(
            "unknown_model", f"ASSISTANT_LLM doit être « fournisseur:modèle », avec un fournisseur parmi {known}."
        )
    url = settings.llm_base_url or _first_of(provider.url_variables) or provider.url
    return Endpoint(provider, model, _whole_url(url))


def _whole_url(url: str) -> str:
    """An address with its scheme; Ollama's variable may be « 0.0.0.0 » or « hôte:port »."""
    if "://" not in url:
        url = f"http://{url}" if ":" in url else f"http://{url}:11434"
    return url.replace("://0.0.0.0", "://127.0.0.1", 1).rstrip("/")


def _first_of(variables: tuple[str, ...]) -> str | None:
    return next((value for name in variables if (value := os.environ.get(name))), None)


def make_chat(settings: Settings, endpoint: Endpoint) -> "BaseChatModel":
    """Return the chat model of LangChain, its own retries off. Importing a provider takes a second or two.

    Raises LanguageError where the provider isn't installed or has no key.
    """
    from langchain.chat_models import init_chat_model

    key = _key(settings, endpoint)
    try:
        chat: BaseChatModel = init_chat_model(
            endpoint.model,
            model_provider=endpoint.provider.name,
            **_options(settings, endpoint, key),
            **_shared(settings),
        )
    except ImportError:
        raise LanguageError("not_installed", _how_to_install(endpoint.provider)) from None
    except ValueError:  # of pydantic, whose message would hold the settings
        raise LanguageError("bad_request") from None
    _leave_temperature_out(chat)
    return chat


def _how_to_install(provider: Provider) -> str:
    return (
        f'Ce qui appelle {provider.label} n’est pas installé : installez-le avec pip install -e ".[{provider.extra}]".'
    )


def _key(settings: Settings, endpoint: Endpoint) -> str:
    provider = endpoint.provider
    if settings.llm_api_key is not None and (key := settings.llm_api_key.get_secret_value()):
        return key
    if from_variable := _first_of(provider.key_variables):
        return from_variable
    if provider.name == "ollama" or endpoint.host != urlsplit(provider.url).hostname:
        return _NO_KEY  # a server of one's own may want none
    variables = " ou ".join(("ASSISTANT_LLM_API_KEY", *provider.key_variables))
    raise LanguageError("unauthorized", f"La clé de {provider.label} manque : indiquez-la dans {variables}.")


def _shared(settings: Settings) -> dict[str, Any]:
    from langchain_core.rate_limiters import InMemoryRateLimiter

    shared: dict[str, Any] = {"temperature": settings.llm_temperature, "cache": False}
    if settings.llm_requests_per_minute is not None:
        shared["rate_limiter"] = InMemoryRateLimiter(
            requests_per_second=settings.llm_requests_per_minute / 60, check_every_n_seconds=0.05
        )
    return {name: value for name, value in shared.items() if value is not None}


def _options(settings: Settings, endpoint: Endpoint, key: str) -> dict[str, Any]:
    """What each provider calls the same things. Retries are ours: theirs know neither time limit nor breaker."""
    most, seconds = settings.llm_max_tokens, settings.llm_seconds
    if endpoint.provider.name == "ollama":
        client: dict[str, Any] = {"timeout": seconds}
        if key != _NO_KEY:
            client["headers"] = {"Authorization": _Unshown(f"Bearer {key}")}
        window = settings.llm_context_tokens or LOCAL_CONTEXT_TOKENS
        return {"base_url": endpoint.url, "num_predict": most, "num_ctx": window, "client_kwargs": client}
    options: dict[str, Any] = {"base_url": endpoint.url, "api_key": key, "max_tokens": most, "timeout": seconds}
    match endpoint.provider.name:
        case "mistralai":
            return {**options, "timeout": round(seconds) or 1, "max_retries": 1}
        case "google_genai":
            return {**options, "max_retries": 1}  # 0 means the library's own five
        case "openai":
            return {**options, "max_retries": 0, "stream_usage": True, "stream_chunk_timeout": None}
    return {**options, "max_retries": 0}


def _leave_temperature_out(chat: Any) -> None:
    """Some models refuse any temperature; LangChain knows which, by their names."""
    profile = getattr(chat, "profile", None) or {}
    if profile.get("temperature") is False and getattr(chat, "temperature", None) is not None:
        chat.temperature = None
