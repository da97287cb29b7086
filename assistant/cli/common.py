"""What all commands share: the coach, printing, and errors as one French sentence."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from assistant.coach import Coach

JsonOption = Annotated[bool, typer.Option("--json", help="Écrire du JSON sur la sortie standard.")]


class InputError(Exception):
    """What was given can't be used. The message is one French sentence."""


def make_coach() -> "Coach":
    """Return a coach that says on stderr what it is doing."""
    from assistant.coach import Coach

    return Coach(report=lambda message: print(message, file=sys.stderr))


def console() -> Any:
    """Return where text for people is printed."""
    from rich.console import Console

    return Console()


def print_json(data: object, indent: int | None = None) -> None:
    """Print JSON for machines, one line unless indented."""
    print(json.dumps(data, ensure_ascii=False, indent=indent), flush=True)


@contextmanager
def failing_clearly() -> Iterator[None]:
    """Turn what can go wrong into one French sentence on stderr and exit code 1."""
    from assistant.referential.loading import CorpusError

    try:
        yield
    except (InputError, CorpusError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"Le disque ou un fichier fait défaut : {reason(error)}.")
    except Exception as error:
        if type(error).__name__ in {"WeightsError", "IndexDamagedError"}:
            fail(str(error))
        raise


def fail(message: str) -> None:
    """Say one sentence on stderr and leave with exit code 1."""
    print(message, file=sys.stderr)
    raise typer.Exit(1)


def reason(error: OSError) -> str:
    """Return what the system says of an error, with the file that it concerns."""
    place = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{place}"
