"""The evaluation questions with their gold answers.

The files of a split are `<split>.jsonl`, `<split>2.jsonl`… Dev is for tuning; test is looked at only to verify, and
nothing is tuned on it. `evals/README.md` says who wrote which file.
"""

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.coaching.asking.answer import Behaviour, Turn
from evals.collection import OURS, Collection
from evals.datasets.lines import read_lines

Split = Literal["dev", "test"]
Kind = Literal["code", "natural", "fact", "theme", "comparison", "conversation", "behaviour", "overview"]


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
    required: frozenset[str]
    acceptable: frozenset[str]
    facts: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


def parts(split: Split, collection: Collection = OURS) -> list[str]:
    """Return the names of the files of a split, without their ending."""
    found = (path.stem for path in collection.questions.glob(f"{split}*.jsonl"))
    return sorted(name for name in found if re.fullmatch(rf"{split}\d*", name))


def load_questions(split: Split, part: str | None = None, collection: Collection = OURS) -> list[Question]:
    """Return the questions of a split, or of one of its parts. Raises DatasetError when they can't be read."""
    names = parts(split, collection) if part is None else [part]
    return [item for name in names for item in read_lines(collection.questions / f"{name}.jsonl", Question)]
