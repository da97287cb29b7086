"""Several drafts for one exam, reviewed one after the other; what a session keeps of them: the reviews alone."""

import threading
from dataclasses import dataclass, field

from assistant.coach import Coach
from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.coaching.reviewing.cohort import Cohort, cohort_of
from assistant.coaching.reviewing.review import Review
from assistant.referential.model import Referential
from assistant.web.jury.jury_asking import JuryRequestError, draw
from assistant.web.jury.jury_state import Choice
from assistant.web.operations.work import worked
from assistant.web.review.running import Running

MOST_DRAFTS = 40
QUESTIONS_EACH = 3


@dataclass
class Promotion:
    """One window's promotion. `batch` is the name that the window gave it."""

    batch: str = ""
    exam: str = ""
    total: int = 0
    reviews: list[Review] = field(default_factory=list)
    questions: list[QuestionSet] = field(default_factory=list)
    """Those for each draft, in the order of `reviews`."""
    refused: list[tuple[str, str]] = field(default_factory=list)
    """Files that couldn't be reviewed, and why."""
    no_questions: str = ""
    """Why there are no questions, where there are none."""
    running: Running | None = None
    stopped: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def begin(self, batch: str, exam: str, total: int) -> None:
        """Begin with a new batch: the one before is forgotten."""
        self.forget()
        with self._lock:
            self.batch, self.exam, self.total = batch, exam, total
            self.stopped = False

    def take(self, batch: str, running: Running) -> bool:
        """Take a draft as the one that is being reviewed; False when its batch was stopped or forgotten."""
        with self._lock:
            if batch != self.batch or self.stopped or (self.running is not None and not self.running.done):
                return False
            self.running = running
            return True

    def refuse(self, batch: str, name: str, problem: str) -> None:
        """Note why a file isn't among the drafts."""
        with self._lock:
            if batch == self.batch:
                self.refused.append((name, problem))

    def keep(self, batch: str, review: Review, questions: QuestionSet) -> None:
        """Keep a review and the questions for its author; nothing of a batch that was forgotten meanwhile."""
        with self._lock:
            if batch == self.batch:
                self.reviews.append(review)
                self.questions.append(questions)

    @property
    def seen(self) -> int:
        """How many files are done with."""
        return len(self.reviews) + len(self.refused)

    def stop(self) -> None:
        """Stop the draft that is being reviewed, and take no other."""
        with self._lock:
            self.stopped = True
            running = self.running
        if running is not None:
            running.stop()

    def forget(self) -> None:
        """Stop and forget everything."""
        self.stop()
        with self._lock:
            self.batch = self.exam = self.no_questions = ""
            self.total = 0
            self.reviews, self.questions, self.refused = [], [], []
            self.running = None

    def cohort(self, referential: Referential) -> Cohort | None:
        """Return the reviews side by side; None when there are none."""
        with self._lock:
            reviews = tuple(self.reviews)
        return cohort_of(reviews, referential.exam(self.exam)) if reviews else None


@worked.watched("cohort")
def questions_for(coach: Coach, review: Review) -> tuple[QuestionSet, str]:
    """Return the questions for a draft's author, the same each time; or none, and why."""
    choice = Choice(exam=review.exam, count=QUESTIONS_EACH, aimed=True)
    try:
        return draw(coach, choice, review, seed=1), ""
    except JuryRequestError as error:
        return QuestionSet(exam=review.exam, questions=(), seed=0, asked_for=QUESTIONS_EACH), str(error)
