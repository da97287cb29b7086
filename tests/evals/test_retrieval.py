"""The suite `retrieval`: metrics where there is little to measure, intervals, the collection, the systems."""

import json
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from assistant import Coach
from assistant.referential.model import Referential
from assistant.search.searcher import Searcher
from evals.datasets.questions import load_questions
from evals.datasets.retrieval import (
    ACCEPTABLE,
    COLLECTION,
    REQUIRED,
    SPLITS,
    Collection,
    CollectionError,
    load_collection,
    outdated,
)
from evals.metrics.bootstrap import paired
from evals.metrics.retrieval import MEASURES, measure
from evals.peers.retrieval import STANDING, CriterionSearch, PartialIndex, PlainLexical, criteria_within
from evals.reporting.retrieval import Result, print_systems, write_report
from evals.suites.retrieval import compare, run, worst_misses

QRELS = {"q1": {"a": REQUIRED, "b": ACCEPTABLE}, "q2": {"c": REQUIRED}, "q3": {"b": ACCEPTABLE}}


# Metrics


def test_the_required_criterion_counts_at_its_place() -> None:
    found = measure({"q1": ["b", "a"], "q2": ["c"]}, QRELS)
    assert found.questions == ("q1", "q2")
    assert found.values["success@1"].tolist() == [0, 1]
    assert found.values["recall@5"].tolist() == [1, 1]
    assert found.values["RR@10"].tolist() == [0.5, 1]
    # Gains 1 and 2 in the wrong order, over those in the right one.
    discount = 1 / np.log2(3)
    assert found.values["nDCG@10"].tolist() == pytest.approx([(1 + 2 * discount) / (2 + discount), 1])


def test_what_is_not_found_is_zero() -> None:
    found = measure({"q1": ["c", "d"], "q2": ["c"]}, QRELS)
    assert [values[0] for values in found.values.values()] == [0, 0, 0, 0]


def test_an_acceptable_criterion_alone_is_no_success() -> None:
    found = measure({"q1": ["b"]}, QRELS)
    assert [float(found.values[name][0]) for name in ("success@1", "recall@5", "RR@10")] == [0, 0, 0]
    assert found.values["nDCG@10"][0] > 0


def test_cut_offs_are_kept() -> None:
    ranking = [f"x{place}" for place in range(5)] + ["a"]
    found = measure({"q1": ranking}, QRELS)
    assert found.values["recall@5"].tolist() == [0]
    assert found.values["RR@10"].tolist() == pytest.approx([1 / 6])
    far = measure({"q1": [f"x{place}" for place in range(10)] + ["a"]}, QRELS)
    assert far.values["RR@10"].tolist() == [0]
    assert far.found.tolist() == [1]


@pytest.mark.parametrize("others", [{}, {"q2": ["c"]}])
def test_an_empty_ranking_is_an_answer_that_finds_nothing(others: dict[str, list[str]]) -> None:
    found = measure({"q1": [], **others}, QRELS)
    assert found.questions == ("q1", *others)
    assert [values.tolist() for values in found.values.values()] == [[0, *(1 for _ in others)]] * len(MEASURES)


def test_unknown_and_unjudged_questions_are_counted_apart_and_are_not_zero() -> None:
    alone = measure({"q2": ["c"]}, QRELS)
    found = measure({"q2": ["c"], "q3": ["b"], "unknown": ["a"]}, QRELS)
    assert found.unjudged == ("q3", "unknown")
    assert found.questions == alone.questions == ("q2",)
    assert {name: values.tolist() for name, values in found.values.items()} == {name: [1] for name in MEASURES}


def test_a_question_that_was_not_asked_is_counted_apart_and_is_not_zero() -> None:
    found = measure({"q2": ["c"]}, QRELS)
    assert found.unasked == ("q1",)
    assert found.values["success@1"].tolist() == [1]


def test_nothing_asked_measures_nothing() -> None:
    found = measure({}, {})
    assert all(len(values) == 0 for values in found.values.values())


def test_a_criterion_named_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        measure({"q1": ["a", "a"]}, QRELS)


# Intervals

VALUES = np.random.default_rng(1).random((3, 40))


def test_the_same_seed_draws_the_same_resamples() -> None:
    first, again, other = paired(VALUES, seed=7), paired(VALUES, seed=7), paired(VALUES, seed=8)
    assert np.array_equal(first.means, again.means)
    assert first.figure("x", 0) == again.figure("x", 0)
    assert first.difference("x", 1, 0) == again.difference("x", 1, 0)
    assert not np.array_equal(first.means, other.means)


