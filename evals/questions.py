"""The evaluation questions with their gold answers.

The dev questions are for tuning. They are in four parts: `questions.dev.jsonl`; `questions.dev2.jsonl` and
`questions.dev4.jsonl`, two other authors’, each of which was the test set until its failures were read;
`questions.dev3.jsonl`, five other voices.
`questions.test.jsonl` is a newer author's: it is looked at only to verify, and nothing is tuned on it. None was
written from the phrasings of the corpus.
"""

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.coaching.asking.answer import Behaviour, Turn

Split = Literal["dev", "test"]
Kind = Literal["code", "natural", "fact", "theme", "comparison", "conversation", "behaviour", "overview"]

_DATA = Path(__file__).parent / "data"
PARTS: dict[Split, tuple[str, ...]] = {"dev": ("dev", "dev2", "dev3", "dev4"), "test": ("test",)}
"""The files of each split."""


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


def load_questions(split: Split, part: str | None = None) -> list[Question]:
    """Return the questions of a split, or of one of its parts."""
    parts = PARTS[split] if part is None else (part,)
    lines = [line for name in parts for line in (_DATA / f"questions.{name}.jsonl").read_text("utf-8").splitlines()]
    return [Question.model_validate(json.loads(line)) for line in lines if line.strip()]
