"""`jury-coach feedback`: what people think of the answers, for whoever runs the service."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.common import InputError, failing_clearly
from assistant.feedback.drafts import write_drafts
from assistant.feedback.store import FeedbackError, OpinionStore
from assistant.settings import get_settings

feedback = typer.Typer(no_args_is_help=True, help="Exporte ou efface les avis gardés (ASSISTANT_FEEDBACK_FILE).")
FileOption = Annotated[Path | None, typer.Option("--file", help="Fichier des avis, sinon ASSISTANT_FEEDBACK_FILE.")]
_NO_FILE = "Donnez le fichier des avis avec --file, ou dans ASSISTANT_FEEDBACK_FILE."
_MISSING = "Le fichier des avis {path} n’existe pas : aucun avis n’a été gardé."


@feedback.command()
def export(
    out: Annotated[Path, typer.Option(help="Dossier où écrire questions.jsonl et opinions.jsonl.")],
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="À partir de ce jour.")] = None,
    file: FileOption = None,
) -> None:
    """Écrit les avis comme des questions d’évaluation à compléter."""
    with failing_clearly():
        store = OpinionStore(_path(file))
        try:
            opinions = store.opinions(_day(since))
            count = write_drafts(opinions, out)
        except FeedbackError as error:
            raise InputError(str(error)) from error
        print(f"{len(opinions)} avis, dont {count} avec leur question, sont dans {out}.")


@feedback.command()
def purge(
    before: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Efface ce qui est plus ancien que ce jour.")],
    file: FileOption = None,
) -> None:
    """Efface les avis plus anciens qu’un jour."""
    with failing_clearly():
        try:
            count = OpinionStore(_path(file)).purge(before.date())
        except FeedbackError as error:
            raise InputError(str(error)) from error
        print(f"{count} avis effacés." if count > 1 else f"{count} avis effacé.")


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _path(given: Path | None) -> Path:
    path = given or get_settings().feedback_file
    if path is None:
        raise InputError(_NO_FILE)
    if not path.exists():
        raise InputError(_MISSING.format(path=path))
    return path
