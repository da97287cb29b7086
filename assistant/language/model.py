"""`LanguageModel`: texts and structured answers of a model, within limits, and one kind of error.

    model = make_model(settings)                      # None where no model is configured
    prompt = model.prompt("answer")
    for piece in model.stream(prompt, {"question": …}):
        …
    verdicts = model.ask(prompt, {…}, output=Verdicts)

Both raise LanguageError alone (and PromptError for wrong variables); whoever calls then does without the model.
"""

import asyncio
import contextlib
import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from assistant.language.breaker import Breaker
from assistant.language.faults import Kind, LanguageError, fault_of
from assistant.language.json_reading import UnreadableError, read_output
from assistant.language.pieces import Reply
from assistant.language.prompts import Prompt, load_prompt
from assistant.language.providers import LOCAL_CONTEXT_TOKENS, Endpoint, find_endpoint, make_chat
from assistant.language.running import next_of, start, wait_for
from assistant.language.usage import Meter, Prices, Usage, estimated_tokens
from assistant.progress import Cancelled, never
from assistant.settings import SHIPPED_PROMPTS, Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, BaseMessage

Answered = TypeVar("Answered", bound=BaseModel)

CONNECT_SECONDS = 1.5
"""A service that doesn't take a connection within this time is thought unreachable."""
FIRST_SECONDS = 10.0
"""Who waits longer for the first word has stopped waiting: services begin within a second or two."""
LOCAL_FIRST_SECONDS = 30.0
"""A model on this machine may have to be loaded, and reads some 2,000 tokens before its first word; one that isn't there
refuses the connection at once."""
SILENCES = 2
"""So many structured answers in a row that don't come in time are no chance: nobody waits for a third."""
FIRST_PAUSE = 0.5
"""Seconds before the second try; each further one waits twice as long."""
_AGAIN: frozenset[Kind] = frozenset({"rate_limited", "server_error"})
_ONCE_MORE: frozenset[Kind] = frozenset({"timeout", "interrupted"})
_UNSTRUCTURED: frozenset[Kind] = frozenset({"bad_request", "malformed", "failed"})
"""What a service answers that knows no structured output."""


@dataclass(frozen=True)
class Limits:
    """How long and how often a model is asked. Times in seconds."""

    seconds: float = 60
    first_seconds: float = FIRST_SECONDS
    retries: int = 2
    concurrency: int = 4
    context_tokens: int | None = None
    answer_tokens: int = 2000
    rest_seconds: float = 30
    """How long a model is left alone after a fault that lasts."""


@dataclass(frozen=True)
class _Written:
    """What a model wrote where an object was asked for."""

    text: str
    is_cut: bool = False


