"""What the page asks of the coach and of the exports for a mock jury, as it is agreed on.

Both are looked up when they are used: the page is served without them.
"""

from collections.abc import Mapping
from datetime import date
from importlib import import_module
from typing import Any, Protocol, cast

from assistant.coach import Coach
from assistant.coaching.assessing.assessment import Assessment
from assistant.coaching.questioning.jury_question import JuryQuestion, QuestionSet
from assistant.coaching.questioning.oral_report import OralReport
from assistant.coaching.reviewing.cohort import Cohort
from assistant.coaching.reviewing.review import Review
from assistant.referential.model import Exam
from assistant.referential.question_bank import Level


class JuryCoach(Protocol):
    """A coach that asks as a jury does, and says what an answer holds."""

    def questions(  # noqa: PLR0913
        self,
        exam: str,
        count: int = 5,
        *,
        review: Review | None = None,
        competence: str | None = None,
        level: Level | None = None,
        seed: int | None = None,
    ) -> QuestionSet:
        """Return questions. Raises QuestionRequestError, CorpusError, KeyError."""

    def assess(self, exam: str, question: str | JuryQuestion, answer: str) -> Assessment:
        """Return what an answer holds of what was expected."""


class JuryReports(Protocol):
    """What writes files of a mock jury."""

    def write_sheet(self, questions: QuestionSet, exam: Exam, title: str, form: str, *, candidate: str = "") -> bytes:
        """Return the tutor's grid."""

    def write_oral(self, report: OralReport, form: str, *, on: date) -> bytes:
        """Return what a mock oral leaves."""

    def write_cohort(self, cohort: Cohort, questions: Mapping[str, QuestionSet], form: str) -> bytes:
        """Return drafts × criteria."""


def jury_of(coach: Coach) -> JuryCoach:
    """Return the coach as a jury."""
    return cast(JuryCoach, cast(Any, coach))


def reports() -> JuryReports:
    """Return what writes files."""
    return cast(JuryReports, import_module("assistant.report"))
