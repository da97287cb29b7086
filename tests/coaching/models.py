"""Language models of tests: what they answer is written, and what they were sent is kept."""

import json
from typing import Any

from assistant.language.model import LanguageModel, Limits
from tests.language.fakes import ScriptedChat


def model_of(*replies: Any, hosted: bool = False, limits: Limits | None = None) -> tuple[LanguageModel, ScriptedChat]:
    """A model that gives these replies one after the other, the last again and again: objects, texts or faults."""
    scripts = [[reply if isinstance(reply, str | Exception | float) else json.dumps(reply)] for reply in replies]
    chat = ScriptedChat(scripts=scripts)
    return LanguageModel(chat, hosted=hosted, limits=limits or Limits(retries=0, seconds=5, rest_seconds=0)), chat


def sent(chat: ScriptedChat, call: int = 0) -> str:
    """All that one call sent."""
    return "\n".join(str(message.text) for message in chat.calls[call])
