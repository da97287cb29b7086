"""`jury-coach index`, `serve`, `doctor`: keeping the program at work."""

import errno
from typing import Annotated

import typer

from assistant.cli.common import InputError, JsonOption, console, failing_clearly, make_coach, print_json


def index(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Reconstruire même si l’index existe.")] = False,
) -> None:
    """Prépare les modèles de recherche et de relecture, et l’index."""
    with failing_clearly():
        from assistant.search.embedder import is_e5_small

        coach = make_coach()
        if rebuild:
            coach.rebuild_index()
        coach.prepare()
        if is_e5_small(coach.settings.embedding_model):  # else reviews alone need one more model
            _ = coach.draft_embedder
        print(f"L’index est prêt : {coach.searcher.size} textes.")


def serve(
    host: Annotated[str | None, typer.Option(help="Adresse où servir la page.")] = None,
    port: Annotated[int | None, typer.Option(help="Port de la page.", min=0, max=65535)] = None,
) -> None:
    """Sert la page de discussion."""
    with failing_clearly():
        from assistant.settings import get_settings
        from assistant.web.access.accounts import AccountsError
        from assistant.web.serving.server import serve_page

        given = {"host": host, "port": port}
        changed = {name: value for name, value in given.items() if value is not None}
        settings = get_settings().model_copy(update=changed)
        try:
            serve_page(settings)
        except AccountsError as error:
            raise InputError(str(error)) from error
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise InputError(f"Le port {settings.port} est déjà pris : donnez-en un autre avec --port.") from error


def doctor(as_json: JsonOption = False) -> None:
    """Dit ce qui est en service, et si chaque pièce fonctionne."""
    with failing_clearly():
        from assistant.diagnosis import examine

        checks = examine()
        if as_json:
            print_json({"ok": all(item.works for item in checks), "checks": [vars(item) for item in checks]})
        else:
            from rich.table import Table

            table = Table("pièce", "en service", "état")
            for item in checks:
                table.add_row(item.part, item.used, "fonctionne" if item.works else f"[red]{item.problem}[/]")
            console().print(table)
        if not all(item.works for item in checks):
            raise typer.Exit(1)
