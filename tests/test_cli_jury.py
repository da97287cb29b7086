"""`jury-coach questions`, `assess` and `cohort`: in this process, and once as people start it."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant import Coach
from assistant.cli import app
from assistant.referential.question_bank import LEVELS
from tests.coaching.questioning import drafts
from tests.test_cli import run

QUESTION_KEYS = {"question", "targets", "kind", "level", "expected_points", "follow_ups", "anchor"}
ANCHOR_KEYS = {"quote", "page", "slide", "heading"}
KINDS = {"justification", "method", "alternative", "limits", "figures", "what_if", "transfer", "posture"}


def call(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin)


def one_object(result: Result) -> Any:
    """What stands on stdout: one line of JSON alone."""
    assert result.exit_code == 0, result.stderr
    (line,) = result.stdout.splitlines()
    return json.loads(line)


def refused(result: Result) -> str:
    """One French sentence on stderr, nothing on stdout, exit code 1."""
    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = result.stderr.strip().splitlines()
    assert "Traceback" not in line
    return line


def misused(result: Result) -> None:
    assert result.exit_code == 2
    assert result.stdout == ""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("drafts") / "moulin.md"
    path.write_text(drafts.WRITTEN, "utf-8")
    return path


# questions


def test_questions_as_json_have_the_keys_of_the_contract() -> None:
    data = one_object(call("questions", "--exam", "C3.3", "--json"))
    assert set(data) == {"exam", "questions"}
    assert data["exam"] == "C3.3"
    assert len(data["questions"]) == 5
    for item in data["questions"]:
        assert set(item) == QUESTION_KEYS
        assert item["anchor"] is None
        assert item["level"] in LEVELS
        assert item["kind"] in KINDS
        assert all(target.startswith("C3.3/") for target in item["targets"])
        assert item["question"].endswith("?")
        assert len(item["expected_points"]) >= 2
        assert item["follow_ups"]


def test_questions_for_people_say_how_to_find_them_again() -> None:
    result = call("questions", "--exam", "C3.3", "--count", "2")
    assert result.exit_code == 0
    seed = result.stderr.strip().rpartition(" ")[2]
    assert result.stderr.strip() == f"Pour retrouver ces questions : --seed {seed}"
    again = call("questions", "--exam", "C3.3", "--count", "2", "--seed", seed)
    assert again.stdout == result.stdout
    asked = one_object(call("questions", "--exam", "C3.3", "--count", "2", "--seed", seed, "--json"))
    flat = "".join(result.stdout.split())
    for item in asked["questions"]:
        assert "".join(item["question"].split()) in flat
        assert item["targets"][0] in result.stdout


def test_the_same_seed_asks_the_same() -> None:
    first, second, other = (
        one_object(call("questions", "--exam", "C5.3", "--seed", seed, "--json")) for seed in ("7", "7", "8")
    )
    assert first == second != other


def test_count_level_and_competence_are_kept() -> None:
    arguments = ("--exam", "c2.4", "--competence", "c2.4", "--count", "3", "--level", "exigeant", "--seed", "1")
    data = one_object(call("questions", *arguments, "--json"))
    assert data["exam"] == "C2.1-C2.6"
    assert [item["level"] for item in data["questions"]] == ["exigeant"] * 3
    assert {target for item in data["questions"] for target in item["targets"]} == {"C2.1-C2.6/11", "C2.1-C2.6/12"}


def test_a_small_bank_is_said_on_stderr() -> None:
    result = call("questions", "--exam", "C2.5", "--competence", "C2.5", "--level", "facile", "--count", "9", "--json")
    found = len(one_object(result)["questions"])
    assert 0 < found < 9
    assert result.stderr.strip() == f"La banque n’a que {found} questions différentes pour ce choix."


def test_questions_on_a_draft_quote_it(written: Path, coach: Coach) -> None:
    arguments = ("--exam", "C3.3", "--dossier", str(written), "--count", "6", "--seed", "1", "--json")
    result = call("questions", *arguments)
    questions = one_object(result)["questions"]
    assert "100%" in result.stderr
    anchors = [item["anchor"] for item in questions if item["anchor"]]
    assert anchors
    text = " ".join(" ".join(item.text.split()) for item in coach.read(written).passages)
    for item in questions:
        assert set(item) == QUESTION_KEYS
        if item["anchor"]:
            assert set(item["anchor"]) == ANCHOR_KEYS
            assert item["anchor"]["quote"] in item["question"]
            assert item["anchor"]["quote"] in text
    assert any("13 000" in item["question"].replace("\u00a0", " ") for item in questions)


@pytest.mark.parametrize(("name", "start"), [("f.docx", b"PK"), ("f.pdf", b"%PDF"), ("f.md", b"#"), ("f.json", b"{")])
def test_the_sheet_is_written_in_the_form_of_its_name(tmp_path: Path, name: str, start: bytes) -> None:
    out = tmp_path / name
    result = call("questions", "--exam", "C3.3", "--count", "3", "--seed", "2", "--out", str(out))
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr.strip() == f"Fiche écrite : {out}"
    data = out.read_bytes()
    assert data.startswith(start)
    assert len(data) > 1000
    asked = one_object(call("questions", "--exam", "C3.3", "--count", "3", "--seed", "2", "--json"))["questions"]
    if name.endswith(".docx"):
        with zipfile.ZipFile(out) as archive:
            assert archive.testzip() is None
    elif name.endswith(".json"):
        assert len(json.loads(data)["questions"]) == 3
    elif name.endswith(".md"):
        flat = "".join(data.decode("utf-8").split()).replace("\\", "")
        assert all("".join(item["question"].split()) in flat for item in asked)


def test_a_sheet_and_json_can_be_asked_for_together(tmp_path: Path) -> None:
    out = tmp_path / "fiche.md"
    data = one_object(call("questions", "--exam", "C3.3", "--out", str(out), "--json"))
    assert len(data["questions"]) == 5
    assert out.exists()


@pytest.mark.parametrize("exam", ["C9.9", "n’importe quoi", "", "C3.3 et C5.3", "A3"])
@pytest.mark.parametrize(
    "command", [("questions",), ("assess", "--question", "Pourquoi ?", "--answer", "Parce que.")], ids=lambda c: c[0]
)
def test_an_exam_that_is_none_gets_one_french_sentence(command: tuple[str, ...], exam: str) -> None:
    message = refused(call(command[0], "--exam", exam, *command[1:]))
    assert message.startswith(f"L’épreuve « {exam} » est inconnue ou ambiguë. Les épreuves sont : C1.1-C1.4, ")


def test_a_competence_of_another_exam_gets_one_french_sentence() -> None:
    message = refused(call("questions", "--exam", "C3.3", "--competence", "c5.3"))
    assert message == "L’épreuve C3.3 n’évalue pas la compétence « C5.3 ». Elle évalue : C3.3."


def test_a_sheet_of_an_unknown_form_gets_one_french_sentence(tmp_path: Path) -> None:
    for name in ("fiche.xyz", "fiche"):
        out = tmp_path / name
        assert "docx" in refused(call("questions", "--exam", "C3.3", "--out", str(out)))
        assert not out.exists()


def test_a_sheet_in_a_folder_that_is_none_gets_one_french_sentence(tmp_path: Path) -> None:
    out = tmp_path / "nowhere" / "fiche.md"
    assert refused(call("questions", "--exam", "C3.3", "--out", str(out))).startswith("Le disque ou un fichier")


def test_a_draft_that_cannot_be_read_gets_one_french_sentence(tmp_path: Path) -> None:
    bad = tmp_path / "broken.docx"
    bad.write_bytes(b"PK\x03\x04 not a document")
    result = call("questions", "--exam", "C3.3", "--dossier", str(bad))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.strip().splitlines()[-1].startswith("broken.docx : ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--exam", "C3.3", "--level", "impossible"),
        ("--exam", "C3.3", "--count", "0"),
        ("--exam", "C3.3", "--count", "-3"),
        ("--exam", "C3.3", "--count", "101"),
        ("--exam", "C3.3", "--count", "cinq"),
        ("--exam", "C3.3", "--seed", "x"),
        ("--exam", "C3.3", "more"),
        (),
    ],
)
def test_wrong_usage_of_questions_exits_with_2(arguments: tuple[str, ...]) -> None:
    misused(call("questions", *arguments))


# assess


@pytest.fixture(scope="module")
def asked(coach: Coach) -> tuple[str, str]:
    """A question of the bank, and an answer that says its points."""
    question = coach.questioner.bank("C3.3").questions[0]
    return question.question, " ".join(point.said[0] for point in question.points)


def assessed(question: str, answer: str, *more: str, stdin: str | None = None) -> Result:
    return call("assess", "--exam", "C3.3", "--question", question, "--answer", answer, *more, stdin=stdin)


def test_feedback_as_json_has_the_keys_of_the_contract(asked: tuple[str, str]) -> None:
    data = one_object(assessed(*asked, "--json"))
    assert set(data) == {"points", "strengths", "advice", "follow_up"}
    assert len(data["points"]) == 3
    for point in data["points"]:
        assert set(point) == {"point", "status", "quote"}
        assert point["status"] in {"said", "partly", "not_said"}
        assert point["quote"] in asked[1]
    assert "said" in {point["status"] for point in data["points"]}


def test_an_empty_answer_says_nothing(asked: tuple[str, str]) -> None:
    data = one_object(assessed(asked[0], "", "--json"))
    assert {point["status"] for point in data["points"]} == {"not_said"}
    assert data["strengths"] == []
    assert data["advice"][0].startswith("Vous n’avez pas encore répondu.")


def test_an_answer_is_read_from_the_standard_input(asked: tuple[str, str]) -> None:
    question, answer = asked
    given = one_object(assessed(question, "-", "--json", stdin=answer))
    assert given == one_object(assessed(question, answer, "--json"))
    nothing = one_object(assessed(question, "-", "--json", stdin=""))
    assert {point["status"] for point in nothing["points"]} == {"not_said"}


def test_feedback_for_people(asked: tuple[str, str]) -> None:
    result = assessed(*asked)
    assert result.exit_code == 0
    assert "l’activité, la taille" in result.stdout.lower()
    assert "/20" not in result.stdout


def test_an_empty_question_gets_one_french_sentence(asked: tuple[str, str]) -> None:
    assert refused(assessed("  ", asked[1])).startswith("La question est vide")


def test_what_is_too_long_is_refused_in_one_french_sentence(asked: tuple[str, str], coach: Coach) -> None:
    question, _ = asked
    most = coach.settings.answer_max_characters
    assert refused(assessed(question, "a" * (most + 1))) == f"La réponse est trop longue : {most} caractères au plus."
    assert refused(assessed(question, "-", stdin="a" * (most + 1))).startswith("La réponse est trop longue")
    most = coach.settings.question_max_characters
    assert refused(assessed("a" * (most + 1), "Oui.")) == f"La question est trop longue : {most} caractères au plus."


@pytest.mark.parametrize("left_out", ["--exam", "--question", "--answer"])
def test_wrong_usage_of_assess_exits_with_2(left_out: str) -> None:
    options = {"--exam": "C3.3", "--question": "Pourquoi ?", "--answer": "Parce que."}
    misused(call("assess", *(part for name, value in options.items() if name != left_out for part in (name, value))))


# cohort


@pytest.fixture(scope="module")
def promotion(written: Path) -> list[str]:
    """Two drafts that can be read, of one name, and between them a file that can't."""
    folder = written.parent
    (folder / "other").mkdir()
    other, broken = folder / "other" / "moulin.md", folder / "cassé.docx"
    other.write_text("# Plan\n\n" + "\n\n".join(text for _, text in drafts.HOLLOW), "utf-8")
    broken.write_bytes(b"PK\x03\x04 not a document")
    return [str(written), str(broken), str(other)]


