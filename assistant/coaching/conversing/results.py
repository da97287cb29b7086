"""What a tool found: the program's own words for the person, and the words that the model is told."""

from dataclasses import dataclass
from typing import Literal

from assistant.coaching.asking.answer import Answer
from assistant.coaching.asking.review_answers import literal
from assistant.coaching.assessing.assessment import Assessment, PointStatus
from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.coaching.reviewing.review import CriterionReview, Review
from assistant.referential.model import EntryKind

Kind = Literal["search", "review", "questions", "assessment", "problem"]
Cited = tuple[EntryKind, str]

VERDICTS = {
    "covered": "couvert",
    "partial": "partiel",
    "missing": "absent",
    "not_assessable": "jugé ailleurs que sur ce fichier",
    "not_rated": "non jugé",
}
_STATUSES: dict[PointStatus, str] = {"said": "dit", "partly": "dit à moitié", "not_said": "pas dit"}
_LONGEST_TOLD = 4000


@dataclass(frozen=True)
class Result:
    """One result. `shown` is Markdown, `told` plain text; `whole`: it must be seen as it is, not in other words."""

    number: int
    kind: Kind
    shown: str
    told: str
    cited: tuple[Cited, ...] = ()
    review: Review | None = None

    @property
    def whole(self) -> bool:
        """Whether it can't be left to the model's words: a review, questions, feedback, what went wrong."""
        return self.kind != "search"

    @property
    def evidence(self) -> tuple[str, str]:
        """What the model's words are held against."""
        return self.told, self.shown


def answer_result(number: int, answer: Answer) -> Result:
    """Return the answer of the search."""
    cited = tuple((citation.kind, citation.id) for citation in answer.citations)
    told = answer.answer if len(answer.answer) <= _LONGEST_TOLD else f"{answer.answer[:_LONGEST_TOLD]} […]"
    return Result(number, "search", answer.answer, told, cited)


def review_result(number: int, review: Review, link: str = "") -> Result:
    """Return a review; the model is told verdicts and what is missing, and none of the draft's words."""
    lines = [f"Relecture du brouillon pour {review.exam}, {len(review.criteria)} critères."]
    lines += [_told_criterion(item) for item in review.criteria]
    cited = tuple((EntryKind.CRITERION, item.id) for item in review.criteria)
    shown = f"{review.summary}\n\n{link}" if link else review.summary
    return Result(number, "review", shown, "\n".join(lines), cited, review)


def _told_criterion(item: CriterionReview) -> str:
    doubt = ", à vérifier" if item.to_check and item.verdict != "not_rated" else ""
    missing = f" Il manque : {' ; '.join(item.missing)}." if item.missing else ""
    return f"{item.id} (critère {item.n}) : {VERDICTS[item.verdict]}{doubt}.{missing}"


def questions_result(number: int, questions: QuestionSet) -> Result:
    """Return questions of a jury, each with the criterion that it tests."""
    count = len(questions.questions)
    opening = f"{count} question{'s' if count > 1 else ''} du jury pour {questions.exam}"
    shown, told = [f"Le jury pourrait vous demander, pour **{questions.exam}** :"], [f"{opening} :"]
    for rank, question in enumerate(questions.questions, start=1):
        targets = ", ".join(f"**{target}**" for target in question.targets)
        shown.append(f"**{rank}. {literal(question.question)}** ({targets})")
        told.append(f"{rank}. {question.question} (critère {', '.join(question.targets)}, niveau {question.level})")
    criteria = dict.fromkeys(target for question in questions.questions for target in question.targets)
    cited = (*((EntryKind.CRITERION, target) for target in criteria), (EntryKind.EXAM, questions.exam))
    return Result(number, "questions", "\n\n".join(shown), "\n".join(told), cited)


def assessment_result(number: int, feedback: Assessment) -> Result:
    """Return the feedback on an answer: each point, what to do, the jury's follow-up."""
    shown, told = ["Ce que contient votre réponse :", ""], ["Ce que contient la réponse :"]
    for item in feedback.points:
        quote = f" « {item.quote} »" if item.quote else ""
        shown.append(f"- **{_STATUSES[item.status]}** : {literal(item.point)}{literal(quote)}")
        told.append(f"- {_STATUSES[item.status]} : {item.point}")
    if feedback.advice:
        shown += ["", *(f"- {literal(advice)}" for advice in feedback.advice)]
        told += [f"Conseil : {advice}" for advice in feedback.advice]
    if feedback.follow_up:
        shown += ["", f"**Relance du jury :** {literal(feedback.follow_up)}"]
    cited = tuple((EntryKind.CRITERION, criterion) for criterion in feedback.criteria)
    return Result(number, "assessment", "\n".join(shown), "\n".join(told), cited)


def problem_result(number: int, sentence: str) -> Result:
    """Return why something can't be done."""
    return Result(number, "problem", literal(sentence), sentence)
