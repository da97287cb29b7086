"""The file of accounts: one a line, `name:role:hash of the password`, so that no password is kept anywhere."""

import os
import re
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import bcrypt

MOST_BYTES = 72
"""What bcrypt reads of a password."""
LEAST_CHARACTERS = 10
NAME = re.compile(r"[\w.@+-]{1,64}")

_ROUNDS = 12
_NOBODYS = bcrypt.hashpw(b"nobody", bcrypt.gensalt(_ROUNDS))
"""Compared with where there is no such account: an answer takes as long, and doesn't tell which names exist."""
_HEAD = "# Comptes de jury-coach : nom:rôle:empreinte du mot de passe. Voir « jury-coach account --help ».\n"
_BAD_LINE = "La ligne {number} du fichier des comptes {path} ne se lit pas : « nom:rôle:empreinte », rôle {roles}."
_UNREADABLE = "Le fichier des comptes {path} ne peut pas être lu : {reason}."
_BAD_NAME = "Ce nom ne convient pas : 64 caractères au plus, lettres, chiffres et . @ + - _."
_SHORT = f"Ce mot de passe est trop court : {LEAST_CHARACTERS} caractères au moins."
_LONG = f"Ce mot de passe est trop long : {MOST_BYTES} octets au plus."


class AccountsError(ValueError):
    """The file or an account can't be used; the message is one French sentence."""


class Role(StrEnum):
    """What somebody may do. A tutor may do all that a candidate may."""

    CANDIDATE = "candidate"
    TUTOR = "tutor"


@dataclass(frozen=True)
class Account:
    """Somebody who may come in."""

    name: str
    role: Role
    hashed: bytes = field(repr=False)


class Accounts:
    """The accounts of a file, read again when it has changed."""

    def __init__(self, path: Path) -> None:
        """Read the file. Raises AccountsError."""
        self._path = path
        self._lock = threading.Lock()
        self._stamp = _stamp(path)
        self._accounts = read_accounts(path)

    def find(self, name: str) -> Account | None:
        """Return an account by its name."""
        self._read_again()
        return self._accounts.get(name)

    def check(self, name: str, password: str) -> Account | None:
        """Return the account whose name and password these are. Takes about a quarter of a second, by intention."""
        account = self.find(name)
        given = password.encode()
        right = bcrypt.checkpw(given[:MOST_BYTES], account.hashed if account else _NOBODYS)
        return account if right and len(given) <= MOST_BYTES else None

    def _read_again(self) -> None:
        with self._lock:
            stamp = _stamp(self._path)
            if stamp == self._stamp:
                return
            self._stamp = stamp
            try:
                self._accounts = read_accounts(self._path)
            except AccountsError:
                self._accounts = {}  # who can't be told from a stranger stays out until the file can be read


def read_accounts(path: Path) -> dict[str, Account]:
    """Return the accounts of a file by their names. Raises AccountsError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "ce n’est pas un texte"
        raise AccountsError(_UNREADABLE.format(path=path, reason=reason)) from error
    found = (_account(line, number, path) for number, line in enumerate(lines, 1) if line.strip() and line[0] != "#")
    return {account.name: account for account in found}


def make_account(name: str, role: Role, password: str) -> Account:
    """Return a new account. Raises AccountsError where its name or password won't do."""
    if not NAME.fullmatch(name):
        raise AccountsError(_BAD_NAME)
    if len(password) < LEAST_CHARACTERS:
        raise AccountsError(_SHORT)
    if len(password.encode()) > MOST_BYTES:
        raise AccountsError(_LONG)
    return Account(name, role, bcrypt.hashpw(password.encode(), bcrypt.gensalt(_ROUNDS)))


def write_accounts(path: Path, accounts: Iterable[Account]) -> None:
    """Put accounts in the place of those of a file, which its owner alone may read. Raises OSError."""
    lines = (f"{item.name}:{item.role}:{item.hashed.decode()}\n" for item in sorted(accounts, key=lambda a: a.name))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:  # made with rights for its owner alone
            file.write(_HEAD + "".join(lines))
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _account(line: str, number: int, path: Path) -> Account:
    name, _, rest = line.strip().partition(":")
    role, _, hashed = rest.partition(":")
    if not NAME.fullmatch(name) or role not in set(Role) or not re.fullmatch(r"\$2[aby]\$\d\d\$[./\w]{53}", hashed):
        raise AccountsError(_BAD_LINE.format(number=number, path=path, roles=" ou ".join(Role)))
    return Account(name, Role(role), hashed.encode())


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)
