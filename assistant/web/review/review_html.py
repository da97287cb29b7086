"""A review on the page, in its order: in plain words, the picture, warnings, checklist, criterion by criterion."""

import re
from collections.abc import Sequence
from html import escape

from assistant.coaching.reviewing.review import ExpectedElementReview, Review
from assistant.coaching.reviewing.review_summary import priorities
from assistant.report import wording
from assistant.report.blocks import Block, Line
from assistant.report.content import Report, Segment
from assistant.report.typography import clean, french
from assistant.web.icons import PRESENCE_SHAPES, icon
from assistant.web.review.criterion_html import criterion_html, elsewhere_html, quotes_html

FORMS = (("docx", "Word"), ("pdf", "PDF"), ("md", "Markdown"), ("json", "JSON"))
EXAM_SOURCES = {
    "given": "épreuve choisie par vous",
    "detected": "épreuve proposée d’après le texte : choisissez-en une autre dans la liste si ce n’est pas la bonne",
}


def head_html(review: Review, report: Report, number: int) -> str:
    """Return the heading with the downloads, the summary and the picture. `number` tells this review from the last."""
    facts = " · ".join(f"<{tag}>{escape(value)}</{tag}>" for tag, value in _facts(review, report))
    buttons = "".join(f'<button type="button" data-download="{form}">{name}</button>' for form, name in FORMS)
    return f"""
<header class="review-head" data-review="{number}" data-exam="{escape(review.exam)}" data-file="{escape(clean(review.file))}">
  <p class="kicker">{escape(wording.KICKER)}</p>
  <h2 id="review-title" tabindex="-1" lang="fr">{escape(report.title)}</h2>
  <p class="facts">{facts}</p>
  <p class="notice">{icon("note")}<span>{escape(report.notice)}</span></p>
  <div class="review-tools">
    <div class="downloads" role="group" aria-label="Télécharger la relecture"><span aria-hidden="true">Télécharger</span>{buttons}</div>
    <button type="button" class="plain" data-draft="open">Lire le texte du dossier</button>
  </div>
  <p class="problem download-problem" role="alert"></p>
</header>
<section class="summary" aria-labelledby="summary-title"><h3 id="summary-title">{wording.SUMMARY}</h3>{_blocks(report.summary)}</section>
{_coverage(report)}"""


def body_html(review: Review, report: Report) -> str:
    """Return warnings, the checklist of the modalités, the criteria, and those that are judged elsewhere."""
    return "".join((_warnings(report), _expected(review, report), _criteria(review, report), _elsewhere(report)))


def _facts(review: Review, report: Report) -> list[tuple[str, str]]:
    """What the review is of, each with the element that it stands in."""
    facts = dict(report.facts)
    source = EXAM_SOURCES[review.exam_source]
    return [("bdi", facts[wording.FILE]), ("span", french(facts[wording.LENGTH])), ("span", source)]


def _blocks(blocks: Sequence[Block]) -> str:
    """The summary: each title with what follows it is a part of its own, so that two may stand side by side."""
    groups: list[list[str]] = [[]]
    for block in blocks:
        if block.is_title:
            groups.append([f"<h4>{_line(block.lines[0], bold=False)}</h4>"])
        elif block.kind == "paragraph":
            groups[-1].append(f"<p>{_line(block.lines[0])}</p>")
        else:
            tag = "ol" if block.kind == "numbers" else "ul"
            groups[-1].append(f"<{tag} lang='fr'>{''.join(f'<li>{_line(line)}</li>' for line in block.lines)}</{tag}>")
    first, *rest = ("".join(group) for group in groups)
    parts = "".join(f"<div>{part}</div>" for part in rest)
    return f'<div class="lead" lang="fr">{first}</div><div class="summary-parts">{parts}</div>'


def _line(line: Line, *, bold: bool = True) -> str:
    return "".join(_bold(span.text) if span.bold and bold else escape(span.text) for span in line)


