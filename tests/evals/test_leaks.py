"""What verifies is kept apart from what is learnt: on the project's own sets, and where a leak was planted."""

import numpy as np
import pytest

from assistant import Coach
from assistant.settings import get_settings
from evals.bench import Bench
from evals.collection import OURS
from evals.datasets.leaks import (
    Compared,
    Leak,
    RunIndex,
    both,
    near_in_sense,
    near_in_words,
    official_runs,
    shared_runs,
)
from evals.datasets.text_sets import TextSet, text_sets, without_front_matter
from evals.suites import leaks
from evals.suites.leaks import by_length, by_words, compare_all, pairs_apart, result_of

STORY = (
    "Le conseil de la coopérative a retenu trois fournisseurs de farine après avoir goûté douze pains, à l’aveugle, un "
    "jeudi de novembre dans la salle des fêtes."
)
OTHERS = {"other": "Quels livrables faut-il rendre pour la veille ?", "far": "Le jury regarde-t-il mon orthographe ?"}


@pytest.fixture(scope="module")
def own() -> list[TextSet]:
    return text_sets(Coach(get_settings()), OURS)


def held(name: str, length: str, **texts: str) -> TextSet:
    split = name.rpartition(".")[2] if "." in name else ""
    return TextSet(name, split, length, texts)  # type: ignore[arg-type]


# The project's own sets


def test_every_set_is_there(own: list[TextSet]) -> None:
    names = {item.name for item in own}
    assert {
        f"{kind}.{split}" for kind in ("questions", "conversations", "drafts") for split in ("dev", "test")
    } <= names
    assert {"drafts.train", "answers.train", "answers.test", "phrasings", "bank questions", "bank examples"} <= names
    assert all(item.texts for item in own)


def test_all_that_is_test_is_held_apart_from_all_that_is_not(own: list[TextSet]) -> None:
    pairs = {(first.name, other.name) for first, other in pairs_apart(own)}
    assert ("drafts.test", "drafts.dev") in pairs
    assert ("answers.test", "bank examples") in pairs
    assert ("questions.test", "phrasings") in pairs
    assert ("conversations.dev", "phrasings") in pairs
    assert not any(other.endswith(".test") for _, other in pairs)


def test_no_test_draft_or_answer_shares_a_run_with_what_is_learnt(own: list[TextSet], coach: Coach) -> None:
    long = [item for item in own if item.length == "long"]
    pairs = compare_all(long, by_length(coach, long, by_words))
    assert len(pairs) >= 12
    assert {pair.name: pair.found.leaks for pair in pairs if pair.found.leaks} == {}


def test_no_question_of_test_stands_in_the_corpus_word_for_word(own: list[TextSet]) -> None:
    short = [
        item for item in own if item.name in {"questions.test", "conversations.test", "phrasings", "bank questions"}
    ]
    pairs = compare_all(short, by_words)
    assert len(pairs) == 4
    assert {pair.name: pair.found.leaks for pair in pairs if pair.found.leaks} == {}


# Planted leaks


def test_a_planted_question_is_found_whatever_its_accents_signs_and_order() -> None:
    found = near_in_words({"planted": "POUR LA VEILLE, quels livrables faut-il rendre"}, OTHERS)
    assert [(leak.held, leak.other, leak.sign) for leak in found.leaks] == [("planted", "other", "words")]
    assert found.leaks[0].likeness == found.nearest["words"]


def test_another_question_is_no_leak_but_has_a_nearest_one() -> None:
    found = near_in_words({"own": "Combien de personnes sont dans mon équipe ?"}, OTHERS)
    assert found.leaks == ()
    assert 0 < found.nearest["words"] < 88


def test_texts_of_few_words_are_left_out_and_counted() -> None:
    result = result_of(
        compare_all(
            [
                held("questions.test", "short", a="bonjour à toi", b=OTHERS["far"]),
                held("phrasings", "short", c="bonjour à toi"),
            ],
            by_words,
        ),
        reveal=False,
    )
    figure = result.figures[0]
    assert (figure.value, figure.count, figure.unrated, figure.met) == (0, 1, 1, True)


