"""docs/api.md against the served application: its examples run, what it says of parameters and keys is so."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.web.programs.tools import TOOLS
from tests.web.conftest import ROOT, serving
from tests.web.serving.conftest import NO_LIMITS

DRAFT = ROOT / "evals" / "data" / "drafts" / "dev" / "c33-lingua-passerelle.md"
"""Stands for the reader's own file, which the examples call `dossier.md`."""
WRITTEN = "http://127.0.0.1:7860"
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
ENDPOINTS = ("ask", "review", "questions", "assess", "referential")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving("app.py", **NO_LIMITS) as url:
        yield url.rstrip("/")


@pytest.fixture(scope="module")
def ran(address: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The Python of the page, from top to bottom, as one would try it; what its names hold afterwards."""
    shown: list[str] = []
    names: dict[str, Any] = {"shown": shown, "print": lambda *words: shown.append(" ".join(map(str, words)))}
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("example"))
    shutil.copy(DRAFT, "dossier.md")
    try:
        for block in blocks("python"):
            exec(compile(block.replace(WRITTEN, address), "docs/api.md", "exec"), names)  # noqa: S102 - our own page
    finally:
        os.chdir(before)
    return names


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def section(endpoint: str) -> str:
    return PAGE.split(f"### /{endpoint}\n")[1].split("\n### ")[0].split("\n## ")[0]


def first_column(text: str, title: str) -> list[str]:
    """The names in the first column of the table that is headed so."""
    table = re.search(rf"^\| {re.escape(title)} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert table, title
    return [name for row in table[1].splitlines() for name in re.findall(r"`([^`]+)`", row.split("|")[1])]


def named_in(text: str, key: str) -> set[str]:
    """The names that the page gives after a key, before the parentheses' own."""
    row = next(line for line in text.splitlines() if line.startswith(f"| `{key}` |"))
    return set(re.findall(r"`([^`]+)`", re.sub(r"\([^)]*\)", "", row.split("|")[2])))


def test_the_page_has_an_example_of_each_endpoint() -> None:
    written = "\n".join(blocks("python"))
    for endpoint in ENDPOINTS:
        assert f'api_name="/{endpoint}"' in written


def test_the_parameters_are_those_of_the_service(ran: dict[str, Any]) -> None:
    endpoints = ran["client"].view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert set(endpoints) == {f"/{name}" for name in ENDPOINTS}
    for endpoint in ENDPOINTS:
        taken = {item["parameter_name"]: item for item in endpoints[f"/{endpoint}"]["parameters"]}
        if not taken:
            assert "| Paramètre |" not in section(endpoint)
            continue
        assert first_column(section(endpoint), "Paramètre") == list(taken)
        for name, item in taken.items():
            row = next(line for line in section(endpoint).splitlines() if line.startswith(f"| `{name}` |"))
            default = row.split("|")[3].strip().strip("`")
            known = item.get("parameter_default") if item.get("parameter_has_default") else "requis"
            assert default == (str(known) or "vide"), (endpoint, name)


def test_the_keys_are_those_that_come(ran: dict[str, Any]) -> None:
    told = {
        "ask": "answer",
        "review": "review",
        "questions": "drawn",
        "assess": "feedback",
        "referential": "referential",
    }
    for endpoint, name in told.items():
        assert set(first_column(section(endpoint), "Clé")) == set(ran[name]), endpoint
    assert set(first_column(section("review"), "Clé de `criteria`")) == set(ran["review"]["criteria"][0])
    assert set(first_column(section("questions"), "Clé de `questions`")) == set(ran["drawn"]["questions"][0])


def test_what_the_examples_show_is_what_comes(ran: dict[str, Any]) -> None:
    assert ran["answer"]["behaviour"] == "answer"
    assert ran["answer"]["citations"]
    assert named_in(section("ask"), "citations") == set(ran["answer"]["citations"][0])
    assert named_in(section("ask"), "retrieved") == set(ran["answer"]["retrieved"][0])
    assert any(citation["id"].startswith("C3.4") for citation in ran["following"]["citations"])
    quotes = [quote for criterion in ran["review"]["criteria"] for quote in criterion["evidence"]]
    assert quotes
    assert named_in(section("review").split("Clé de")[1], "evidence") == set(quotes[0])
    assert named_in(section("review"), "expected_elements") == set(ran["review"]["expected_elements"][0])
    assert len(ran["drawn"]["questions"]) == 3
    assert {item["level"] for item in ran["drawn"]["questions"]} == {"exigeant"}
    assert named_in(section("assess"), "points") == set(ran["feedback"]["points"][0])
    for key in ("activities", "competences", "exams"):
        assert named_in(section("referential"), key) == set(ran["referential"][key][0]), key
    assert "« C9.9 » est inconnue" in ran["shown"][-1].replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl isn't there")
@pytest.mark.parametrize("block", blocks("bash"))
def test_the_examples_with_curl_end_in_an_answer(address: str, block: str, tmp_path: Path) -> None:
    script = block.replace(WRITTEN, address)
    shutil.copy(DRAFT, tmp_path / "dossier.md")
    ended = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", script],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    assert "event: complete" in ended.stdout
    assert '"engine": "extractive"' in ended.stdout


def test_the_tools_are_those_of_the_server() -> None:
    rows = PAGE.split("| Outil | Ses paramètres |\n|---|---|\n")[1].split("\n\n")[0].splitlines()
    written = {row.split("|")[1].strip(" `"): set(re.findall(r"`([^`]+)`", row.split("|")[2])) for row in rows}
    assert written == {tool.name: set(tool.arguments.model_fields) for tool in TOOLS}