@pytest.fixture(scope="module")
def as_json(promotion: list[str]) -> Result:
    return call("cohort", *promotion, "--exam", "C3.3", "--questions", "2", "--json")


def test_the_others_are_reviewed_when_one_is_broken(as_json: Result) -> None:
    assert as_json.exit_code == 1
    assert "cassé.docx : " in as_json.stderr
    assert "Traceback" not in as_json.stderr
    data = json.loads(as_json.stdout)
    assert json.dumps(data, ensure_ascii=False).count("cassé.docx") == 0
    assert [item["name"] for item in data["drafts"]] == ["moulin.md", "moulin.md (2)"]


def test_the_cohort_as_json_names_weaknesses_and_asks_each(as_json: Result) -> None:
    data = json.loads(as_json.stdout)
    assert data["exam"] == "C3.3"
    for item in data["drafts"]:
        assert len(item["criteria"]) == 6
        assert len(item["questions"]) == 2
    weak = data["common_weaknesses"]
    assert weak
    assert len(weak) <= 5
    assert all(item["drafts"] == 2 for item in weak)
    first, second = (item["questions"] for item in data["drafts"])
    assert first != second


def test_the_cohort_as_a_table(promotion: list[str], tmp_path: Path) -> None:
    broken = promotion[1]
    for name in ("table.csv", "table.xlsx"):
        out = tmp_path / name
        result = call("cohort", promotion[2], broken, "--exam", "C3.3", "--questions", "0", "--out", str(out))
        assert result.exit_code == 1
        assert result.stdout == ""
        assert result.stderr.strip().splitlines()[-1] == f"Promotion écrite : {out}"
        if name.endswith(".csv"):
            text = out.read_text("utf-8-sig")
            rows = list(csv.reader(io.StringIO(text), csv.Sniffer().sniff(text.splitlines()[0], ";,")))
            assert any("moulin.md" in row[0] for row in rows)
            assert "cassé" not in text
            assert len({len(row) for row in rows if row}) == 1
        else:
            with zipfile.ZipFile(out) as archive:
                assert archive.testzip() is None
                assert "moulin.md" in archive.read("xl/sharedStrings.xml").decode("utf-8")


