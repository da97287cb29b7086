"""`jury-coach`: the command line. Text for people by default, JSON for machines with `--json`.

With `--json`, stdout holds JSON alone; progress and errors go to stderr. Exit codes: 0 done, 1 the input
can't be used (one French sentence says why), 2 wrong usage.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from assistant.coach import Coach
    from assistant.coaching.answer import Answer

app = typer.Typer(
    name="jury-coach",
    help="Ce que le jury attend, cité mot pour mot.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
referential_app = typer.Typer(help="Le référentiel : le montrer, le vérifier.", no_args_is_help=True)
app.add_typer(referential_app, name="referential")

JsonOption = Annotated[bool, typer.Option("--json", help="Écrire du JSON sur la sortie standard.")]


class InputError(Exception):
    """What was given can't be used. The message is one French sentence."""


def main() -> None:
    """Run the command line."""
    # Windows consoles and pipes may have another encoding: the contract says UTF-8.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    app()


@app.command()
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
    with _failing_clearly():
        if batch is not None:
            _ask_batch(batch)
            return
        answer = _coach().ask(question or "")
        if as_json:
            _print_json(answer.to_contract())
        else:
            _print_answer(answer)


def _ask_batch(path: Path) -> None:
    requests = list(_read_requests(path))
    coach = _coach()
    for request in requests:
        answer = coach.ask(request["question"], request.get("history") or ())
        _print_json(answer.to_contract(request.get("id")))


def _read_requests(path: Path) -> Iterator[dict[str, Any]]:
    from pydantic import ValidationError

    from assistant.coaching.answer import Turn

    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(f"Le fichier « {path.name} » n’est pas du texte en UTF-8.") from error
    except OSError as error:
        raise InputError(f"Le fichier « {path} » est illisible : {_reason(error)}.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            request = json.loads(line)
            if not isinstance(request["question"], str):
                raise TypeError
            for turn in request.get("history") or ():
                Turn.model_validate(turn)
        except (ValueError, KeyError, TypeError, ValidationError) as error:
            raise InputError(
                f"La ligne {number} de « {path.name} » n’est pas une question au format attendu "
                "(un objet JSON avec « question », et au besoin « id » et « history »)."
            ) from error
        yield request


@referential_app.command("show")
def show(as_json: JsonOption = False) -> None:
    """Montre le référentiel entier."""
    with _failing_clearly():
        from assistant.referential.export import referential_as_json
        from assistant.referential.loading import load_referential
        from assistant.settings import get_settings

        referential = load_referential(get_settings().corpus)
        if as_json:
            _print_json(referential_as_json(referential), indent=2)
            return
        from rich.markdown import Markdown

        from assistant.referential.export import referential_as_markdown

        _console().print(Markdown(referential_as_markdown(referential)))


@referential_app.command("check")
def check(as_json: JsonOption = False) -> None:
    """Vérifie le référentiel contre sa source, et les données qui l’accompagnent."""
    with _failing_clearly():
        from assistant.referential.checking import check_corpus
        from assistant.settings import get_settings

        findings = check_corpus(get_settings().corpus)
        if as_json:
            _print_json({"ok": not findings, "findings": [vars(finding) for finding in findings]})
        elif findings:
            for finding in findings:
                print(f"{finding.place} : {finding.message}")
        else:
            print("Le référentiel est complet et conforme à sa source.")
        if findings:
            raise typer.Exit(1)


@app.command()
def index(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Reconstruire même si l’index existe.")] = False,
) -> None:
    """Prépare le modèle de recherche et l’index."""
    with _failing_clearly():
        coach = _coach()
        if rebuild:
            coach.rebuild_index()
        coach.prepare()
        print(f"L’index est prêt : {coach.searcher.size} textes.")


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Adresse où servir la page.")] = None,
    port: Annotated[int | None, typer.Option(help="Port de la page.", min=0, max=65535)] = None,
) -> None:
    """Sert la page de discussion."""
    with _failing_clearly():
        from assistant.settings import get_settings
        from assistant.web.server import serve_page

        given = {"host": host, "port": port}
        changed = {name: value for name, value in given.items() if value is not None}
        serve_page(get_settings().model_copy(update=changed))


@app.command()
def doctor(as_json: JsonOption = False) -> None:
    """Dit ce qui est en service, et si chaque pièce fonctionne."""
    with _failing_clearly():
        from assistant.diagnosis import examine

        checks = examine()
        if as_json:
            _print_json({"ok": all(item.works for item in checks), "checks": [vars(item) for item in checks]})
        else:
            from rich.table import Table

            table = Table("pièce", "en service", "état")
            for item in checks:
                table.add_row(item.part, item.used, "fonctionne" if item.works else f"[red]{item.problem}[/]")
            _console().print(table)
        if not all(item.works for item in checks):
            raise typer.Exit(1)


def _coach() -> "Coach":
    from assistant.coach import Coach

    return Coach(report=lambda message: print(message, file=sys.stderr))


def _console() -> Any:
    from rich.console import Console

    return Console()


def _print_json(data: object, indent: int | None = None) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=indent), flush=True)


def _print_answer(answer: "Answer") -> None:
    from rich.markdown import Markdown

    console = _console()
    console.print(Markdown(answer.answer))
    if answer.suggestions:
        console.print()
        for suggestion in answer.suggestions:
            console.print(f"→ {suggestion}", style="dim", highlight=False)


@contextmanager
def _failing_clearly() -> Iterator[None]:
    """Turn what can go wrong into one French sentence on stderr and exit code 1."""
    from assistant.referential.loading import CorpusError

    try:
        yield
    except (InputError, CorpusError) as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"Le disque ou un fichier fait défaut : {_reason(error)}.")
    except Exception as error:
        if type(error).__name__ in {"WeightsError", "IndexDamagedError"}:
            _fail(str(error))
        raise


def _fail(message: str) -> None:
    print(message, file=sys.stderr)
    raise typer.Exit(1)


def _reason(error: OSError) -> str:
    place = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{place}"
