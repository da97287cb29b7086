"""Answers that are questions: those of a jury, on what was asked for."""

import zlib

from assistant.coaching.asking.composition import Draft, Page
from assistant.coaching.questioning.jury_question import JuryQuestion
from assistant.coaching.questioning.questioner import QuestionRequest, QuestionRequestError
from assistant.coaching.reviewing.review import Review
from assistant.referential.model import EntryKey, EntryKind
from assistant.referential.question_bank import NoQuestionBankError

_ON_DRAFT = 3


def write_jury_questions(page: Page, draft: Draft) -> None:
    """The questions, each with the criterion that it tests."""
    request = page.understanding.request
    if page.understanding.subject == "draft" and page.review is None:
        draft.say(page.say.questions_need_draft)
        return
    if request is None and page.review is not None:
        request = _on_review(page, page.review)
    if request is None:
        draft.say(page.say.questions_on_which_exam)
        draft.behaviour = "clarify"
        draft.say("\n".join(f"- **{page.exam_name(exam.id)}**" for exam in page.exams or page.referential.exams))
        return
    review = page.review if page.review is not None and page.review.exam == request.exam else None
    try:
        chosen = page.questioner.questions(request, review)
    except (QuestionRequestError, NoQuestionBankError) as error:
        draft.say(str(error))
        return
    draft.questions = chosen if chosen.questions else None
    name = page.exam_name(request.exam)
    draft.say(page.say.questions_on_draft.format(name=name) if review else page.say.questions_asked.format(name=name))
    for rank, question in enumerate(chosen.questions, start=1):
        draft.say(_block(page, rank, question))
        draft.cite(EntryKey(EntryKind.CRITERION, criterion) for criterion in question.targets)
    draft.say(page.say.questions_next)
    code = request.competence or request.exam
    draft.suggestions += [text.format(code=code) for text in page.say.questions_suggestions]


def _on_review(page: Page, review: Review) -> QuestionRequest:
    """« sur mes points faibles »: the exam is that of the draft."""
    return QuestionRequest(exam=review.exam, count=_ON_DRAFT, seed=zlib.crc32(page.understanding.question.encode()))


def _block(page: Page, rank: int, question: JuryQuestion) -> str:
    lines = [f"**{rank}. {question.question}**", ""]
    for target in question.targets:
        criterion = page.referential.criterion(target)
        lines.append(f"> {page.say.tests} **{criterion.id}** : « {criterion.text} »")
    return "\n".join(lines)
