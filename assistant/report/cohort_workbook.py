"""The table of a year group as a workbook: everything that a draft or its name holds is written as text."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from assistant.coaching.reviewing.review import ReviewVerdict
from assistant.report import jury_wording as words
from assistant.report.asked import anchor_part, asked, capital, point_words
from assistant.report.cells import is_risky
from assistant.report.cohort_table import CohortTable, DraftRow, Totals, lacking_words
from assistant.report.palette import ACCENT, INK, LINE, QUIET, TINT, VERDICT_COLOURS, VERDICT_TINTS
from assistant.report.sheet import official
from assistant.report.typography import clean, french, shortened

_MOST = 32_000
"""A cell holds 32 767 characters."""
_FONT = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "top", "text_wrap": True}
_BOX = {"border": 1, "border_color": LINE}
_HEAD = {**_FONT, **_BOX, "bold": True, "font_color": ACCENT, "bg_color": TINT}
_SMALL = {**_FONT, **_BOX, "font_size": 8, "font_color": QUIET}
_TEXT = {**_FONT, **_BOX}
_NUMBER = {**_TEXT, "align": "center"}
_TOTAL = {**_NUMBER, "bold": True, "bg_color": TINT}

_LINE_HEIGHT = 11.0
_NAME_WIDTH = 34
_CRITERION_WIDTH = 20
_TOTAL_WIDTH = 9
_CHARACTERS = 24
"""Characters of the small print that a column of a criterion holds on a line."""


def table_to_workbook(table: CohortTable) -> bytes:
    """Write the workbook."""
    from xlsxwriter import Workbook

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(out, options) as book:
        book.set_properties({"title": f"{words.COHORT} {table.title}", "author": "jury-coach"})
        writer = _Writer(book, table)
        writer.verdicts()
        writer.weaknesses()
        writer.questions()
        writer.drafts()
    return out.getvalue()


class _Writer:
    def __init__(self, book: Any, table: CohortTable) -> None:
        self._book = book
        self._table = table
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def verdicts(self) -> None:
        """Drafts against criteria; the head names the criteria, and says their wording below."""
        criteria = self._table.criteria
        sheet = self._sheet(words.COHORT, [_NAME_WIDTH, *[_CRITERION_WIDTH] * len(criteria), *[_TOTAL_WIDTH] * 6])
        heads = [words.DRAFT, *(item.id for item in criteria), *words.TOTALS.values(), words.TO_CHECK_TOTAL]
        self._row(sheet, 0, heads, _HEAD)
        wordings = [words.OFFICIAL, *(official(item.text) for item in criteria), *[""] * 6]
        self._row(sheet, 1, wordings, _SMALL)
        sheet.set_row(1, _LINE_HEIGHT * max((-(-len(text) // _CHARACTERS) + 1 for text in wordings), default=1))
        sheet.freeze_panes(2, 1)
        sheet.repeat_rows(0, 1)
        row = 2
        for row, draft in enumerate(self._table.drafts, start=2):
            self._draft(sheet, row, draft)
        if not self._table.drafts:
            self._text(sheet, row, 0, words.NO_DRAFT, _TEXT)
            return
        sheet.autofilter(1, 0, row, len(heads) - 1)
        for place, totals in enumerate(self._table.totals, start=1):
            for rank, number in enumerate(_numbers(totals), start=row + 2):
                sheet.write_number(rank, place, number, self._format(_TOTAL))
        for rank, name in enumerate([*words.TOTALS.values(), words.TO_CHECK_TOTAL], start=row + 2):
            self._text(sheet, rank, 0, name, _HEAD)

    def _draft(self, sheet: Any, row: int, draft: DraftRow) -> None:
        self._text(sheet, row, 0, draft.name, _TEXT | {"bold": True})
        for place, mark in enumerate(draft.marks, start=1):
            self._text(sheet, row, place, mark.words if mark else "", _verdict(mark.verdict) if mark else _TEXT)
        for place, number in enumerate(_numbers(draft.totals), start=len(draft.marks) + 1):
            sheet.write_number(row, place, number, self._format(_TOTAL))

    def weaknesses(self) -> None:
        """What at least half of the drafts lack."""
        sheet = self._sheet(words.WEAKNESSES, [16, 60, 10, 10, 14, 70])
        names = words.TOTALS
        heads = [words.CRITERION, words.OFFICIAL, names["missing"], names["partial"], words.JUDGED, words.LACKING]
        self._head(sheet, heads)
        for row, item in enumerate(self._table.weaknesses, start=1):
            self._text(sheet, row, 0, item.criterion, _TEXT | {"bold": True})
            self._text(sheet, row, 1, official(item.text), _TEXT)
            for place, number in enumerate((item.missing, item.partial, item.drafts), start=2):
                sheet.write_number(row, place, number, self._format(_NUMBER))
            self._lines(sheet, row, 5, lacking_words(item))
        if not self._table.weaknesses:
            self._text(
                sheet, 1, 0, words.NO_WEAKNESS if self._table.drafts else words.NO_DRAFT, _FONT | {"text_wrap": False}
            )

    def questions(self) -> None:
        """The questions for each draft."""
        sheet = self._sheet(words.QUESTIONS, [_NAME_WIDTH, 5, 60, 16, 18, 11, 50, 50, 50, 24])
        heads = [words.DRAFT, words.NUMBER, words.QUESTION_HEAD, words.CRITERIA_HEAD, words.KIND, words.LEVEL_HEAD]
        self._head(sheet, [*heads, words.POINTS, words.FOLLOW_UPS, words.DRAFT_WORDS, words.PLACE])
        row = 1
        for draft in self._table.drafts:
            for number, item in enumerate(draft.questions, start=1):
                anchor = anchor_part(item)
                self._text(sheet, row, 0, draft.name, _TEXT | {"bold": True})
                sheet.write_number(row, 1, number, self._format(_NUMBER))
                self._text(sheet, row, 2, asked(item), _TEXT)
                self._text(sheet, row, 3, ", ".join(item.targets), _TEXT)
                self._text(sheet, row, 4, capital(words.KINDS[item.kind]), _TEXT)
                self._text(sheet, row, 5, capital(item.level), _TEXT)
                self._lines(sheet, row, 6, [point_words(point) for point in item.expected_points])
                self._lines(sheet, row, 7, [french(text) for text in item.follow_ups])
                self._text(sheet, row, 8, anchor.text if anchor else "", _TEXT)
                self._text(sheet, row, 9, anchor.place if anchor else "", _TEXT)
                row += 1
        if row == 1:
            self._text(sheet, 1, 0, words.NO_QUESTION_HERE, _FONT | {"text_wrap": False})

    def drafts(self) -> None:
        """What is known of each file."""
        sheet = self._sheet(words.DRAFTS, [_NAME_WIDTH, 10, 20, 90])
        self._head(sheet, [words.DRAFT, words.WORDS, words.LENGTH, words.WARNINGS])
        for row, draft in enumerate(self._table.drafts, start=1):
            self._text(sheet, row, 0, draft.name, _TEXT | {"bold": True})
            sheet.write_number(row, 1, draft.review.words, self._format(_TEXT | {"num_format": "#,##0"}))
            self._text(sheet, row, 2, draft.length, _TEXT)
            self._lines(sheet, row, 3, draft.warnings)
        if not self._table.drafts:
            self._text(sheet, 1, 0, words.NO_DRAFT, _TEXT)

    def _sheet(self, name: str, widths: Sequence[float]) -> Any:
        sheet = self._book.add_worksheet(name)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        return sheet

    def _head(self, sheet: Any, heads: Sequence[str]) -> None:
        self._row(sheet, 0, heads, _HEAD)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)

    def _row(self, sheet: Any, row: int, texts: Sequence[str], look: dict[str, Any]) -> None:
        for place, text in enumerate(texts):
            self._text(sheet, row, place, text, look)

    def _lines(self, sheet: Any, row: int, place: int, texts: Sequence[str]) -> None:
        """Several texts in one cell, a line for each."""
        lines = [f"• {clean(text)}" for text in texts]
        self._write(sheet, row, place, "\n".join(lines), _TEXT)

    def _text(self, sheet: Any, row: int, place: int, text: str, look: dict[str, Any]) -> None:
        self._write(sheet, row, place, clean(text), look)

    def _write(self, sheet: Any, row: int, place: int, text: str, look: dict[str, Any]) -> None:
        """Write a string, never a formula; the mark of text keeps it one when somebody edits the cell."""
        if not text:
            sheet.write_blank(row, place, None, self._format(look))
            return
        quoted = {"quote_prefix": True} if is_risky(text) else {}
        sheet.write_string(row, place, shortened(text, _MOST), self._format(look | quoted))

    def _format(self, look: dict[str, Any]) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(look)
        return self._formats[key]


def _verdict(verdict: ReviewVerdict) -> dict[str, Any]:
    return _TEXT | {"font_color": VERDICT_COLOURS[verdict], "bg_color": VERDICT_TINTS[verdict], "bold": True}


def _numbers(totals: Totals) -> list[int]:
    return [*(totals.of(verdict) for verdict in words.TOTALS), totals.to_check]
