import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import Settings


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        env={**os.environ, **environment},
    )


def test_ask_writes_json_alone_on_stdout() -> None:
    result = run("ask", "Qu'attend le jury pour C3.3 ?", "--json")
    answer = json.loads(result.stdout)
    assert result.returncode == 0
    assert set(answer) == {"question", "behaviour", "answer", "citations", "retrieved", "engine", "elapsed_ms"}
    assert answer["behaviour"] == "answer"
    assert answer["engine"] == "extractive"
    assert [citation["id"] for citation in answer["citations"]] == [f"C3.3/{n}" for n in range(1, 7)]
    assert set(answer["citations"][0]) == {"id", "kind", "text"}
    assert answer["citations"][3]["text"] == "Le rapport Qualité/Prix de la prestation est étudié"
    assert set(answer["retrieved"][0]) == {"id", "kind", "score"}


def test_ask_speaks_to_people_without_json() -> None:
    result = run("ask", "Combien de temps dure l'oral de C3.4 ?")
    assert result.returncode == 0
    assert "10 minutes" in result.stdout


def test_batch_keeps_order_ids_and_history(tmp_path: Path) -> None:
    requests = [
        {"id": "b", "question": "Combien de critères pour C3.3 ?"},
        {
            "id": "a",
            "question": "et pour C5.3 ?",
            "history": [
                {"role": "user", "content": "Qu'attend le jury pour C3.3 ?"},
                {"role": "assistant", "content": "Six critères."},
            ],
        },
        {"question": "bonjour"},
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(request, ensure_ascii=False) for request in requests) + "\n\n", "utf-8")
    result = run("ask", "--batch", str(path))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer.get("id") for answer in answers] == ["b", "a", None]
    assert [citation["id"] for citation in answers[1]["citations"]] == [f"C5.3/{n}" for n in range(1, 6)]


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"id": "x"}', '{"question": 3}', '{"question": "a", "history": [{"role": "x"}]}']
)
def test_a_broken_batch_gets_one_french_sentence(line: str, tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": "ok", "question": "C3.3"}\n' + line + "\n", "utf-8")
    result = run("ask", "--batch", str(path))
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith("La ligne 2 de « questions.jsonl »")
    assert "Traceback" not in result.stderr


def test_a_missing_batch_gets_one_french_sentence() -> None:
    result = run("ask", "--batch", "nowhere.jsonl")
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "illisible" in result.stderr


def test_a_missing_corpus_gets_one_french_sentence(tmp_path: Path) -> None:
    result = run("ask", "C3.3", ASSISTANT_CORPUS=str(tmp_path))
    assert result.returncode == 1
    assert "illisible" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_disk_that_refuses_gets_one_french_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    result = run("ask", "C3.3", ASSISTANT_DATA=str(tmp_path / "file"))
    assert result.returncode == 1
    assert result.stderr.startswith("Le disque ou un fichier fait défaut")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments", [("ask",), ("ask", "a", "--batch", "b"), ("fly",), ("serve", "--port", "99999999")]
)
def test_wrong_usage_exits_with_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).returncode == 2


def test_referential_show_follows_the_contract() -> None:
    model = json.loads(run("referential", "show", "--json").stdout)
    assert (len(model["activities"]), len(model["competences"]), len(model["exams"])) == (5, 20, 8)
    assert sum(len(exam["criteria"]) for exam in model["exams"]) == 78
    exam = model["exams"][0]
    assert exam["id"] == "C1.1-C1.4"
    assert exam["competences"] == ["C1.1", "C1.2", "C1.3", "C1.4"]
    assert exam["format"]["team_size"] == [4, 6]
    assert exam["format"]["presentation_minutes"] == 30
    assert exam["format"]["written_only"] is False
    assert "•" not in exam["modalities"]
    assert {"id", "n", "text", "evidence"} == set(exam["criteria"][0])
    assert model["activities"][0]["tasks"][0] == "Définition des objectifs de la veille"


def test_referential_check_and_show_for_people() -> None:
    assert "conforme à sa source" in run("referential", "check").stdout
    assert "C3.3" in run("referential", "show").stdout


def test_index_and_doctor(settings: Settings) -> None:
    assert "textes" in run("index").stdout
    report = json.loads(run("doctor", "--json").stdout)
    assert report["ok"] is True
    assert all(check["works"] for check in report["checks"])


def test_a_doctor_who_finds_an_illness(tmp_path: Path) -> None:
    result = run("doctor", "--json", ASSISTANT_CORPUS=str(tmp_path))
    report = json.loads(result.stdout)
    assert result.returncode == 1
    assert report["ok"] is False
    assert "illisible" in report["checks"][0]["problem"]


def test_help_is_in_french() -> None:
    assert "Répond à une question" in run("--help").stdout


def test_review_prints_one_object_a_draft_and_goes_on_after_a_bad_one(tmp_path: Path) -> None:
    good, bad = tmp_path / "draft.md", tmp_path / "broken.docx"
    good.write_text("# Consultation\n\nLe prix compte pour 40 points, les délais pour 25.\n", encoding="utf-8")
    bad.write_bytes(b"PK\x03\x04 not a document")
    done = run("review", str(bad), str(good), "--exam", "c3.3", "--json")
    assert done.returncode == 1
    (line,) = done.stdout.splitlines()
    review = json.loads(line)
    assert (review["file"], review["exam"], len(review["criteria"])) == ("draft.md", "C3.3", 6)
    assert "broken.docx" in done.stderr
    assert "Traceback" not in done.stderr


def test_review_writes_the_document_that_is_asked_for(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("Le prix compte pour 40 points, les délais pour 25.\n", encoding="utf-8")
    for name in ("out.docx", "out.pdf", "out.md", "out.json"):
        out = tmp_path / name
        done = run("review", str(draft), "--exam", "C3.3", "--out", str(out))
        assert done.returncode == 0, done.stderr
        assert done.stdout == ""
        assert out.stat().st_size > 1000
    assert run("review", str(draft), "--exam", "C3.3", "--out", str(tmp_path / "out.xyz")).returncode == 1


def test_review_names_the_exams_when_the_code_is_unknown(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("Un texte.", encoding="utf-8")
    done = run("review", str(draft), "--exam", "C9.9")
    assert done.returncode == 1
    assert "C3.3" in done.stderr
    assert done.stdout == ""