def test_a_planted_sense_is_found() -> None:
    own, theirs = np.eye(3, dtype=np.float32)[:1], np.eye(3, dtype=np.float32)
    found = near_in_sense({"planted": STORY}, {"same": STORY, "b": "b", "c": "c"}, own, theirs)
    assert found.leaks == (Leak("planted", "same", "sense", 1.0),)
    assert near_in_sense({"planted": STORY}, {"b": "b"}, own, theirs[1:2]).nearest == {"sense": 0.0}


def test_a_planted_passage_is_found_in_a_draft() -> None:
    drafts = RunIndex.of({"draft": f"Nous avons choisi ainsi. {STORY} Le reste suit.", "clean": "Rien de tout cela."})
    found = shared_runs(drafts, RunIndex.of({"passage": STORY.upper(), "elsewhere": "a " * 30}))
    assert [(leak.held, leak.other) for leak in found.leaks] == [("draft", "passage")]
    assert 0.5 < found.leaks[0].likeness < 1
    assert (found.leaking, found.compared) == (1, 2)


def test_nine_words_in_a_row_may_be_chance() -> None:
    nine = "un deux trois quatre cinq six sept huit neuf"
    assert shared_runs(RunIndex.of({"a": f"{nine} dix"}), RunIndex.of({"b": f"{nine} onze"})).leaks == ()


def test_the_words_of_the_referential_may_be_quoted(coach: Coach) -> None:
    text = max((criterion.text for criterion in coach.referential.criteria), key=len)
    official = official_runs(coach.referential)
    assert shared_runs(RunIndex.of({"a": text}), RunIndex.of({"b": text})).leaking == 1
    assert shared_runs(RunIndex.of({"a": text}, official), RunIndex.of({"b": text}, official)).leaking == 0


def test_what_both_signs_find_is_one_leak() -> None:
    first = Compared((Leak("a", "x", "words", 99.0),), 2, {"words": 99.0})
    second = Compared((Leak("a", "y", "sense", 0.99),), 2, {"sense": 0.99})
    together = both(first, second)
    assert together.leaking == 1
    assert together.nearest == {"words": 99.0, "sense": 0.99}


# What is compared with nothing


def test_nothing_to_compare() -> None:
    nothing = np.zeros((0, 3), dtype=np.float32)
    assert near_in_words({}, OTHERS) == Compared((), 0)
    assert near_in_words({"a": STORY}, {}) == Compared((), 1)
    assert near_in_words({"a": "oui"}, OTHERS) == Compared((), 0)
    assert near_in_sense({}, {}, nothing, nothing) == Compared((), 0)
    assert shared_runs(RunIndex.of({}), RunIndex.of({"b": STORY})).leaking == 0
    assert shared_runs(RunIndex.of({"short": "trois mots seulement"}), RunIndex.of({"b": STORY})).compared == 1


# What is reported


def planted(split: str) -> list[leaks.Pair]:
    return compare_all(
        [held(f"questions.{split}", "short", planted=OTHERS["other"]), held("phrasings", "short", **OTHERS)], by_words
    )


def test_a_leak_of_test_misses_its_bound_and_shows_no_text() -> None:
    result = result_of(planted("test"), reveal=False)
    assert result.figures[0].met is False
    assert [example.id for example in result.examples] == ["questions.test:planted"]
    assert OTHERS["other"] not in result.model_dump_json()


def test_a_leak_of_dev_is_shown_and_one_of_test_when_it_is_asked_for() -> None:
    for result in (result_of(planted("dev"), reveal=False), result_of(planted("test"), reveal=True)):
        assert result.examples[0].text == OTHERS["other"]
        assert OTHERS["other"] in result.examples[0].given


def test_a_quick_run_leaves_it_out() -> None:
    said: list[str] = []
    assert leaks.run(Bench(Coach(get_settings()), quick=True, say=said.append), "all") is None
    assert said


def test_front_matter_is_no_text() -> None:
    assert without_front_matter("---\nexam: C3.3\n---\n# Titre\n\n---\n") == "# Titre\n\n---\n"
    assert without_front_matter("# Titre\n") == "# Titre\n"