def test_a_cohort_of_which_nothing_can_be_read_gets_a_french_sentence(promotion: list[str], tmp_path: Path) -> None:
    missing = tmp_path / "nowhere.md"
    result = call("cohort", promotion[1], str(missing), "--exam", "C3.3", "--json")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.strip().splitlines()[-1] == "Aucun de ces brouillons n’a pu être relu."
    assert "nowhere.md : " in result.stderr


def test_a_form_of_table_that_is_none_is_refused_before_the_work(promotion: list[str], tmp_path: Path) -> None:
    message = refused(call("cohort", *promotion, "--exam", "C3.3", "--out", str(tmp_path / "table.docx")))
    assert "docx" in message
    assert "xlsx" in message


@pytest.mark.parametrize("arguments", [("--exam", "C3.3"), ("a.md",), ("a.md", "--exam", "C3.3", "--questions", "21")])
def test_wrong_usage_of_cohort_exits_with_2(arguments: tuple[str, ...]) -> None:
    misused(call("cohort", *arguments))


# As people start it.


def test_the_program_itself_writes_json_alone_on_stdout() -> None:
    result = run("questions", "--exam", "C3.3", "--count", "1", "--json")
    assert result.returncode == 0
    (line,) = result.stdout.splitlines()
    assert set(json.loads(line)["questions"][0]) == QUESTION_KEYS
