"""Why a language model did not answer: a closed set of kinds, and one French sentence each.

The libraries of the providers are told apart by status codes and by the names of their exceptions, so that none has to
be imported. What they say themselves is read but never shown: it may repeat a key or a draft.
"""

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from time import time
from typing import Any, Literal, get_args

Kind = Literal[
    "unreachable",
    "timeout",
    "rate_limited",
    "quota",
    "busy",
    "server_error",
    "unauthorized",
    "unknown_model",
    "bad_request",
    "context_too_long",
    "empty",
    "malformed",
    "refused",
    "cut",
    "interrupted",
    "cancelled",
    "not_installed",
    "failed",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

SENTENCES: dict[Kind, str] = {
    "unreachable": "Le service du modèle de langage est injoignable.",
    "timeout": "Le modèle de langage n’a pas répondu à temps.",
    "rate_limited": "Le service du modèle de langage reçoit trop de demandes : réessayez dans un instant.",
    "quota": "Le crédit du service du modèle de langage est épuisé.",
    "busy": "Le modèle de langage répond déjà à d’autres demandes : réessayez dans un instant.",
    "server_error": "Le service du modèle de langage est en panne.",
    "unauthorized": "Le service du modèle de langage refuse la clé : vérifiez ASSISTANT_LLM_API_KEY.",
    "unknown_model": (
        "Le service ne connaît pas ce modèle de langage : vérifiez ASSISTANT_LLM et ASSISTANT_LLM_BASE_URL."
    ),
    "bad_request": (
        "Le service du modèle de langage n’accepte pas la demande : un réglage, comme "
        "ASSISTANT_LLM_TEMPERATURE ou ASSISTANT_LLM_MAX_TOKENS, ne lui convient pas."
    ),
    "context_too_long": "Le texte est trop long pour le modèle de langage.",
    "empty": "Le modèle de langage a rendu une réponse vide.",
    "malformed": "Le modèle de langage a rendu une réponse illisible.",
    "refused": "Le modèle de langage a refusé de répondre.",
    "cut": "La réponse du modèle de langage a atteint sa longueur maximale et s’arrête avant la fin.",
    "interrupted": "La réponse du modèle de langage s’est interrompue.",
    "cancelled": "La demande au modèle de langage a été arrêtée.",
    "not_installed": "Ce qui appelle le modèle de langage n’est pas installé.",
    "failed": "Le modèle de langage a échoué pour une raison inconnue.",
}
"""What a person reads of each kind."""


class LanguageError(Exception):
    """The language model did not answer. `str()` of it is one French sentence, without key or content."""

    def __init__(self, kind: Kind, message: str | None = None, *, retry_after: float | None = None) -> None:
        """Take the kind, a sentence where that of the kind isn't enough, and the seconds that the service asks for."""
        self.kind: Kind = kind
        self.message = message or SENTENCES[kind]
        self.retry_after = retry_after
        super().__init__(self.message)


_STATUSES: dict[int, Kind] = {
    400: "bad_request",
    401: "unauthorized",
    402: "quota",
    403: "unauthorized",
    404: "unknown_model",
    405: "unknown_model",
    408: "timeout",
    413: "context_too_long",
    422: "bad_request",
    429: "rate_limited",
    504: "timeout",
}
_NAMES: tuple[tuple[Kind, frozenset[str]], ...] = (
    ("context_too_long", frozenset({"ContextOverflowError"})),
    ("refused", frozenset({"ContentFilterFinishReasonError"})),
    ("cut", frozenset({"LengthFinishReasonError"})),
    ("unauthorized", frozenset({"ModelAuthenticationError", "ModelPermissionDeniedError", "CredentialsError"})),
    ("unknown_model", frozenset({"ModelNotFoundError"})),
    ("rate_limited", frozenset({"ModelRateLimitError"})),
    ("server_error", frozenset({"ModelAPIError"})),
    ("timeout", frozenset({"TimeoutError", "TimeoutException", "APITimeoutError", "ModelTimeoutError"})),
    ("interrupted", frozenset({"RemoteProtocolError", "ReadError", "IncompleteRead", "ConnectionResetError", "WriteError"})),
    ("unreachable", frozenset({"ConnectError", "APIConnectionError", "ModelConnectionError", "ConnectionError", "OSError", "NetworkError"})),
    ("bad_request", frozenset({"ModelInvalidRequestError"})),
    ("malformed", frozenset({"JSONDecodeError", "APIResponseValidationError", "OutputParserException", "SSEError", "UnicodeDecodeError", "UnknownApiResponseError"})),
    ("not_installed", frozenset({"ImportError"})),
)  # fmt: skip
"""Names of exceptions, anywhere in their ancestry and among their causes; the first line that knows one decides."""

_LONG = re.compile(
    r"context[ _](?:length|size|window)|maximum context|exceed\w*context|prompt is too long|input is too long"
    r"|too (?:many|large for model).{0,30}tokens|(?:maximum|exceeds?).{0,40}number of (?:input )?tokens|input tokens exceed",
    re.IGNORECASE,
)
_FILTERED = re.compile(r"content[ _](?:filter|management|policy)|blocked by .{0,20}safety", re.IGNORECASE)
_BAD_KEY = re.compile(
    r"api[ _]?key not valid|api_key_invalid|invalid.{0,10}api[ _-]?key|api[ _]?key.{0,60}(?:must be set|required|missing)"
    r"|missing credentials|could not resolve authentication",
    re.IGNORECASE,
)
_NO_CREDIT = re.compile(r"insufficient_quota|exceeded your current quota|credit balance|billing", re.IGNORECASE)
_NOTHING = re.compile(r"no generation chunks|no data received", re.IGNORECASE)
_DELAY = re.compile(r"retry[_ ]?delay\W{1,6}(?:seconds\W{1,3})?(\d+(?:\.\d+)?)", re.IGNORECASE)
_SERVER_ERROR = 500


def fault_of(error: BaseException) -> LanguageError:
    """Return what an exception of a provider's library means. A LanguageError is returned as it is."""
    chain = list(_chain(error))
    for cause in chain:
        if isinstance(cause, LanguageError):
            return cause
    return LanguageError(_kind(chain), retry_after=_retry_after(chain))


def _kind(chain: list[BaseException]) -> Kind:
    said = " ".join(str(cause) for cause in chain)
    status = next((status for cause in chain if (status := _status(cause)) is not None), None)
    by_words = _kind_by_words(said, status)
    if by_words is not None:
        return by_words
    if status is not None:
        kind = _STATUSES.get(status)
        if kind is None:
            kind = "server_error" if status >= _SERVER_ERROR else "bad_request"
        return kind
    names = {ancestor.__name__ for cause in chain for ancestor in type(cause).__mro__}
    return next((kind for kind, known in _NAMES if known & names), _kind_of_code(chain[0], said))


def _kind_by_words(said: str, status: int | None) -> Kind | None:
    """What the words say more exactly than the status: services answer 400, 403, 413, 429 and 500 to a long prompt."""
    if status not in {401, 404} and _LONG.search(said):
        return "context_too_long"
    if status in {400, 403, 422} and _FILTERED.search(said):
        return "refused"
    if status in {400, 403, 429} and _NO_CREDIT.search(said):
        return "quota"
    if status in {None, 400} and _BAD_KEY.search(said):
        return "unauthorized"
    return None


def _kind_of_code(error: BaseException, said: str) -> Kind:
    """Answers without what they should hold break the code that reads them."""
    if isinstance(error, ValueError) and _NOTHING.search(said):
        return "empty"
    if isinstance(error, KeyError | IndexError | TypeError | AttributeError | ValueError):
        return "malformed"
    return "failed"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and what caused it, each once."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _status(error: BaseException) -> int | None:
    response = getattr(error, "response", None)
    for holder, name in ((error, "status_code"), (response, "status_code"), (error, "code")):
        value = getattr(holder, name, None)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 400:
            return value
    return None


def _retry_after(chain: list[BaseException]) -> float | None:
    """The seconds that the service asks to wait, of its headers or its words."""
    for cause in chain:
        headers = getattr(getattr(cause, "response", None), "headers", None)
        seconds = _header_seconds(headers) if headers is not None else None
        if seconds is None and (found := _DELAY.search(str(cause))):
            seconds = float(found[1])
        if seconds is not None:
            return max(seconds, 0.0)
    return None


def _header_seconds(headers: Any) -> float | None:
    try:
        if (milliseconds := headers.get("retry-after-ms")) is not None:
            return float(milliseconds) / 1000
        value = headers.get("retry-after")
    except (AttributeError, TypeError, ValueError):
        return None
    if value is None:
        return None
    try:
        return float(value)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(value).timestamp() - time()
    except (TypeError, ValueError):
        return None