class LanguageModel:
    """One configured model. Any thread may use it; its calls run on an event loop of their own."""

    def __init__(  # noqa: PLR0913 - what is known of a model
        self,
        chat: "BaseChatModel | Callable[[], BaseChatModel]",
        *,
        name: str = "essai",
        endpoint: Endpoint | None = None,
        limits: Limits | None = None,
        prices: Prices | None = None,
        prompts: Path = SHIPPED_PROMPTS,
        hosted: bool | None = None,
    ) -> None:
        """Take a chat model of LangChain, or what makes it at the first call; without endpoint it is local."""
        self._given = chat
        self.name = name
        self.limits = limits or Limits()
        self.prices = prices or Prices()
        self._endpoint = endpoint
        self._hosted = hosted
        self._prompts = prompts
        self._meter = Meter(self.prices)
        self._breaker = Breaker(self.limits.rest_seconds)
        self._places = asyncio.Semaphore(self.limits.concurrency)
        self._reached = False
        self._silences = 0
        self._structured: bool | None = None

    @property
    def engine(self) -> str:
        """The engine as the contract names it: « llm:mistralai:mistral-small-latest »."""
        return f"llm:{self.name}"

    @property
    def hosted(self) -> bool:
        """Whether what is sent leaves this machine."""
        if self._hosted is not None:
            return self._hosted
        return self._endpoint is not None and self._endpoint.hosted

    @property
    def recipient(self) -> str:
        """Who gets what is sent, in French: « Mistral AI (api.mistral.ai) »."""
        return "cette machine" if self._endpoint is None else self._endpoint.recipient

    @property
    def usage(self) -> Usage:
        """What all calls took so far."""
        return self._meter.usage

    @property
    def structured(self) -> bool:
        """Whether the model is asked for structured output natively; else for JSON, in text."""
        if self._structured is None:
            self._structured = _structures(self._direct)
        return self._structured

    @property
    def context_tokens(self) -> int | None:
        """Tokens that the model takes in, its answer included, where that is known."""
        if self.limits.context_tokens is not None:
            return self.limits.context_tokens
        if self._endpoint is not None and self._endpoint.provider.name == "ollama":
            return LOCAL_CONTEXT_TOKENS
        return (getattr(self.chat, "profile", None) or {}).get("max_input_tokens")

    @cached_property
    def chat(self) -> "BaseChatModel":
        """The chat model of LangChain, without our limits: see `within_limits`. Raises LanguageError where the
        provider isn't installed or has no key.
        """
        from langchain_core.language_models import BaseChatModel

        return self._given if isinstance(self._given, BaseChatModel) else self._given()

    @cached_property
    def _direct(self) -> "BaseChatModel":
        """The same without its rate limiter, for which we wait ourselves, before the time limits begin."""
        return self.chat.model_copy(update={"rate_limiter": None}) if self.chat.rate_limiter is not None else self.chat

    def prompt(self, name: str) -> Prompt:
        """Return a prompt of the configured folder. Raises PromptError."""
        return load_prompt(name, self._prompts)

    def fits(self, *texts: str) -> bool:
        """Tell whether texts leave room for an answer, by an estimate; True where the context isn't known."""
        room = self.context_tokens
        return room is None or sum(map(estimated_tokens, texts)) + self.limits.answer_tokens <= room

    def stream(
        self,
        prompt: Prompt,
        variables: Mapping[str, str | int],
        *,
        cancelled: Cancelled = never,
        meter: Meter | None = None,
    ) -> Generator[str, None, None]:
        """Yield the answer in pieces as they come. The connection closes when the consumer stops or `cancelled()`.

        Raises LanguageError, before the first piece or, where an answer breaks off, after some.
        """
        yield from self._give(prompt.messages(**variables), cancelled, meter)

    def _give(self, messages: "list[BaseMessage]", cancelled: Cancelled, meter: Meter | None) -> Iterator[str]:
        pieces: SimpleQueue[str | None] = SimpleQueue()
        future = start(self._stream_into(messages, pieces, meter))
        future.add_done_callback(lambda _: pieces.put(None))
        try:
            while (piece := next_of(pieces, cancelled)) is not None:
                yield piece
            wait_for(future, cancelled)
        finally:
            future.cancel()

    def ask(
        self,
        prompt: Prompt,
        variables: Mapping[str, str | int],
        *,
        output: type[Answered],
        cancelled: Cancelled = never,
        meter: Meter | None = None,
    ) -> Answered:
        """Return a structured answer, validated; one that doesn't fit is given back to the model once.

        Calls wait for their turn as long as it takes. Raises LanguageError.
        """
        messages = prompt.messages(**variables)
        return wait_for(start(self._structure(messages, output, meter)), cancelled)

    def uses_tool(self, prompt: Prompt) -> bool:
        """Tell whether the model calls the tool that it is offered: the output of a prompt without variables.

        Raises LanguageError.
        """
        if prompt.output is None or self.known_tools is False:
            return False
        called = self.call(prompt.messages(), [prompt.output]).tool_calls
        return any(found["name"] == prompt.output.__name__ for found in called)

    @property
    def known_tools(self) -> bool | None:
        """Whether LangChain knows that the model calls tools, or doesn't; None where it knows nothing of it."""
        known = (getattr(self.chat, "profile", None) or {}).get("tool_calling")
        return known if isinstance(known, bool) else None

    def call(
        self,
        messages: "Sequence[BaseMessage]",
        tools: Sequence[Any] = (),
        *,
        cancelled: Cancelled = never,
        meter: Meter | None = None,
    ) -> "AIMessage":
        """Return one message of the model, which may call the tools that it is offered. Raises LanguageError."""
        return wait_for(start(self._call(list(messages), tools, meter)), cancelled)

    def within_limits(self, cancelled: Cancelled = never, meter: Meter | None = None) -> "BaseChatModel":
        """Return a chat model of LangChain for an agent: each of its calls has our limits, retries and breaker.

        What it raises is LanguageError alone.
        """
        from assistant.language.limited_chat import LimitedChat

        return LimitedChat(model=self, cancelled=cancelled, meter=meter)

    @contextmanager
    def untraced(self) -> Iterator[None]:
        """Keep LangChain from sending what passes to LangSmith, whatever the environment says."""
        with _untraced():
            yield

    def forget_fault(self) -> None:
        """Ask the model again at the next call, even if it was just found unreachable."""
        self._breaker.reset()

    async def _stream_into(
        self, messages: "list[BaseMessage]", pieces: "SimpleQueue[str | None]", meter: Meter | None
    ) -> None:
        async with self._turn(messages, self.limits.first_seconds):
            patience = min(self.limits.first_seconds, self.limits.seconds)
            await self._trying(lambda reply: self._stream_once(messages, pieces, reply, meter), patience)

    async def _stream_once(
        self, messages: "list[BaseMessage]", pieces: "SimpleQueue[str | None]", reply: Reply, meter: Meter | None
    ) -> None:
        """Stream one reply; its clock is set anew at the first sign of life."""
        reply.streamed = True
        async with asyncio.timeout_at(reply.started + min(self.limits.first_seconds, self.limits.seconds)) as clock:
            try:
                async for chunk in self._direct.astream(messages):
                    piece = reply.take(chunk)
                    if reply.begun:
                        clock.reschedule(reply.started + self.limits.seconds)
                    if piece:
                        pieces.put(piece)
                if piece := reply.close():
                    pieces.put(piece)
            finally:
                reply.count(messages, self.prices, self._meter, meter)
        reply.check(must_end=self._endpoint is not None)

    async def _structure(self, messages: "list[BaseMessage]", output: type[Answered], meter: Meter | None) -> Answered:
        async with self._turn(messages, None):
            given = await self._object_text(messages, output, meter)
            try:
                return read_output(given.text, output)
            except UnreadableError as error:
                if given.is_cut:  # another try would be as long
                    raise LanguageError("cut") from None
                asked = _with_repair(messages, given.text, str(error), self._schema(output), self.prompt("repair"))
            try:
                return read_output((await self._object_text(asked, output, meter)).text, output)
            except UnreadableError:
                raise LanguageError("malformed") from None

    async def _object_text(
        self, messages: "list[BaseMessage]", output: type[BaseModel], meter: Meter | None
    ) -> "_Written":
        """The text of an object, natively where the model can; where its service refuses that, in text from now on."""
        if self.structured:
            try:
                return await self._whole(messages, output, meter)
            except LanguageError as fault:
                if fault.kind not in _UNSTRUCTURED:
                    raise
        given = await self._whole(_with_schema(messages, self._schema(output), self.prompt("json")), None, meter)
        self._structured = False
        return given

    async def _whole(
        self, messages: "list[BaseMessage]", output: type[BaseModel] | None, meter: Meter | None
    ) -> "_Written":
        replies: list[_Written] = []
        await self._trying(lambda reply: self._ask_once(messages, output, reply, replies, meter), self.limits.seconds)
        return replies[-1]

    async def _ask_once(
        self,
        messages: "list[BaseMessage]",
        output: type[BaseModel] | None,
        reply: Reply,
        replies: "list[_Written]",
        meter: Meter | None,
    ) -> None:
        async with asyncio.timeout_at(reply.started + self.limits.seconds):
            try:
                message = await self._message(messages, output)
                reply.take(message)
                reply.close()
            finally:
                reply.count(messages, self.prices, self._meter, meter)
        if message.tool_calls:  # how some providers fill in forms
            replies.append(_Written(json.dumps(message.tool_calls[0]["args"], ensure_ascii=False)))
            return
        is_cut = False
        try:
            reply.check(must_end=False)
        except LanguageError as fault:
            is_cut = fault.kind == "cut"  # half an object may hold enough
            if not is_cut:
                raise
        replies.append(_Written(reply.text, is_cut))

    async def _call(self, messages: "list[BaseMessage]", tools: Sequence[Any], meter: Meter | None) -> "AIMessage":
        """One message of the model, which may call tools instead of saying something."""
        came: list[AIMessage] = []

        async def once(reply: Reply) -> None:
            async with asyncio.timeout_at(reply.started + self.limits.seconds):
                try:
                    chat = self._direct.bind_tools(list(tools)) if tools else self._direct
                    message = await chat.ainvoke(messages)
                    reply.take(message)
                    reply.close()
                finally:
                    reply.count(messages, self.prices, self._meter, meter)
            if not message.tool_calls:
                reply.check(must_end=False)
            came.append(message)

        async with self._turn(messages, None):
            await self._trying(once, self.limits.seconds)
        return came[-1]

    async def _message(self, messages: "list[BaseMessage]", output: type[BaseModel] | None) -> "AIMessage":
        if output is None:
            return await self._direct.ainvoke(messages)
        form = self._direct.with_structured_output(output.model_json_schema(), include_raw=True, method="json_schema")
        raw: AIMessage = (await form.ainvoke(messages))["raw"]  # type: ignore[index]
        return raw

    def _schema(self, output: type[BaseModel]) -> str:
        return json.dumps(output.model_json_schema(), ensure_ascii=False)

    @asynccontextmanager
    async def _turn(self, messages: "list[BaseMessage]", patience: float | None) -> AsyncIterator[None]:
        """Hold one of the places, once the rate limit lets us; fail at once where the model is known not to answer."""
        self._breaker.check()
        await self._connect()
        if not self.fits(*(str(message.text) for message in messages)):
            raise LanguageError("context_too_long")
        try:
            async with asyncio.timeout(patience):
                await self._places.acquire()
        except TimeoutError:
            raise LanguageError("busy") from None
        try:
            self._breaker.check()  # others may have met a fault while we waited
            with _untraced():
                await self._within_rate(patience)
                yield
        finally:
            self._places.release()

    async def _within_rate(self, patience: float | None) -> None:
        limiter = self.chat.rate_limiter
        try:
            async with asyncio.timeout(patience):
                while limiter is not None and not limiter.acquire(blocking=False):
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise LanguageError("busy") from None

    async def _connect(self) -> None:
        """See whether the service takes connections, until it has once answered: providers wait long or try often."""
        if self._endpoint is not None and not self._reached and self._endpoint.direct:
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    _, writer = await asyncio.open_connection(self._endpoint.host, self._endpoint.port)
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()
            except (OSError, TimeoutError, UnicodeError):
                fault = LanguageError(
                    "unreachable", f"Le modèle de langage est injoignable : {self.recipient} ne répond pas."
                )
                self._breaker.met(fault)
                raise fault from None
        await asyncio.to_thread(lambda: self._direct)  # importing a provider takes a second or two

    async def _trying(self, call: "Callable[[Reply], Awaitable[None]]", patience: float) -> None:
        """Make a call, again after what may pass, for some seconds, never once the reply has begun."""
        started = asyncio.get_running_loop().time()
        tried = 0
        while True:
            reply = Reply(started)
            try:
                await call(reply)
            except Exception as error:
                fault = fault_of(error)
                tried += 1
                pause = None if reply.begun else self._pause(fault, tried)
                if pause is None or asyncio.get_running_loop().time() + pause >= started + patience:
                    self._note(fault, reply)
                    raise _broken_off(fault, reply) from None
                await asyncio.sleep(pause)
            else:
                self._reached = True
                self._silences = 0
                return

    def _pause(self, fault: LanguageError, tried: int) -> float | None:
        """Seconds before the next try; None where there is none."""
        most = self.limits.retries if fault.kind in _AGAIN else min(self.limits.retries, 1)
        if fault.kind not in _AGAIN | _ONCE_MORE or tried > most:
            return None
        if fault.retry_after is not None:
            return fault.retry_after
        return FIRST_PAUSE * 2.0 ** (tried - 1) * random.uniform(0.8, 1.2)  # noqa: S311 - so that callers part

    def _note(self, fault: LanguageError, reply: Reply) -> None:
        """Remember what the next call would meet again; one slow reply says nothing of the next one."""
        if fault.kind == "timeout":
            self._silences += 1
        silent = not reply.begun and (reply.streamed or self._silences >= SILENCES)
        if fault.kind != "timeout" or silent:
            self._breaker.met(fault)
        if fault.kind == "unreachable":
            self._reached = False


