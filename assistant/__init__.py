"""jury-coach: what the jury of a French professional certification expects, cited to the letter."""

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.coach import Coach as Coach
    from assistant.coaching.asking.answer import Answer as Answer
    from assistant.coaching.asking.answer import Citation as Citation
    from assistant.coaching.asking.answer import Turn as Turn
    from assistant.settings import Settings as Settings

# onnxruntime tells Microsoft of its use unless it finds this when it is loaded: nothing may be sent from here.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

__all__ = ["Answer", "Citation", "Coach", "Settings", "Turn"]

_PLACES = {
    "Answer": "assistant.coaching.asking.answer",
    "Citation": "assistant.coaching.asking.answer",
    "Coach": "assistant.coach",
    "Settings": "assistant.settings",
    "Turn": "assistant.coaching.asking.answer",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `jury-coach --help` loads nothing."""
    if name not in _PLACES:
        raise AttributeError(f"module 'assistant' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PLACES[name]), name)
