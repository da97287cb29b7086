"""The file of accounts, and who is let in by it."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from assistant.cli import app
from assistant.web.access.accounts import (
    Account,
    Accounts,
    AccountsError,
    Role,
    make_account,
    read_accounts,
    write_accounts,
)
from assistant.web.access.gate import _inside
from assistant.web.access.logins import Logins

PASSWORD = "un mot de passe à retenir"  # noqa: S105 - of no account that there is


@pytest.fixture(scope="module")
def ada() -> Account:
    return make_account("ada", Role.TUTOR, PASSWORD)


@pytest.fixture
def path(tmp_path: Path, ada: Account) -> Path:
    write_accounts(tmp_path / "comptes", [ada])
    return tmp_path / "comptes"


def test_what_was_written_is_read_and_holds_no_password(path: Path) -> None:
    assert PASSWORD not in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o077 == 0
    accounts = Accounts(path)
    found = accounts.check("ada", PASSWORD)
    assert found is not None
    assert found.role is Role.TUTOR
    assert accounts.check("ada", PASSWORD + "!") is None
    assert accounts.check("ada", PASSWORD + "x" * 100) is None
    assert accounts.check("bob", PASSWORD) is None


def test_an_account_that_is_taken_away_is_out_at_once(path: Path) -> None:
    accounts = Accounts(path)
    logins = Logins(accounts, hours=1)
    account = accounts.find("ada")
    assert account is not None
    logins.enter("browser", account)
    assert logins.of("browser") == account
    assert logins.of_program("ada", PASSWORD) == account
    write_accounts(path, [make_account("ada", Role.CANDIDATE, PASSWORD)])
    assert logins.of("browser") is None, "its password or role was changed"
    write_accounts(path, [])
    assert logins.of_program("ada", PASSWORD) is None
    path.write_text("rien\n", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert accounts.check("ada", PASSWORD) is None


def test_a_login_ends(path: Path) -> None:
    accounts = Accounts(path)
    logins = Logins(accounts, hours=-1)
    account = accounts.find("ada")
    assert account is not None
    logins.enter("browser", account)
    assert logins.of("browser") is None
    logins.sweep(float("inf"))
    assert not logins._names


@pytest.mark.parametrize("line", ["ada", "ada:boss:x", "ada:tutor:secret", "a b:tutor:$2b$12$" + "a" * 53])
def test_a_line_that_is_no_account_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "comptes"
    path.write_text(f"# d’accord\n\n{line}\n", encoding="utf-8")
    with pytest.raises(AccountsError, match="ligne 3"):
        read_accounts(path)
    with pytest.raises(AccountsError, match="ne peut pas être lu"):
        read_accounts(tmp_path / "absent")


@pytest.mark.parametrize(("name", "password"), [("a:b", PASSWORD), ("ada", "court"), ("ada", "é" * 40), ("", PASSWORD)])
def test_what_is_no_account_is_refused(name: str, password: str) -> None:
    with pytest.raises(AccountsError):
        make_account(name, Role.CANDIDATE, password)


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_after_the_login_nobody_is_led_elsewhere(after: str) -> None:
    wanted = _inside(after)
    assert wanted == "" or wanted.startswith("?")
    assert "/" not in wanted.partition("?")[0]
    assert "\n" not in wanted
    assert "\r" not in wanted


def test_the_command_line_keeps_accounts(tmp_path: Path) -> None:
    path = str(tmp_path / "comptes")

    def call(*arguments: str, given: str = "") -> Result:
        return CliRunner().invoke(app, ["account", *arguments, "--file", path], input=given)

    done = call("add", "ada", "--role", "tutor", "--password-stdin", given=PASSWORD + "\n")
    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output
    assert "tutor" in call("list").stdout
    assert "trop court" in call("add", "bob", "--password-stdin", given="x\n").stderr
    assert call("remove", "bob").exit_code == 1
    assert call("remove", "ada").exit_code == 0
    assert "ada" not in call("list").stdout
