"""What a report says, whatever its form: the review in the order and the words in which it is handed over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.coaching.reviewing.comparing import Comparison
from assistant.coaching.reviewing.review import CriterionReview, ExpectedElementReview, Quote, Review, ReviewVerdict
from assistant.coaching.reviewing.review_summary import FORMATIVE
from assistant.dossier.model import DraftWarning
from assistant.referential.model import Exam, Referential
from assistant.report import wording
from assistant.report.blocks import Block, read_blocks
from assistant.report.changes import ComparisonPart, comparison_part
from assistant.report.cover import Cover, QuotePart
from assistant.report.opinion import opinion_words
from assistant.report.typography import (
    NO_BREAK,
    clean,
    counted,
    french,
    listed,
    long_date,
    place_of,
    quoted_beginning,
    shortened,
)

__all__ = ["ComparisonPart", "CriterionPart", "QuotePart", "Report", "comparison_part", "cover_of", "report_of"]

_TITLE_SHOWN = 120
_FILE_SHOWN = 120
_QUOTE_SHOWN = 1200
_LABEL_SHOWN = 400
_TEXT_SHOWN = 2000
_SUMMARY_SHOWN = 20_000
"""Beyond these lengths (characters) a passage is no evidence that anyone reads on paper; JSON holds all of it."""


@dataclass(frozen=True)
class CriterionPart:
    """One criterion. `official` is the référentiel's wording, `quotes` are the draft's words: both to the letter."""

    id: str
    n: int
    official: str
    verdict: ReviewVerdict
    to_check: bool
    quotes: tuple[QuotePart, ...]
    found: tuple[str, ...]
    missing: tuple[str, ...]
    advice: str
    against: tuple[QuotePart, ...] = ()
    against_title: str = ""
    opinion: str = ""
    """What the language model says of it; empty where it said nothing."""

    @property
    def title(self) -> str:
        """« Critère 3 »."""
        return f"{wording.CRITERION} {self.n}"

    @property
    def sign(self) -> str:
        """The sign of its verdict."""
        return wording.VERDICTS[self.verdict].sign

    @property
    def verdict_words(self) -> str:
        """Its verdict in words, with « à vérifier » where it is."""
        return wording.verdict_words(self.verdict, to_check=self.to_check)


@dataclass(frozen=True)
class ExpectedPart:
    """One expected element of the modalités."""

    label: str
    sign: str
    presence: str
    where: str


@dataclass(frozen=True)
class WarningPart:
    """One thing to know about the file."""

    title: str
    message: str
    quote: str


@dataclass(frozen=True)
class Segment:
    """The criteria of one verdict, by number: a part of the coverage picture."""

    verdict: ReviewVerdict
    numbers: tuple[int, ...]

    @property
    def words(self) -> str:
        """« 3 couverts »."""
        names = wording.VERDICTS[self.verdict]
        return counted(len(self.numbers), names.name.lower(), names.plural)

    @property
    def criteria(self) -> str:
        """« critères 1, 2 et 5 »."""
        noun = "critère" if len(self.numbers) == 1 else "critères"
        return f"{noun} {listed([str(number) for number in self.numbers])}"


@dataclass(frozen=True)
class Report:
    """The whole document."""

    title: str
    certification: str
    facts: tuple[tuple[str, str], ...]
    notice: str
    summary: tuple[Block, ...]
    comparison: ComparisonPart | None
    coverage: tuple[Segment, ...]
    expected: tuple[ExpectedPart, ...]
    criteria: tuple[CriterionPart, ...]
    elsewhere: tuple[CriterionPart, ...]
    warnings: tuple[WarningPart, ...]

    @property
    def code(self) -> str:
        """The exam's code, which the title begins with."""
        return self.title.partition(" ")[0]

    @property
    def coverage_alt(self) -> str:
        """What the coverage picture shows, in words."""
        counts = listed([f"{segment.words} ({segment.criteria})" for segment in self.coverage])
        return french(wording.COVERAGE_ALT).format(counts=counts)


def report_of(review: Review, referential: Referential, comparison: Comparison | None, day: date) -> Report:
    """Say a review in the order of a report."""
    exam = next((item for item in referential.exams if item.id == review.exam), None)
    parts = [_criterion(item) for item in review.criteria]
    text = review.summary.replace(FORMATIVE, "")[:_SUMMARY_SHOWN]
    certification = f"{referential.title} ({referential.certifier}, {referential.level})"
    return Report(
        title=_title(review, exam, referential),
        certification=french(certification),
        facts=_facts(review, day),
        notice=french(FORMATIVE),
        summary=read_blocks(text),
        comparison=comparison_part(comparison) if comparison else None,
        coverage=_coverage(review.criteria),
        expected=tuple(_expected(item) for item in review.expected_elements),
        criteria=tuple(part for part in parts if part.verdict != "not_assessable"),
        elsewhere=tuple(part for part in parts if part.verdict == "not_assessable"),
        warnings=tuple(_warning(item) for item in review.warnings),
    )


