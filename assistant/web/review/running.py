"""A review under way in a thread of its own: what it says while it runs, and how it ends."""

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from traceback import format_tb

from assistant.coach import Coach
from assistant.coaching.reviewing.reading_cache import ReadingCache
from assistant.coaching.reviewing.review import Review
from assistant.dossier.model import Document
from assistant.dossier.refusals import DraftCancelledError, DraftError
from assistant.referential.loading import CorpusError
from assistant.web.preparation import Preparation

AT_ONCE = 2
"""Reviews that are judged at the same time, over all sessions; the others wait for their turn."""

STOPPED = "La relecture a été arrêtée à votre demande. Votre choix de fichier et d’épreuve est gardé."
FAILED = "La relecture a échoué pour une raison imprévue : relancez-la. Si cela se répète, essayez un autre format."
UNKNOWN_EXAM = "Cette épreuve n’existe pas dans le référentiel : choisissez-en une dans la liste."
ALREADY = "Une relecture est déjà en cours dans cette fenêtre : attendez qu’elle finisse, ou arrêtez-la."

_log = logging.getLogger(__name__)
_turns = threading.BoundedSemaphore(AT_ONCE)
_waiting: set["Running"] = set()
_TICK_S = 0.1
_LEAST_CHANGE = 0.005


@dataclass(frozen=True)
class Step:
    """What is being done. `share` goes from 0 to 1; None while it can't be known."""

    share: float | None
    sentence: str


class Running:
    """One review, which `steps` begins."""

    def __init__(  # noqa: PLR0913 - what one review needs
        self,
        preparation: Preparation,
        draft: bytes | Document,
        name: str,
        exam: str | None,
        readings: ReadingCache | None = None,
        *,
        coach: Coach | None = None,
    ) -> None:
        """Take a draft and the exam it is for, None lets its text decide; `readings` is the person's own.

        `coach` is the one that the person agreed to; without it nothing is sent to another machine.
        """
        self._preparation = preparation
        self._coach = coach
        self._draft = draft
        self._name = name
        self._exam = exam
        self._readings = readings
        self._step = Step(None, "Préparation…")
        self._cancelled = threading.Event()
        self._done = threading.Event()
        self.review: Review | None = None
        self.document: Document | None = None
        self.problem = ""
        """Why there is no review, in one French sentence."""

    @property
    def done(self) -> bool:
        """Whether it has ended, whichever way."""
        return self._done.is_set()

    @property
    def stopped(self) -> bool:
        """Whether it was asked to stop."""
        return self._cancelled.is_set()

    def stop(self) -> None:
        """Ask it to stop; it does so at its next step."""
        self._cancelled.set()

    def steps(self) -> Iterator[Step]:
        """Run, and yield each new step; once this ends, `review` or `problem` says what came of it.

        Whoever stops listening stops the review.
        """
        threading.Thread(target=self._run, name="review", daemon=True).start()
        shown = None
        try:
            while not self._done.wait(_TICK_S):
                step = self._step
                if shown is None or _differs(shown, step):
                    shown = step
                    yield step
        finally:
            if not self.done:
                self.stop()

    def _run(self) -> None:
        from assistant.coaching.reviewing.reviewer import ReviewCancelledError

        try:
            self._wait_until_ready()
            self._review()
        except (ReviewCancelledError, DraftCancelledError):
            self.problem = STOPPED
        except (DraftError, CorpusError) as error:
            self.problem = str(error)
        except Exception as error:  # whatever it is, the page must say it instead of waiting for ever
            # A message may hold words of the draft: the log gets the places alone.
            _log.error("A review failed: %s\n%s", type(error).__name__, "".join(format_tb(error.__traceback__)))
            self.problem = FAILED
        finally:
            self._draft = b""
            self._done.set()

    def _wait_until_ready(self) -> None:
        self._preparation.start()
        while not self._preparation.wait():
            self._heed()
            self._step = Step(None, self._preparation.message)
        if self._preparation.problem:
            raise DraftError(self._preparation.problem)

    def _review(self) -> None:
        coach = self._coach or self._preparation.coach
        if self._exam is not None and self._exam not in {exam.id for exam in coach.referential.exams}:
            raise DraftError(UNKNOWN_EXAM)
        self._take_turn()
        try:
            self._step = Step(0.02, f"Lecture de « {self._name} »…")
            draft = self._draft
            if isinstance(draft, Document):
                document = draft
            else:
                document = coach.read(draft, self._name, self._cancelled.is_set, self._hear_reading)
            self._heed()
            self._step = Step(0.1, "Le texte est lu. Préparation des attendus de l’épreuve…")
            self.review = coach.review(
                document,
                self._exam,
                name=self._name,
                progress=self._hear,
                cancelled=self._cancelled.is_set,
                readings=self._readings,
            )
            self.document = document
        finally:
            _turns.release()

    def _take_turn(self) -> None:
        _waiting.add(self)
        try:
            while not _turns.acquire(timeout=_TICK_S):
                self._heed()
                self._step = Step(None, "D’autres relectures sont en cours : la vôtre attend son tour…")
        finally:
            _waiting.discard(self)

    def _heed(self) -> None:
        from assistant.coaching.reviewing.reviewer import ReviewCancelledError

        if self.stopped:
            raise ReviewCancelledError

    def _hear_reading(self, sentence: str) -> None:
        self._step = Step(0.02, sentence)

    def _hear(self, share: float, sentence: str) -> None:
        # Reading took the first tenth of the bar.
        self._step = Step(0.1 + 0.9 * min(max(share, 0.0), 1.0), sentence)


def waiting_reviews() -> int:
    """Return how many reviews wait for their turn."""
    return len(_waiting)


def _differs(shown: Step, step: Step) -> bool:
    if shown.sentence != step.sentence or (shown.share is None) != (step.share is None):
        return True
    return shown.share is not None and step.share is not None and step.share - shown.share >= _LEAST_CHANGE
