"""`jury-coach ask`: one question, or a file of questions."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.common import (
    InputError,
    JsonOption,
    console,
    failing_clearly,
    make_coach,
    print_json,
    say_notice,
    say_what_is_sent,
)
from assistant.dossier.refusals import quotable
from assistant.failures import reason_of

if TYPE_CHECKING:
    from assistant.coaching.asking.answer import Answer


def ask(
    question: Annotated[str | None, typer.Argument(help="La question, entre guillemets.")] = None,
    batch: Annotated[
        Path | None, typer.Option("--batch", help="Fichier JSON Lines de questions : id, question, history.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Répond à une question, ou à toutes celles d’un fichier."""
    if (question is None) == (batch is None):
        raise typer.BadParameter("donnez une question, ou un fichier avec --batch")
    with failing_clearly():
        if batch is not None:
            _ask_batch(batch)
            return
        coach = make_coach()
        say_what_is_sent(coach, "question")
        if not as_json and coach.language_model is not None and console().is_terminal:
            _print_answer(_watched(coach.stream(question or "")))
            return
        answer = coach.ask(question or "")
        say_notice(answer.notice)
        if as_json:
            print_json(answer.to_contract())
        else:
            _print_answer(answer)


def _watched(answers: "Iterator[Answer]") -> "Answer":
    """Show an answer while it grows, and return the last one; what was shown makes room for it."""
    from rich.live import Live
    from rich.markdown import Markdown

    with Live(console=console(), transient=True, refresh_per_second=12) as live:
        for answer in answers:
            live.update(Markdown(answer.answer))
    say_notice(answer.notice)
    return answer


def _ask_batch(path: Path) -> None:
    requests = list(_read_requests(path))
    coach = make_coach()
    say_what_is_sent(coach, "question")
    for request in requests:
        answer = coach.ask(request["question"], request.get("history") or ())
        say_notice(answer.notice)
        print_json(answer.to_contract(request.get("id")))


def _read_requests(path: Path) -> Iterator[dict[str, Any]]:
    from pydantic import ValidationError

    from assistant.coaching.asking.answer import Turn

    try:
        # With or without a mark of UTF-8; what ends a line in other texts may stand within a JSON string.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise InputError(f"Le fichier « {quotable(path.name)} » n’est pas du texte en UTF-8.") from error
    except OSError as error:
        raise InputError(f"Le fichier « {quotable(str(path))} » est illisible : {reason_of(error)}.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            request = json.loads(line, parse_constant=_refuse_constant)
            if not isinstance(request["question"], str):
                raise TypeError
            for turn in request.get("history") or ():
                Turn.model_validate(turn)
        except (ValueError, KeyError, TypeError, ValidationError, RecursionError) as error:
            raise InputError(
                f"La ligne {number} de « {quotable(path.name)} » n’est pas une question au format attendu "
                "(un objet JSON avec « question », et au besoin « id » et « history »)."
            ) from error
        yield request


def _refuse_constant(name: str) -> None:
    """Refuse NaN and its like, which Python reads and JSON doesn't know."""
    raise ValueError(name)


def _print_answer(answer: "Answer") -> None:
    from rich.markdown import Markdown

    page = console()
    page.print(Markdown(answer.answer))
    if answer.suggestions:
        page.print()
        for suggestion in answer.suggestions:
            page.print(f"→ {suggestion}", style="dim", highlight=False)
