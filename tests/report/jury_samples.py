"""Mock juries to write documents of: questions of the bank aimed at a draft, an oral with replies of all kinds, drafts."""

from assistant.coaching.assessing.assessment import Assessment, PointFeedback, PointStatus
from assistant.coaching.questioning.jury_question import Anchor, JuryQuestion, QuestionSet
from assistant.coaching.questioning.mock_oral import MockOral, mock_oral
from assistant.coaching.questioning.oral_report import OralReport, report_on
from assistant.coaching.questioning.questioner import Questioner, QuestionRequest
from assistant.coaching.reviewing.cohort import Cohort, cohort_of
from assistant.coaching.reviewing.review import CriterionReview, ElementFinding, Review
from assistant.referential.model import Exam, Referential
from assistant.referential.question_bank import ExpectedPoint
from tests.report.samples import criterion, sample

ANSWER = (
    "J’ai pesé les critères : prix 30 %, méthode 40 % → le reste au délai. L’œuvre d’un été, n’est-ce pas ?\n"
    "Et j’ai écrit « non » à deux agences."
)
VERDICTS = ("covered", "partial", "missing", "not_rated")


def aimed_questions(questioner: Questioner, referential: Referential, exam_id: str = "C3.3") -> QuestionSet:
    """Five questions on a draft whose words are quoted, the first of them without an anchor."""
    request = QuestionRequest(exam_id, count=5, seed=3)
    return questioner.questions(request, draft(referential, exam_id, "Dossier Bœuf & fils.docx", 1))


def draft(referential: Referential, exam_id: str, file: str, turn: int) -> Review:
    """A review with verdicts in turns; the elements of what isn't covered are lacking, or thin with a quote."""
    exam = referential.exam(exam_id)
    base = sample(referential)
    criteria = tuple(_judged(exam, item.n, VERDICTS[(item.n + turn) % 4], base) for item in exam.criteria)
    return base.model_copy(update={"file": file, "exam": exam_id, "criteria": criteria, "words": 1000 + turn})


def _judged(exam: Exam, n: int, verdict: str, base: Review) -> CriterionReview:
    evidence = base.criteria[0].evidence[:1]
    present = {"covered": "yes", "partial": "partial"}.get(verdict, "no")
    finding = ElementFinding(
        id=f"{exam.id}/{n}.a",
        label="l'objectif et son chiffre",
        main=True,
        present=present,  # type: ignore[arg-type]
        probability=0.4,
        evidence=evidence if present != "no" else (),
    )
    return criterion(exam, n, verdict, to_check=verdict in {"partial", "not_rated"}, elements=(finding,))


def assess(question: JuryQuestion, answer: str) -> Assessment:
    """Give the statuses in turns, so that each of them is there; what is said has a quote."""
    turns: tuple[PointStatus, ...] = ("said", "partly", "not_said")
    return Assessment(
        points=tuple(
            PointFeedback(
                point=item.point, status=turns[rank % 3], quote=answer.splitlines()[0][:60] if rank % 3 < 2 else ""
            )
            for rank, item in enumerate(question.points)
        )
    )


def finished_oral(
    questions: QuestionSet, answers: list[str | None], minutes: tuple[float | None, float | None]
) -> MockOral:
    """An oral in which a step takes 65 seconds; None passes, and the oral ends with the answers."""
    now = 0.0
    oral = mock_oral(questions, *minutes).start(now)
    if oral.phase == "presentation":
        oral = oral.discuss(now := now + 1100)
    for answer in answers:
        now += 65
        oral = oral.skip(now) if answer is None else oral.answer(answer, now, assess)
    return oral.end(now)


def oral_report(questions: QuestionSet, exam: Exam, answers: list[str | None]) -> OralReport:
    """What an oral with these answers leaves."""
    oral = finished_oral(questions, answers, (20, 15))
    first = next((item.id for item in exam.criteria if item.evidence == "oral"), "")
    return report_on(oral, exam, {first: "partly"})


def hostile_questions(exam: Exam, text: str) -> QuestionSet:
    """A question whose every word comes from elsewhere."""
    point = ExpectedPoint(point=text, said=(text,), partly=text, follow_up=text)
    anchor = Anchor(quote=text, page=2, heading=text)
    question = JuryQuestion(
        question=f"Vous écrivez : « {text} ». Pourquoi ?",
        targets=(exam.criteria[0].id,),
        kind="method",
        level="standard",
        points=(point, point),
        anchor=anchor,
        aim="thin",
    )
    return QuestionSet(exam=exam.id, questions=(question,), seed=1, asked_for=1)


def year_group(referential: Referential, exam_id: str = "C3.3") -> Cohort:
    """Five drafts, two of one name, one whose name is a formula."""
    names = (
        "Bœuf & fils.docx",
        '=HYPERLINK("http://x.fr").docx',
        "-rendu.pptx",
        "rendu | final.pdf",
        "rendu | final.pdf",
    )
    reviews = [draft(referential, exam_id, name, turn) for turn, name in enumerate(names)]
    return cohort_of(reviews, referential.exam(exam_id))
