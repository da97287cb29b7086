"""Scripted conversations: what a person says turn by turn, and what is right at each.

The program's own answers make the history, so that a turn leans on what was really said before.
"""

from pydantic import BaseModel, ConfigDict

from assistant.coaching.asking.answer import Behaviour
from evals.collection import OURS, Collection
from evals.datasets.lines import read_lines
from evals.datasets.questions import Split


class ScriptedTurn(BaseModel):
    """A question in its place, with the gold of `evals.datasets.questions.Question`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    behaviour: Behaviour
    required: frozenset[str]
    acceptable: frozenset[str]
    facts: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


class Conversation(BaseModel):
    """A line of `conversations/<split>.jsonl`; `voice` says who writes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    voice: str
    turns: tuple[ScriptedTurn, ...]


def load_conversations(split: Split, collection: Collection = OURS) -> list[Conversation]:
    """Return the conversations of a split; none where the collection has no file. Raises DatasetError."""
    path = collection.conversations / f"{split}.jsonl"
    return read_lines(path, Conversation) if path.exists() else []
