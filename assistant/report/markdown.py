"""A report in Markdown that reads well as plain text."""

from assistant.report import wording
from assistant.report.content import ComparisonPart, CriterionPart, Report, cover_of
from assistant.report.markdown_parts import block_of, escaped, head, joined, labelled, quote_of
from assistant.report.typography import NO_BREAK, french


def to_markdown(report: Report) -> str:
    """Write the whole report."""
    parts = head(cover_of(report, ""))
    parts += [f"## {wording.SUMMARY}", *(block_of(block) for block in report.summary)]
    if report.comparison:
        parts += [f"## {wording.COMPARISON}", comparison_to_markdown(report.comparison).rstrip("\n")]
    parts += [f"## {wording.OVERVIEW}", *_coverage(report)]
    if report.expected:
        parts += [f"## {wording.EXPECTED}", *_expected(report)]
    parts.append(f"## {wording.GRID}")
    parts += [text for item in report.criteria for text in _criterion(item)] or [wording.NO_GRID]
    if report.elsewhere:
        parts.append(f"## {wording.ELSEWHERE}")
        parts += [text for item in report.elsewhere for text in _criterion(item)]
    if report.warnings:
        parts.append(f"## {wording.WARNINGS_TITLE}")
        for item in report.warnings:
            parts.append(f"**{item.title}**{NO_BREAK}: {escaped(item.message)}")
            parts += [f"> {escaped(item.quote)}"] if item.quote else []
    return joined(parts)


def comparison_to_markdown(part: ComparisonPart) -> str:
    """Write what moved."""
    parts = [escaped(sentence) for sentence in part.sentences]
    for item in part.moved:
        lines = [f"**{item.title}** – {escaped(item.change)}  ", escaped(item.official), ""]
        lines += [labelled(name, ", ".join(labels)) for name, labels in item.elements]
        parts.append("\n".join(lines).strip())
    if part.expected:
        lines = [f"**{wording.EXPECTED_MOVES}**", "", *(f"- {escaped(text)}" for text in part.expected)]
        parts.append("\n".join(lines))
    return joined([*parts, escaped(part.unchanged)])


def _coverage(report: Report) -> list[str]:
    if not report.coverage:
        return []
    bar = "  ".join(wording.VERDICTS[item.verdict].sign * len(item.numbers) for item in report.coverage)
    lines = [
        f"- {wording.VERDICTS[item.verdict].sign} **{item.words}** ({item.criteria}){NO_BREAK}: "
        f"{wording.VERDICTS[item.verdict].meaning}"
        for item in report.coverage
    ]
    return [bar, "\n".join(lines)]


def _expected(report: Report) -> list[str]:
    lines = []
    for item in report.expected:
        where = f" ({item.where})" if item.where else ""
        lines.append(f"- {item.sign} {escaped(item.label)}{NO_BREAK}: **{item.presence}**{escaped(where)}")
    return ["\n".join(lines)]


def _criterion(item: CriterionPart) -> list[str]:
    parts = [f"### {item.title}{NO_BREAK}: {item.sign} {item.verdict_words}"]
    parts.append(f"**{wording.OFFICIAL}**{NO_BREAK}: {escaped(item.official)}")
    if item.to_check:
        parts.append(french(wording.DOUBT))
    if item.quotes:
        parts += [f"**{wording.QUOTES}**", *(quote_of(quote) for quote in item.quotes)]
    if item.against:
        parts += [f"**{item.against_title}**", *(quote_of(quote) for quote in item.against)]
    lists = [(wording.FOUND, item.found), (wording.MISSING, item.missing)]
    for name, labels in lists:
        if labels:
            parts.append("\n".join([f"**{name}**", "", *(f"- {escaped(label)}" for label in labels)]))
    if item.opinion:
        parts.append(f"**{wording.OPINION}**{NO_BREAK}: {escaped(item.opinion)}")
    if item.advice:
        parts.append(f"**{wording.ADVICE}**{NO_BREAK}: {escaped(item.advice)}")
    return parts
