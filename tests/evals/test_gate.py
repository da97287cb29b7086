"""`python -m evals`: the baseline and its gate, comparisons, files, exit codes, and refusals in one sentence."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from evals import __main__ as command
from evals import baseline
from evals.baseline import BaselineError, Preset
from evals.bench import Bench
from evals.comparing import ComparisonError
from evals.engine import EngineError, make_coach
from evals.result import Example, Figure, RunResult, SplitName, SuiteResult, exact, share, timed
from evals.suites import SUITES, Suite
from tests.evals.made import NAN, run_of, scored, suite

RIGHT = [1.0] * 40 + [0.0] * 10
WORSE = [1.0] * 25 + [0.0] * 25
NOISE = [1.0] * 39 + [0.0] * 11


@dataclass(frozen=True)
class Toy(Suite):
    """A suite that finds what it is told."""

    found: dict[str, SuiteResult | None]
    benches: list[Bench]

    def run(self, bench: Bench, split: SplitName) -> SuiteResult | None:
        self.benches.append(bench)
        return self.found.get(split)


Ask = Callable[..., int]


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Toy:
    """The only suite of the gate, a baseline in a folder of its own, and no program behind it."""
    suite = Toy("toy", ("dev", "test"), {}, [])
    coach = SimpleNamespace(
        engine="extractive",
        language_model=None,
        embedder=SimpleNamespace(name="e5"),
        referential=SimpleNamespace(title="R"),
        settings=SimpleNamespace(corpus=tmp_path / "corpus"),
    )
    monkeypatch.setitem(SUITES, "toy", suite)
    monkeypatch.setattr(baseline, "GATE", Preset(("toy",), "dev", 7))
    monkeypatch.setattr(baseline, "PATH", tmp_path / "state" / "baseline.json")
    monkeypatch.setattr(command, "make_coach", lambda _engine, _report: coach)
    monkeypatch.setattr("evals.running.check_collection", lambda _collection, _coach: None)
    for name in ("state", "corpus"):
        (tmp_path / name).mkdir()
    return suite


def whole(values: list[float], *more: Figure, examples: tuple[Example, ...] = ()) -> SuiteResult:
    found = scored(values, name="toy", examples=examples)
    return found.model_copy(update={"figures": (*found.figures, *more)})


def kept(toy: Toy, found: SuiteResult) -> None:
    toy.found["dev"] = found
    assert command.main(["--keep"]) == 0


def test_the_same_run_passes(toy: Toy, capsys: pytest.CaptureFixture[str]) -> None:
    kept(toy, whole(RIGHT, exact("verbatim", 1, 9), exact("kappa", NAN, 0)))
    assert command.main(["--gate"]) == 0
    assert "The gate is passed" in capsys.readouterr().out


def test_a_gate_is_quick_and_limited(toy: Toy) -> None:
    kept(toy, whole(RIGHT))
    command.main(["--gate"])
    assert [(bench.quick, bench.limit) for bench in toy.benches] == [(True, 7), (True, 7)]
    run = RunResult.load(baseline.PATH)
    assert (run.quick, run.limit) == (True, 7)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (whole(RIGHT), whole(WORSE), 1),
        (whole(RIGHT), whole(NOISE), 0),
        (whole(WORSE), whole(RIGHT), 0),
        (whole(RIGHT, share("verbatim", 100, 100)), whole(RIGHT, share("verbatim", 99, 100)), 1),
        (whole(RIGHT, exact("leaks", 0, 9, at_most=True)), whole(RIGHT, exact("leaks", 1, 9, at_most=True)), 1),
        (whole(RIGHT, exact("leaks", 1, 9, at_most=True)), whole(RIGHT, exact("leaks", 0, 9, at_most=True)), 0),
        (whole(RIGHT, Figure("kappa", 0.7, 0.6, 0.8, 9)), whole(RIGHT, Figure("kappa", 0.61, 0.5, 0.7, 9)), 0),
        (whole(RIGHT, Figure("kappa", 0.7, 0.6, 0.8, 9)), whole(RIGHT, Figure("kappa", 0.59, 0.5, 0.7, 9)), 1),
        (whole(RIGHT, exact("kappa", 0.5, 9)), whole(RIGHT, exact("kappa", NAN, 0)), 1),
        (whole(RIGHT, exact("kappa", NAN, 0)), whole(RIGHT, exact("kappa", 0.1, 9)), 0),
        (whole(RIGHT, exact("kappa", 0.5, 9)), whole(RIGHT), 1),
        (whole(RIGHT), whole(RIGHT, exact("kappa", 0.5, 9)), 0),
        (whole(RIGHT), None, 1),
        (whole(RIGHT, timed("t", 1, "s")), whole(RIGHT, timed("t", 100, "s")), 0),
        (whole(RIGHT, timed("t", 1, "s")), whole(RIGHT), 0),
    ],
)
def test_what_the_gate_lets_through(toy: Toy, before: SuiteResult, after: SuiteResult | None, code: int) -> None:
    kept(toy, before)
    toy.found["dev"] = after
    assert command.main(["--gate"]) == code


def test_what_fell_is_shown_with_its_words(toy: Toy, capsys: pytest.CaptureFixture[str]) -> None:
    kept(toy, whole(RIGHT, exact("gone", 1, 1)))
    capsys.readouterr()
    toy.found["dev"] = whole(WORSE, examples=(Example(id="i030", text="[b]Pourquoi ?[/b]", expected="x", given="y"),))
    assert command.main(["--gate"]) == 1
    shown = capsys.readouterr().out
    assert "worse: toy.dev, right: 0.800 → 0.500" in shown
    assert "i030 (1.000 → 0.000): [b]Pourquoi ?[/b]" in shown
    assert "gone: toy.dev, gone" in shown


def test_what_was_not_to_run_has_not_vanished(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Toy("other", ("dev",), {"dev": scored(RIGHT, name="other")}, [])
    monkeypatch.setitem(SUITES, "other", other)
    monkeypatch.setattr(baseline, "GATE", Preset(("toy", "other"), "dev", 7))
    kept(toy, whole(RIGHT))
    assert command.main(["--gate", "--suite", "toy"]) == 0
    assert command.main(["--gate"]) == 0
    other.found.clear()
    assert command.main(["--gate", "--suite", "toy"]) == 0
    assert command.main(["--gate"]) == 1


@pytest.mark.parametrize("arguments", [["--gate", "--limit", "3"], ["--gate", "--split", "test"]])
def test_what_cannot_be_compared_is_no_pass(toy: Toy, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    kept(toy, whole(RIGHT))
    toy.found["test"] = whole(RIGHT).model_copy(update={"split": "test"})
    assert command.main(arguments) == 2
    assert "can't be held against the baseline" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "words"), [(None, "--keep makes one"), ("{", "is no baseline"), ('{"dev": {"a": 1}}', "is no baseline")]
)
def test_a_baseline_that_is_none(toy: Toy, text: str | None, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    if text is not None:
        baseline.PATH.write_text(text, encoding="utf-8")
    assert command.main(["--gate"]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1
    assert not toy.benches, "it was read before anything ran"


# The file


def test_a_baseline_keeps_what_can_be_compared_and_no_more(toy: Toy) -> None:
    example = Example(id="i001", text="t", expected="e", given="g")
    kept(toy, whole(RIGHT, timed("t", 3, "s"), exact("kappa", NAN, 0), examples=(example,)))
    text = baseline.PATH.read_text(encoding="utf-8")
    (found,) = RunResult.load(baseline.PATH).suites
    assert [figure.name for figure in found.figures] == ["right", "kappa"]
    assert len(found.items[0].scores) == len(RIGHT)
    assert not found.examples
    assert found.seconds == 0
    assert [line for line in text.splitlines() if line.startswith('{"name":"kappa"')]
    json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert command.main(["--keep"]) == 0
    assert baseline.PATH.read_text(encoding="utf-8") == text


def test_suites_are_merged(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    baseline.keep(run_of(scored(RIGHT, name="review"), scored(RIGHT, name="assess", split="test")), path)
    baseline.keep(run_of(scored(WORSE, name="review"), scored(RIGHT, name="jury")), path)
    found = RunResult.load(path)
    assert [(item.suite, item.split) for item in found.suites] == [
        ("review", "dev"),
        ("jury", "dev"),
        ("assess", "test"),
    ]
    assert found.suites[0].figures[0].value == 0.5


def test_what_ran_on_other_sets_is_not_merged_but_may_replace_all(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    baseline.keep(run_of(scored(RIGHT, name="review"), scored(RIGHT, name="jury")), path)
    with pytest.raises(BaselineError, match="evaluation sets differ"):
        baseline.keep(run_of(scored(RIGHT, name="review"), data="d1"), path)
    assert RunResult.load(path).data == "d0"
    baseline.keep(run_of(scored(RIGHT, name="review"), scored(RIGHT, name="jury"), data="d1"), path)
    assert RunResult.load(path).data == "d1"


def test_a_suite_that_is_no_more_goes(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text(run_of(scored(RIGHT, name="nowhere"), scored(RIGHT, name="jury")).model_dump_json())
    baseline.keep(run_of(scored(RIGHT, name="review")), path)
    assert [item.suite for item in RunResult.load(path).suites] == ["review", "jury"]


def test_a_gate_on_nothing_is_no_gate() -> None:
    with pytest.raises(ComparisonError):
        baseline.gate(run_of(), run_of(scored(RIGHT)), ["assess"], "dev")


def test_the_preset_names_suites_that_are_there() -> None:
    assert set(baseline.GATE.suites) <= set(SUITES)


# Comparing, writing, refusing


def test_a_comparison_is_printed_and_judges_nothing(
    toy: Toy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toy.found["dev"] = whole(RIGHT, exact("gone", 1, 1), timed("time", 1, "ms"))
    assert command.main(["--suite", "toy", "--out", str(tmp_path / "first")]) == 0
    toy.found["dev"] = whole(WORSE, exact("new", 1, 1), timed("time", 2, "ms"))
    before = str(tmp_path / "first" / "result.json")
    capsys.readouterr()
    assert command.main(["--suite", "toy", "--compare", before, "--limit", "9", "--out", str(tmp_path / "b")]) == 0
    shown = capsys.readouterr().out
    for words in (
        "These runs tell little",
        "15 got worse",
        "only before: toy.dev, gone",
        "only now: toy.dev, new",
        "1 worse",
    ):
        assert words in shown
    assert sorted(path.name for path in (tmp_path / "b").iterdir()) == [
        "report",
        "report.html",
        "report.md",
        "result.json",
    ]
    assert "Compared" in (tmp_path / "b" / "report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--compare", "nowhere.json"], "nowhere.json can't be read"),
        (["--compare", "{here}/text.json"], "is no result of a run"),
        (["--compare", "{here}"], "can't be read"),
        (["--out", "{here}/text.json"], "can't be made a folder"),
        (["--data", "{here}/nowhere"], "is no folder of evaluation sets"),
        (["--limit", "0"], "leaves nothing to measure"),
        (["--report", "--reveal"], "--report is of the project's own sets"),
        (["--keep", "--data", "{here}"], "--keep is of the project's own sets"),
    ],
)
def test_refusals(
    toy: Toy, tmp_path: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text.json").write_bytes(b"\xff\xfe no JSON")
    assert command.main(["--suite", "toy", *(item.format(here=tmp_path) for item in arguments)]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1
    assert not toy.benches


def test_a_gate_writes_no_committed_report(toy: Toy) -> None:
    with pytest.raises(SystemExit) as exit:
        command.main(["--gate", "--report"])
    assert exit.value.code == 2


@pytest.mark.parametrize("engine", ["mistralai:mistral-small-latest", "llm:", "llm:nobody:model", "gpt"])
def test_an_engine_that_there_is_not_is_said_in_one_line(engine: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(EngineError):
        make_coach(engine, print)
    assert command.main(["--engine", engine]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_engine_decides_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_LLM", "openai:of-the-environment")
    assert make_coach("extractive", print).engine == "extractive"
    assert make_coach("llm:ollama:small", print).engine == "llm:ollama:small"


@pytest.mark.parametrize("option", ["--keep", "--report"])
def test_what_is_committed_is_of_the_program_alone(option: str, toy: Toy, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([option, "--engine", "llm:openai:x"]) == 2
    assert "without a language model" in capsys.readouterr().err
    assert not toy.benches


def test_the_committed_report_is_written_without_stale_plots(
    toy: Toy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.reporting.writing.HOME", tmp_path)
    (tmp_path / "report").mkdir()
    for name in ("stale.svg", "kept.txt"):
        (tmp_path / "report" / name).touch()
    toy.found["dev"] = suite([exact("a", 1, 1)], name="toy")
    assert command.main(["--suite", "toy", "--report"]) == 0
    assert [path.name for path in (tmp_path / "report").iterdir()] == ["kept.txt"]
    assert "## toy, dev" in (tmp_path / "REPORT.md").read_text(encoding="utf-8")
