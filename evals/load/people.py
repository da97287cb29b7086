"""People who use the page at the same time: they ask, think, ask again, and now and then have a draft reviewed."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal

import httpx

from evals.load.browser import Browser, PageError, Waited

Kind = Literal["page", "ask", "review"]


@dataclass(frozen=True)
class Plan:
    """How many people, for how long, how fast; `think_s` is the mean between an answer and the next question."""

    people: int = 100
    seconds: float = 600.0
    think_s: float = 15.0
    reviews_a_minute: float = 1.0
    seed: int = 0


@dataclass(frozen=True)
class DraftFile:
    """A draft as a candidate hands it in."""

    name: str
    data: bytes
    exam: str


@dataclass(frozen=True)
class Done:
    """One thing that a person did: when it began, how long it took, or why it failed."""

    kind: Kind
    at_s: float
    waited: Waited | None
    problem: str = ""


@dataclass
class Person:
    """Somebody with a browser, who does one thing at a time."""

    browser: Browser
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)
    here: bool = False


class Crowd:
    """All of them, and what they saw."""

    def __init__(self, plan: Plan, address: str, questions: Sequence[str], drafts: Sequence[DraftFile]) -> None:
        """Each person has an address of their own, as behind a proxy: the page counts by address too."""
        self._plan = plan
        self._random = Random(plan.seed)  # noqa: S311 - draws questions
        self._questions, self._drafts = questions, drafts
        self._people = [Person(Browser(address, _address_of(number))) for number in range(plan.people)]
        self._started = 0.0
        self.done: list[Done] = []

    async def run(self) -> None:
        """Let them come, stay and go; what has begun by the end of the time is waited for."""
        self._started = time.perf_counter()
        try:
            async with asyncio.TaskGroup() as group:
                for person in self._people:
                    group.create_task(self._visit(person, Random(self._random.random())))  # noqa: S311 - draws questions
                if self._plan.reviews_a_minute > 0 and self._drafts:
                    group.create_task(self._reviews(group))
        finally:
            await asyncio.gather(*(person.browser.close() for person in self._people), return_exceptions=True)

    async def _visit(self, person: Person, random: Random) -> None:
        """They come one after the other within a mean time of thinking, then ask and think until the time is over."""
        await asyncio.sleep(random.uniform(0, min(self._plan.think_s, self._plan.seconds / 4)))
        person.here = await self._try("page", lambda: _opened(person.browser))
        while person.here and self._left_s() > 0:
            await asyncio.sleep(min(random.expovariate(1 / self._plan.think_s), max(self._left_s(), 0)))
            if self._left_s() <= 0:
                return
            async with person.busy:
                question = random.choice(self._questions)
                await self._try("ask", lambda: person.browser.ask(question))  # noqa: B023 - awaited within the turn

    async def _reviews(self, group: asyncio.TaskGroup) -> None:
        """Reviews begin at a steady pace, whoever is free; where everybody is busy, one is put off, not left out."""
        every_s = 60 / self._plan.reviews_a_minute
        due = every_s / 2
        while due < self._plan.seconds:
            await asyncio.sleep(max(0.0, due - self._now_s()))
            free = [person for person in self._people if person.here and not person.busy.locked()]
            if not free and self._left_s() > 0:
                await asyncio.sleep(0.1)
                continue
            if free:
                person = self._random.choice(free)
                await person.busy.acquire()
                group.create_task(self._review(person, self._random.choice(self._drafts)))
            due += every_s

    async def _review(self, person: Person, draft: DraftFile) -> None:
        try:
            await self._try("review", lambda: person.browser.review(draft.name, draft.data, draft.exam))
        finally:
            person.busy.release()

    async def _try(self, kind: Kind, do: Callable[[], Awaitable[Waited]]) -> bool:
        at_s = self._now_s()
        try:
            self.done.append(Done(kind, at_s, await do()))
        except (PageError, httpx.HTTPError, KeyError, IndexError, StopIteration, ValueError) as error:
            self.done.append(Done(kind, at_s, None, f"{type(error).__name__}: {error}"))
            return False
        return True

    def _now_s(self) -> float:
        return time.perf_counter() - self._started

    def _left_s(self) -> float:
        return self._plan.seconds - self._now_s()


async def _opened(browser: Browser) -> Waited:
    seconds = await browser.open()
    return Waited(seconds, seconds, 1, 0)


def _address_of(number: int) -> str:
    """An address of the range that is kept for measurements."""
    return f"198.18.{number // 250}.{number % 250 + 1}"