def _bold(text: str) -> str:
    """A criterion's id leads to the criterion."""
    found = re.fullmatch(r"C\d\.\d(?:-C\d\.\d)?/(\d{1,2})", text)
    if found:
        return f'<a class="to-criterion" href="#criterion-{found[1]}">{wording.CRITERION} {found[1]}</a>'
    return f"<strong>{escape(text)}</strong>"


def _coverage(report: Report) -> str:
    bar = "".join(
        f'<span class="segment segment-{part.verdict}" style="flex-grow:{len(part.numbers)}">{icon(part.verdict)}{len(part.numbers)}</span>'
        for part in report.coverage
    )
    legend = "".join(_legend(part) for part in report.coverage)
    return f"""
<section class="coverage" aria-labelledby="coverage-title">
  <h3 id="coverage-title">{wording.OVERVIEW}</h3>
  <div class="bar" role="img" lang="fr" aria-label="{escape(report.coverage_alt)}">{bar}</div>
  <ul class="legend">{legend}</ul>
</section>"""


def _legend(part: Segment) -> str:
    meaning = french(wording.VERDICTS[part.verdict].meaning)
    links = " ".join(
        f'<a class="to-criterion" href="#criterion-{n}" aria-label="{wording.CRITERION} {n}">{n}</a>'
        for n in part.numbers
    )
    return (
        f'<li><span class="verdict verdict-{part.verdict}">{icon(part.verdict)}{escape(part.words)}</span>'
        f'<span class="meaning">{escape(meaning)}</span><span class="numbers">{links}</span></li>'
    )


def _warnings(report: Report) -> str:
    if not report.warnings:
        return ""
    items = "".join(
        f"<li>{icon('check')}<div><h4 lang='fr'>{escape(part.title)}</h4><p lang='fr'>{escape(part.message)}</p>"
        + (f"<blockquote><bdi>{escape(part.quote)}</bdi></blockquote>" if part.quote else "")
        + "</div></li>"
        for part in report.warnings
    )
    return f"""
<section class="warnings" aria-labelledby="warnings-title">
  <h3 id="warnings-title">{wording.WARNINGS_TITLE}</h3><ul>{items}</ul>
</section>"""


def _expected(review: Review, report: Report) -> str:
    if not report.expected:
        return ""
    pairs = zip(report.expected, review.expected_elements, strict=True)
    items = "".join(_expected_item(part.label, part.presence, item) for part, item in pairs)
    return f"""
<section class="expected" aria-labelledby="expected-title">
  <h3 id="expected-title">{wording.EXPECTED}</h3><ul>{items}</ul>
</section>"""


def _expected_item(label: str, presence: str, item: ExpectedElementReview) -> str:
    shape = PRESENCE_SHAPES[item.present]
    quotes = quotes_html(item.evidence)
    where = f"<details><summary>Vos mots</summary>{quotes}</details>" if quotes else ""
    return (
        f'<li><span class="expected-line"><span class="label" lang="fr">{escape(label)}</span>'
        f'<span class="verdict verdict-{shape}">{icon(shape)}{escape(presence)}</span></span>{where}</li>'
    )


def _criteria(review: Review, report: Report) -> str:
    if not report.criteria:
        return f'<section class="grid"><h3>{wording.GRID}</h3><p class="quiet">{wording.NO_GRID}</p></section>'
    items = {item.id: item for item in review.criteria}
    first = {item.id for item in priorities(review.criteria)}
    cards = "".join(criterion_html(part, items[part.id], is_open=part.id in first) for part in report.criteria)
    return f"""
<section class="grid" aria-labelledby="grid-title">
  <div class="grid-head"><h3 id="grid-title">{wording.GRID}</h3>
    <button type="button" class="plain" data-unfold="true">Tout déplier</button></div>
  {cards}
</section>"""


def _elsewhere(report: Report) -> str:
    if not report.elsewhere:
        return ""
    items = "".join(elsewhere_html(part) for part in report.elsewhere)
    count = len(report.elsewhere)
    return f"""
<section class="judged-elsewhere">
  <details><summary><h3>{wording.ELSEWHERE}</h3><span class="count">{count} critère{"s" if count > 1 else ""}</span></summary>
  <ul>{items}</ul></details>
</section>"""