def test_the_interval_holds_the_mean() -> None:
    figure = paired(VALUES).figure("x", 0)
    assert figure.low < figure.value < figure.high
    assert figure.value == pytest.approx(VALUES[0].mean())
    assert figure.count == 40


def test_systems_are_resampled_together() -> None:
    # A constant difference is certain, however much the questions differ.
    difference = paired(np.stack([VALUES[0], VALUES[0] - 0.25])).difference("x", 1, 0)
    assert (difference.low, difference.value, difference.high) == pytest.approx((-0.25, -0.25, -0.25))
    itself = paired(VALUES).difference("x", 0, 0)
    assert (itself.low, itself.value, itself.high) == (0, 0, 0)


def test_one_value_has_no_spread_and_none_has_no_mean() -> None:
    one = paired(np.array([[1.0]])).figure("x", 0)
    assert (one.low, one.value, one.high) == (1, 1, 1)
    nothing = paired(np.empty((2, 0)))
    assert nothing.figure("x", 0).count == 0
    assert np.isnan([nothing.figure("x", 0).value, nothing.difference("x", 1, 0).low]).all()


# Collection


def test_the_collection_is_up_to_date() -> None:
    assert not outdated(COLLECTION), "run python -m evals.datasets.retrieval"


@pytest.mark.parametrize("split", SPLITS)
def test_the_collection_is_complete(split: str, referential: Referential) -> None:
    collection = load_collection(split)  # type: ignore[arg-type]
    assert collection.corpus == {criterion.id: criterion.text for criterion in referential.criteria}
    natural = [question for question in load_questions(split) if question.kind == "natural"]  # type: ignore[arg-type]
    assert collection.queries == {question.id: question.question for question in natural}
    for question in natural:
        grades = {f"criterion:{name}": grade for name, grade in collection.qrels.get(question.id, {}).items()}
        criteria = {name for name in question.required | question.acceptable if name.startswith("criterion:")}
        assert grades == {name: REQUIRED if name in question.required else ACCEPTABLE for name in criteria}


def test_the_splits_share_no_question() -> None:
    dev, test = (load_collection(split) for split in SPLITS)
    assert not dev.queries.keys() & test.queries.keys()
    assert not set(dev.queries.values()) & set(test.queries.values())


def test_the_files_are_in_beir_layout() -> None:
    for name in ("corpus.jsonl", "queries.jsonl"):
        items = [json.loads(line) for line in (COLLECTION / name).read_text("utf-8").splitlines()]
        assert len({item["_id"] for item in items}) == len(items)
        assert all(item["_id"] and item["text"].strip() for item in items)
        assert all("title" in item for item in items) == (name == "corpus.jsonl")
    for split in SPLITS:
        header, *rows = (COLLECTION / "qrels" / f"{split}.tsv").read_text("utf-8").splitlines()
        assert header == "query-id\tcorpus-id\tscore"
        assert {row.split("\t")[2] for row in rows} == {"1", "2"}
        assert len({tuple(row.split("\t")[:2]) for row in rows}) == len(rows)


def lay(folder: Path, qrels: str) -> Path:
    (folder / "qrels").mkdir()
    (folder / "corpus.jsonl").write_text('{"_id": "a", "title": "", "text": "alpha"}\n', encoding="utf-8")
    queries = '{"_id": "q1", "text": "one"}\n{"_id": "q2", "text": "two"}\n'
    (folder / "queries.jsonl").write_text(queries, encoding="utf-8")
    (folder / "qrels" / "dev.tsv").write_text(qrels, encoding="utf-8")
    return folder


def test_queries_without_metadata_are_taken_where_they_are_judged(tmp_path: Path) -> None:
    collection = load_collection("dev", lay(tmp_path, "query-id\tcorpus-id\tscore\nq1\ta\t2\n"))
    assert collection == Collection({"a": "alpha"}, {"q1": "one"}, {"q1": {"a": 2}})


@pytest.mark.parametrize(
    "qrels", ["", "query-id\tcorpus-id\tscore\nq1\tb\t2\n", "query-id\tcorpus-id\tscore\nq9\ta\t2\n", "a\tb\nq1\ta\n"]
)
def test_a_collection_that_cannot_be_used_says_so(tmp_path: Path, qrels: str) -> None:
    with pytest.raises(CollectionError):
        load_collection("dev", lay(tmp_path, qrels))


# Systems


