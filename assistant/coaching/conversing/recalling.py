"""The beginning of a long conversation, summarised for the model. The conversation itself stays whole on the page."""

import re
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.coaching.asking.answer import Turn
from assistant.coaching.conversing.recollection import Recollection
from assistant.coaching.conversing.toolbox import OPEN, Veil
from assistant.language.faults import LanguageError
from assistant.language.fencing import fenced
from assistant.language.grounding import unsupported_figures, unsupported_quotes
from assistant.progress import Cancelled, never

if TYPE_CHECKING:
    from assistant.language.model import LanguageModel

KEPT = 6
"""The latest messages go to the model as they are, shortened."""
_STEP = 6
"""A summary is made anew once so many messages more have become old."""
_TURN_CHARACTERS = 1200
_ALL_CHARACTERS = 12_000
_SUMMARY_CHARACTERS = 1500
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_NAMES = {"user": "Candidat", "assistant": "Assistant"}


def recall(
    model: "LanguageModel",
    turns: Sequence[Turn],
    before: Recollection,
    *,
    veil: Veil = OPEN,
    cancelled: Cancelled = never,
) -> Recollection:
    """Return the summary of all but the latest messages, made of the one before it where that is one of them.

    Sentences with figures, codes or quotes that stand in no message are dropped. Where the model fails, what was known
    stays. Raises LanguageError « cancelled » alone.
    """
    old = turns[:-KEPT]
    if before.count > len(old) or before.mark != _mark(turns[: before.count]):
        before = Recollection()
    fresh = old[before.count :]
    if len(fresh) < _STEP:
        return before
    told = as_told(fresh, _TURN_CHARACTERS)[-_ALL_CHARACTERS:]
    variables = {
        "before": fenced(veil.hide(before.text)) if before.text else "aucun",
        "turns": fenced(veil.hide(told)),
    }
    try:
        said = veil.restore("".join(model.stream(model.prompt("summary"), variables, cancelled=cancelled)))
    except LanguageError as fault:
        if fault.kind == "cancelled":
            raise
        return before
    kept = _supported(said[:_SUMMARY_CHARACTERS], [before.text, *(turn.content for turn in fresh)])
    return Recollection(kept, len(old), _mark(old)) if kept else before


def as_told(turns: Sequence[Turn], most: int) -> str:
    """Return messages as the model reads them, each with who wrote it and no longer than so many characters."""
    return "\n\n".join(f"{_NAMES[turn.role]} : {_shortened(turn.content, most)}" for turn in turns)


def _shortened(text: str, most: int) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= most else f"{folded[:most].rpartition(' ')[0]} […]"


def _supported(said: str, evidence: Sequence[str]) -> str:
    sentences = [sentence.strip() for sentence in _SENTENCE.split(said) if sentence.strip()]
    return " ".join(
        sentence
        for sentence in sentences
        if not unsupported_figures(sentence, evidence) and not unsupported_quotes(sentence, evidence)
    )


def _mark(turns: Sequence[Turn]) -> int:
    return zlib.crc32("\0".join(f"{turn.role} {turn.content}" for turn in turns).encode("utf-8", "replace"))
