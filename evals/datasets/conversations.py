"""Scripted conversations: what a person says turn by turn, and what is right at each.

The program's own answers make the history, so that a turn leans on what was really said before.
"""

from pydantic import BaseModel, ConfigDict

from assistant.coaching.asking.answer import Behaviour
from assistant.referential.model import Referential
from evals.collection import OURS, Collection
from evals.datasets.lines import read_lines
from evals.datasets.questions import Entry, Expression, Split, unknown_entries


class ScriptedTurn(BaseModel):
    """A question in its place, with the gold of `evals.datasets.questions.Question`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    behaviour: Behaviour
    required: frozenset[Entry]
    acceptable: frozenset[Entry]
    facts: tuple[Expression, ...] = ()
    forbidden: tuple[Expression, ...] = ()


class Conversation(BaseModel):
    """A line of `conversations/<split>.jsonl`; `voice` says who writes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    voice: str
    turns: tuple[ScriptedTurn, ...]


def load_conversations(
    split: Split, collection: Collection = OURS, referential: Referential | None = None
) -> list[Conversation]:
    """Return the conversations of a split; none where the collection has no file. Raises DatasetError.

    The entries that they name are those of a référentiel that is given.
    """

    def problem(script: Conversation) -> str:
        return next(filter(None, (unknown_entries(turn, referential) for turn in script.turns)), "")

    path = collection.conversations / f"{split}.jsonl"
    return read_lines(path, Conversation, problem) if path.exists() else []
