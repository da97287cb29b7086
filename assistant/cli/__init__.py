"""`jury-coach`: the command line. Text for people by default, JSON for machines with `--json`.

With `--json`, stdout holds JSON alone; progress and errors go to stderr. Exit codes: 0 done, 1 the input
can't be used (one French sentence says why), 2 wrong usage.
"""

import sys

import typer

from assistant.cli import referential
from assistant.cli.accounts import accounts
from assistant.cli.asking import ask
from assistant.cli.feedback import feedback
from assistant.cli.jury import assess, cohort, questions
from assistant.cli.reviewing import review
from assistant.cli.upkeep import doctor, index, serve

app = typer.Typer(
    name="jury-coach",
    help="Ce que le jury attend, cité mot pour mot.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (ask, review, questions, assess, cohort, index, serve, doctor):
    app.command()(command)
app.add_typer(referential.app, name="referential")
app.add_typer(accounts, name="account")
app.add_typer(feedback, name="feedback")


def main() -> None:
    """Run the command line."""
    # Windows consoles and pipes may have another encoding: the contract says UTF-8.
    # Bytes that are none, in what is read or in a name that is said back, are no reason to fail.
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()
