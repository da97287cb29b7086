"""`python -m evals --data DIR`: sets of somebody's own on a référentiel of their own, and what is wrong with them in a sentence."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import Coach
from assistant.settings import get_settings
from evals import __main__ as command
from evals.collection import OURS, Collection
from evals.datasets.checking import check_collection
from evals.datasets.lines import DatasetError
from evals.result import RunResult
from evals.suites import SUITES
from tests.evals.bakery import SETS, bakery_coach

SUITES_WITH_DATA = [name for name in SUITES if name not in {"robustness", "speed"}]
"""The two others bring their own cases, whatever the sets."""


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SETS, tmp_path / "sets"))


def evals(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(command, "make_coach", lambda _engine, _report: bakery_coach())
    return command.main(list(arguments))


@pytest.mark.slow
def test_all_that_has_data_runs_on_another_referential(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = [argument for name in SUITES_WITH_DATA for argument in ("--suite", name)]
    assert evals(monkeypatch, "--data", str(SETS), "--split", "test", "--out", str(tmp_path), *chosen) == 0
    result = RunResult.load(tmp_path / "result.json")
    assert result.referential == "Pâtissier de boutique"
    assert [suite.suite for suite in result.suites] == [
        name for name in SUITES_WITH_DATA if name not in {"jury", "assess"}
    ]
    said = capsys.readouterr().err
    assert "jury: this référentiel has no bank of questions" in said
    assert "assess, test: no data" in said

    def value(suite: str, figure: str) -> float:
        found = result.find(suite, "test")
        assert found is not None
        return next(item.value for item in found.figures if item.name == figure)

    assert value("answers", "completeness: required entries cited") == 1.0
    assert value("behaviour", "behaviour right") == 1.0
    assert value("review", "criteria without a verdict") == 1.0
    assert value("review", "quotes: verbatim") == 1.0


def test_a_wrong_set_is_one_sentence_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, sets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (sets / "questions" / "test.jsonl").write_text('{"id": "q1"', encoding="utf-8")
    assert evals(monkeypatch, "--data", str(sets), "--suite", "answers") == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    (said,) = captured.err.splitlines()
    assert "questions/test.jsonl, line 1: " in said
    assert said.endswith(".")


def test_the_sets_of_the_project_are_right() -> None:
    check_collection(OURS, Coach(get_settings()))


def test_the_sets_of_the_bakery_are_right_with_its_referential_alone() -> None:
    check_collection(Collection(SETS), bakery_coach())
    with pytest.raises(
        DatasetError, match=r"^questions/test\.jsonl, line 1: the référentiel has no criterion:C1\.1/1, "
    ):
        check_collection(Collection(SETS), Coach(get_settings()))


def changed(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / path).read_text(encoding="utf-8")
        assert old in text
        (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def added(path: str, line: str) -> Callable[[Path], None]:
    def add(folder: Path) -> None:
        (folder / path).parent.mkdir(exist_ok=True)
        with (folder / path).open("a", encoding="utf-8") as file:
            file.write(line)

    return add


def removed(path: str) -> Callable[[Path], None]:
    return lambda folder: (folder / path).unlink()


def binary(path: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / path).write_bytes(b"\xff\xfe\x00caf\xe9")

    return write


QUESTIONS, TALKS = "questions/test.jsonl", "conversations/test.jsonl"
QRELS = "retrieval/qrels/test.tsv"
DRAFT, LABELS = "drafts/test/maison-ferrand.md", "drafts/test/maison-ferrand.json"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (changed(QUESTIONS, '"kind": "fact", ', ""), r"^questions/test\.jsonl, line 4: kind: Field required\.$"),
        (changed(QUESTIONS, '"kind": "fact"', '"kind": "facts"'), r"line 4: kind: Input should be 'code'"),
        (changed(QUESTIONS, '"id": "q2"', '"id": "q1"'), r"line 2: a line before it has the id q1 too\.$"),
        (changed(QUESTIONS, '"15 minutes"', '"(15 minutes"'), r"line 4: facts\.0: .*\(15 minutes/ is no regular expression"),
        (changed(QUESTIONS, "criterion:C1.1/2", "criterion:C1.1/9"), r"line 1: the référentiel has no criterion:C1\.1/9\.$"),
        (changed(QUESTIONS, "criterion:C1.1/2", "C1.1/2"), r"line 1: required\.\d: .*is not a valid EntryKind"),
        (changed(QUESTIONS, '"acceptable"', '"acceptble"'), r"line 1: acceptable: Field required"),
        (added(QUESTIONS, "[1, 2]\n"), r"^questions/test\.jsonl, line 6: "),
        (binary(QUESTIONS), r"^questions/test\.jsonl isn't UTF-8: .*\.$"),
        (changed(TALKS, "exam:C1.1", "exam:C7.1"), r"^conversations/test\.jsonl, line 1: the référentiel has no exam:C7\.1\.$"),
        (changed(QRELS, "query-id\t", "query "), r"^qrels/test\.tsv, line 1: the header isn't query-id"),
        (changed(QRELS, "r2\tC1.1/2\t2", "r2 C1.1/2 2"), r"^qrels/test\.tsv, line 3: there must be a query"),
        (changed(QRELS, "r2\t", "r9\t"), r"^qrels/test\.tsv, line 3: queries\.jsonl has no r9\.$"),
        (changed(QRELS, "C1.1/2\t", "C1.1/7\t"), r"^qrels/test\.tsv, line 3: corpus\.jsonl has no C1\.1/7\.$"),
        (changed("retrieval/corpus.jsonl", '"_id"', '"id"'), r"^retrieval/corpus\.jsonl, line 1: _id: Field required\.$"),
        (removed("retrieval/queries.jsonl"), r"^retrieval/queries\.jsonl can't be read: No such file"),
        (removed(LABELS), r"^test/maison-ferrand\.md has no maison-ferrand\.json beside it\.$"),
        (removed(DRAFT), r"^test/maison-ferrand\.json has no maison-ferrand\.md beside it\.$"),
        (changed(DRAFT, "---\n", ""), r"^test/maison-ferrand\.md, line 1: there is no front matter"),
        (changed(DRAFT, "sector: pâtisserie", "sector: [pâtisserie"), r"^test/maison-ferrand\.md, line \d: "),
        (changed(DRAFT, "format: docx", "format: doc"), r"^test/maison-ferrand\.md, front matter: format: Input should be"),
        (changed(DRAFT, "exam: C2.1-C2.2", "exam: C2.1"), r"^test/maison-ferrand\.md: the référentiel has no exam C2\.1\.$"),
        (changed(DRAFT, "son prix", "son coût"), r"criterion 1 quotes « Chaque étiquette .* », which maison-ferrand\.md lacks\.$"),
        (changed(LABELS, '"n": 2', '"n": 5'), r"^test/maison-ferrand\.json: C2\.1-C2\.2 has no criterion 5\.$"),
        (changed(LABELS, '"exam": "C2.1-C2.2"', '"exam": "C1.1"'), r"its exam is C1\.1, that of maison-ferrand\.md is C2\.1"),
        (changed(LABELS, '"missing"', '"absent"'), r"^test/maison-ferrand\.json: criteria\.1\.verdict: Input should be"),
        (changed(LABELS, "]},", "]}"), r"^test/maison-ferrand\.json, line 3: Expecting ',' delimiter\.$"),
        (added("answers/test.jsonl", '{"question_id": "x", "type": "good", "answer": "a", "statuses": []}\n'), r"no question x\.$"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(sets: Path, change: Callable[[Path], None], message: str) -> None:
    change(sets)
    with pytest.raises(DatasetError, match=message):
        check_collection(Collection(sets), bakery_coach())


def test_a_folder_without_sets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="holds none of the folders questions, conversations"):
        check_collection(Collection(tmp_path), bakery_coach())
    with pytest.raises(DatasetError, match="is no folder"):
        check_collection(Collection(tmp_path / "nowhere"), bakery_coach())


def test_one_set_is_enough_and_any_line_end_and_mark_of_unicode_is_read(tmp_path: Path) -> None:
    turn = {"question": "Et\u2028pour C1.1 ?", "behaviour": "answer", "required": [], "acceptable": []}
    line = json.dumps({"id": "k1", "voice": "", "turns": [turn]}, ensure_ascii=False)
    (tmp_path / "conversations").mkdir()
    (tmp_path / "conversations" / "dev.jsonl").write_bytes(f"\ufeff{line}\r\n\r\n".encode())
    check_collection(Collection(tmp_path), bakery_coach())
