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
    unknown = page.understanding.unknown
    say_unknown(page, draft)
    for exam_id in dict.fromkeys(exam_id for code in unknown if (exam_id := _exam_of_criterion(code))):
        ids = [criterion.id for criterion in page.referential.exam(exam_id).criteria]
        name = page.exam_name(exam_id)
        draft.say(page.say.unknown_criteria.format(exam=name, count=len(ids), first=ids[0], last=ids[-1]))
    if all(_exam_of_criterion(code) for code in unknown):
        return
    existing = _nearest_existing(unknown, page.referential)
    if existing:
        draft.say(page.say.unknown_nearest.format(existing=", ".join(existing)))
    else:
        names = ", ".join(page.exam_name(exam.id) for exam in page.referential.exams)
        draft.say(page.say.unknown_all.format(exams=names))


def say_unknown(page: Page, draft: Draft) -> None:
    """Which codes of the question name nothing."""
    codes = [f"**{code}**" for code in page.understanding.unknown]
    says = page.say.unknown_codes if len(codes) == 1 else page.say.unknown_codes_several
    draft.say(says.format(codes=", ".join(codes)))


def say_unknown_first(page: Page, draft: Draft) -> None:
    """The same before an answer on the codes that there are."""
    said = Draft()
    say_unknown(page, said)
    draft.blocks[:0] = said.blocks


def write_empty(page: Page, draft: Draft) -> None:
    """A reply to nothing."""
    draft.behaviour = "clarify"
    draft.say(page.say.empty)


def write_too_long(page: Page, draft: Draft) -> None:
    """A reply to too much."""
    draft.behaviour = "clarify"
    draft.say(page.say.too_long.format(limit=page.question_max_characters))


def _exam_of_criterion(code: str) -> str:
    """The exam of a criterion's id; nothing for other codes."""
    exam_id, slash, _ = code.partition("/")
    return exam_id if slash else ""


def _nearest_existing(unknown: tuple[str, ...], referential: Referential) -> list[str]:
    """Return the ids that exist nearest to unknown codes: of the same exam or activity, else none."""
    existing: list[str] = []
    for code in unknown:
        if _exam_of_criterion(code):
            continue
        if code.startswith("A"):
            existing += [activity.id for activity in referential.activities]
        else:
            existing += [item.id for item in referential.competences if item.activity == f"A{code[1]}"]
    return list(dict.fromkeys(existing))
