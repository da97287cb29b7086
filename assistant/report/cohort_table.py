"""The drafts of a year group against the criteria of their exam, with their totals, in words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.coaching.questioning.jury_question import JuryQuestion, QuestionSet
from assistant.coaching.reviewing.cohort import Cohort, CommonWeakness
from assistant.coaching.reviewing.review import CriterionReview, Review, ReviewVerdict
from assistant.referential.model import Criterion
from assistant.report import jury_wording as words
from assistant.report import wording
from assistant.report.asked import POINT_SHOWN
from assistant.report.content import is_doubtful
from assistant.report.sheet import exam_title
from assistant.report.typography import clean, counted, french, listed, shortened


@dataclass(frozen=True)
class Mark:
    """What a draft got on a criterion: a verdict in words, never a number."""

    verdict: ReviewVerdict
    to_check: bool

    @property
    def words(self) -> str:
        """« Couvert, à vérifier »."""
        return wording.verdict_words(self.verdict, to_check=self.to_check)


@dataclass(frozen=True)
class Totals:
    """How many of each verdict, and how many of them are to be checked."""

    verdicts: Counter[ReviewVerdict]
    to_check: int

    def of(self, verdict: ReviewVerdict) -> int:
        """Return how many there are of a verdict."""
        return self.verdicts[verdict]


@dataclass(frozen=True)
class DraftRow:
    """One draft. `marks` are in the order of the criteria, None where its review holds none."""

    name: str
    review: Review
    marks: tuple[Mark | None, ...]
    questions: tuple[JuryQuestion, ...]

    @property
    def totals(self) -> Totals:
        """What it got over all criteria."""
        return _totals(self.marks)

    @property
    def length(self) -> str:
        """« 12 pages », empty where nothing is known."""
        if self.review.pages is None:
            return ""
        is_deck = self.review.file.lower().endswith((".pptx", ".odp"))
        return counted(self.review.pages, "diapositive" if is_deck else "page")

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is to be known about the file."""
        return tuple(french(f"{wording.WARNINGS[item.kind]} : {item.message}") for item in self.review.warnings)


@dataclass(frozen=True)
class CohortTable:
    """The whole table."""

    title: str
    exam: str
    criteria: tuple[Criterion, ...]
    drafts: tuple[DraftRow, ...]
    weaknesses: tuple[CommonWeakness, ...]

    @property
    def totals(self) -> tuple[Totals, ...]:
        """What each criterion got over all drafts."""
        return tuple(_totals(row.marks[place] for row in self.drafts) for place in range(len(self.criteria)))


def table_of(cohort: Cohort, questions: Mapping[str, QuestionSet], title: str) -> CohortTable:
    """Return the table of a year group."""
    return CohortTable(
        title=exam_title(cohort.exam, title),
        exam=cohort.exam.id,
        criteria=cohort.exam.criteria,
        drafts=tuple(
            _row(name, review, cohort.exam.criteria, questions.get(name))
            for name, review in zip(cohort.names, cohort.reviews, strict=True)
        ),
        weaknesses=cohort.common_weaknesses(),
    )


def table_data(table: CohortTable) -> dict[str, Any]:
    """Return the table as JSON holds it, to the letter."""
    return {
        "exam": table.exam,
        "title": table.title,
        "criteria": [
            {"id": item.id, "text": item.text, "totals": _as_data(totals)}
            for item, totals in zip(table.criteria, table.totals, strict=True)
        ],
        "drafts": [
            {
                "name": row.name,
                "pages": row.review.pages,
                "words": row.review.words,
                "criteria": [
                    {"id": item.id, "verdict": item.verdict, "to_check": item.to_check} for item in row.review.criteria
                ],
                "totals": _as_data(row.totals),
                "warnings": [item.model_dump(mode="json") for item in row.review.warnings],
                "questions": [item.to_contract() for item in row.questions],
            }
            for row in table.drafts
        ],
        "common_weaknesses": [
            {
                "criterion": item.criterion,
                "text": item.text,
                "missing": item.missing,
                "partial": item.partial,
                "drafts": item.drafts,
                "lacking": [{"label": label, "drafts": count} for label, count in item.lacking],
            }
            for item in table.weaknesses
        ],
    }


def weakness_words(item: CommonWeakness) -> str:
    """Return « absent dans 3 dossiers et partiel dans 1, sur 5 dossiers jugés »."""
    told = [
        words.WEAKNESS[verdict].format(drafts=counted(count, "dossier"))
        for verdict, count in (("missing", item.missing), ("partial", item.partial))
        if count
    ]
    return words.WEAKNESS["of"].format(told=listed(told), drafts=counted(item.drafts, "dossier jugé", "dossiers jugés"))


def lacking_words(item: CommonWeakness) -> list[str]:
    """Return what is lacking most often, and in how many drafts."""
    return [f"{shortened(french(label), POINT_SHOWN)} ({counted(count, 'dossier')})" for label, count in item.lacking]


def draft_name(row: DraftRow, limit: int) -> str:
    """Return the name of a draft."""
    return shortened(clean(row.name), limit)


def _row(name: str, review: Review, criteria: tuple[Criterion, ...], questions: QuestionSet | None) -> DraftRow:
    found = {item.id: _mark(item) for item in review.criteria}
    marks = tuple(found.get(item.id) for item in criteria)
    return DraftRow(name, review, marks, questions.questions if questions else ())


def _mark(item: CriterionReview) -> Mark:
    return Mark(item.verdict, is_doubtful(item))


def _totals(marks: Iterable[Mark | None]) -> Totals:
    there = [mark for mark in marks if mark is not None]
    return Totals(Counter(mark.verdict for mark in there), sum(mark.to_check for mark in there))


def _as_data(totals: Totals) -> dict[str, int]:
    return {**{verdict: totals.of(verdict) for verdict in words.TOTALS}, "to_check": totals.to_check}
