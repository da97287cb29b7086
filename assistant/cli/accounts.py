"""`jury-coach account`: who may log in."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.common import InputError, console, failing_clearly
from assistant.settings import get_settings
from assistant.web.access.accounts import AccountsError, Role, make_account, read_accounts, write_accounts

accounts = typer.Typer(no_args_is_help=True, help="Gère les comptes de la page (ASSISTANT_AUTH_FILE).")
FileOption = Annotated[Path | None, typer.Option("--file", help="Fichier des comptes, sinon ASSISTANT_AUTH_FILE.")]
_NO_FILE = "Donnez le fichier des comptes avec --file, ou dans ASSISTANT_AUTH_FILE."
_UNKNOWN = "Il n’y a pas de compte « {name} »."


@accounts.command()
def add(
    name: Annotated[str, typer.Argument(help="Identifiant.")],
    role: Annotated[Role, typer.Option(help="candidate ou tutor.")] = Role.CANDIDATE,
    file: FileOption = None,
    from_input: Annotated[bool, typer.Option("--password-stdin", help="Lire le mot de passe sur l’entrée.")] = False,
) -> None:
    """Ajoute un compte, ou change son rôle et son mot de passe."""
    with failing_clearly(), _clearly():
        path = _path(file)
        known = read_accounts(path) if path.exists() else {}
        prompt = "" if from_input else typer.prompt("Mot de passe", hide_input=True, confirmation_prompt=True)
        account = make_account(name, role, sys.stdin.readline().rstrip("\n") if from_input else prompt)
        write_accounts(path, {**known, name: account}.values())
        print(f"Le compte « {name} » ({role}) est dans {path}.")


@accounts.command()
def remove(name: Annotated[str, typer.Argument(help="Identifiant.")], file: FileOption = None) -> None:
    """Retire un compte : ses connexions s’arrêtent aussitôt."""
    with failing_clearly(), _clearly():
        path = _path(file)
        known = read_accounts(path)
        if known.pop(name, None) is None:
            raise InputError(_UNKNOWN.format(name=name))
        write_accounts(path, known.values())
        print(f"Le compte « {name} » est retiré.")


@accounts.command("list")
def list_accounts(file: FileOption = None) -> None:
    """Montre les comptes."""
    with failing_clearly(), _clearly():
        from rich.table import Table

        table = Table("compte", "rôle")
        for account in read_accounts(_path(file)).values():
            table.add_row(account.name, account.role)
        console().print(table)


def _path(given: Path | None) -> Path:
    path = given or get_settings().auth_file
    if path is None:
        raise InputError(_NO_FILE)
    return path


@contextmanager
def _clearly() -> Iterator[None]:
    try:
        yield
    except AccountsError as error:
        raise InputError(str(error)) from error
