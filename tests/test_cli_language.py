"""`jury-coach ask` with a language model, through a server on loopback."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.coaching.asking.wording.echo import quoting
from tests.language.openai_server import openai_server

QUESTION = "Combien de temps dure l'oral de C3.4 ?"


def run(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    variables = {"ASSISTANT_LLM": "openai:x", "ASSISTANT_LLM_BASE_URL": url, "ASSISTANT_LLM_API_KEY": "k"}
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **variables},
        check=False,
    )


def test_a_batch_says_which_engine_answered(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    asked = [{"id": "1", "question": QUESTION}, {"id": "2", "question": "bonjour"}]
    path.write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
    with openai_server(quoting) as served:
        result = run(served.url, "ask", "--batch", str(path))
    assert result.returncode == 0
    assert result.stderr.splitlines()[-1].startswith("1 appel au modèle\u00a0: ")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [item["engine"] for item in answers] == ["llm:openai:x", "extractive"]
    assert "(modalités **C3.4**)" in answers[0]["answer"]
    assert list(answers[0]) == [
        "id", "question", "behaviour", "answer", "citations", "retrieved", "engine", "elapsed_ms",
    ]  # fmt: skip


def test_a_model_that_is_down_is_one_sentence_on_stderr() -> None:
    with openai_server(quoting) as served:
        pass
    result = run(served.url, "ask", QUESTION, "--json")
    assert result.returncode == 0
    assert json.loads(result.stdout)["engine"] == "extractive"
    said = [line for line in result.stderr.splitlines() if "modèle de langage" in line]
    assert said == [
        "Le modèle de langage est injoignable : cette machine (127.0.0.1) ne répond pas. Voici la réponse sans lui."
    ]
    assert "Traceback" not in result.stderr
