"""The tutor's sheet: the official criteria as a grid, then each question with what to listen for and room for notes."""

from collections.abc import Iterator
from typing import Any

from assistant.coaching.questioning.jury_question import JuryQuestion, QuestionSet
from assistant.referential.model import Exam
from assistant.referential.question_bank import ExpectedPoint
from assistant.report import jury_wording as words
from assistant.report.asked import TEXT_SHOWN, about, anchor_part, asked, capital, ours_quoted, point_words
from assistant.report.cover import Cover
from assistant.report.paper import Boxes, Cell, Column, Grid, Lines, Paper, Part, Quoted, Title, Words, under
from assistant.report.typography import clean, counted, french, shortened

_TITLE_SHOWN = 120
_NAME_SHOWN = 80
_LINES = 3


def sheet_of(questions: QuestionSet, exam: Exam, title: str, candidate: str) -> Paper:
    """Say the sheet."""
    parts: list[Part] = [Title(words.CRITERIA), _criteria(exam)]
    parts += under(words.QUESTIONS, [tuple(_question(*item)) for item in enumerate(questions.questions, start=1)])
    if not questions.questions:
        parts += [Title(words.QUESTIONS), Words(words.NO_QUESTION)]
    return Paper(_cover(questions, exam, title, candidate), tuple(parts))


def sheet_data(questions: QuestionSet, exam: Exam, title: str) -> dict[str, Any]:
    """Return the sheet as JSON holds it: the contract's questions, with the exam's title."""
    return {"exam": exam.id, "title": title, **questions.to_contract()}


def exam_title(exam: Exam, title: str) -> str:
    """Return the exam's code and its short title."""
    short = capital(shortened(french(title), _TITLE_SHOWN))
    return f"{exam.id} – {short}" if short else exam.id


def official(text: str) -> str:
    """Return the wording of a criterion, to the letter."""
    return shortened(clean(text), TEXT_SHOWN)


def _cover(questions: QuestionSet, exam: Exam, title: str, candidate: str) -> Cover:
    return Cover(
        kicker=words.SHEET_KICKER,
        title=exam_title(exam, title),
        subject=f"{counted(len(exam.criteria), 'critère')}, {_number(questions)}",
        facts=(
            (words.CANDIDATE, shortened(clean(candidate), _NAME_SHOWN)),
            (words.DATE, ""),
            (words.PRESENTATION, _minutes(exam.format.presentation_minutes)),
            (words.DISCUSSION, _minutes(exam.format.discussion_minutes)),
        ),
        facts_alt=words.FACTS_ALT,
        notice=french(words.SHEET_NOTICE),
        footer=f"{exam.id} – {words.SHEET_FOOTER}",
    )


def _number(questions: QuestionSet) -> str:
    there = counted(len(questions.questions), "question")
    if len(questions.questions) < questions.asked_for:
        return words.FEWER.format(there=there, wanted=questions.asked_for)
    return there


def _minutes(minutes: int | None) -> str:
    return words.UNSAID_DURATION if minutes is None else counted(minutes, "minute")


def _criteria(exam: Exam) -> Grid:
    columns = (
        Column(words.CRITERION, 0.155),
        Column(words.OFFICIAL, 0.445),
        Column(words.TICK, 0.15),
        Column(words.NOTES, 0.25),
    )
    rows = tuple(
        ((Words(item.id, "strong"),), (Words(official(item.text)),), (Boxes(words.COVERED),), ())
        for item in exam.criteria
    )
    return Grid(words.CRITERIA, words.CRITERIA_ALT, columns, rows)


def _question(number: int, question: JuryQuestion) -> Iterator[Part]:
    yield Title(words.QUESTION.format(number=number), 2)
    yield Words(about(question), "quiet")
    yield Words(asked(question), "question")
    anchor = anchor_part(question)
    if anchor:
        yield Quoted((anchor,), words.DRAFT_WORDS)
    columns = (Column(words.EXPECTED, 0.82), Column(words.TICK, 0.18))
    rows = tuple((_point(item), (Boxes(words.SAID),)) for item in question.points)
    if rows:
        yield Grid(words.EXPECTED, words.EXPECTED_ALT, columns, rows)
    yield Lines(words.NOTES, _LINES)


def _point(item: ExpectedPoint) -> Cell:
    cell = [
        Words(point_words(item.point), "strong"),
        Words(french(words.EXAMPLE).format(example=ours_quoted(item.said[0])), "quiet"),
    ]
    if item.follow_up:
        cell.append(Words(ours_quoted(item.follow_up), name=words.FOLLOW_UP_IF))
    return tuple(cell)
