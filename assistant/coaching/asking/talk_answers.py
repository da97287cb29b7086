"""Answers that rest on no single entry: overview, greetings, questions back, refusals."""

from assistant.coaching.asking.composition import Draft, Page
from assistant.coaching.asking.facts import fact_of
from assistant.coaching.asking.understanding import Ask
from assistant.referential.model import EntryKey, EntryKind, Referential


def write_overview(page: Page, draft: Draft) -> None:
    """The whole certification."""
    referential = page.referential
    draft.say(
        page.say.overview.format(
            title=referential.title,
            level=referential.level,
            certifier=referential.certifier,
            activities=len(referential.activities),
            competences=len(referential.competences),
            exams=len(referential.exams),
            criteria=len(referential.criteria),
        )
    )
    if page.understanding.subject == EntryKind.COMPETENCE.value:
        _list_competences(page, draft)
        return
    for activity in referential.activities:
        lines = [f"**{activity.id}** — {activity.title}", ""]
        for exam in referential.exams_of_activity(activity.id):
            summary = fact_of("duration", exam, page.understanding.language).sentence
            title = page.title(exam.id)
            lines.append(page.say.overview_line.format(exam=exam.id, title=title, summary=summary))
        draft.say("\n".join(lines))
        draft.cite([EntryKey(EntryKind.ACTIVITY, activity.id)])
        draft.cite(EntryKey(EntryKind.EXAM, exam.id) for exam in referential.exams_of_activity(activity.id))


def _list_competences(page: Page, draft: Draft) -> None:
    """All competences, activity by activity."""
    for activity in page.referential.activities:
        competences = [item for item in page.referential.competences if item.activity == activity.id]
        lines = [f"**{activity.id}** — {activity.title}", ""]
        lines += [f"- **{item.id}** : « {item.verbatim} »" for item in competences]
        draft.say("\n".join(lines))
        draft.cite([EntryKey(EntryKind.ACTIVITY, activity.id)])
        draft.cite(EntryKey(EntryKind.COMPETENCE, item.id) for item in competences)


def write_greeting(page: Page, draft: Draft) -> None:
    """A greeting."""
    draft.say(page.say.greeting.format(title=page.referential.title))


def write_thanks(page: Page, draft: Draft) -> None:
    """A reply to thanks."""
    draft.say(page.say.thanks)


def write_capabilities(page: Page, draft: Draft) -> None:
    """What the program can do."""
    draft.say(page.say.capabilities.format(title=page.referential.title))


def write_clarify(page: Page, draft: Draft) -> None:
    """One question back, with its choices."""
    draft.behaviour = "clarify"
    exams = page.exams or list(page.referential.exams)
    kind = page.understanding.subject
    if kind in page.knowledge.facts.stated:
        draft.say(page.say.which_exam)
        lines = []
        for exam in exams:
            fact = fact_of(kind, exam, page.understanding.language)
            points = "" if fact.points else f" : {fact.sentence}"
            lines.append(f"- **{page.exam_name(exam.id)}**{points}")
        draft.say("\n".join(lines))
        return
    if kind.lstrip("-").isdigit():
        draft.say(page.say.which_criterion.format(number=kind))
    elif kind == Ask.CRITERIA:
        draft.say(page.say.which_exam)
    else:
        draft.say(page.say.which_subject)
    draft.say("\n".join(f"- **{page.exam_name(exam.id)}**" for exam in exams))


def write_off_topic(page: Page, draft: Draft) -> None:
    """A short refusal."""
    draft.behaviour = "off_topic"
    draft.say(page.say.off_topic.format(title=page.referential.title))


def write_injection(page: Page, draft: Draft) -> None:
    """A refusal to be turned from the job."""
    draft.behaviour = "refuse_injection"
    draft.say(page.say.injection)


def write_unknown_code(page: Page, draft: Draft) -> None:
    """A code that doesn’t exist, and those that do."""
    draft.behaviour = "not_in_referential"
    draft.say(page.say.unknown_codes.format(codes=", ".join(f"**{code}**" for code in page.understanding.unknown)))
    existing = _nearest_existing(page.understanding.unknown, page.referential)
    if existing:
        draft.say(page.say.unknown_nearest.format(existing=", ".join(existing)))
    names = ", ".join(page.exam_name(exam.id) for exam in page.referential.exams)
    if not existing:
        draft.say(page.say.unknown_all.format(exams=names))


def write_empty(page: Page, draft: Draft) -> None:
    """A reply to nothing."""
    draft.behaviour = "clarify"
    draft.say(page.say.empty)


def write_too_long(page: Page, draft: Draft) -> None:
    """A reply to too much."""
    draft.behaviour = "clarify"
    draft.say(page.say.too_long.format(limit=page.question_max_characters))


def _nearest_existing(unknown: tuple[str, ...], referential: Referential) -> list[str]:
    """Return the ids that exist nearest to unknown codes: of the same exam or activity, else none."""
    existing: list[str] = []
    for code in unknown:
        exam_id, _, number = code.partition("/")
        if number:
            existing += [criterion.id for criterion in referential.exam(exam_id).criteria]
        elif code.startswith("A"):
            existing += [activity.id for activity in referential.activities]
        else:
            existing += [item.id for item in referential.competences if item.activity == f"A{code[1]}"]
    return list(dict.fromkeys(existing))
