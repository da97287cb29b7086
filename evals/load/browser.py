"""One person's browser: it opens the page, asks and has drafts reviewed through the page's own events."""

import asyncio
import base64
import json
import time
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

_CONFIG = "window.gradio_config = "
_API = "gradio_api"
_PATIENCE_S = 180.0
"""Who waits longer than that counts as an error."""
_IDLE_S = 3.0
_REFUSALS = ("Vous envoyez beaucoup de demandes", "Le service redémarre")


class PageError(Exception):
    """The page didn't do what it was asked to; the message says what it did instead."""


@dataclass(frozen=True)
class Waited:
    """How long something took: until its first piece was shown, and until all of it was."""

    first_s: float
    last_s: float
    pieces: int
    characters: int


@dataclass(frozen=True)
class Chain:
    """The events that a question sets off, by their numbers in the page."""

    submit: int
    shown: int
    answer: int
    cleared: int
    freed: int
    saved: int
    locked: int
    unlocked: int

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> "Chain":
        """Find them: from the field's own event, each is known by the one that it follows."""
        calls = {call["id"]: call for call in config["dependencies"]}
        field_id = _component(config, "question")
        submit = next(number for number, call in calls.items() if [field_id, "submit"] in map(list, call["targets"]))

        def after(number: int, *, called: str = "") -> list[int]:
            return [
                following
                for following, call in calls.items()
                if call.get("trigger_after") == number and call["api_name"].startswith(called)
            ]

        shown = after(submit, called="_append_message")[0]
        answer = after(shown)[0]
        cleared, unlocked = after(answer)[:2]
        freed = after(cleared)[0]
        locked = next(number for number in after(submit) if number != shown)
        return cls(submit, shown, answer, cleared, freed, after(freed)[0], locked, unlocked)


