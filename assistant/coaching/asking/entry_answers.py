"""Answers on whole entries: criteria, modalités, competences, activities."""

import re
from collections.abc import Iterable

from assistant.coaching.asking.composition import Draft, Page, block_quote
from assistant.coaching.asking.facts import fact_of
from assistant.referential.model import Criterion, EntryKey, EntryKind, Exam
from assistant.referential.wording import fold

_EXAMS_ASKED = re.compile(r"\b(?:epreuves?|exams?|examens?|oraux|soutenances?|evaluations|assessments?)\b")


def write_criteria(page: Page, draft: Draft) -> None:
    """All that is judged in the exams in scope."""
    scope = page.understanding.scope
    exams = page.exams
    for activity_id in scope.of_kind(EntryKind.ACTIVITY):
        of_activity = page.referential.exams_of_activity(activity_id)
        draft.say(
            page.say.criteria_of_activity.format(
                activity=activity_id,
                title=page.title(activity_id),
                exams=page.say.one_exam
                if len(of_activity) == 1
                else page.say.several_exams.format(count=len(of_activity)),
                count=sum(len(exam.criteria) for exam in of_activity),
            )
        )
    competences = scope.of_kind(EntryKind.COMPETENCE)
    for exam in exams:
        named = [competence for competence in exam.competences if competence in competences]
        if len(named) == 1 and len(exam.competences) > 1:
            _write_criteria_of_competence(page, named[0], exam, draft)
            continue
        template = page.say.criteria_of_exam
        draft.say(template.format(exam=exam.id, title=page.title(exam.id), count=len(exam.criteria)))
        draft.say(_criteria_lines(page, exam.criteria))
        draft.cite(EntryKey(EntryKind.CRITERION, criterion.id) for criterion in exam.criteria)


def _write_criteria_of_competence(page: Page, competence_id: str, exam: Exam, draft: Draft) -> None:
    """The competence, and of its exam's criteria those that bear on it most directly."""
    draft.say(page.say.competence.format(competence=competence_id))
    draft.say(block_quote(page.referential.competence(competence_id).text))
    draft.cite([EntryKey(EntryKind.COMPETENCE, competence_id)])
    numbers = page.knowledge.vocabulary.criteria_of_competences.get(competence_id, ())
    near = [criterion for criterion in exam.criteria if criterion.n in numbers] or list(exam.criteria)
    draft.say(
        page.say.shared_criteria.format(
            competence=competence_id, exam=exam.id, title=page.title(exam.id), count=len(exam.criteria)
        )
    )
    draft.say(_criteria_lines(page, near))
    draft.cite(EntryKey(EntryKind.CRITERION, criterion.id) for criterion in near)
    if len(near) < len(exam.criteria):
        draft.say(page.say.other_criteria.format(exam=exam.id))


def write_modalities(page: Page, draft: Draft) -> None:
    """How an exam takes place."""
    for exam in page.exams:
        name = page.exam_name(exam.id)
        timing = fact_of("duration", exam, page.understanding.language).sentence
        who = fact_of("team", exam, page.understanding.language).sentence
        draft.say(f"**{name}** — {who} {timing}")
        draft.say(page.say.modalities_words)
        draft.say(block_quote("\n".join(exam.lines)))
        draft.cite([EntryKey(EntryKind.EXAM, exam.id)])


def write_competence(page: Page, draft: Draft) -> None:
    """The text of competences."""
    for key in page.understanding.scope.keys:
        if key.kind is not EntryKind.COMPETENCE:
            continue
        competence, exam = page.referential.competence(key.id), page.exam_of(key)
        draft.say(page.say.competence.format(competence=key.id))
        draft.say(block_quote(competence.text))
        draft.say(
            page.say.competence_place.format(activity=competence.activity, exam=exam.id, count=len(exam.criteria))
        )
        draft.cite([key])


def write_activity(page: Page, draft: Draft) -> None:
    """An activity with its tasks, competences and exams."""
    for activity_id in page.understanding.scope.of_kind(EntryKind.ACTIVITY):
        activity = page.referential.activity(activity_id)
        competences = [item for item in page.referential.competences if item.activity == activity_id]
        exams = page.referential.exams_of_activity(activity_id)
        draft.say(page.say.activity.format(activity=activity_id, title=activity.title))
        draft.say(page.say.activity_tasks)
        draft.say("\n".join(f"- {task}" for task in activity.tasks))
        draft.say(page.say.activity_competences.format(count=len(competences)))
        draft.say("\n".join(f"- **{item.id}** : « {item.verbatim} »" for item in competences))
        names = ", ".join(page.exam_name(exam.id) for exam in exams)
        draft.say(page.say.activity_exams.format(exams=names))
        draft.cite([EntryKey(EntryKind.ACTIVITY, activity_id)])
        asked = fold(page.understanding.question)
        exams_asked = _EXAMS_ASKED.search(asked)
        if exams_asked:
            draft.cite(EntryKey(EntryKind.EXAM, exam.id) for exam in exams)
        if not exams_asked or "competenc" in asked:
            draft.cite(EntryKey(EntryKind.COMPETENCE, item.id) for item in competences)


def write_criterion(page: Page, draft: Draft) -> None:
    """Single criteria."""
    for key in page.understanding.scope.keys:
        if key.kind is EntryKind.CRITERION:
            exam = page.exam_of(key)
            draft.say(page.say.criterion.format(criterion=key.id, title=page.title(exam.id)))
            page.write_wording(key, draft)


def _criteria_lines(page: Page, criteria: Iterable[Criterion]) -> str:
    marks = {"oral": f" — *{page.say.at_the_oral}*", "slides": f" — *{page.say.on_the_slides}*", "written": ""}
    return "\n".join(
        f"{criterion.n}. **{criterion.id}** : « {criterion.text} »{marks[criterion.evidence]}" for criterion in criteria
    )
