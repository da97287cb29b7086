"""The suite `retrieval`: metrics where there is little to measure, intervals, the collection, the systems."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from assistant import Coach
from assistant.referential.model import Referential
from assistant.search.index import Index, IndexedText
from assistant.search.searcher import Searcher
from evals.bench import Bench
from evals.caching import RememberedQuestions
from evals.collection import Collection
from evals.datasets.questions import Question, load_questions
from evals.datasets.retrieval import (
    ACCEPTABLE,
    COLLECTION,
    REQUIRED,
    SPLITS,
    CollectionError,
    RetrievalSet,
    aligned,
    by_code,
    load_retrieval,
    outdated,
)
from evals.metrics.bootstrap import paired
from evals.metrics.retrieval import BY_CODE, DEPTHS, MEASURES, RECALLS, Measured, compare, measure
from evals.peers.retrieval import PlainDense, PlainLexical, criteria_within
from evals.peers.search_parts import STANDING, BareSearch, Citing, PartialIndex, Reading, make_searchers
from evals.ranking import Contenders, rank_all, time_all
from evals.reporting.console import print_suite
from evals.reporting.systems import bars, comparison_table, curves_by_depth
from evals.result import SuiteResult
from evals.suites.retrieval import counts, figures, items, misses, returned, run, speed, spread, times_plot

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


def test_recall_by_depth_never_falls() -> None:
    qrels = {"q1": {"a": REQUIRED, "b": REQUIRED, "c": ACCEPTABLE}}
    found = measure({"q1": ["x", "a", "c", "b"]}, qrels, RECALLS)
    recalls = [found.values[f"recall@{depth}"][0] for depth in DEPTHS]
    assert recalls == [0, 0.5, 0.5, *[1] * 17]


def test_r_precision_looks_at_as_many_places_as_are_required() -> None:
    qrels = {"q1": {"a": REQUIRED, "b": REQUIRED, "c": ACCEPTABLE}}
    for ranking, share in ((["b", "a"], 1), (["b", "c", "a"], 0.5), (["c", "x", "a", "b"], 0), (["a"], 0.5), ([], 0)):
        assert measure({"q1": ranking}, qrels, BY_CODE).values["R-precision"].tolist() == [share]


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
    collection = load_retrieval(split)
    assert collection.corpus == {criterion.id: criterion.text for criterion in referential.criteria}
    natural = [question for question in load_questions(split) if question.kind == "natural"]  # type: ignore[arg-type]
    assert collection.queries == {question.id: question.question for question in natural}
    for question in natural:
        grades = {f"criterion:{name}": grade for name, grade in collection.qrels.get(question.id, {}).items()}
        criteria = {name for name in question.required | question.acceptable if name.startswith("criterion:")}
        assert grades == {name: REQUIRED if name in question.required else ACCEPTABLE for name in criteria}


def test_the_splits_share_no_question() -> None:
    dev, test = (load_retrieval(split) for split in SPLITS)
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
    collection = load_retrieval("dev", lay(tmp_path, "query-id\tcorpus-id\tscore\nq1\ta\t2\n"))
    assert collection == RetrievalSet({"a": "alpha"}, {"q1": "one"}, {"q1": {"a": 2}})


def test_where_no_grade_is_above_one_what_has_it_is_required(tmp_path: Path) -> None:
    collection = load_retrieval("dev", lay(tmp_path, "query-id\tcorpus-id\tscore\nq1\ta\t1\nq2\ta\t0\n"))
    assert collection.qrels == {"q1": {"a": REQUIRED}, "q2": {"a": 0}}


def test_acceptable_ones_stay_so_beside_required_ones(tmp_path: Path) -> None:
    collection = load_retrieval("dev", lay(tmp_path, "query-id\tcorpus-id\tscore\nq1\ta\t1\nq2\ta\t2\n"))
    assert collection.qrels == {"q1": {"a": ACCEPTABLE}, "q2": {"a": REQUIRED}}


def test_criteria_are_known_by_their_id_or_their_wording(referential: Referential) -> None:
    first, second = referential.criteria[:2]
    corpus = {first.id: "in other words", "17": second.text.upper().replace("’", "'"), "18": "of another world"}
    found = aligned(
        RetrievalSet(corpus, {"q1": "one"}, {"q1": {first.id: ACCEPTABLE, "17": REQUIRED, "18": REQUIRED}}), referential
    )
    assert found.corpus == {first.id: "in other words", second.id: corpus["17"]}
    assert found.qrels == {"q1": {first.id: ACCEPTABLE, second.id: REQUIRED}}
    assert found.foreign == ("18",)


def test_a_criterion_that_stands_twice_keeps_its_higher_grade(referential: Referential) -> None:
    text = referential.criteria[0].text
    twice = RetrievalSet({"1": text, "2": text}, {"q1": "one"}, {"q1": {"1": REQUIRED, "2": ACCEPTABLE}})
    assert aligned(twice, referential).qrels == {"q1": {referential.criteria[0].id: REQUIRED}}


def test_some_queries_alone() -> None:
    assert COLLECTED.only(["q2"]) == RetrievalSet(COLLECTED.corpus, {"q2": "two"}, {"q2": {"c": REQUIRED}})
    assert COLLECTED.only([]).queries == {}


def by_code_question(name: str, required: Sequence[str], **fields: object) -> Question:
    about = {"id": name, "kind": "code", "question": "C3.3 ?", "behaviour": "answer", "acceptable": []}
    return Question.model_validate({**about, "required": required, **fields})


def test_questions_by_code_are_those_that_require_criteria_alone(referential: Referential) -> None:
    first, second = referential.criteria[:2]
    asked = by_code_question("q1", [f"criterion:{first.id}"], acceptable=[f"criterion:{second.id}", "exam:C3.3"])
    others = (
        by_code_question("q2", [f"criterion:{first.id}", "competence:C1.1"]),
        by_code_question("q3", []),
        by_code_question("q4", [f"criterion:{first.id}"], kind="natural"),
        by_code_question("q5", [f"criterion:{first.id}"], history=[{"role": "user", "content": "C1.1 ?"}]),
    )
    found = by_code([asked, *others], referential)
    assert found.queries == {"q1": "C3.3 ?"}
    assert found.qrels == {"q1": {first.id: REQUIRED, second.id: ACCEPTABLE}}


@pytest.mark.parametrize(
    "qrels", ["", "query-id\tcorpus-id\tscore\nq1\tb\t2\n", "query-id\tcorpus-id\tscore\nq9\ta\t2\n", "a\tb\nq1\ta\n"]
)
def test_a_collection_that_cannot_be_used_says_so(tmp_path: Path, qrels: str) -> None:
    with pytest.raises(CollectionError):
        load_retrieval("dev", lay(tmp_path, qrels))


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
        assert sorted(BareSearch(searcher).rank(question)) == everything


def test_without_phrasings_each_target_keeps_one_text(coach: Coach, monkeypatch: pytest.MonkeyPatch) -> None:
    indexed: list[list[IndexedText]] = []

    def opened(_data: Path, texts: list[IndexedText], *_: object) -> Index:
        indexed.append(texts)
        return coach.searcher._index

    monkeypatch.setattr("evals.peers.search_parts.open_index", opened)
    make_searchers(coach, coach.embedder)
    whole, small = indexed
    entries = coach.referential.entry_keys()
    assert [item.text for item in small[: len(entries)]] == [coach.referential.verbatim(key) for key in entries]
    assert [item.target for item in small] == list(dict.fromkeys(item.target for item in whole))
    assert len(small) < len(whole)


def test_the_search_ranks_criteria_in_its_own_order(coach: Coach) -> None:
    question = "C'est grave si je n'ai pas de sources scientifiques ?"
    ids = [str(found.target) for found in coach.searcher.search(question)]
    ranking = BareSearch(coach.searcher).rank(question)
    assert [f"criterion:{name}" for name in ranking] == [name for name in ids if name.startswith("criterion:")]


def test_plain_bm25_finds_only_what_shares_a_word() -> None:
    system = PlainLexical({"a": "Le budget est chiffré", "b": "Le planning est réaliste"})
    assert [system.rank(question) for question in ("Quel budget ?", "xyz")] == [["a"], []]


def test_a_chunk_finds_the_criteria_that_it_holds_whole() -> None:
    corpus = {"a": "Le budget est chiffré", "b": "Le planning est réaliste", "c": "Le ton est juste"}
    assert criteria_within("1. Le planning est réaliste\n2. Le budget est chiffré\n3. Le ton", corpus) == ["b", "a"]


@pytest.mark.parametrize(
    "question",
    [
        "À l’oral C4.1, faut-il un tableau de bord ?",
        "Dans l’épreuve de veille, mes sources doivent-elles être citées ?",
    ],
)
def test_reading_ranks_as_the_answer_shows(coach: Coach, question: str) -> None:
    shown = [item.id for item in coach.ask(question).retrieved if item.kind.value == "criterion"]
    assert shown
    assert Reading(coach, coach.searcher).rank(question)[: len(shown)] == shown


def test_citing_ranks_the_criteria_that_the_answer_cites(coach: Coach) -> None:
    system = Citing(coach, coach.searcher)
    assert system.rank("C3.3/2") == ["C3.3/2"]
    assert system.rank("Bonjour") == []


class Model:
    """An embedder that counts; a batch gives other vectors than its questions alone, as the quantised model does."""

    name = "model"

    def __init__(self) -> None:
        self.calls = 0

    def embed_questions(self, questions: Sequence[str]) -> np.ndarray:
        self.calls += 1
        return np.array([[len(question), len(questions)] for question in questions], dtype=np.float32)

    def embed_passages(self, passages: Sequence[str]) -> np.ndarray:
        return np.array([[len(text), 0] for text in passages], dtype=np.float32)


def test_a_question_is_embedded_once_and_a_batch_as_it_is() -> None:
    model = Model()
    memory = RememberedQuestions(model)
    batch = memory.embed_questions(["one", "three"])
    alone = [memory.embed_questions(["one"]) for _ in range(2)]
    assert batch[0].tolist() == [3, 2]
    assert [vectors.tolist() for vectors in alone] == [[[3, 1]]] * 2
    assert model.calls == 2
    memory.forget()
    memory.embed_questions(["one"])
    assert model.calls == 3
    assert memory.embed_questions([]).shape[0] == 0


def test_plain_dense_ranks_by_cosine() -> None:
    system = PlainDense({"a": "x", "b": "long text", "c": "four"}, Model())
    assert system.rank("question") == ["b", "c", "a"]


# Comparing and reporting


class Fixed:
    def __init__(self, *ranking: str) -> None:
        self.ranking = list(ranking)

    def rank(self, question: str) -> list[str]:
        return list(self.ranking)


COLLECTED = RetrievalSet(
    {"a": "alpha", "b": "beta", "c": "gamma"}, {"q1": "one | uno", "q2": "two", "q3": "three"}, QRELS
)
SYSTEMS = {STANDING: Fixed("a", "b", "c"), "other": Fixed("a"), "none": Fixed()}


def measured(asked: RetrievalSet = COLLECTED) -> dict[str, Measured]:
    return {name: measure(own, asked.qrels) for name, own in rank_all(SYSTEMS, asked).items()}


def test_differences_are_to_the_standing_system() -> None:
    systems = compare(measured())
    assert systems.base == STANDING
    assert {systems.difference(STANDING, metric).value for metric in MEASURES} == {0}
    assert systems.figure(STANDING, "success@1").value == systems.figure("other", "success@1").value == 0.5
    assert systems.difference("other", "recall@5").value == -0.5
    assert systems.ratio("other", "recall@5") == 2
    assert np.isnan(systems.ratio("none", "recall@5"))


def test_all_metrics_share_the_resamples() -> None:
    values = measured()[STANDING].values
    assert compare(measured()).figure(STANDING, "nDCG@10") == paired(values["nDCG@10"][None]).figure("nDCG@10", 0)


def test_systems_that_were_asked_other_questions_are_not_compared() -> None:
    with pytest.raises(ValueError, match="same questions"):
        compare({STANDING: measure({"q1": ["a"]}, QRELS), "other": measure({"q2": ["a"]}, QRELS)})


def test_what_is_not_in_the_corpus_is_no_part_of_a_ranking() -> None:
    asked = RetrievalSet({"c": "gamma"}, {"q2": "two"}, {"q2": {"c": REQUIRED}})
    assert rank_all(SYSTEMS, asked) == {STANDING: {"q2": ["c"]}, "other": {"q2": []}, "none": {"q2": []}}


def test_the_worst_misses_come_first() -> None:
    asked = RetrievalSet({}, {"q1": "one", "q2": "two"}, QRELS)
    found = misses({"q1": ["b", "a"], "q2": []}, ["q1", "q2"], asked)
    assert [(item.id, item.given) for item in found] == [
        ("q2", "not found; first nothing"),
        ("q1", "place 2; first b, a"),
    ]
    assert [item.expected for item in found] == ["c", "a"]
    assert not misses({"q1": ["a", "b"]}, ["q1"], asked)


def test_unjudged_questions_are_unrated_and_named_in_a_note() -> None:
    standing = measured()[STANDING]
    assert {(figure.count, figure.unrated) for figure in figures(standing, 1)} == {(2, 1)}
    assert {tuple(item.scores) for item in items(standing)} == {("q1", "q2")}
    (note,) = counts(COLLECTED, standing)
    assert note.startswith("1 questions require no criterion")
    assert not counts(COLLECTED.only(["q1", "q2"]), measured(COLLECTED.only(["q1", "q2"]))[STANDING])


def test_what_a_system_never_returns_is_said() -> None:
    assert returned(measured()) == [
        "Required criteria returned at any place: other 0.500, none 0.000; by the others, all."
    ]
    assert not returned({STANDING: measured()[STANDING]})
    assert not returned({STANDING: measure({}, {})})


def test_tables_and_plots_hold_every_system() -> None:
    systems = compare(measured())
    table = comparison_table("all", systems, ["other", "none"])
    assert table.columns == ("system", *MEASURES)
    below = ["   difference", "   ratio"]
    assert [row[0] for row in table.rows] == [STANDING, "other", *below, "none", *below]
    recalls = [row[2] for row in table.rows]
    assert recalls[1].startswith("0.500 [")
    assert recalls[2] == "−0.500 [−1.00, 0.00]"
    assert (recalls[3], recalls[6]) == ("×2.00", "–")
    assert "ratio" not in str(comparison_table("all", systems))
    plot = bars("all", systems, "recall@5")
    assert (plot.names, plot.values) == (tuple(SYSTEMS), (1, 0.5, 0))
    depths = compare({STANDING: measure({"q1": ["b", "a"]}, QRELS, RECALLS)})
    (line,) = curves_by_depth("by depth", depths, DEPTHS, "recall").series
    assert (line.x, line.y) == (tuple(DEPTHS), (0, *[1] * 19))


def test_tables_and_plots_are_made_also_of_nothing() -> None:
    systems = compare({STANDING: measure({}, {}), "other": measure({}, {})})
    assert {cell for row in comparison_table("none", systems).rows for cell in row[1:]} == {"–"}
    assert np.isnan(bars("none", systems, "nDCG@10").values).all()
    assert all(np.isnan(figure.value) for figure in (*figures(measure({}, {}), 1), *speed([])))
    plot = times_plot({STANDING: [1, 9, 2], "other": []})
    assert plot.values[0] == 2
    assert np.isnan(plot.values[1])


def test_each_system_is_timed_on_each_question_with_its_embedding() -> None:
    model = Model()
    memory = RememberedQuestions(model)
    dense = {STANDING: PlainDense({"a": "x"}, memory), "other": PlainDense({"a": "x"}, memory)}
    times = time_all(Contenders(dense, {}, memory), ["one", "two", "one"])
    assert {name: len(own) for name, own in times.items()} == {STANDING: 3, "other": 3}
    assert model.calls == 1 + 6, "once to warm up both, then for each system and question"
    assert time_all(Contenders(dense, {}, memory), []) == {STANDING: [], "other": []}


def test_things_are_spread_evenly() -> None:
    assert spread(list(range(10)), 5) == [0, 2, 4, 6, 8]
    assert spread([1, 2], 5) == [1, 2]
    assert spread([], 5) == []


# The suite


@pytest.fixture
def bench(coach: Coach, referential: Referential, tmp_path: Path) -> Bench:
    """A bench with a collection of somebody else: numbers as ids, no metadata, grade 1 alone, a foreign entry."""
    own = Coach(coach.settings)
    own.__dict__.update({"referential": referential, "knowledge": coach.knowledge, "embedder": coach.embedder})
    texts = {str(row): item.text for row, item in enumerate(referential.criteria)} | {"900": "Rien de tel"}
    wanted = str(next(row for row, item in enumerate(referential.criteria) if item.id == "C3.3/2"))
    folder = tmp_path / "retrieval"
    (folder / "qrels").mkdir(parents=True)
    corpus = [{"_id": name, "text": text} for name, text in texts.items()]
    queries = [
        {"_id": "7", "text": "Ma grille pour comparer les prestataires doit-elle être propre au contenu ?"},
        {"_id": "8", "text": "Où se garer ?"},
    ]
    for name, lines in (("corpus", corpus), ("queries", queries)):
        text = "".join(json.dumps(item) + "\n" for item in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    for split in SPLITS:
        text = f"query-id\tcorpus-id\tscore\n7\t{wanted}\t1\n8\t900\t1\n"
        (folder / "qrels" / f"{split}.tsv").write_text(text, encoding="utf-8")
    return Bench(own, Collection(tmp_path), quick=True)


def test_a_collection_of_somebody_else_is_measured(bench: Bench) -> None:
    found = run(bench, "dev")
    assert found is not None
    ranks = {item.figure: item.scores for item in found.items}
    assert ranks["recall@5"] == {"7": 1}
    assert {(item.count, item.unrated) for item in found.figures if not item.timed} == {(1, 1)}
    assert not found.in_sample
    assert any("1 entries of the collection are no criteria" in note for note in found.notes)
    assert not found.tables and not found.plots
    again = run(bench, "dev")
    assert again is not None
    assert (again.items, again.examples) == (found.items, found.examples)


def fixed_contenders(bench: Bench, corpus: dict[str, str]) -> Contenders:
    names = (STANDING, "− classifier", "− phrasings", "plain BM25", "plain dense", "tutorial")
    systems = {name: Fixed("C3.3/1", "C3.3/2") for name in names}
    return Contenders(systems, systems, RememberedQuestions(Model()))


@pytest.mark.parametrize("split", SPLITS)
def test_single_questions_of_dev_alone_are_shown(split: str, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.suites.retrieval.make_contenders", fixed_contenders)
    found = run(bench, split)  # type: ignore[arg-type]
    assert found is not None
    assert [item.id for item in found.examples] == (["7"] if split == "dev" else [])
    assert ("prestataires" in found.model_dump_json()) == (split == "dev")


def test_a_full_run_compares_and_a_quick_one_does_not(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.suites.retrieval.make_contenders", fixed_contenders)
    bench.quick = False
    full = run(bench, "dev")
    assert full is not None
    assert [table.title for table in full.tables] == ["natural questions"]
    line = by_code_question("c1", ["criterion:C3.3/2"]).model_dump_json()
    bench.collection.questions.mkdir()
    (bench.collection.questions / "dev.jsonl").write_text(line, encoding="utf-8")
    with_codes = run(bench, "dev")
    assert with_codes is not None
    assert [table.title for table in with_codes.tables] == ["natural questions", "questions that name a code"]
    assert with_codes.tables[1].rows[0][1:3] == ("0.000 [0.00, 0.00]", "0.000 [0.00, 0.00]")
    assert len(with_codes.plots) == len(full.plots) + 1
    text = with_codes.model_dump_json()
    assert SuiteResult.model_validate_json(text).model_dump_json() == text
    console = Console(record=True, width=120)
    print_suite(console, with_codes, examples=True)
    assert "place 2; first C3.3/1, C3.3/2" in console.export_text()


def test_a_limit_leaves_nothing_unasked(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.suites.retrieval.make_contenders", fixed_contenders)
    bench.limit = 1
    found = run(bench, "dev")
    assert found is not None
    assert found.about.startswith("1 natural questions")
    assert {(item.count, item.unrated) for item in found.figures if not item.timed} == {(1, 0)}


def test_nothing_to_ask_is_no_result(bench: Bench, tmp_path: Path) -> None:
    assert run(bench, "all") is None
    assert run(Bench(bench.coach, Collection(tmp_path / "nowhere"), quick=True), "dev") is None
    (bench.collection.retrieval / "qrels" / "dev.tsv").write_text("query-id\tcorpus-id\tscore\n", encoding="utf-8")
    assert run(bench, "dev") is None


def test_a_collection_of_another_world_is_no_result(bench: Bench) -> None:
    lines = "".join(
        json.dumps({**json.loads(line), "text": "of another world"}) + "\n"
        for line in (bench.collection.retrieval / "corpus.jsonl").read_text("utf-8").splitlines()
    )
    (bench.collection.retrieval / "corpus.jsonl").write_text(lines, encoding="utf-8")
    assert run(bench, "dev") is None
