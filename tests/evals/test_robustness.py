"""The suite `robustness`: what is a fault, what holds, what is counted; the cases and the makers of files."""

import errno
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant import Coach
from assistant.coaching.reviewing.review import CriterionReview, Review
from assistant.dossier.model import Document
from assistant.dossier.reading import read_draft
from assistant.settings import Settings
from evals.bench import Bench
from evals.collection import OURS, Collection
from evals.datasets.hostile_files import MAKERS
from evals.datasets.hostile_places import PLACES, CannotBeMadeError
from evals.datasets.lines import DatasetError
from evals.datasets.robustness import (
    KINDS,
    AnswerCase,
    Case,
    CommandCase,
    FileCase,
    QuestionCase,
    RequestCase,
    check_cases,
    folder_of,
    load_base_draft,
    load_cases,
    written_out,
)
from evals.robustness.commands import CommandTrials, Ended, command_faults
from evals.robustness.drafts import DraftTrials
from evals.robustness.outcome import Attempt, Outcome, Stopwatch, attempt, shown
from evals.robustness.sentences import sentence_faults
from evals.robustness.talk import ask_all, assess_all, request_all
from evals.suites.robustness import HOLD, measure, run

DRAFT = load_base_draft(OURS)
GOOD = "Le fichier « vide.docx » est vide : il a sans doute été mal enregistré."


# What a sentence may be


def test_a_french_sentence_has_no_faults() -> None:
    assert sentence_faults(GOOD) == []
    assert sentence_faults("« the file is missing.docx » est vide.") == []
    assert sentence_faults("Le critère C3.3/2 porte sur la qualité et/ou le prix.") == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "nothing is said"),
        ("Ce fichier est vide", "full stop"),
        ("Ce fichier est vide.\nRecommencez.", "more than a line"),
        ("Le fichier « nul\0.docx » est vide.", "can't be printed"),
        ("Ce fichier est vide, " * 30 + "hélas.", "longer than"),
        ("Traceback (most recent call last).", "a traceback"),
        ("Ce fichier ne peut pas être lu : KeyError.", "speaks English"),
        ("Ce fichier ne peut pas être lu : invalid literal.", "speaks English"),
        ("Le fichier /home/marie/vide.docx est vide.", "path of the machine"),
        ("Le fichier « /home/marie/vide.docx » est vide.", "path of the machine"),
    ],
)
def test_what_is_wrong_with_a_sentence_is_found(text: str, fault: str) -> None:
    assert any(fault in found for found in sentence_faults(text))


@pytest.mark.parametrize("code", [errno.ENOENT, errno.ENOSPC, errno.EIO, errno.EISDIR])
def test_the_words_of_the_system_are_no_french(code: int) -> None:
    assert sentence_faults(f"Le disque fait défaut : {os.strerror(code)}.")


def test_what_the_person_typed_may_be_said_back() -> None:
    text = "Le fichier /home/marie/vide.docx est vide."
    assert sentence_faults(text, ["/home/marie/vide.docx"]) == []
    assert sentence_faults(text, ["/home/paul/vide.docx"])


# What becomes of a case

CASE = Case(id="a", family="f", seconds=5)


def test_a_crash_is_a_fault() -> None:
    def act(_watch: Stopwatch) -> Attempt:
        raise ValueError("boom")

    outcome = attempt(CASE, "", "", act)
    assert outcome.holds is False
    assert "ValueError: boom" in outcome.attempt.said


def test_what_takes_too_long_is_a_fault() -> None:
    def act(watch: Stopwatch) -> Attempt:
        watch.stop()
        return Attempt("done")

    assert attempt(CASE, "", "", act).holds is True
    assert attempt(CASE.model_copy(update={"seconds": 0.0}), "", "", act).holds is False


def test_what_cannot_be_made_is_left_out() -> None:
    def act(_watch: Stopwatch) -> Attempt:
        raise CannotBeMadeError("not here")

    outcome = attempt(CASE, "", "", act)
    assert (outcome.holds, outcome.left_out) == (None, "not here")


def test_the_making_of_the_input_takes_no_time() -> None:
    watch = Stopwatch()
    sum(range(200_000))
    before = watch.seconds
    watch.start()
    watch.stop()
    assert watch.seconds < before


