"""Chat models that answer by script, without any network."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import BaseModel, Field

Step = str | float | Exception | AIMessage
"""A piece of text, seconds of silence, a fault, or a whole message."""


class ScriptedChat(BaseChatModel):
    """Plays one script a call; the last one again and again. Keeps what it was sent."""

    scripts: list[list[Any]]
    calls: list[list[BaseMessage]] = Field(default_factory=list)
    closed: list[bool] = Field(default_factory=list)
    at_once: list[int] = Field(default_factory=list)
    running: int = 0

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _script(self, messages: list[BaseMessage]) -> list[Step]:
        self.calls.append(messages)
        return self.scripts[min(len(self.calls), len(self.scripts)) - 1]

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
        whole = AIMessageChunk("")
        async for chunk in self._steps(messages):
            whole = whole + chunk  # type: ignore[assignment]
        message = AIMessage(**whole.model_dump(exclude={"type", "tool_call_chunks", "chunk_position"}))
        return ChatResult(generations=[ChatGeneration(message=message)])

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        async for chunk in self._steps(messages):
            yield ChatGenerationChunk(message=chunk)

    async def _steps(self, messages: list[BaseMessage]) -> AsyncIterator[AIMessageChunk]:
        self.running += 1
        self.at_once.append(self.running)
        finished = False
        try:
            for step in self._script(messages):
                if isinstance(step, Exception):
                    raise step
                if isinstance(step, float):
                    await asyncio.sleep(step)
                elif isinstance(step, AIMessage):
                    yield AIMessageChunk(**step.model_dump(exclude={"type"}))
                else:
                    yield AIMessageChunk(step)
            finished = True
        finally:
            self.running -= 1
            self.closed.append(not finished)


class StructuredChat(ScriptedChat):
    """The same with a structured output of its own, which may be refused."""

    refusal: Exception | None = None
    asked_natively: list[Any] = Field(default_factory=list)

    def with_structured_output(
        self, schema: dict[str, Any] | type, *, include_raw: bool = False, **kwargs: Any
    ) -> Runnable[Any, dict[str, Any] | BaseModel]:
        async def call(messages: list[BaseMessage]) -> dict[str, Any]:
            self.asked_natively.append(schema)
            if self.refusal is not None:
                raise self.refusal
            return {"raw": await self.ainvoke(messages), "parsed": None, "parsing_error": None}

        def never_called(_messages: Any) -> dict[str, Any]:
            raise NotImplementedError

        return RunnableLambda(never_called, afunc=call)


class StatusError(Exception):
    """As the libraries of providers raise it: a status, and a message that may hold anything."""

    def __init__(
        self, status: int, message: str = "sk-secret Jean Dupont", headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status_code = status
        self.response = type("Response", (), {"status_code": status, "headers": headers or {}})()


def text_of(pieces: Iterator[str]) -> str:
    return "".join(pieces)


def waited(condition: Any, seconds: float = 2.0) -> bool:
    """Whether something becomes true within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False
