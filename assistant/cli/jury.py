"""`jury-coach questions`, `assess` and `cohort`: the mock jury."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.common import (
    InputError,
    JsonOption,
    console,
    fail,
    failing_clearly,
    make_coach,
    print_json,
    say_notice,
    say_what_is_sent,
)
from assistant.cli.exams import exam_of
from assistant.dossier.refusals import quotable
from assistant.referential.question_bank import Level

if TYPE_CHECKING:
    from assistant.coach import Coach
    from assistant.coaching.assessing.assessment import Assessment
    from assistant.coaching.questioning.jury_question import QuestionSet
    from assistant.coaching.reviewing.review import Review

_MOST_QUESTIONS = 100

ExamOption = Annotated[str, typer.Option("--exam", help="L’épreuve, par exemple C3.3 ou C2.1-C2.6.")]


def questions(  # noqa: PLR0913, PLR0917 - one parameter an option of the contract
    exam: ExamOption,
    competence: Annotated[str | None, typer.Option(help="Une compétence de l’épreuve, par exemple C2.4.")] = None,
    count: Annotated[int, typer.Option(min=1, max=_MOST_QUESTIONS, help="Combien de questions.")] = 5,
    level: Annotated[Level | None, typer.Option(help="Le niveau ; sans lui, du plus facile au plus exigeant.")] = None,
    dossier: Annotated[Path | None, typer.Option(help="Un brouillon, dont les points faibles sont visés.")] = None,
    seed: Annotated[int | None, typer.Option(help="Le même nombre redonne les mêmes questions.")] = None,
    as_json: JsonOption = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Où écrire la fiche du tuteur : .docx, .pdf, .md ou .json.")
    ] = None,
) -> None:
    """Prépare les questions d’un jury blanc, avec ce qu’une bonne réponse contient."""
    from assistant.coaching.questioning.questioner import QuestionRequestError

    with failing_clearly():
        coach = make_coach()
        exam_id = exam_of(coach, exam)
        review = _reviewed(coach, dossier, exam_id) if dossier else None
        named = competence.strip().upper() if competence else None
        try:
            chosen = coach.questions(exam_id, count, review=review, competence=named, level=level, seed=seed)
        except QuestionRequestError as error:
            raise InputError(str(error)) from error
        say_notice(chosen.notice)
        if len(chosen.questions) < count:
            print(f"La banque n’a que {len(chosen.questions)} questions différentes pour ce choix.", file=sys.stderr)
        if out is not None:
            _write_sheet(coach, chosen, out, review)
        if as_json:
            print_json(chosen.to_contract())
        elif out is None:
            _print_questions(chosen)


def assess(
    exam: ExamOption,
    question: Annotated[str, typer.Option("--question", help="La question du jury.")],
    answer: Annotated[
        str, typer.Option("--answer", help="La réponse du candidat ; « - » la lit sur l’entrée standard.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Dit ce qu’une réponse contient de ce qui était attendu, et ce qui lui manque."""
    with failing_clearly():
        coach = make_coach()
        exam_id = exam_of(coach, exam)
        if not question.strip():
            raise InputError("La question est vide : donnez celle à laquelle le candidat répond.")
        given = sys.stdin.read() if answer == "-" else answer
        _refuse_long(coach, question, given)
        say_what_is_sent(coach, "answer")
        feedback = coach.assess(exam_id, question, given)
        say_notice(feedback.notice)
        if as_json:
            print_json(feedback.to_contract())
        else:
            _print_feedback(feedback)