@dataclass
class Browser:
    """A browser with cookies, a window and an address of its own. `open` comes first, `close` last."""

    address: str
    forwarded: str
    client: httpx.AsyncClient = field(init=False)
    _window: str = field(init=False, default="")
    _chain: Chain = field(init=False)
    _numbers: dict[str, int] = field(init=False, default_factory=dict)
    _messages: list[Any] = field(init=False, default_factory=list)
    _beats: "asyncio.Task[None] | None" = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Nothing is sent yet."""
        origin = self.address.rstrip("/")
        self.client = httpx.AsyncClient(
            base_url=origin,
            headers={
                "x-forwarded-for": self.forwarded,
                "origin": origin,
                "sec-fetch-site": "same-origin",
                "accept-language": "fr-FR",
            },
            timeout=httpx.Timeout(_PATIENCE_S),
            # The server closes what is idle for five seconds; a browser would send again what meets that moment.
            limits=httpx.Limits(keepalive_expiry=_IDLE_S),
        )

    async def open(self) -> float:
        """Open the page as a browser does; return how long its document took. Raises PageError, httpx.HTTPError."""
        started = time.perf_counter()
        document = (await self._sent("GET", "/")).text
        seconds = time.perf_counter() - started
        config, _ = json.JSONDecoder().raw_decode(document[document.index(_CONFIG) + len(_CONFIG) :])
        self._chain = Chain.of(config)
        self._numbers = {
            "review": _triggered(config, "review-form", "submit"),
            "arrival": _triggered(config, "arrival", "click"),
        }
        self._window = uuid.uuid4().hex[:11]
        self._beats = asyncio.create_task(self._stay())
        await self._sent("GET", "/healthz")
        await self._predict(self._numbers["arrival"], [], {"tab": str(uuid.uuid4())})
        return seconds

    async def close(self) -> None:
        """Close the window: its heartbeat ends."""
        if self._beats is not None:
            self._beats.cancel()
            with suppress(asyncio.CancelledError):
                await self._beats
        await self.client.aclose()

    async def ask(self, question: str) -> Waited:
        """Ask a question; return how long the person waited for the answer. Raises PageError, httpx.HTTPError."""
        chain, started = self._chain, time.perf_counter()
        await self._predict(chain.submit, [question])
        # A browser sends these two together, and doesn't wait for the first of them.
        locked = asyncio.create_task(self._predict(chain.locked, []))
        self._messages = (await self._predict(chain.shown, [None, self._messages]))[0]
        waited, values = await self._wait(self._event(chain.answer, [None, None]), started)
        self._messages = values[1]
        await locked
        said = _said(self._messages)
        await asyncio.gather(self._predict(chain.unlocked, []), self._settle())
        return replace(waited, characters=len(said))

    async def _settle(self) -> None:
        """What the page does once an answer is there: it keeps the conversation and frees the field."""
        await self._predict(self._chain.cleared, [self._messages])
        async for _ in self._event(self._chain.freed, []):
            pass
        await self._predict(self._chain.saved, [None, None, []])

    async def review(self, name: str, draft: bytes, exam: str) -> Waited:
        """Have a draft reviewed; return how long until its verdicts were there. Raises PageError, httpx.HTTPError."""
        given = {"name": name, "data": base64.b64encode(draft).decode("ascii"), "exam": exam}
        waited, values = await self._wait(self._event(self._numbers["review"], [], given), time.perf_counter())
        if len(values) < 2 or "data-review" not in str(values[1]):
            raise PageError(f"no review: {_plain(values)[:120]}")
        return replace(waited, characters=sum(len(str(value)) for value in values))

    async def _wait(self, told: AsyncIterator[tuple[str, list[Any]]], started: float) -> tuple[Waited, list[Any]]:
        """Wait for the end of an event; return how long it took, and its last values."""
        first_s, pieces = 0.0, 0
        last: list[Any] = []
        async for kind, values in told:
            first_s = first_s or time.perf_counter() - started
            pieces += kind == "process_generating"
            last = values
        return Waited(first_s, time.perf_counter() - started, pieces, 0), last

    async def _stay(self) -> None:
        """The connection that tells the page that its window is still there."""
        async with self.client.stream("GET", f"/{_API}/heartbeat/{self._window}", timeout=None) as beats:
            async for _ in beats.aiter_raw():
                pass

    async def _predict(self, number: int, data: Sequence[Any], given: object = None) -> list[Any]:
        answered = await self._sent("POST", f"/{_API}/run/predict", self._body(number, data, given))
        values: list[Any] = answered.json()["data"]
        return values

    async def _event(
        self, number: int, data: Sequence[Any], given: object = None
    ) -> AsyncIterator[tuple[str, list[Any]]]:
        """Join the queue and yield what is told of the event, with its values. Raises PageError where it fails."""
        answered = await self._sent("POST", f"/{_API}/queue/join?", self._body(number, data, given))
        event, finished = answered.json()["event_id"], False
        path = f"/{_API}/queue/data?session_hash={self._window}"
        async with self.client.stream("GET", path) as stream:
            if stream.status_code != httpx.codes.OK:
                raise PageError(f"queue/data: {stream.status_code}")
            async for line in stream.aiter_lines():
                told = json.loads(line.removeprefix("data: ")) if line else {}
                if told.get("event_id") == event and told["msg"] in {"process_generating", "process_completed"}:
                    output = told.get("output") or {}
                    if not told.get("success", True):
                        raise PageError(f"event {number} failed: {str(output.get('error'))[:120]}")
                    finished = told["msg"] == "process_completed"
                    yield told["msg"], output.get("data", [])
                elif told.get("msg") in {"unexpected_error", "server_stopped"}:
                    raise PageError(f"event {number}: {told['msg']}")
                if told.get("msg") == "close_stream":
                    break
        if not finished:
            raise PageError(f"event {number} was never finished")

    def _body(self, number: int, data: Sequence[Any], given: object) -> dict[str, Any]:
        return {
            "data": list(data),
            "event_data": given,
            "fn_index": number,
            "trigger_id": 0,
            "session_hash": self._window,
        }

    async def _sent(self, method: str, path: str, body: object = None) -> httpx.Response:
        answered = await self.client.request(method, path, json=body)
        if answered.status_code != httpx.codes.OK:
            raise PageError(f"{path.rstrip('?')}: {answered.status_code} {answered.text[:80]}")
        return answered


def _component(config: Mapping[str, Any], name: str) -> int:
    number: int = next(part["id"] for part in config["components"] if part["props"].get("elem_id") == name)
    return number


def _triggered(config: Mapping[str, Any], name: str, event: str) -> int:
    target = [_component(config, name), event]
    number: int = next(call["id"] for call in config["dependencies"] if target in map(list, call["targets"]))
    return number


def _said(messages: Sequence[Mapping[str, Any]]) -> str:
    """The last answer. Raises PageError where there is none, or where it only says that it can't be given now."""
    last = messages[-1]
    text = "".join(str(part.get("text", "")) for part in last["content"])
    if last["role"] != "assistant" or not text.strip() or text.startswith(_REFUSALS):
        raise PageError(f"no answer: {text[:120]}")
    return text


def _plain(values: Sequence[Any]) -> str:
    return " ".join(str(value) for value in values if isinstance(value, str))
