"""The table of a year group in Markdown."""

from collections.abc import Iterator

from assistant.report import jury_wording as words
from assistant.report.asked import about, anchor_part, asked
from assistant.report.cohort_table import CohortTable, DraftRow, draft_name, lacking_words, weakness_words
from assistant.report.markdown_parts import escaped, joined, pipe_table
from assistant.report.sheet import official
from assistant.report.typography import NO_BREAK, counted, french

_NAME_SHOWN = 120


def table_to_markdown(table: CohortTable) -> str:
    """Write the table."""
    parts = [f"# {words.COHORT} {escaped(table.title)}", f"> {escaped(french(words.COHORT_NOTICE))}"]
    parts += [_verdicts(table) if table.drafts else words.NO_DRAFT, f"## {words.CRITERIA}", _criteria(table)]
    parts += [f"## {words.WEAKNESSES}", *_weaknesses(table), f"## {words.QUESTIONS}"]
    for row in table.drafts:
        parts += _questions(row)
    if not table.drafts:
        parts.append(words.NO_DRAFT)
    parts += [f"## {words.DRAFTS}", *(_draft(row) for row in table.drafts)]
    if not table.drafts:
        parts.append(words.NO_DRAFT)
    return joined(parts)


def _verdicts(table: CohortTable) -> str:
    heads = [words.DRAFT, *(item.id for item in table.criteria), *words.TOTALS.values(), words.TO_CHECK_TOTAL]
    rows = []
    for row in table.drafts:
        totals = row.totals
        numbers = [*(totals.of(verdict) for verdict in words.TOTALS), totals.to_check]
        marks = [mark.words if mark else "" for mark in row.marks]
        rows.append([draft_name(row, _NAME_SHOWN), *marks, *(str(number) for number in numbers)])
    return pipe_table(heads, rows)


def _criteria(table: CohortTable) -> str:
    heads = [words.CRITERION, words.OFFICIAL, *words.TOTALS.values(), words.TO_CHECK_TOTAL]
    rows = []
    for item, totals in zip(table.criteria, table.totals, strict=True):
        numbers = [*(totals.of(verdict) for verdict in words.TOTALS), totals.to_check]
        rows.append([item.id, official(item.text), *(str(number) for number in numbers)])
    return pipe_table(heads, rows)


def _weaknesses(table: CohortTable) -> Iterator[str]:
    for item in table.weaknesses:
        yield f"**{item.criterion}**{NO_BREAK}: {escaped(official(item.text))}"
        lines = [f"- {escaped(weakness_words(item))}"]
        lines += [f"- **{words.LACKING}**{NO_BREAK}: {escaped(', '.join(lacking_words(item)))}"] if item.lacking else []
        yield "\n".join(lines)
    if not table.weaknesses:
        yield words.NO_WEAKNESS


def _questions(row: DraftRow) -> Iterator[str]:
    yield f"### {escaped(draft_name(row, _NAME_SHOWN))}"
    if not row.questions:
        yield words.NO_QUESTIONS
    for number, question in enumerate(row.questions, start=1):
        yield f"**{number}. {escaped(asked(question))}**  \n{escaped(about(question))}"
        anchor = anchor_part(question)
        if anchor:
            yield f"> {escaped(' – '.join(part for part in (anchor.text, anchor.place) if part))}"


def _draft(row: DraftRow) -> str:
    length = ", ".join(part for part in (counted(row.review.words, "mot"), row.length) if part)
    lines = [f"- **{escaped(draft_name(row, _NAME_SHOWN))}**{NO_BREAK}: {length}"]
    return "\n".join([*lines, *(f"  - {escaped(text)}" for text in row.warnings)])
