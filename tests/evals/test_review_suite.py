"""The review suite as a whole, on two short drafts."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant import Coach
from assistant.judging.calibration import load_calibration
from evals.bench import QUICK_DRAFTS, Bench, spread
from evals.collection import Collection
from evals.datasets.drafts import DRAFTS, SecondReading, load_drafts, load_paraphrases, load_second_reading
from evals.datasets.lines import DatasetError
from evals.peers.judge_parts import (
    CHANGED_STEPS,
    SILENT_FEATURES,
    PartialJudge,
    judge_all,
    prepare_all,
    without_features,
)
from evals.peers.reviews import majority
from evals.result import SplitName, SuiteResult
from evals.reviewed import judged
from evals.suites import review as suite

FRONT = "---\nexam: C3.4\norganisation: Mince\nsector: jeux\nvoice: neutre\nformat: md\ntitle: Campagne\n---\n"
THIN = """# Campagne

## Cible

La cible sera définie ultérieurement avec la direction.

Les canaux seront choisis après la réunion.
"""


SOLID = "c34-hbc-val-d-allier"
"""A short one of the dev drafts."""


def write_thin(folder: Path) -> None:
    (folder / "mince.md").write_text(FRONT + THIN, encoding="utf-8")
    # The last label is nobody's: a verdict has to be wrong.
    verdicts = {1: "missing", 2: "missing", 3: "missing", 4: "missing", 5: "covered"}
    criteria = [{"n": n, "verdict": verdict, "elements": {}} for n, verdict in verdicts.items()]
    labels = {"draft": "mince", "exam": "C3.4", "criteria": criteria}
    (folder / "mince.json").write_text(json.dumps(labels), encoding="utf-8")


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    folder = tmp_path_factory.mktemp("sets")
    for split in ("train", "dev", "test"):
        own = folder / "drafts" / split
        own.mkdir(parents=True)
        write_thin(own)
        for ending in (".md", ".json"):
            shutil.copy(DRAFTS / "dev" / f"{SOLID}{ending}", own)
    words = folder / "drafts" / "paraphrases" / "dev"
    words.mkdir(parents=True)
    (words / "mince.md").write_text(FRONT + THIN.replace("définie", "arrêtée"), encoding="utf-8")
    reading = {
        SOLID: {"1": {"verdict": "covered"}, "2": {"verdict": "partial"}},
        "mince": {"1": {"verdict": "missing"}},
    }
    (folder / "drafts" / "dev.second-reading.json").write_text(json.dumps(reading), encoding="utf-8")
    return Collection(folder)


@pytest.fixture(scope="module")
def reader(coach: Coach) -> Coach:
    """A coach of our own: a bench makes its embedder remember."""
    return Coach(coach.settings)


def run(bench: Bench, split: SplitName) -> SuiteResult:
    result = suite.run(bench, split)
    assert result is not None
    return result


@pytest.fixture(scope="module")
def whole(reader: Coach, sets: Collection) -> SuiteResult:
    return run(Bench(reader, sets), "dev")


@pytest.fixture(scope="module")
def quick(reader: Coach, sets: Collection) -> SuiteResult:
    return run(Bench(reader, sets, quick=True), "test")


def test_without_drafts_nothing_runs(reader: Coach, tmp_path: Path) -> None:
    assert suite.run(Bench(reader, Collection(tmp_path)), "dev") is None


def test_a_whole_run_measures_everything(whole: SuiteResult) -> None:
    figures = {item.name: item for item in whole.figures}
    assert figures["verdicts: accuracy"].count == 10
    assert figures["quotes: verbatim"].value == 1
    assert figures["hostile twins: verdicts that flip"].count == 10
    assert figures["docx → txt: verdicts that flip"].count == 10
    assert figures["paraphrases: verdicts that flip"].count == 5
    second = figures["a second, blind reading: kappa"]
    assert (second.count, second.unrated) == (3, 7)
    assert [item.name for item in whole.figures if item.timed] == ["a review, for a thousand words, median"]
    assert {table.title for table in whole.tables} >= {
        "peers, on the same drafts",
        "the judge without one of its parts",
    }
    systems = [table.rows for table in whole.tables if table.columns[0] == "system"]
    assert [row[0] for row in systems[0]][-1] == "majority in train"
    assert [row[0] for row in systems[1]] == ["jury-coach", *SILENT_FEATURES, *CHANGED_STEPS]
    for items in whole.items:
        assert figures[items.figure].value == pytest.approx(np.nanmean(list(items.scores.values())))
    assert sum(map(sum, whole.plots[0].counts)) == 10  # type: ignore[union-attr]


def test_a_run_says_the_same_twice_and_comes_back_from_json(coach: Coach, sets: Collection, whole: SuiteResult) -> None:
    again = run(Bench(Coach(coach.settings), sets), "dev")
    ours, others = ([repr(item) for item in own.figures if not item.timed] for own in (whole, again))
    assert ours == others
    assert again.tables == whole.tables
    back = SuiteResult.model_validate_json(whole.model_dump_json())
    assert back.model_dump_json() == whole.model_dump_json()


def test_a_quick_run_leaves_out_what_is_slow(quick: SuiteResult, whole: SuiteResult) -> None:
    names = {item.name for item in quick.figures}
    assert "verdicts: quadratic weighted kappa" in names
    slow = ("hostile", "docx → ", "paraphrases", "a second")
    assert {item.name for item in whole.figures} - names == {
        item.name for item in whole.figures if item.timed or item.name.startswith(slow)
    }
    assert len(quick.tables) == 2


def test_our_own_dev_drafts_are_in_sample(
    reader: Coach, sets: Collection, quick: SuiteResult, whole: SuiteResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not whole.in_sample
    assert not quick.in_sample
    monkeypatch.setattr(suite, "OUR_SETS", sets)
    seen = run(Bench(reader, sets, quick=True), "dev")
    assert seen.in_sample
    assert "evals.train" in seen.notes[0]


def test_a_quick_run_takes_few_drafts_from_all_over(coach: Coach) -> None:
    chosen = Bench(coach, quick=True).drafts("dev")
    assert len(chosen) == QUICK_DRAFTS
    assert len({draft.about.exam for draft in chosen}) == QUICK_DRAFTS
    assert [draft.name for draft in Bench(coach, quick=True, limit=2).drafts("dev")] == [
        draft.name for draft in Bench(coach, limit=2).drafts("dev")
    ]
    assert spread([1, 2, 3], 3) == [1, 2, 3]
    assert spread(list(range(10)), 5) == [0, 2, 4, 6, 8]


def test_wrong_verdicts_are_shown_but_those_of_test(
    reader: Coach, sets: Collection, quick: SuiteResult, whole: SuiteResult
) -> None:
    wrong = [name for name, score in whole.items[0].scores.items() if score == 0]
    assert wrong
    flips = [
        name for items in whole.items for name, score in items.scores.items() if "flip" in items.figure and score == 1
    ]
    assert sorted(item.id for item in whole.examples) == sorted([*wrong, *flips])
    assert 0 in quick.items[0].scores.values()
    assert not quick.examples
    assert run(Bench(reader, sets, quick=True, reveal=True), "test").examples


def test_the_whole_judge_says_what_the_review_says(reader: Coach, sets: Collection) -> None:
    bench = Bench(reader, sets)
    reviewed = bench.reviews("dev")
    drafts = prepare_all(bench.coach, reviewed)
    calibration = load_calibration(reader.settings.corpus / "judge" / "calibration.json")
    same = judge_all(bench.coach, PartialJudge.of(bench.coach, calibration), drafts)
    assert [(item.id, item.given) for item in same] == [(item.id, item.given) for item in judged(reviewed)]
    matched = PartialJudge.of(bench.coach, calibration)
    logits = np.sort(matched.pair_logits(drafts[1].own, "C3.4").ravel())
    matched.match(logits, logits)
    assert matched.pair_logits(drafts[1].own, "C3.4").max() == pytest.approx(logits[-1])


def test_every_part_that_is_left_out_is_one_of_the_judge(coach: Coach) -> None:
    whole = load_calibration(coach.settings.corpus / "judge" / "calibration.json")
    for names in SILENT_FEATURES.values():
        assert set(names) <= set(whole.pair.features)
        silent = without_features(whole.pair, names)
        changed = [
            name
            for name, row, old in zip(whole.pair.features, silent.weights, whole.pair.weights, strict=True)
            if (row != old).any()
        ]
        assert set(changed) <= set(names)
        assert changed
    thirds = CHANGED_STEPS["− calibrated criterion"](whole).criterion
    for worth, rank in ((0.2, 0), (0.5, 1), (0.8, 2)):
        values = np.zeros((1, len(thirds.features)), dtype=np.float32)
        values[0, thirds.features.index("main_mean")] = worth
        assert int(np.argmax(thirds.probabilities(values)[0])) == rank
    alone = CHANGED_STEPS["− rest of the draft"](whole).element_in_draft
    values = np.random.default_rng(0).normal(size=(4, len(alone.features))).astype(np.float32)
    own = whole.element.probabilities(values[:, : len(whole.element.features)])
    assert alone.probabilities(values) == pytest.approx(own, abs=1e-5)


def test_the_majority_is_that_of_the_training_drafts(coach: Coach, sets: Collection) -> None:
    solid, thin = sorted(load_drafts("train", sets.drafts), key=lambda draft: draft.name)
    labelled = [label.verdict for label in solid.labels.criteria]
    assert [item.criterion.verdict for item in majority(coach, [thin], [solid])] == labelled
    outvoted = [item.criterion.verdict for item in majority(coach, [solid], [solid, thin, thin])]
    assert outvoted == [label.verdict for label in thin.labels.criteria]
    assert {item.criterion.verdict for item in majority(coach, [solid], [])} == {"partial"}


def test_paraphrases_are_those_that_are_there(sets: Collection, tmp_path: Path) -> None:
    (paraphrase,) = load_paraphrases("dev", sets.drafts)
    assert paraphrase.name == "mince"
    assert "arrêtée" in paraphrase.markdown
    assert [label.verdict for label in paraphrase.labels.criteria] == ["missing"] * 4 + ["covered"]
    assert load_paraphrases("test", sets.drafts) == []
    orphans = tmp_path / "paraphrases" / "dev"
    orphans.mkdir(parents=True)
    (orphans / "orpheline.md").write_text(FRONT, encoding="utf-8")
    with pytest.raises(DatasetError, match=r"orpheline\.md"):
        load_paraphrases("dev", tmp_path)


def test_a_split_without_a_second_reading_has_none(sets: Collection) -> None:
    assert load_second_reading("test", sets.drafts) == {}
    assert load_second_reading("dev", sets.drafts)[SOLID] == {
        1: SecondReading(verdict="covered"),
        2: SecondReading(verdict="partial"),
    }


def test_our_paraphrases_are_of_our_drafts() -> None:
    written = {draft.name: draft for draft in load_drafts("dev")}
    paraphrases = load_paraphrases("dev")
    assert len({item.about.exam for item in paraphrases}) == 8
    for item in paraphrases:
        own = written[item.name]
        assert (item.about.exam, item.about.format, item.about.organisation) == (
            own.about.exam,
            own.about.format,
            own.about.organisation,
        )
        assert item.markdown != own.markdown
