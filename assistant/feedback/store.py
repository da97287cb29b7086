"""The file of opinions: SQLite, which several processes may write, and which forgets what is deleted."""

import os
import secrets
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from assistant.feedback.opinion import Opinion

PATIENCE_S = 5.0
"""How long a process waits for another one that writes."""

NOT_KEPT = "Votre avis n’a pas pu être gardé : le service ne peut pas écrire son fichier. Rien d’autre n’est perdu."
UNREADABLE = "Le fichier des avis {path} ne peut pas être lu : {why}."

_TABLE = "CREATE TABLE IF NOT EXISTS opinions (id TEXT PRIMARY KEY, day TEXT NOT NULL, opinion TEXT NOT NULL) STRICT"


class FeedbackError(Exception):
    """The file can't be used: one French sentence."""


class OpinionStore:
    """The opinions that were kept. Nothing tells whose one is but its name, which its session alone knows."""

    def __init__(self, path: Path) -> None:
        """Take the file; it is made when the first opinion is kept."""
        self._path = path

    def keep(self, opinion: Opinion) -> str:
        """Keep an opinion, and return its name. Raises FeedbackError."""
        name = secrets.token_hex(16)
        with _clearly(NOT_KEPT), self._open(create=True) as database:
            row = (name, opinion.day.isoformat(), opinion.model_dump_json())
            database.execute("INSERT INTO opinions VALUES (?, ?, ?)", row)
        return name

    def withdraw(self, names: Collection[str]) -> int:
        """Delete opinions by their names; return how many there were. Raises FeedbackError."""
        if not names or not self._path.exists():
            return 0
        with _clearly(self._unreadable), self._open() as database:
            marks = ", ".join("?" * len(names))
            deleted = database.execute(f"DELETE FROM opinions WHERE id IN ({marks})", tuple(names))  # noqa: S608
            return deleted.rowcount

    def purge(self, before: date) -> int:
        """Delete what was kept before a day; return how many there were. Raises FeedbackError."""
        if not self._path.exists():
            return 0
        with _clearly(self._unreadable), self._open() as database:
            return database.execute("DELETE FROM opinions WHERE day < ?", (before.isoformat(),)).rowcount

    def opinions(self, since: date | None = None) -> list[tuple[str, Opinion]]:
        """Return what was kept since a day with its names, in the order in which it came. Raises FeedbackError."""
        if not self._path.exists():
            return []
        with _clearly(self._unreadable), self._open() as database:
            rows = database.execute(
                "SELECT id, opinion FROM opinions WHERE day >= ? ORDER BY rowid", (since.isoformat() if since else "",)
            )
            return [(name, Opinion.model_validate_json(text)) for name, text in rows]

    @property
    def _unreadable(self) -> str:
        return UNREADABLE.format(path=self._path, why="{why}")

    @contextmanager
    def _open(self, *, create: bool = False) -> Iterator[sqlite3.Connection]:
        if create:
            # Before SQLite makes it, so that nobody else may read it for a moment; its journal gets the same rights.
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(self._path, timeout=PATIENCE_S)) as database, database:
            database.execute("PRAGMA secure_delete = ON")
            database.execute(_TABLE)
            yield database


@contextmanager
def _clearly(sentence: str) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error).splitlines()[0]
        raise FeedbackError(sentence.replace("{why}", str(why))) from error
