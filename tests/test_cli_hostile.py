"""What the command line does with what it can't use: one French sentence, never a traceback."""

import json
import os
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.cli import app
from assistant.settings import get_settings
from tests.test_cli import run


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def sentence(result: Result) -> str:
    """One French sentence on stderr, nothing on stdout, exit code 1."""
    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = result.stderr.strip().splitlines()
    assert line.endswith(".")
    return line


def batch(folder: Path, text: str) -> str:
    path = folder / "lot.jsonl"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("line", ["[" * 100_000, '{"id": NaN, "question": "C3.3"}', '{"question": Infinity}'])
def test_lines_that_python_alone_would_read(line: str, tmp_path: Path) -> None:
    assert sentence(call("ask", "--batch", batch(tmp_path, line))).startswith("La ligne 1 de « lot.jsonl »")


@pytest.mark.parametrize(
    "text",
    ["\ufeff" + '{"question": "C3.3"}\n', '{"question": "C3.3 \u2028 ?"}\r\n', '{"question": "C3.3 \\ud800"}'],
    ids=["mark of UTF-8", "line separator in a string", "lone surrogate"],
)
def test_lines_that_are_json_are_read(text: str, tmp_path: Path) -> None:
    result = call("ask", "--batch", batch(tmp_path, text))
    assert result.exit_code == 0, result.stderr
    (line,) = result.stdout.split("\n")[:-1]
    assert [item["id"] for item in json.loads(line)["citations"]] == [f"C3.3/{n}" for n in range(1, 7)]


def test_the_system_speaks_french(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    missing, folder = str(tmp_path / "absent.jsonl"), str(tmp_path)
    assert "fichier ou dossier introuvable" in sentence(call("ask", "--batch", missing))
    assert "c’est un dossier" in sentence(call("ask", "--batch", folder))
    out = str(tmp_path / "absent" / "fiche.md")
    assert "fichier ou dossier introuvable" in sentence(call("questions", "--exam", "C3.3", "--out", out))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk here")
def test_a_full_disk_is_told_in_french(tmp_path: Path) -> None:
    (tmp_path / "fiche.md").symlink_to("/dev/full")
    said = sentence(call("questions", "--exam", "C3.3", "--out", str(tmp_path / "fiche.md")))
    assert said == "Le disque ou un fichier fait défaut : il n’y a plus de place sur le disque."


def test_a_setting_that_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_PORT", "mille")
    get_settings.cache_clear()
    try:
        assert sentence(call("ask", "C3.3")) == "L’option ASSISTANT_PORT ne peut pas valoir « mille »."
    finally:
        get_settings.cache_clear()


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = sentence(call("serve", "--port", str(port)))
    assert said == f"Le port {port} est déjà pris : donnez-en un autre avec --port."


def test_what_is_not_found_without_a_number_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(self: object) -> None:
        raise OSError("We couldn't connect to 'https://example.org'.\nCheck your connection.")

    monkeypatch.setattr("assistant.coach.Coach.prepare", offline)
    assert "jury-coach doctor" in sentence(call("ask", "C3.3"))


@pytest.mark.skipif(os.name != "posix", reason="names and arguments are no bytes here")
def test_bytes_that_are_no_text() -> None:
    done = run("review", os.fsdecode(b"caf\xe9.docx"), "--exam", "C3.3")
    assert (done.returncode, done.stdout) == (1, "")
    assert "introuvable" in done.stderr
    assert "Traceback" not in done.stderr
    asked = run("ask", os.fsdecode(b"C3.3 \xff"), "--json")
    assert json.loads(asked.stdout)["behaviour"] == "answer"