def test_each_part_of_the_search_can_be_silenced(coach: Coach, referential: Referential) -> None:
    question = "Faut-il que notre veille parle du handicap et de l’écologie ?"
    everything = sorted(criterion.id for criterion in referential.criteria)
    index = coach.searcher._index
    vector = coach.embedder.embed_questions([question])[0]
    for name in ("dense", "lexical", "classifier"):
        searcher = Searcher(PartialIndex(index, **{name: False}), coach.embedder, referential)
        views = dict(zip(("dense", "lexical", "classifier"), searcher.views(question, vector), strict=True))
        whole = dict(zip(views, coach.searcher.views(question, vector), strict=True))
        assert np.ptp(views[name]) == 0
        assert all(np.array_equal(views[other], whole[other]) for other in views if other != name)
        assert sorted(CriterionSearch(searcher).rank([question])[0]) == everything


def test_the_search_ranks_criteria_in_its_own_order(coach: Coach) -> None:
    question = "C'est grave si je n'ai pas de sources scientifiques ?"
    ids = [str(found.target) for found in coach.searcher.search(question)]
    (ranking,) = CriterionSearch(coach.searcher).rank([question])
    assert [f"criterion:{name}" for name in ranking] == [name for name in ids if name.startswith("criterion:")]


def test_plain_bm25_finds_only_what_shares_a_word() -> None:
    system = PlainLexical({"a": "Le budget est chiffré", "b": "Le planning est réaliste"})
    assert system.rank(["Quel budget ?", "xyz"]) == [["a"], []]


def test_a_chunk_finds_the_criteria_that_it_holds_whole() -> None:
    corpus = {"a": "Le budget est chiffré", "b": "Le planning est réaliste", "c": "Le ton est juste"}
    assert criteria_within("1. Le planning est réaliste\n2. Le budget est chiffré\n3. Le ton", corpus) == ["b", "a"]


# Comparing and reporting


class Fixed:
    def __init__(self, *ranking: str) -> None:
        self.ranking = list(ranking)

    def rank(self, questions: list[str]) -> list[list[str]]:
        return [self.ranking for _ in questions]


COLLECTED = Collection(
    {"a": "alpha", "b": "beta", "c": "gamma"}, {"q1": "one | uno", "q2": "two", "q3": "three"}, QRELS
)


def result(split: str) -> Result:
    runs = run({STANDING: Fixed("a", "b", "c"), "other": Fixed("a")}, COLLECTED.queries)
    measured = {name: measure(item.rankings, QRELS) for name, item in runs.items()}
    figures = compare(measured, {name: item.median_ms for name, item in runs.items()}, STANDING)
    misses = worst_misses(runs["other"].rankings, measured["other"].questions, COLLECTED)
    return Result(split, "model", figures, measured, misses)  # type: ignore[arg-type]


def test_differences_are_to_the_standing_system() -> None:
    standing, other = result("dev").systems
    assert {figure.value for figure in standing.differences.values()} == {0}
    assert standing.values["success@1"].value == other.values["success@1"].value == 0.5
    assert other.differences["recall@5"].value == -0.5


def test_systems_that_were_asked_other_questions_are_not_compared() -> None:
    measured = {STANDING: measure({"q1": ["a"]}, QRELS), "other": measure({"q2": ["a"]}, QRELS)}
    with pytest.raises(ValueError, match="same questions"):
        compare(measured, dict.fromkeys(measured, 1.0), STANDING)


def test_the_worst_misses_come_first() -> None:
    collected = Collection({}, {"q1": "one", "q2": "two"}, QRELS)
    misses = worst_misses({"q1": ["b", "a"], "q2": []}, ["q1", "q2"], collected)
    assert [(miss.id, miss.place) for miss in misses] == [("q2", None), ("q1", 2)]
    assert not worst_misses({"q1": ["a", "b"]}, ["q1"], collected)


@pytest.mark.parametrize("split", SPLITS)
def test_reports_show_single_questions_of_dev_alone(split: str, tmp_path: Path) -> None:
    write_report(tmp_path, result(split))
    found = json.loads((tmp_path / f"retrieval.{split}.json").read_text("utf-8"))
    text = (tmp_path / f"retrieval.{split}.md").read_text("utf-8")
    assert found["counts"] == {"questions": 2, "unjudged": 1, "unasked": 0}
    assert found["systems"]["other"]["figures"]["success@1"]["value"] == 0.5
    assert ("misses" in found, "values" in found, "questions" in found) == (split == "dev",) * 3
    assert ("two" in text, "worst misses" in text) == (split == "dev",) * 2
    assert "1 more require no criterion" in text


def test_tables_are_printed_also_of_nothing() -> None:
    console = Console(record=True, width=80)
    print_systems(console, result("dev"))
    measured = {STANDING: measure({}, {})}
    print_systems(console, Result("dev", "model", compare(measured, {STANDING: float("nan")}, STANDING), measured, []))
    text = console.export_text()
    assert "other 0.500" in text
    assert "0 questions" in text
