"""Language models that read drafts by rule, without any network."""

import asyncio
import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import BaseModel, ConfigDict, Field

from assistant import Coach
from assistant.coaching.reviewing.reviewer import Reviewer
from assistant.coaching.reviewing.second_reader import SecondReader
from assistant.language.model import LanguageModel, Limits
from assistant.referential.elements import load_elements


class Sent(BaseModel):
    """What a reader was sent: all of it, and its passages and criteria by number."""

    model_config = ConfigDict(frozen=True)

    text: str
    passages: dict[int, str]
    criteria: dict[int, tuple[str, ...]]
    """The letters of the elements of each."""

    @classmethod
    def of(cls, messages: Sequence[BaseMessage]) -> "Sent":
        text = "\n".join(str(message.text) for message in messages)
        user = str(messages[-1].text)
        fenced = re.findall(r"<<<TEXTE \w+>>>\n(.*?)\n<<<FIN DU TEXTE", user, re.DOTALL)[1]
        passages = {
            int(found[1]): found[2]
            for found in re.finditer(r"^\[(\d+)\](?: \(sous « .*? »\))? (.*)$", fenced, re.MULTILINE)
        }
        blocks = re.findall(r"^Critère (\d+) : .*\n((?:- .*\n)*)", user, re.MULTILINE)
        letters = {int(n): tuple(re.findall(r"^- (\w) \(", lines, re.MULTILINE)) for n, lines in blocks}
        return cls(text=text, passages=passages, criteria=letters)

    def best(self, n: int) -> int:
        """The number of the first passage that is to be read for a criterion."""
        found = re.search(rf"^Critère {n} : .*\n(?:- .*\n)*Passages à lire d’abord : (\d+)", self.text, re.MULTILINE)
        assert found is not None
        return int(found[1])


Answer = str | float | Exception
"""What is written, seconds of silence before nothing, or a fault."""


class ReaderChat(BaseChatModel):
    """Answers by a rule, and keeps what it was sent."""

    rule: Callable[[Sent], Answer]
    sent: list[Sent] = Field(default_factory=list)
    calls: int = 0
    running: int = 0
    most_at_once: int = 0
    pause: float = 0.0

    @property
    def _llm_type(self) -> str:
        return "reader"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        raise NotImplementedError

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        self.calls += 1
        self.running += 1
        self.most_at_once = max(self.most_at_once, self.running)
        try:
            await asyncio.sleep(self.pause)
            sent = Sent.of(messages[:2])
            self.sent.append(sent)
            answer = self.rule(sent)
            if isinstance(answer, float):
                await asyncio.sleep(answer)
                answer = ""
            if isinstance(answer, Exception):
                raise answer
            return ChatResult(generations=[ChatGeneration(message=AIMessage(answer))])
        finally:
            self.running -= 1


def reading(n: int, verdict: str, passage: int = 1, words: str = "", **more: Any) -> dict[str, Any]:
    """One reading as a model writes it."""
    citations = [{"passage": passage, "citation": words}] if words else []
    return {"critere": n, "citations": citations, "trouves": [], "manquants": [], "raison": "", "verdict": verdict,
            "conseil": "", **more}  # fmt: skip


def written(readings: Sequence[dict[str, Any]]) -> str:
    """An answer of several readings."""
    return json.dumps({"criteres": list(readings)}, ensure_ascii=False)


def always(verdict: str, **more: Any) -> Callable[[Sent], str]:
    """A reader that gives one verdict, quoting the whole passage that it was to read first."""

    def rule(sent: Sent) -> str:
        return written(
            [
                reading(n, verdict, sent.best(n), "" if verdict == "absent" else sent.passages[sent.best(n)], **more)
                for n in sent.criteria
            ]
        )

    return rule


def model_of(
    rule: Callable[[Sent], Answer], *, hosted: bool = False, pause: float = 0.0, **limits: Any
) -> LanguageModel:
    """A model that reads by a rule."""
    chat = ReaderChat(rule=rule, pause=pause)
    return LanguageModel(chat, name="essai:lecteur", hosted=hosted, limits=Limits(**{"retries": 0, **limits}))


def chat_of(model: LanguageModel) -> ReaderChat:
    """What a model was sent."""
    chat = model.chat
    assert isinstance(chat, ReaderChat)
    return chat


def reviewer_of(coach: Coach, model: LanguageModel, *, mask: bool = True) -> Reviewer:
    """The reviewer of a coach, with a model that reads after the judge."""
    elements = load_elements(coach.settings.corpus)
    second = SecondReader(model, mask=mask)
    return Reviewer(coach.referential, elements, coach.knowledge, coach.judge, second=second)
