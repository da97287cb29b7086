"""What a model sends, piece by piece: its text without what it thinks aloud, how it ended, what it took."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.language.faults import LanguageError
from assistant.language.usage import CHARACTERS_A_TOKEN, Meter, Prices, estimated_tokens

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, BaseMessage
    from langchain_core.messages.ai import UsageMetadata

_OPENING, _CLOSING = "<think>", "</think>"
_REFUSED = frozenset({
    "content_filter", "refusal", "safety", "recitation", "prohibited_content", "blocklist", "spii", "sensitive",
})  # fmt: skip
_CUT = frozenset({"length", "max_tokens", "model_length", "max_output_tokens", "model_context_window_exceeded"})


class Thoughts:
    """Leaves out what open models think aloud before they answer: `<think>…</think>`."""

    def __init__(self) -> None:
        """Begin before the first piece."""
        self._held = ""
        self._inside = False
        self._past = False

    def without(self, piece: str) -> str:
        """Return what of a piece is answer; what may yet turn out to be a thought is held back."""
        if self._past:
            return piece
        self._held += piece
        if not self._inside:
            begun = self._held.lstrip()
            if len(begun) < len(_OPENING) and _OPENING.startswith(begun):
                return ""
            if not begun.startswith(_OPENING):
                return self._release(self._held)
            self._inside = True
        _, closing, answer = self._held.partition(_CLOSING)
        return self._release(answer) if closing and answer.strip() else ""

    def rest(self) -> str:
        """Return what is still held at the end: the beginning of an answer, never a thought."""
        held = "" if self._inside or self._past else self._held
        return self._release(held)

    def _release(self, answer: str) -> str:
        self._past, self._held = True, ""
        return answer.lstrip()


@dataclass
class Reply:
    """What is known of one reply while it comes."""

    started: float = 0.0
    """When the first try began, on the clock of the event loop."""
    streamed: bool = False
    thoughts: Thoughts = field(default_factory=Thoughts)
    text: str = ""
    sent: int = 0
    """Characters that came, thoughts included."""
    begun: bool = False
    """Whether the model has said anything, be it a thought."""
    ending: str = ""
    refusal: bool = False
    usage: "UsageMetadata | None" = None

    def take(self, message: "AIMessage") -> str:
        """Take in one piece or a whole message, and return what of it is answer."""
        from langchain_core.messages.ai import add_usage

        piece = str(message.text)
        self.sent += len(piece)
        self.begun = self.begun or bool(message.content or message.additional_kwargs or message.tool_calls)
        self.ending = _ending(message.response_metadata) or self.ending
        self.refusal = self.refusal or bool(message.additional_kwargs.get("refusal"))
        if message.usage_metadata is not None:
            self.usage = add_usage(self.usage, message.usage_metadata)
        return self._grown(self.thoughts.without(piece))

    def close(self) -> str:
        """Return what was still held back."""
        return self._grown(self.thoughts.rest())

    def _grown(self, piece: str) -> str:
        self.text += piece
        return piece

    def check(self, *, must_end: bool) -> None:
        """Raises LanguageError where the reply is a refusal, was cut, broke off, or is empty.

        `must_end`: the service says why it ended, so that silence means that it broke off.
        """
        if self.refusal or self.ending in _REFUSED:
            raise LanguageError("refused")
        if self.ending in _CUT:
            raise LanguageError("cut" if self.text.strip() else "empty")
        if not self.text.strip():
            raise LanguageError("empty")
        if must_end and not self.ending:
            raise LanguageError("interrupted")

    def count(self, messages: "list[BaseMessage]", prices: Prices, *meters: Meter | None) -> None:
        """Count the call where there was a reply, by the service's own figures or by an estimate."""
        if not self.begun and self.usage is None:
            return
        if self.usage is not None:
            sent, received = self.usage["input_tokens"], self.usage["output_tokens"]
        else:
            sent = sum(estimated_tokens(str(message.text)) for message in messages)
            received = int(self.sent / CHARACTERS_A_TOKEN) + 1
        for meter in meters:
            if meter is not None:
                meter.add(sent, received, estimated=self.usage is None, prices=prices)


def _ending(metadata: dict[str, Any]) -> str:
    """Why a reply ended, in lower case, under whichever name the provider says it."""
    for name in ("finish_reason", "stop_reason", "done_reason"):
        if value := metadata.get(name):
            return str(getattr(value, "name", value)).lower()
    status = metadata.get("status")  # of the Responses interface of OpenAI
    if status == "incomplete":
        return str((metadata.get("incomplete_details") or {}).get("reason", "length"))
    return str(status) if status else ""