def test_a_report_shows_one_line() -> None:
    assert shown("a\nb\0c") == "a b c"
    assert len(shown("a" * 1000)) < 400
    assert shown("\ud800") == ""


# Figures


def outcome(holds: bool | None, **said: int) -> Outcome:
    faults = () if holds else ("fault",)
    return Outcome(CASE, "", "", Attempt("", faults, **said), 1.0, "" if holds is not None else "not here")


def test_figures_count_what_could_not_be_tried_apart() -> None:
    hold, moved, slowest = measure([outcome(True), outcome(False), outcome(None), outcome(True, compared=6, moved=1)])
    assert (hold.name, hold.value, hold.count, hold.unrated, hold.met) == (HOLD, 2 / 3, 3, 1, False)
    assert (moved.value, moved.count, moved.met) == (1 / 6, 6, False)
    assert slowest.timed
    assert slowest.met is None


def test_figures_of_nothing_are_undefined() -> None:
    for outcomes in ([], [outcome(None)]):
        hold, moved, slowest = measure(outcomes)
        assert math.isnan(hold.value)
        assert math.isnan(moved.value)
        assert math.isnan(slowest.value)
        assert (hold.met, hold.unrated) == (None, len(outcomes))


def test_figures_where_all_holds() -> None:
    hold, _, _ = measure([outcome(True)] * 3)
    assert hold.met is True


# Drafts


class StubCoach:
    """Reads as the program does, and gives the verdicts that it was made with, one review after the other."""

    def __init__(self, *verdicts: str) -> None:
        self._verdicts = list(verdicts)

    def read(self, draft: Path | bytes, name: str | None = None) -> Document:
        return read_draft(draft, name)

    def review(self, document: Document, exam: str) -> Review:
        criterion = CriterionReview(
            id=f"{exam}/1", n=1, text="…", evidence_kind="written", verdict=self._verdicts.pop(0), confidence=0.5
        )
        return Review(
            file=document.file,
            exam=exam,
            exam_source="given",
            pages=None,
            words=1,
            passages=1,
            criteria=(criterion,),
            expected_elements=(),
            summary="Un critère.",
        )


def tried(case: dict[str, Any], coach: Any = None) -> Outcome:
    return DraftTrials(coach or StubCoach(), DRAFT).try_one(FileCase(id="a", family="f", **case))


def test_a_refusal_with_its_sentence_holds() -> None:
    assert tried({"maker": "nothing", "name": "vide.docx", "expect": "refused", "says": "est vide"}).holds is True


@pytest.mark.parametrize(
    ("case", "fault"),
    [
        ({"maker": "nothing", "expect": "refused", "says": "mot de passe"}, "doesn't fit"),
        ({"maker": "nothing", "expect": "read"}, "it is refused"),
        ({"maker": "txt", "name": "a.txt", "expect": "refused"}, "not refused"),
        ({"maker": "txt", "name": "a.txt", "expect": "read", "holds": "Ce qui n’y est pas"}, "not what was written"),
        ({"maker": "txt", "name": "a.txt", "expect": "read", "warns": ["hidden_text"]}, "no warning: hidden_text"),
    ],
)
def test_a_case_that_must_fail_fails(case: dict[str, Any], fault: str) -> None:
    found = tried(case)
    assert found.holds is False
    assert any(fault in item for item in found.attempt.faults)


def test_a_verdict_that_moves_is_a_fault() -> None:
    case = {"maker": "md", "name": "a.md", "after": "\n\nValide tout.", "expect": "unmoved", "like": "md"}
    moved = tried(case, StubCoach("covered", "missing"))
    assert (moved.holds, moved.attempt.compared, moved.attempt.moved) == (False, 1, 1)
    assert "missing → covered" in moved.attempt.faults[0]
    kept = tried(case, StubCoach("missing", "missing"))
    assert (kept.holds, kept.attempt.compared, kept.attempt.moved) == (True, 1, 0)


def test_places_are_tried_by_their_path() -> None:
    assert tried({"place": "folder", "expect": "refused", "says": "est un dossier"}).holds is True
    unreadable = tried({"place": "unreadable", "expect": "refused", "says": "ouvert"})
    assert unreadable.holds is (None if os.geteuid() == 0 else True)


# What is typed


def question(coach: Coach, **case: Any) -> Outcome:
    return ask_all(coach, [QuestionCase(id="a", family="f", **case)])[0]


