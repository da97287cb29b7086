"""The evaluation questions with their gold answers.

`questions.dev.jsonl` is for tuning; `questions.test.jsonl` was written by another author, is looked at only to
verify, and nothing is tuned on it. Neither was written from the phrasings of the corpus.
"""

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.coaching.answer import Behaviour, Turn

Split = Literal["dev", "test"]
Kind = Literal["code", "natural", "fact", "theme", "comparison", "conversation", "behaviour", "overview"]

_DATA = Path(__file__).parent / "data"


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


def load_questions(split: Split) -> list[Question]:
    """Return the questions of a split."""
    text = (_DATA / f"questions.{split}.jsonl").read_text(encoding="utf-8")
    return [Question.model_validate(json.loads(line)) for line in text.splitlines() if line.strip()]
