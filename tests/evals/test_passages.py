"""Example passages: the project's own are as many and as different as they must be; the check finds what is wrong."""

import json
from pathlib import Path

import pytest

from assistant.referential.elements import load_elements
from assistant.referential.loading import load_referential
from assistant.settings import get_settings
from evals.collection import OURS, Collection
from evals.datasets.checking import check_collection
from evals.datasets.lines import DatasetError
from evals.datasets.passages import (
    AT_LEAST,
    LONGEST,
    SHARED,
    ExamplePassage,
    PassageJudgement,
    foreign_runs,
    load_passages,
    problems,
)
from evals.training.shortcuts import shortcuts
from tests.evals.bakery import SETS, bakery_coach

CORPUS = get_settings().corpus
EXAM, ELEMENT = "C3.3", "C3.3/1.a"
LINE = {"element": ELEMENT, "kind": "announces", "form": "prose", "text": "Le contexte viendra plus tard."}
DRAFT = "Le conseil de la coopérative a retenu trois fournisseurs de farine."


def passage(text: str, kind: PassageJudgement = "announces", element: str = ELEMENT) -> ExamplePassage:
    return ExamplePassage(element=element, kind=kind, form="prose", text=text)


def found(*passages: ExamplePassage) -> list[str]:
    """What is wrong with passages, whatever their number."""
    foreign = {tuple("le conseil de la cooperative a retenu trois".split()): "dev/a.md"}
    wrong = problems({EXAM: [ELEMENT]}, {EXAM: passages}, foreign)
    return [sentence for sentence in wrong if "passages of the kind" not in sentence]


# The project's own


def test_the_passages_of_the_project_are_right() -> None:
    elements = {exam_id: [element.id for element in exam.all] for exam_id, exam in load_elements(CORPUS).items()}
    passages = {exam_id: load_passages(exam_id) for exam_id in elements}
    assert list(problems(elements, passages, foreign_runs(CORPUS, OURS))) == []


def test_they_stand_in_the_order_of_the_elements() -> None:
    for exam_id, exam in load_elements(CORPUS).items():
        assert list(dict.fromkeys(item.element for item in load_passages(exam_id))) == [item.id for item in exam.all]


def test_every_exam_has_a_file_and_every_file_an_exam() -> None:
    exams = {exam.id for exam in load_referential(CORPUS).exams}
    assert {path.stem for path in OURS.passages.iterdir()} == exams


def test_the_drafts_the_referential_and_its_source_are_compared() -> None:
    names = set(foreign_runs(CORPUS, OURS).values())
    assert {"le référentiel", "source.txt"} <= names
    assert {name.partition("/")[0] for name in names} >= {"train", "dev", "test", "paraphrases"}


# What is wrong is found


def test_right_passages_have_no_problem() -> None:
    assert (
        found(passage("À venir"), passage("Deux apprentis tiennent le comptoir du lundi au samedi", "satisfies")) == []
    )


def test_too_few_of_a_kind() -> None:
    wrong = list(problems({EXAM: [ELEMENT]}, {EXAM: [passage("À venir")]}, {}))
    assert wrong == [
        f"{ELEMENT} has {int(kind == 'announces')} passages of the kind {kind}, not {least}."
        for kind, least in AT_LEAST.items()
    ]


def test_an_unknown_element() -> None:
    assert found(passage("Rien de tout cela", element="C3.3/9.z")) == [
        "C3.3, passage 1: the exam has no element C3.3/9.z."
    ]


@pytest.mark.parametrize(("kind", "length"), [("satisfies", 7), ("announces", 1), ("near_miss", LONGEST + 1)])
def test_too_short_or_too_long(kind: PassageJudgement, length: int) -> None:
    (wrong,) = found(passage(" ".join(f"mot{number}" for number in range(length)), kind))
    assert wrong.startswith(f"C3.3, passage 1: {length} words, ")


def test_a_run_that_stands_in_a_draft_or_in_another_passage() -> None:
    run = "un deux trois quatre cinq six sept huit"
    assert len(run.split()) == SHARED
    assert found(passage(DRAFT)) == [
        "C3.3, passage 1: « le conseil de la cooperative a retenu trois » stands in dev/a.md too."
    ]
    assert found(
        passage(f"{run} vaches normandes dans le pré du haut"), passage(f"{run.upper()}, nous irons au bois")
    ) == [f"C3.3, passage 2: « {run} » stands in C3.3, passage 1 too."]
    assert found(passage(f"{run[:-5]} vaches normandes dans le pré"), passage(f"{run[:-5]} nous irons au bois")) == []


def test_nearly_the_same_words_in_another_order() -> None:
    (wrong,) = found(
        passage("Le budget du musée sera fixé après la réunion"),
        passage("Après la réunion, du musée le budget sera fixé"),
    )
    assert wrong == "C3.3, passage 1: nearly the same as C3.3, passage 2 (100 of 100)."


# Files


def write(folder: Path, *lines: object) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{EXAM}.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return folder


def test_where_there_is_no_file_there_are_no_passages(tmp_path: Path) -> None:
    assert load_passages(EXAM, tmp_path) == load_passages(EXAM, tmp_path / "nowhere") == []


@pytest.mark.parametrize("change", [{"kind": "perhaps"}, {"form": "song"}, {"text": None}, {"more": 1}])
def test_a_wrong_line_is_named(tmp_path: Path, change: dict[str, object]) -> None:
    folder = write(tmp_path / "passages", LINE, {**LINE, **change})
    with pytest.raises(DatasetError, match=rf"^passages/C3\.3\.jsonl, line 2: {next(iter(change))}"):
        load_passages(EXAM, folder)


def test_sets_of_ones_own_bring_their_passages(tmp_path: Path) -> None:
    assert Collection(SETS).passages == SETS / "passages"
    folder = write(tmp_path / "passages", LINE)
    assert load_passages(EXAM, Collection(tmp_path).passages) == [ExamplePassage.model_validate(LINE)]
    with pytest.raises(DatasetError, match=r"^passages/C3\.3\.jsonl: the référentiel has no exam C3\.3\.$"):
        check_collection(Collection(tmp_path), bakery_coach())
    (folder / f"{EXAM}.jsonl").rename(folder / "C1.1.jsonl")
    with pytest.raises(DatasetError, match=r"^passages/C1\.1\.jsonl, passage 1: C1\.1 has no element C3\.3/1\.a\.$"):
        check_collection(Collection(tmp_path), bakery_coach())


# Shortcuts


def test_a_kind_that_its_length_gives_away() -> None:
    kinds: tuple[PassageJudgement, ...] = ("satisfies", "announces", "near_miss")
    passages = [
        passage("mot " * (20 * (kind == "satisfies") + 5 + number % 3), kind, f"C3.3/{number % 10}.a")
        for kind in kinds
        for number in range(20)
    ]
    areas = shortcuts(passages)
    assert areas["length"]["satisfies"] == 1.0
    assert areas["form"]["satisfies"] == 0.5