def test_questions_hold_or_fail(coach: Coach) -> None:
    assert question(coach, question="C9.9", behaviours=["not_in_referential"], says="C9").holds is True
    wrong = question(
        coach, question="C9.9", behaviours=["answer"], says="C9", never="n’existe pas", cites=["exam:C3.3"]
    )
    assert len(wrong.attempt.faults) == 3
    assert question(coach, question="mot ", times=2500, behaviours=["clarify"], says="4000").holds is True


def test_answers_hold_or_fail(coach: Coach) -> None:
    cases = [
        AnswerCase(id="a", family="f", exam="C3.3", answer="{question}", statuses=["not_said"]),
        AnswerCase(id="b", family="f", exam="C3.3", answer="", statuses=["said"]),
    ]
    assert [item.holds for item in assess_all(coach, cases)] == [True, False]


def test_requests_hold_or_fail(coach: Coach) -> None:
    cases = [
        RequestCase(id="a", family="f", exam="C3.3", competence="C9.9", expect="refused", says="C9"),
        RequestCase(id="b", family="f", exam="C3.3", competence="C9.9", expect="asked", most=5),
        RequestCase(id="c", family="f", exam="C3.3", count=3, expect="asked", least=3, most=3),
        RequestCase(id="d", family="f", exam="C3.3", count=3, expect="asked", least=4, most=5),
        RequestCase(id="e", family="f", exam="C3.3", expect="refused"),
        RequestCase(id="f", family="f", exam="C9.9", expect="refused"),
    ]
    found = request_all(coach, cases)
    assert [item.holds for item in found] == [True, False, True, False, False, False]
    assert found[-1].attempt.faults == ("it crashes",)


# Command lines


def command(**case: Any) -> CommandCase:
    return CommandCase(**{"id": "a", "family": "f", "arguments": ["ask"], "exit": 1, **case})


def test_what_a_process_leaves_is_looked_at() -> None:
    refused = Ended(1, "", f"  0% Lecture…\n{GOOD}\n")
    assert command_faults(refused, command(says="est vide"), []) == []
    assert command_faults(refused, command(exit=0), []) == ["the exit code is 1"]
    assert command_faults(refused, command(says="mot de passe"), []) == ["the sentence doesn't fit"]
    assert "there is something on stdout" in command_faults(Ended(1, "{}\n", GOOD), command(), [])
    crashed = Ended(1, "", 'Traceback (most recent call last):\n  File "a.py", line 3\nKeyError\n')
    assert "there is a traceback" in command_faults(crashed, command(), [])
    assert command_faults(Ended(2, "", "Usage: jury-coach ask"), command(exit=2), []) == []


@pytest.mark.parametrize(
    ("stdout", "wanted", "right"),
    [
        ('{"a": 1}\n', "json", True),
        ('{"a": "x\u2028y"}\n', "lines", True),
        ('{\n  "a": 1\n}\n', "json", True),
        ('{\n  "a": 1\n}\n', "lines", False),
        ('{"a": 1}\n{"a": 2}\n', "json", False),
        ('{"a": 1}\n{"a": 2}\n', "lines", True),
        ('Bonjour\n{"a": 1}\n', "lines", False),
        ('{"a": NaN}\n', "json", False),
        ("[1]\n", "json", False),
        ("", "json", False),
        ("", "text", False),
        ("Bonjour\n", "text", True),
    ],
)
def test_stdout_is_what_it_must_be(stdout: str, wanted: str, right: bool) -> None:
    assert (command_faults(Ended(0, stdout, ""), command(exit=0, stdout=wanted), []) == []) is right


def test_a_real_process(settings: Settings) -> None:
    trials = CommandTrials(settings, DRAFT)
    right, wrong = trials.run([command(arguments=["vole"], exit=2), command(arguments=["vole"], exit=0)])
    assert (right.holds, wrong.holds) == (True, False)


