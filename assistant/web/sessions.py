"""What the page remembers of a visitor: in memory alone, and gone with the session."""

import threading
import time
from dataclasses import dataclass, field

from assistant.coach import Coach
from assistant.coaching.conversing.recollection import Recollection
from assistant.coaching.reviewing.comparing import Comparison
from assistant.coaching.reviewing.reading_cache import ReadingCache
from assistant.coaching.reviewing.review import Review
from assistant.dossier.model import Document
from assistant.web.cohort.promotion import Promotion
from assistant.web.jury.jury_state import JuryState
from assistant.web.preparation import Preparation
from assistant.web.review.running import Running

GRACE_S = 120.0
"""How long a session outlives its window: a connection that is lost for a moment must not lose a review."""
IDLE_S = 2 * 3600.0
"""How long a session may stay without being used."""
_SWEEP_S = 20.0


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
    jury: JuryState = field(default_factory=JuryState)
    promotion: Promotion = field(default_factory=Promotion)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def begin(self, running: Running) -> bool:
        """Take a review as the one that runs; False when there is one already."""
        with self._lock:
            if self.running is not None and not self.running.done:
                return False
            self.running = running
            return True

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

    def forget(self) -> None:
        """Stop what runs and forget everything but the choice about the model, which is no word of a draft."""
        running = self.running
        if running is not None:
            running.stop()
        self.review = self.document = self.previous = self.comparison = self.attached = None
        self.readings = ReadingCache()  # what still runs writes into the old one, which goes with it
        self.told_in_chat = False
        self.recollection = Recollection()
        self.jury.forget()
        self.promotion.forget()

    def stop(self) -> None:
        """Stop what runs; what was found stays."""
        if self.running is not None:
            self.running.stop()
        self.promotion.stop()

    @property
    def runs(self) -> bool:
        """Whether a draft is being reviewed."""
        return any(item is not None and not item.done for item in (self.running, self.promotion.running))


class Sessions:
    """The sessions by the name that Gradio gives them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._sessions: dict[str, Session] = {}
        self._used: dict[str, float] = {}
        self._left: dict[str, float] = {}
        self._lock = threading.Lock()
        self._sweeper: threading.Thread | None = None

    def of(self, name: str | None) -> Session:
        """Return the session of that name. Without a name nothing can be remembered: the session is new."""
        if not name:
            return Session()
        with self._lock:
            self._used[name] = time.monotonic()
            self._left.pop(name, None)
            if self._sweeper is None:
                self._sweeper = threading.Thread(target=self._sweep_for_ever, name="forgetting", daemon=True)
                self._sweeper.start()
            return self._sessions.setdefault(name, Session())

    def leave(self, name: str | None) -> None:
        """Hear that the window was closed: what runs is stopped, the rest is forgotten after a while."""
        with self._lock:
            session = self._sessions.get(name or "")
            if session is None:
                return
            self._left[name or ""] = time.monotonic()
        session.stop()

    def sweep(self, now: float) -> None:
        """Forget the sessions whose window was closed long enough ago, and those that nobody uses."""
        with self._lock:
            gone = [name for name, left in self._left.items() if now - left >= GRACE_S]
            gone += [
                name for name, used in self._used.items() if now - used >= IDLE_S and not self._sessions[name].runs
            ]
            sessions = [self._sessions.pop(name, None) for name in gone]
            for name in gone:
                self._used.pop(name, None)
                self._left.pop(name, None)
        for session in sessions:
            if session is not None:
                session.forget()

    def __len__(self) -> int:
        """Return how many sessions are remembered."""
        return len(self._sessions)

    def _sweep_for_ever(self) -> None:
        while True:
            time.sleep(_SWEEP_S)
            self.sweep(time.monotonic())
