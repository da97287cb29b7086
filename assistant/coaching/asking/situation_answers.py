"""Answers on situations: the criterion that they touch, and what to do."""

from assistant.coaching.asking.composition import Draft, Page, block_quote
from assistant.referential.model import EntryKind


def write_situation(page: Page, draft: Draft) -> None:
    """The criteria that a situation touches."""
    first, *others = page.understanding.entries
    exam = page.exam_of(first) if first.kind is not EntryKind.ACTIVITY else None
    title = page.title(exam.id) if exam else ""
    if first.kind is EntryKind.CRITERION and not others:
        draft.say(page.say.situation.format(criterion=first.id, title=title))
        page.write_wording(first, draft)
    elif all(key.kind is EntryKind.CRITERION for key in page.understanding.entries):
        draft.say(page.say.situation_several.format(count=len(page.understanding.entries)))
        for key in page.understanding.entries:
            draft.say(f"**{key.id}** — {page.title(page.exam_of(key).id)}")
            page.write_wording(key, draft)
    else:
        _write_mixed(page, draft)


def _write_mixed(page: Page, draft: Draft) -> None:
    for key in page.understanding.entries:
        if key.kind is EntryKind.ACTIVITY:
            draft.say(page.quote_line(key))
        else:
            exam = page.exam_of(key)
            title = page.title(exam.id)
            if key.kind is EntryKind.EXAM:
                draft.say(page.say.situation_exam.format(exam=exam.id, title=title))
                draft.say(block_quote("\n".join(exam.lines)))
            elif key.kind is EntryKind.COMPETENCE:
                draft.say(page.say.situation_competence.format(competence=key.id, exam=exam.id, title=title))
                draft.say(block_quote(page.referential.competence(key.id).text))
            else:
                draft.say(page.say.situation.format(criterion=key.id, title=title))
                page.write_wording(key, draft)
        draft.cite([key])
