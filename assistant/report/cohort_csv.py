"""The table of a year group as a CSV that French spreadsheets open as it is."""

import csv
from io import StringIO

from assistant.report import jury_wording as words
from assistant.report.asked import asked
from assistant.report.cells import is_risky
from assistant.report.cohort_table import CohortTable, DraftRow
from assistant.report.typography import clean

_BOM = "\ufeff"


def table_to_csv(table: CohortTable) -> bytes:
    """Write one row a draft: its verdicts, its totals, what is known of its file, its questions."""
    most = max((len(row.questions) for row in table.drafts), default=0)
    heads = [words.DRAFT, *(item.id for item in table.criteria), *words.TOTALS.values(), words.TO_CHECK_TOTAL]
    heads += [words.WORDS, words.LENGTH, words.WARNINGS]
    heads += [words.QUESTION.format(number=number) for number in range(1, most + 1)]
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for cells in (heads, *(_row(row, most) for row in table.drafts)):
        writer.writerow([_cell(text) for text in cells])
    return (_BOM + out.getvalue()).encode("utf-8")


def _row(row: DraftRow, most: int) -> list[str]:
    totals = row.totals
    questions = [asked(item) for item in row.questions]
    return [
        row.name,
        *(mark.words if mark else "" for mark in row.marks),
        *(str(totals.of(verdict)) for verdict in words.TOTALS),
        str(totals.to_check),
        str(row.review.words),
        row.length,
        " / ".join(row.warnings),
        *questions,
        *[""] * (most - len(questions)),
    ]


def _cell(text: str) -> str:
    text = clean(text)
    return f"'{text}" if is_risky(text) else text
