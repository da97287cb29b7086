"""The evaluation questions with their gold answers.

The files of a split are `<split>.jsonl`, `<split>2.jsonl`… Dev is for tuning; test is looked at only to verify, and
nothing is tuned on it. `evals/README.md` says who wrote which file.
"""

import re
from typing import Annotated, Literal, Protocol

from pydantic import AfterValidator, BaseModel, ConfigDict

from assistant.coaching.asking.answer import Behaviour, Turn
from assistant.referential.model import EntryKey, Referential
from evals.collection import OURS, Collection
from evals.datasets.lines import read_lines

Split = Literal["dev", "test"]
Kind = Literal["code", "natural", "fact", "theme", "comparison", "conversation", "behaviour", "overview"]


def _is_entry(text: str) -> str:
    EntryKey.parse(text)
    return text


def _is_expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"/{text}/ is no regular expression: {error}") from error
    return text


Entry = Annotated[str, AfterValidator(_is_entry)]
"""An entry of the référentiel as `kind:id`."""
Expression = Annotated[str, AfterValidator(_is_expression)]


class Gold(Protocol):
    """What says which entries a right answer cites."""

    @property
    def required(self) -> frozenset[str]:
        """The entries that it must cite."""

    @property
    def acceptable(self) -> frozenset[str]:
        """The entries that it may cite."""


def unknown_entries(gold: Gold, referential: Referential | None) -> str:
    """Say which entries a référentiel doesn't have; nothing where it has them all, or where none is given."""
    if referential is None:
        return ""
    named = sorted(gold.required | gold.acceptable)
    unknown = [text for text in named if EntryKey.parse(text) not in referential]
    return f"the référentiel has no {', '.join(unknown)}" if unknown else ""


class Question(BaseModel):
    """A question and what a right answer is.

    `required` and `acceptable` are entries as `kind:id`: the answer must cite all of the first and may cite
    the second. `facts` are regular expressions that the answer must match, `forbidden` ones that it must not.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: Kind
    question: str
    history: tuple[Turn, ...] = ()
    behaviour: Behaviour
    required: frozenset[Entry]
    acceptable: frozenset[Entry]
    facts: tuple[Expression, ...] = ()
    forbidden: tuple[Expression, ...] = ()


def parts(split: Split, collection: Collection = OURS) -> list[str]:
    """Return the names of the files of a split, without their ending."""
    found = (path.stem for path in collection.questions.glob(f"{split}*.jsonl"))
    return sorted(name for name in found if re.fullmatch(rf"{split}\d*", name))


def load_questions(
    split: Split, part: str | None = None, collection: Collection = OURS, referential: Referential | None = None
) -> list[Question]:
    """Return the questions of a split, or of one of its parts; their entries are those of a référentiel that is given.

    Raises DatasetError when they can't be used.
    """
    names = parts(split, collection) if part is None else [part]
    return [
        item
        for name in names
        for item in read_lines(
            collection.questions / f"{name}.jsonl", Question, lambda question: unknown_entries(question, referential)
        )
    ]
