"""What a question gets back: the answer as the contract writes it."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.referential.model import EntryKey, EntryKind
from assistant.referential.wording import whole

Behaviour = Literal["answer", "not_in_referential", "off_topic", "clarify", "refuse_injection"]
"""What the program does with a question: see the contract."""

EXTRACTIVE = "extractive"
"""The engine without a language model."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


def _whole(content: object) -> object:
    return whole(content) if isinstance(content, str) else content


class Turn(_Frozen):
    """A message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: Annotated[str, BeforeValidator(_whole)]


class Citation(_Frozen):
    """An entry that the answer relies on. `text` is the source's wording to the letter."""

    id: str
    kind: EntryKind
    text: str

    @property
    def key(self) -> EntryKey:
        """Kind and id."""
        return EntryKey(self.kind, self.id)


class Retrieved(_Frozen):
    """An entry that the search found. `score` goes from 0 to 1, and is not a probability."""

    id: str
    kind: EntryKind
    score: float


class Answer(_Frozen):
    """The answer to one question. `answer` is Markdown; `suggestions` are useful next questions.

    `notice` is one French sentence to be shown before an answer without the language model, where that was to word it
    and couldn't.
    """

    question: str
    behaviour: Behaviour
    answer: str
    citations: tuple[Citation, ...] = ()
    retrieved: tuple[Retrieved, ...] = ()
    suggestions: tuple[str, ...] = ()
    engine: str = EXTRACTIVE
    elapsed_ms: float = Field(default=0.0, ge=0)
    notice: str | None = None
    questions: QuestionSet | None = None
    """The questions of a jury that the answer is made of, where it is."""

    def to_contract(self, question_id: str | None = None) -> dict[str, object]:
        """Return the answer as `jury-coach ask --json` prints it."""
        fields = self.model_dump(mode="json", exclude={"suggestions", "notice", "questions"})
        return fields if question_id is None else {"id": question_id, **fields}
