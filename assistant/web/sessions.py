"""What the page remembers of a visitor: in memory alone, and gone with the session."""

import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import NamedTuple

import gradio as gr

from assistant.coach import Coach
from assistant.coaching.conversing.recollection import Recollection
from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.coaching.reviewing.comparing import Comparison
from assistant.coaching.reviewing.reading_cache import ReadingCache
from assistant.coaching.reviewing.review import Review
from assistant.dossier.model import Document
from assistant.web.cohort.promotion import Promotion
from assistant.web.jury.jury_state import JuryState
from assistant.web.limits import Kind, Limits, too_many
from assistant.web.opinions import Opinions
from assistant.web.owners import Owner, owner_of_request
from assistant.web.preparation import Preparation
from assistant.web.review.running import ALREADY, Running

GRACE_S = 120.0
"""How long a session outlives its window: a connection that is lost for a moment must not lose a review."""
IDLE_S = 2 * 3600.0
"""How long a session may stay without being used."""
MOST_ASKED = 20
"""Sets of questions of a conversation that are remembered."""


@dataclass(frozen=True)
class Draft:
    """A draft as it was given: its name and its bytes."""

    name: str
    data: bytes = field(repr=False)


@dataclass
class Session:
    """One window. `previous` is the review before the last one, or one that the person gave back."""

    review: Review | None = None
    document: Document | None = None
    previous: Review | None = None
    comparison: Comparison | None = None
    count: int = 0
    """How many reviews were kept: tells the page a new one from the one it shows."""
    attached: Draft | None = None
    """A draft that was given in the chat and waits for the message that goes with it."""
    running: Running | None = None
    accepted: bool | None = None
    """Whether the person agreed that a model on another machine is sent what they write; None until they chose."""
    readings: ReadingCache = field(default_factory=ReadingCache, repr=False)
    """What a language model said of the person's drafts: the parts that didn't change aren't sent again."""
    told_in_chat: bool = False
    """Whether the conversation holds words of the draft."""
    recollection: Recollection = field(default_factory=Recollection)
    """What a language model keeps in mind of the beginning of the conversation."""
    asked_in_chat: dict[int, QuestionSet] = field(default_factory=dict, repr=False)
    """The questions that the conversation asked, by the number of their set: the last ones."""
    asked_sets: int = 0
    """How many sets the conversation asked: what is forgotten doesn't free its number."""
    jury: JuryState = field(default_factory=JuryState)
    promotion: Promotion = field(default_factory=Promotion)
    opinions: Opinions = field(default_factory=Opinions, repr=False)
    waiting: Callable[[Kind], int] = field(default=lambda kind: 0, repr=False)
    """Counts one of a kind; tells how many seconds its person has to wait first."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def start(self, running: Running) -> str:
        """Take a review as the one that runs; return why it isn't taken, in one sentence, else nothing."""
        with self._lock:
            if self.running is not None and not self.running.done:
                return ALREADY
            problem = self.too_many(Kind.REVIEWS)
            if not problem:
                self.running = running
            return problem

    def too_many(self, kind: Kind) -> str:
        """Count one of a kind; return what the person is told where it is too much, else nothing."""
        seconds = self.waiting(kind)
        return too_many(seconds) if seconds else ""

    def coach(self, preparation: Preparation) -> Coach:
        """Return the coach that this person agreed to."""
        return preparation.coach_if(self.accepted is True)

    def choose(self, accepted: bool) -> None:
        """Take the person's choice; where it is withdrawn, what may still send something stops."""
        withdrawn = self.accepted is True and not accepted
        self.accepted = accepted
        if withdrawn:
            self.stop()

    def keep(self, review: Review, document: Document) -> None:
        """Keep a review as the last one; the one before it, of the same exam, is what it is compared with."""
        self.previous = self.review if self.review and self.review.exam == review.exam else None
        self.comparison = None
        self.review, self.document = review, document
        self.count += 1

    def keep_asked(self, questions: QuestionSet) -> int:
        """Keep the questions that the conversation asks; return the number of their set."""
        with self._lock:
            self.asked_sets += 1
            self.asked_in_chat[self.asked_sets] = questions
            self.asked_in_chat.pop(self.asked_sets - MOST_ASKED, None)
            return self.asked_sets

    def forget(self) -> None:
        """Stop what runs and forget everything but the choice about the model, which is no word of a draft."""
        running = self.running
        if running is not None:
            running.stop()
        self.review = self.document = self.previous = self.comparison = self.attached = None
        self.readings = ReadingCache()  # what still runs writes into the old one, which goes with it
        self.told_in_chat = False
        self.asked_in_chat = {}
        self.recollection = Recollection()
        self.jury.forget()
        self.promotion.forget()
        self.opinions.forget()

    def stop(self) -> None:
        """Stop what runs; what was found stays."""
        if self.running is not None:
            self.running.stop()
        self.promotion.stop()

    @property
    def near_draft(self) -> bool:
        """Whether an answer may hold words of a draft."""
        return self.told_in_chat or any((self.review, self.document, self.attached, self.jury.oral))

    @property
    def runs(self) -> bool:
        """Whether a draft is being reviewed."""
        return any(item is not None and not item.done for item in (self.running, self.promotion.running))


