"""What a session holds of a mock jury: its questions, its oral, what the candidate thinks of it. Memory alone."""

import threading
from dataclasses import dataclass, field

from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.coaching.questioning.mock_oral import MockOral, mock_oral
from assistant.coaching.questioning.oral_report import SelfAssessment
from assistant.referential.question_bank import Level


@dataclass(frozen=True)
class Choice:
    """What the form asks for. `competence` and `level` are None for all of them."""

    exam: str
    competence: str | None = None
    level: Level | None = None
    count: int = 5
    aimed: bool = False


@dataclass(frozen=True)
class Times:
    """The minutes of an oral's two parts, None where they aren't limited; `presents` says if there is a first one."""

    presentation: float | None = None
    discussion: float | None = None
    presents: bool = True


@dataclass
class JuryState:
    """One window's mock jury."""

    choice: Choice | None = None
    questions: QuestionSet | None = None
    aimed_at: str = ""
    """The name of the draft that the questions are aimed at."""
    number: int = 0
    """How many sets of questions there were: tells a late answer to an earlier one."""
    oral: MockOral | None = None
    times: Times = field(default_factory=Times)
    orals: int = 0
    """How many orals were begun."""
    grid: dict[str, SelfAssessment] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def keep(self, choice: Choice, questions: QuestionSet, aimed_at: str) -> None:
        """Keep new questions; an oral on others is over."""
        with self._lock:
            self.choice, self.questions, self.aimed_at = choice, questions, aimed_at
            self.number += 1
            self.oral = None
            self.grid = {}

    def begin(self, times: Times, now: float) -> None:
        """Begin an oral on the questions that there are."""
        with self._lock:
            if self.questions is None:
                return
            self.times = times
            self.orals += 1
            self.grid = {}
            oral = mock_oral(self.questions, times.presentation, times.discussion, presents=times.presents)
            self.oral = oral.start(now)

    def move(self, before: MockOral, after: MockOral) -> bool:
        """Put a state in the place of another; False when something else happened in the meantime."""
        with self._lock:
            if self.oral is not before:
                return False
            self.oral = after
            return True

    def spare(self, turn: str, since: float, now: float) -> float | None:
        """Give back to the oral what the program itself took of that turn's time; return what its clock shows then.

        None where there is nothing to give back: the candidate went on, or holds the clock.
        """
        with self._lock:
            oral = self.oral
            if oral is None or turn != self.turn or not oral.clock.running:
                return None
            self.oral = oral.hold(since).resume(now)
            return self.oral.clock.elapsed(now)

    def leave_oral(self) -> None:
        """Forget the oral, keep the questions."""
        with self._lock:
            self.oral = None
            self.grid = {}

    @property
    def turn(self) -> str:
        """What tells the present turn of the oral from all others: an answer bears that of its question."""
        oral = self.oral
        if oral is None:
            return ""
        replies = len(oral.exchanges[-1].replies) if oral.exchanges else 0
        return f"{self.orals}.{oral.number}.{replies}"

    def forget(self) -> None:
        """Forget all; the counts stay, so that what comes late is still told apart."""
        with self._lock:
            self.choice = self.questions = self.oral = None
            self.aimed_at = ""
            self.grid = {}