def cohort(
    files: Annotated[list[Path], typer.Argument(help="Les brouillons de la promotion.")],
    exam: ExamOption,
    count: Annotated[int, typer.Option("--questions", min=0, max=20, help="Combien de questions par candidat.")] = 3,
    as_json: JsonOption = False,
    out: Annotated[Path | None, typer.Option("--out", help="Où écrire le tableau : .xlsx, .csv, .md ou .json.")] = None,
) -> None:
    """Relit les brouillons d’une promotion : tableau, points faibles communs, questions pour chacun."""
    from assistant.coaching.reviewing.cohort import cohort_of
    from assistant.report import ReportError, cohort_form_of, write_cohort

    with failing_clearly():
        coach = make_coach()
        exam_id = exam_of(coach, exam)
        try:
            form = "json" if as_json else cohort_form_of(out) if out else "md"
        except ReportError as error:
            raise InputError(str(error)) from error
        reviews, failed = _all_reviewed(coach, files, exam_id)
        if not reviews:
            raise InputError("Aucun de ces brouillons n’a pu être relu.")
        together = cohort_of(reviews, coach.referential.exam(exam_id))
        asked = {
            name: coach.questions(exam_id, count, review=review, seed=0)
            for name, review in zip(together.names, reviews, strict=True)
            if count
        }
        say_notice(next((questions.notice for questions in asked.values() if questions.notice), ""))
        title = coach.knowledge.vocabulary.exams[exam_id].title
        data = write_cohort(together, asked, form, title=title)
        if out is not None and not as_json:
            out.write_bytes(data)
            print(f"Promotion écrite : {out}", file=sys.stderr)
        elif as_json:
            print(data.decode("utf-8"))
        else:
            _print_markdown(data)
    if failed:
        raise typer.Exit(1)


def _reviewed(coach: "Coach", path: Path, exam_id: str) -> "Review":
    from assistant.dossier.reading import DraftError

    say_what_is_sent(coach, "draft")
    try:
        return coach.review(path, exam=exam_id, progress=_say_progress)
    except DraftError as error:
        raise InputError(f"{quotable(path.name)} : {error}") from error


def _all_reviewed(coach: "Coach", files: list[Path], exam_id: str) -> tuple[list["Review"], bool]:
    """Review each draft; what is wrong with one is said, and the others get their turn."""
    reviews, failed = [], False
    for path in files:
        try:
            reviews.append(_reviewed(coach, path, exam_id))
        except InputError as error:
            print(error, file=sys.stderr)
            failed = True
    return reviews, failed


def _say_progress(share: float, message: str) -> None:
    print(f"{share:4.0%} {message}", file=sys.stderr)


def _refuse_long(coach: "Coach", question: str, answer: str) -> None:
    most_question, most_answer = coach.settings.question_max_characters, coach.settings.answer_max_characters
    if len(question) > most_question:
        raise InputError(f"La question est trop longue : {most_question} caractères au plus.")
    if len(answer) > most_answer:
        raise InputError(f"La réponse est trop longue : {most_answer} caractères au plus.")


def _write_sheet(coach: "Coach", chosen: "QuestionSet", out: Path, review: "Review | None") -> None:
    from assistant.report import ReportError, form_of, write_sheet

    try:
        exam = coach.referential.exam(chosen.exam)
        title = coach.knowledge.vocabulary.exams[exam.id].title
        out.write_bytes(write_sheet(chosen, exam, title, form_of(out), candidate=review.file if review else ""))
    except ReportError as error:
        fail(str(error))
    print(f"Fiche écrite : {out}", file=sys.stderr)


def _print_questions(chosen: "QuestionSet") -> None:
    from rich.markdown import Markdown

    from assistant.report import questions_as_markdown

    console().print(Markdown(questions_as_markdown(chosen)))
    worded = any(item.unworded for item in chosen.questions)
    purpose = "Pour repartir du même choix" if worded else "Pour retrouver ces questions"
    print(f"{purpose} : --seed {chosen.seed}", file=sys.stderr)


def _print_feedback(feedback: "Assessment") -> None:
    from rich.markdown import Markdown

    from assistant.report import feedback_as_markdown

    console().print(Markdown(feedback_as_markdown(feedback)))


def _print_markdown(data: bytes) -> None:
    from rich.markdown import Markdown

    console().print(Markdown(data.decode("utf-8")))
