"""Answers on facts: what the modalités state of an exam, and what the référentiel doesn't say."""

from collections.abc import Iterable

from assistant.coaching.asking.claims import verdict_on
from assistant.coaching.asking.composition import Draft, Page
from assistant.coaching.asking.facts import Fact, fact_of, fact_of_detail, usual_sentence
from assistant.referential.model import EntryKey, EntryKind, Exam

_FEW_EXAMS = 3
"""A fact is answered for each of so many exams at once; of more, in one table."""


def write_fact(page: Page, draft: Draft) -> None:
    """Facts that the modalités state, or don't."""
    language = page.understanding.language
    stated = False
    for kind in filter(None, (page.understanding.subject, page.understanding.also)):
        detail = page.knowledge.facts.details.get(kind)
        if detail:
            exam = page.referential.exam(detail.exam)
            facts = [(exam, fact_of_detail(detail, language))]
        else:
            facts = [(exam, fact_of(kind, exam, language)) for exam in page.exams or page.referential.exams]
        stated = stated or any(fact.stated for _, fact in facts)
        if len(facts) <= _FEW_EXAMS:
            _write_each(page, kind, facts, draft)
        else:
            _write_table(page, kind, facts, draft)
    if not stated:
        draft.behaviour = "not_in_referential"


def _write_each(page: Page, kind: str, facts: list[tuple[Exam, Fact]], draft: Draft) -> None:
    for exam, fact in facts:
        verdict = verdict_on(page.understanding.question, kind, exam) if len(facts) == 1 else None
        opening = "" if verdict is None else page.say.claim_right if verdict else page.say.claim_wrong
        draft.say(f"{opening}{fact.sentence} — **{page.exam_name(exam.id)}**")
        if fact.points:
            draft.say("\n".join(f"- {point}" for point in fact.points))
        if fact.quotes:
            quotes = ", ".join(f"« {quote} »" for quote in fact.quotes)
            draft.say(page.say.rests_on.format(quotes=quotes))
        draft.cite(_asked_for(page, fact.entries))


def _asked_for(page: Page, entries: Iterable[EntryKey]) -> list[EntryKey]:
    """Of several competences of an exam only those that the question named."""
    named = page.understanding.scope.of_kind(EntryKind.COMPETENCE)
    return [key for key in entries if key.kind is not EntryKind.COMPETENCE or not named or key.id in named]


def _write_table(page: Page, kind: str, facts: list[tuple[Exam, Fact]], draft: Draft) -> None:
    """One line an exam; the exams that are just as usual share one line."""
    usual = [exam for exam, fact in facts if fact.usual]
    lines = []
    for exam, fact in facts:
        if not fact.usual:
            points = f" {' ; '.join(fact.points)}" if fact.points else ""
            lines.append(f"- **{page.exam_name(exam.id)}** : {fact.sentence}{points}")
            draft.cite([EntryKey(EntryKind.EXAM, exam.id)])
    draft.say("\n".join(lines))
    if usual:
        names = ", ".join(exam.id for exam in usual)
        draft.say(usual_sentence(kind, page.understanding.language).format(exams=names, count=len(usual)))


def write_unstated(page: Page, draft: Draft) -> None:
    """What the référentiel never says, and what it says nearby."""
    draft.behaviour = "not_in_referential"
    fact = page.knowledge.facts.unstated[page.understanding.subject]
    english = page.english
    draft.say(fact.answer_en if english else fact.answer)
    scope = set(page.understanding.scope.exams)
    entries = [EntryKey.parse(text) for text in fact.entries]
    near = [key for key in entries if not scope or (exam := page.referential.exam_of(key)) is None or exam.id in scope]
    nearby = fact.nearby_en if english else fact.nearby
    if nearby and near:
        draft.say(nearby)
        draft.cite(near)
