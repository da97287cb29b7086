"""Who has logged in: in memory, by the owner of a browser's session, until it logs out or its time is over."""

import hashlib
import threading
import time
from collections.abc import Mapping
from typing import Any

import gradio as gr

from assistant.web.access.accounts import Account, Accounts, Role

TUTORS_ALONE = "Cette page est réservée aux tuteurs."
_PROGRAM_S = 300.0
"""How long a program's password isn't checked again: each check takes a quarter of a second."""


class Logins:
    """The logins of one service."""

    def __init__(self, accounts: Accounts, hours: float) -> None:
        """Take the accounts, and how long a login lasts."""
        self._accounts = accounts
        self._seconds = hours * 3600
        self._names: dict[str, tuple[str, bytes, float]] = {}
        self._lock = threading.Lock()

    def enter(self, owner: str, account: Account) -> None:
        """Note that an owner has logged in."""
        self._keep(owner, account, self._seconds)

    def leave(self, owner: str) -> None:
        """Log an owner out."""
        with self._lock:
            self._names.pop(owner, None)

    def of(self, owner: str) -> Account | None:
        """Return the account of an owner; None where it never logged in, or its account has changed since."""
        with self._lock:
            name, hashed, until = self._names.get(owner, ("", b"", 0.0))
        account = self._accounts.find(name) if time.monotonic() < until else None
        return account if account is not None and account.hashed == hashed else None

    def of_program(self, name: str, password: str) -> Account | None:
        """Return the account that a program shows with each of its calls."""
        account = self.of_known_program(name, password)
        if account is None:
            account = self._accounts.check(name, password)
            if account is not None:
                self._keep(_key_of_program(name, password), account, _PROGRAM_S)
        return account

    def of_known_program(self, name: str, password: str) -> Account | None:
        """The same, where these very words were right a moment ago: nothing is tried out, so nothing is counted."""
        return self.of(_key_of_program(name, password))

    def sweep(self, now: float) -> None:
        """Forget the logins whose time is over."""
        with self._lock:
            for owner in [owner for owner, (_, _, until) in self._names.items() if now >= until]:
                del self._names[owner]

    def _keep(self, owner: str, account: Account, seconds: float) -> None:
        with self._lock:
            self._names[owner] = (account.name, account.hashed, time.monotonic() + seconds)


def _key_of_program(name: str, password: str) -> str:
    return "program " + hashlib.sha256(f"{name}\0{password}".encode("utf-8", "replace")).hexdigest()


def account_of(scope: Mapping[str, Any]) -> Account | None:
    """Return the account that the gate found for a request; None where the service asks for none."""
    account = scope.get("state", {}).get("account")
    return account if isinstance(account, Account) else None


def tutors_alone(request: gr.Request) -> None:
    """Let nobody but tutors go on, where people log in. Raises gr.Error."""
    inner = getattr(request, "request", None)
    account = account_of(inner.scope) if inner is not None else None
    if account is not None and account.role is not Role.TUTOR:
        raise gr.Error(TUTORS_ALONE)
