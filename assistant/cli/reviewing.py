"""`jury-coach review`: drafts, criterion by criterion."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.common import InputError, JsonOption, console, fail, failing_clearly, make_coach, print_json
from assistant.cli.exams import exam_of
from assistant.dossier.refusals import quotable
from assistant.failures import reason_of

if TYPE_CHECKING:
    from assistant.coach import Coach
    from assistant.coaching.reviewing.comparing import Comparison
    from assistant.coaching.reviewing.review import Review


def review(
    files: Annotated[list[Path], typer.Argument(help="Les brouillons : DOCX, PDF, PPTX, ODT, MD, HTML, TXT.")],
    exam: Annotated[
        str | None, typer.Option("--exam", help="L’épreuve, par exemple C3.3. Sans elle, le texte la fait deviner.")
    ] = None,
    as_json: JsonOption = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Où écrire la relecture : .docx, .pdf, .md ou .json.")
    ] = None,
    previous: Annotated[
        Path | None, typer.Option("--previous", help="La relecture (.json) du brouillon précédent, à comparer.")
    ] = None,
) -> None:
    """Relit des brouillons critère par critère, avec les mots qui font preuve et ce qui manque."""
    if len(files) > 1 and (out or previous):
        raise typer.BadParameter("--out et --previous vont avec un seul brouillon")
    with failing_clearly():
        coach = make_coach()
        exam_id = exam_of(coach, exam) if exam else None
        _say_what_is_sent(coach)
        failed = False
        for path in files:
            review = _reviewed(coach, path, exam_id)
            failed = failed or review is None
            if review is not None:
                _show(coach, review, as_json, out, previous)
    if failed:
        raise typer.Exit(1)


def _show(coach: "Coach", review: "Review", as_json: bool, out: Path | None, previous: Path | None) -> None:
    comparison = _comparison(previous, review) if previous else None
    if out is not None:
        _write(coach, review, out, comparison)
    if as_json:
        print_json(review.to_contract())
    elif out is None:
        _print(coach, review, comparison)


def _reviewed(coach: "Coach", path: Path, exam_id: str | None) -> "Review | None":
    """Review one draft; what is wrong with it is said, and the next one gets its turn."""
    from assistant.dossier.reading import DraftError

    try:
        return coach.review(path, exam=exam_id, progress=_say_progress)
    except DraftError as error:
        print(f"{quotable(path.name)} : {error}", file=sys.stderr)
        return None


def _say_what_is_sent(coach: "Coach") -> None:
    """Say what goes to whom, where a language model on another machine reads drafts."""
    if coach.second_reader is not None and coach.second_reader.sending:
        print(coach.second_reader.sending, file=sys.stderr)


def _say_progress(share: float, message: str) -> None:
    print(f"{share:4.0%} {message}", file=sys.stderr)


def _comparison(path: Path, review: "Review") -> "Comparison":
    from assistant.coaching.reviewing.comparing import ReviewFileError, compare, read_review

    try:
        return compare(read_review(path.read_text(encoding="utf-8")), review)
    except UnicodeDecodeError as error:
        raise InputError(f"Le fichier « {quotable(path.name)} » n’est pas une relecture enregistrée.") from error
    except OSError as error:
        raise InputError(f"Le fichier « {quotable(str(path))} » est illisible : {reason_of(error)}.") from error
    except ReviewFileError as error:
        raise InputError(str(error)) from error


def _write(coach: "Coach", review: "Review", out: Path, comparison: "Comparison | None") -> None:
    from assistant.report import ReportError, form_of, write_review

    try:
        out.write_bytes(write_review(review, coach.referential, form_of(out), comparison))
    except ReportError as error:
        fail(str(error))
    print(f"Relecture écrite : {out}", file=sys.stderr)


def _print(coach: "Coach", review: "Review", comparison: "Comparison | None") -> None:
    from rich.markdown import Markdown

    from assistant.report import write_review

    text = write_review(review, coach.referential, "md", comparison).decode("utf-8")
    console().print(Markdown(text))
