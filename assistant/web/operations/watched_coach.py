"""The coach of a service: the same, and it tells of its work."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.coach import Coach, CoachWithoutModel
from assistant.coaching.asking.answer import Answer, Turn
from assistant.progress import Cancelled, Progress, Report, never, unreported, unseen
from assistant.web.operations.work import size_of, size_of_file, worked

if TYPE_CHECKING:
    from assistant.coaching.assessing.assessment import Assessment
    from assistant.coaching.questioning.jury_question import JuryQuestion, QuestionSet
    from assistant.coaching.reviewing.reading_cache import ReadingCache
    from assistant.coaching.reviewing.review import Review
    from assistant.dossier.model import Document
    from assistant.referential.question_bank import Level


class WatchedCoach(Coach):
    """Tells of each answer, reading, review, set of questions and assessment; see `Coach` for what they are."""

    @cached_property
    def _without_model(self) -> Coach:
        return _WatchedWithoutModel(self)

    def stream(
        self,
        question: str,
        history: Iterable[Turn | Mapping[str, str]] = (),
        *,
        review: "Review | None" = None,
        cancelled: Cancelled = never,
    ) -> Iterator[Answer]:
        """Answer a question."""
        with worked.watched("ask"):
            yield from super().stream(question, history, review=review, cancelled=cancelled)

    def read(
        self,
        draft: "str | Path | bytes",
        name: str | None = None,
        cancelled: Cancelled = never,
        report: Report = unreported,
    ) -> "Document":
        """Read a draft."""
        with worked.watched("read", size=size_of_file(len(draft)) if isinstance(draft, bytes) else ""):
            return super().read(draft, name, cancelled, report)

    def review(  # noqa: PLR0913 - as the coach names its choices
        self,
        draft: "str | Path | bytes | Document",
        exam: str | None = None,
        *,
        name: str | None = None,
        progress: Progress = unseen,
        cancelled: Cancelled = never,
        readings: "ReadingCache | None" = None,
    ) -> "Review":
        """Review a draft."""
        from assistant.dossier.model import Document

        with worked.watched("review", self._known(exam)) as work:
            if isinstance(draft, Document):
                work.size = size_of(draft.words)
            review = super().review(draft, exam, name=name, progress=progress, cancelled=cancelled, readings=readings)
            work.exam = review.exam
            return review

    def questions(  # noqa: PLR0913 - as the coach names its choices
        self,
        exam: str,
        count: int = 5,
        *,
        review: "Review | None" = None,
        competence: str | None = None,
        level: "Level | None" = None,
        seed: int | None = None,
        asked_before: str = "",
    ) -> "QuestionSet":
        """Return the questions of a mock jury."""
        with worked.watched("questions", self._known(exam)):
            return super().questions(
                exam,
                count,
                review=review,
                competence=competence,
                level=level,
                seed=seed,
                asked_before=asked_before,
            )

    def assess(self, exam: str, question: "str | JuryQuestion", answer: str) -> "Assessment":
        """Assess an answer."""
        with worked.watched("assess", self._known(exam)):
            return super().assess(exam, question, answer)

    def transcribe(self, audio: bytes) -> str:
        """Write down what is said in a recording."""
        with worked.watched("hear"):
            return super().transcribe(audio)

    def _known(self, exam: str | None) -> str:
        """The exam, if it is one: what a program sends as one may be anything."""
        return exam if exam in {known.id for known in self.referential.exams} else ""


class _WatchedWithoutModel(WatchedCoach, CoachWithoutModel):
    """The same without its language model."""