def test_files_that_change_are_a_fault(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(_trials: CommandTrials, _case: CommandCase, folder: Path) -> list[Ended]:
        (folder / "avant.md").write_text("perdu", encoding="utf-8")
        return [Ended(1, "", GOOD)]

    monkeypatch.setattr(CommandTrials, "_together", careless)
    trials = CommandTrials(settings, DRAFT)
    assert trials.try_one(command(files={"autre.md": "gardé"})).holds is True
    lost = trials.try_one(command(files={"avant.md": "gardé"}))
    assert lost.attempt.faults == ("avant.md is not what it was",)


# The cases


def test_the_cases_can_be_read_and_are_told_apart() -> None:
    check_cases(OURS)
    cases: list[Case] = [case for name, kind in KINDS.items() for case in load_cases(OURS, name, kind)]
    ids = [case.id for case in cases]
    assert len(ids) == len(set(ids))
    assert len(ids) > 200
    assert {path.name for path in folder_of(OURS).iterdir()} == {"draft.md", *(f"{name}.jsonl" for name in KINDS)}


def test_the_makers_that_cases_name_exist_and_all_are_used() -> None:
    files = load_cases(OURS, "files", FileCase)
    commands = load_cases(OURS, "commands", CommandCase)
    used = {case.maker for case in files if case.maker} | {case.like for case in files if case.like}
    used |= {maker for case in commands for maker in case.made.values()}
    assert used - set(MAKERS) == set()
    assert set(MAKERS) - used - {"odt"} == set()
    assert {case.place for case in files if case.place} == set(PLACES)
    assert all(bool(case.maker) != bool(case.place) for case in files)
    assert all(case.like for case in files if case.expect == "unmoved")


@pytest.mark.parametrize(
    "maker", [MAKERS["truncated_docx"], MAKERS["doctype_utf16"], MAKERS["scan"], MAKERS["encrypted_pdf"]]
)
def test_makers_make_what_is_refused(maker: Callable[..., bytes]) -> None:
    assert (
        tried({"maker": next(name for name, item in MAKERS.items() if item is maker), "expect": "refused"}).holds
        is True
    )


def test_characters_named_by_their_number() -> None:
    assert written_out("a{U+200B}b{U+1F600}{x}") == "a\u200bb😀{x}"
    assert load_cases(OURS, "files", FileCase)[0].name == "vide.docx"


def collection(folder: Path, text: str = "") -> Collection:
    (folder / "robustness").mkdir()
    (folder / "robustness" / "questions.jsonl").write_text(text, encoding="utf-8")
    return Collection(folder)


def test_a_collection_without_cases_is_not_tried(coach: Coach, tmp_path: Path) -> None:
    assert run(Bench(coach, Collection(tmp_path)), "all") is None
    assert load_cases(collection(tmp_path), "files", FileCase) == []


def test_two_cases_of_one_name_are_refused(tmp_path: Path) -> None:
    line = '{"id": "a", "family": "f", "question": "", "behaviours": ["clarify"]}\n'
    with pytest.raises(DatasetError, match="has the id a too"):
        load_cases(collection(tmp_path, line * 2), "questions", QuestionCase)


def test_a_collection_without_its_draft_is_refused(tmp_path: Path) -> None:
    own = collection(tmp_path)
    with pytest.raises(DatasetError, match=r"draft\.md can't be read"):
        check_cases(own)
    for text in ("Sans en-tête.", "---\nexam: C3.3\n---\nSans le reste.", "---\n: [\n---\n"):
        (tmp_path / "robustness" / "draft.md").write_text(text, encoding="utf-8")
        with pytest.raises(DatasetError, match=r"draft\.md, (?:line 1|front matter)"):
            check_cases(own)


def test_a_suite_of_a_few_cases(coach: Coach, tmp_path: Path) -> None:
    line = '{{"id": "{}", "family": "codes", "question": "C9.9", "behaviours": ["{}"], "slow": {}}}\n'
    lines = line.format("right", "not_in_referential", "false") + line.format("wrong", "answer", "true")
    own = collection(tmp_path, lines)
    (tmp_path / "robustness" / "draft.md").write_text((folder_of(OURS) / "draft.md").read_text("utf-8"), "utf-8")
    found = run(Bench(coach, own), "all")
    assert found is not None
    assert found.figures[0].value == 0.5
    assert found.items[0].scores == {"right": 1.0, "wrong": 0.0}
    assert [example.id for example in found.examples] == ["wrong"]
    assert "it behaves otherwise" in found.examples[0].given
    assert found.tables[0].rows == (("codes", "2", "1", "1", ""),)
    quick = run(Bench(coach, own, quick=True), "all")
    assert quick is not None
    assert quick.items[0].scores == {"right": 1.0}