class Sessions:
    """The sessions by their owner and the name that the browser gives its window, which alone could be forged."""

    def __init__(self, limits: Limits | None = None) -> None:
        """Begin with none."""
        self._limits = limits
        self._sessions: dict[_Key, Session] = {}
        self._used: dict[_Key, float] = {}
        self._left: dict[_Key, float] = {}
        self._tabs: dict[_Key, _Key] = {}
        """The window that each tab of a browser shows: a tab that is loaded anew becomes another window."""
        self._lock = threading.Lock()

    def arrive(self, request: gr.Request, tab: str) -> Session:
        """Return the session of a tab that was just loaded: the one it had before, where that isn't over yet.

        The tab names itself, as a window does: what its owner has is all that it can get.
        """
        owner, key = owner_of_request(request), _key(request)
        if key.window and tab:
            with self._lock:
                before = self._tabs.get(_Key(owner.id, tab))
                if before is not None and before != key and before in self._sessions:
                    self._sessions[key] = self._sessions[before]
                    self._drop([before])
                self._tabs[_Key(owner.id, tab)] = key
        return self.of(request)

    def of(self, request: gr.Request) -> Session:
        """Return the session of an event. Of a window without a name nothing can be remembered: the session is new."""
        owner, key = owner_of_request(request), _key(request)
        if not key.window:
            return self._new(owner)
        with self._lock:
            self._used[key] = time.monotonic()
            self._left.pop(key, None)
            if key not in self._sessions:
                self._sessions[key] = self._new(owner)
            return self._sessions[key]

    def leave(self, request: gr.Request) -> None:
        """Hear that the window was closed: what runs is stopped, the rest is forgotten after a while."""
        key = _key(request)
        with self._lock:
            session = self._sessions.get(key)
            if session is None:
                return
            self._left[key] = time.monotonic()
        session.stop()

    def sweep(self, now: float) -> None:
        """Forget the sessions whose window was closed long enough ago, and those that nobody uses."""
        with self._lock:
            gone = [key for key, left in self._left.items() if now - left >= GRACE_S]
            gone += [key for key, used in self._used.items() if now - used >= IDLE_S and not self._sessions[key].runs]
            sessions = self._drop(gone)
        for session in sessions:
            session.forget()

    def forget_owner(self, owner: str) -> None:
        """Forget all windows of an owner."""
        with self._lock:
            keys = [key for key in self._sessions if key.owner == owner]
            sessions = self._drop(keys)
        for session in sessions:
            session.forget()

    def __len__(self) -> int:
        """Return how many sessions are remembered."""
        return len(self._sessions)

    def _drop(self, keys: Collection["_Key"]) -> list[Session]:
        """Take windows out of what is remembered; return their sessions. The lock is held by the caller."""
        sessions = [self._sessions.pop(key) for key in keys if key in self._sessions]
        for key in keys:
            self._used.pop(key, None)
            self._left.pop(key, None)
        if keys:
            self._tabs = {tab: key for tab, key in self._tabs.items() if key in self._sessions}
        return sessions

    def _new(self, owner: Owner) -> Session:
        limits = self._limits
        return Session() if limits is None else Session(waiting=lambda kind: limits.wait(kind, owner))


class _Key(NamedTuple):
    owner: str
    window: str


def _key(request: gr.Request) -> _Key:
    return _Key(owner_of_request(request).id, request.session_hash or "")
