"""What all commands share: the coach, printing, and errors as one French sentence."""

import atexit
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.dossier.refusals import quotable
from assistant.failures import reason_of

if TYPE_CHECKING:
    from pydantic import ValidationError

    from assistant.coach import Coach
    from assistant.language.notice import Sent

_said: set[str] = set()
JsonOption = Annotated[bool, typer.Option("--json", help="Écrire du JSON sur la sortie standard.")]


class InputError(Exception):
    """What was given can't be used. The message is one French sentence."""


def make_coach() -> "Coach":
    """Return a coach that says on stderr what it is doing and, when the command ends, what a language model took."""
    from assistant.coach import Coach

    coach = Coach(report=lambda message: print(message, file=sys.stderr))
    if coach.settings.llm is not None:
        atexit.register(_say_usage, coach)
    return coach


def _say_usage(coach: "Coach") -> None:
    model = coach.language_model
    if model is not None and (sentence := model.usage.sentence):
        print(sentence, file=sys.stderr)


def say_what_is_sent(coach: "Coach", sent: "Sent") -> None:
    """Say on stderr, once a process and a kind, what goes to a model on another machine: whoever runs it configured it."""
    if coach.settings.llm is None or sent in _said:
        return
    from assistant.language.notice import notice_of

    notice = notice_of(coach.language_model, masked=coach.settings.llm_mask)
    if notice is not None and (line := notice.line(sent)):
        _said.add(sent)
        print(line, file=sys.stderr)


def say_notice(notice: str | None) -> None:
    """Say on stderr why the language model's words are missing, where they are."""
    if notice:
        print(notice, file=sys.stderr)


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
    from pydantic import ValidationError

    from assistant.referential.loading import CorpusError

    try:
        yield
    except (InputError, CorpusError) as error:
        fail(str(error))
    except BrokenPipeError:
        # Whoever read the output has gone (« | head »): there is nobody left to tell, now or when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None
    except OSError as error:
        if error.errno is None:
            fail("Un modèle ou une ressource du réseau est inaccessible : « jury-coach doctor » dit ce qui manque.")
        fail(f"Le disque ou un fichier fait défaut : {reason(error)}.")
    except ValidationError as error:
        if error.title != "Settings":
            raise
        fail(_wrong_setting(error))
    except Exception as error:
        if type(error).__name__ in {"WeightsError", "IndexDamagedError", "VectorStoreError"}:
            fail(str(error))
        raise


def fail(message: str) -> None:
    """Say one sentence on stderr and leave with exit code 1."""
    print(message, file=sys.stderr)
    raise typer.Exit(1)


def reason(error: OSError) -> str:
    """Return why the system refused, in French, with the file that it concerns."""
    place = f" ({quotable(str(error.filename))})" if error.filename else ""
    return f"{reason_of(error)}{place}"


def _wrong_setting(error: "ValidationError") -> str:
    """Say which option of the environment can't be used."""
    first = error.errors(include_url=False)[0]
    name = "_".join(str(part) for part in first["loc"]).upper()
    return f"L’option ASSISTANT_{name} ne peut pas valoir « {quotable(str(first['input']))} »."