def cover_of(report: Report, footer: str) -> Cover:
    """Return what the document begins with, and the words at the foot of each page."""
    return Cover(
        kicker=wording.KICKER,
        title=report.title,
        subject=report.certification,
        facts=report.facts,
        facts_alt=wording.FACTS_ALT,
        notice=report.notice,
        footer=footer,
    )


def _title(review: Review, exam: Exam | None, referential: Referential) -> str:
    """The exam's code and its short title, which the summary begins with; else the title of its activity."""
    code = shortened(clean(review.exam), _TITLE_SHOWN)
    told = re.match(rf"\*\*{re.escape(review.exam)}, ([^*\n]+)\*\*", review.summary)
    official = referential.activity(exam.activity).title if exam else ""
    short = french(told[1] if told else official)
    return f"{code} – {short[:1].upper()}{shortened(short[1:], _TITLE_SHOWN)}" if short else code


def _facts(review: Review, day: date) -> tuple[tuple[str, str], ...]:
    is_deck = review.file.lower().endswith((".pptx", ".odp"))
    unit = "diapositive" if is_deck else "page"
    length = [counted(review.pages, unit)] if review.pages is not None else []
    length.append(counted(review.words, "mot"))
    model = review.engine.removeprefix("llm:")
    reader = (
        wording.EXTRACTIVE if model == "extractive" else wording.WITH_MODEL.format(name=shortened(model, _FILE_SHOWN))
    )
    facts = [
        (wording.FILE, shortened(clean(review.file), _FILE_SHOWN)),
        (wording.EXAM, f"{clean(review.exam)}, {wording.EXAM_SOURCES[review.exam_source]}"),
        (wording.LENGTH, ", ".join(length)),
        (wording.READER, french(reader)),
        (wording.DATE, long_date(day)),
    ]
    if review.warnings:
        facts.append((wording.ALERTS, wording.ALERTS_BELOW.format(count=len(review.warnings))))
    return tuple(facts)


def _coverage(criteria: Sequence[CriterionReview]) -> tuple[Segment, ...]:
    numbers = {verdict: tuple(item.n for item in criteria if item.verdict == verdict) for verdict in wording.VERDICTS}
    return tuple(Segment(verdict, found) for verdict, found in numbers.items() if found)


def is_doubtful(item: CriterionReview) -> bool:
    """Tell whether there is a verdict, and it is to be checked."""
    return item.to_check and item.verdict not in {"not_rated", "not_assessable"}


def _criterion(item: CriterionReview) -> CriterionPart:
    doubtful = is_doubtful(item)
    return CriterionPart(
        id=item.id,
        n=item.n,
        official=shortened(clean(item.text), _TEXT_SHOWN),
        verdict=item.verdict,
        to_check=doubtful,
        quotes=_quotes(item.evidence),
        found=_labels(item.found),
        missing=_labels(item.missing),
        advice=shortened(french(item.advice), _TEXT_SHOWN),
        against=_quotes(item.against) if doubtful else (),
        against_title=wording.AGAINST.get(item.verdict, ""),
        opinion=opinion_words(item),
    )


def _labels(labels: Sequence[str]) -> tuple[str, ...]:
    return tuple(shortened(french(label), _LABEL_SHOWN) for label in labels)


def _quotes(quotes: Sequence[Quote]) -> tuple[QuotePart, ...]:
    return tuple(
        QuotePart(quoted_beginning(item.quote, _QUOTE_SHOWN), place_of(item)) for item in quotes if clean(item.quote)
    )


def _expected(item: ExpectedElementReview) -> ExpectedPart:
    sign, presence = wording.PRESENCES[item.present]
    label = shortened(french(item.label), _LABEL_SHOWN)
    places = dict.fromkeys(place for quote in item.evidence if (place := place_of(quote)))
    where = f"{NO_BREAK}; ".join(places)
    return ExpectedPart(f"{label[:1].upper()}{label[1:]}", sign, presence, where)


def _warning(item: DraftWarning) -> WarningPart:
    quote = quoted_beginning(item.quote, _QUOTE_SHOWN) if clean(item.quote) else ""
    return WarningPart(wording.WARNINGS[item.kind], shortened(french(item.message), _TEXT_SHOWN), quote)
