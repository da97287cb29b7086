"""What a language model can do, found out by three small calls."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Literal

from assistant.language.faults import Kind, LanguageError

if TYPE_CHECKING:
    from assistant.language.model import LanguageModel

Structure = Literal["native", "text", "none"]
"""How a model fills in a form: by its own means, by JSON in its text, or not at all."""

_CANNOT: frozenset[Kind] = frozenset({"malformed", "empty", "cut", "refused", "bad_request", "failed", "server_error"})
"""What a call ends with where the model can't do what it was asked; anything else is a fault of the service."""


@dataclass(frozen=True)
class Capabilities:
    """What a model can do. Times in seconds, contexts in tokens."""

    streaming: bool
    structure: Structure
    tools: bool
    context_tokens: int | None
    first_seconds: float

    @property
    def agent(self) -> bool:
        """Whether the model can be left to choose tools; a weaker one is led step by step."""
        return self.tools and self.structure != "none"

    def in_french(self) -> str:
        """What the model can do, for the doctor: « texte au fil de l’eau, formulaires, outils, … »."""
        forms = {"native": "formulaires", "text": "formulaires en JSON dans le texte", "none": "pas de formulaires"}
        context = "contexte inconnu"
        if self.context_tokens is not None:
            context = f"contexte de {self.context_tokens:,} jetons".replace(",", "\u202f")
        parts = (
            "texte au fil de l’eau" if self.streaming else "texte d’un bloc",
            forms[self.structure],
            "outils" if self.tools else "pas d’outils",
            context,
            f"premiers mots en {self.first_seconds:.1f}\u00a0s".replace(".", ",", 1),
        )
        return ", ".join(parts)


def probe(model: "LanguageModel") -> Capabilities:
    """Call a model and return what it can do. Raises LanguageError where it doesn’t answer at all."""
    model.forget_fault()
    started = perf_counter()
    pieces = model.stream(model.prompt("probe"), {})
    next(pieces)
    first_seconds = perf_counter() - started
    streaming = _goes_on(pieces)
    structure = _structure(model)
    tools = structure != "none" and _tools(model)
    return Capabilities(streaming, structure, tools, model.context_tokens, round(first_seconds, 3))


def _goes_on(pieces: Iterator[str]) -> bool:
    """Whether more pieces come; an answer that is cut or breaks off later is one all the same."""
    more = 0
    try:
        for _ in pieces:
            more += 1
    except LanguageError as fault:
        if fault.kind not in {"cut", "interrupted"}:
            raise
    return more > 0


def _structure(model: "LanguageModel") -> Structure:
    prompt = model.prompt("probe_output")
    if prompt.output is None:
        return "none"
    try:
        model.ask(prompt, {}, output=prompt.output)
    except LanguageError as fault:
        if fault.kind not in _CANNOT:
            raise
        return "none"
    return "native" if model.structured else "text"


def _tools(model: "LanguageModel") -> bool:
    try:
        return model.uses_tool(model.prompt("probe_tool"))
    except LanguageError as fault:
        if fault.kind not in _CANNOT:
            raise
        return False