def make_model(settings: Settings) -> LanguageModel | None:
    """Return the configured model, without calling it or importing its provider; None where none is configured.

    Raises LanguageError where `llm` names no known provider.
    """
    endpoint = find_endpoint(settings)
    if endpoint is None:
        return None
    patience = FIRST_SECONDS if endpoint.hosted else LOCAL_FIRST_SECONDS
    limits = Limits(
        seconds=settings.llm_seconds,
        first_seconds=settings.llm_first_seconds or patience,
        retries=settings.llm_retries,
        concurrency=settings.llm_concurrency,
        context_tokens=settings.llm_context_tokens,
        answer_tokens=settings.llm_max_tokens,
    )
    return LanguageModel(
        lambda: make_chat(settings, endpoint),
        name=f"{endpoint.provider.name}:{endpoint.model}",
        endpoint=endpoint,
        limits=limits,
        prices=Prices(settings.llm_input_price, settings.llm_output_price),
        prompts=settings.prompts,
    )


def _structures(chat: "BaseChatModel") -> bool:
    """Whether a chat model has structured output of its own; LangChain's leans on tools, which it may not have."""
    from langchain_core.language_models import BaseChatModel

    return type(chat).with_structured_output is not BaseChatModel.with_structured_output


def _broken_off(fault: LanguageError, reply: Reply) -> LanguageError:
    """What a fault is once the person has read some words: an answer that stopped."""
    if reply.text and fault.kind in {"unreachable", "server_error", "malformed", "failed"}:
        return LanguageError("interrupted")
    return fault


def _with_schema(messages: "list[BaseMessage]", schema: str, prompt: Prompt) -> "list[BaseMessage]":
    """The messages, the last one asking for JSON: many templates want the roles to alternate."""
    from langchain_core.messages import HumanMessage

    asked = str(prompt.messages(schema=schema)[-1].text)
    return [*messages[:-1], HumanMessage(f"{messages[-1].text}\n\n{asked}")]


def _with_repair(
    messages: "list[BaseMessage]", answer: str, problems: str, schema: str, prompt: Prompt
) -> "list[BaseMessage]":
    from langchain_core.messages import AIMessage

    return [*messages, AIMessage(answer or "{}"), *prompt.messages(problems=problems, schema=schema)]


@contextmanager
def _untraced() -> Iterator[None]:
    from langsmith import tracing_context

    with tracing_context(enabled=False):
        yield
