"""The reader of pairs: what it says depends on the pair alone, and it learns what answering is."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from assistant.judging.heads import load_heads
from assistant.judging.pair_reader import READINGS, PairReader
from assistant.settings import SHIPPED_CORPUS
from evals.datasets.passages import ExamplePassage
from evals.training import pair_reader as training
from evals.training.pair_reader import Wordings, train_reader

DIMENSIONS = 12
ORDERS = {"C3.3": ("C3.3/1.a", "C3.3/1.b", "C3.3/2.a"), "C3.4": ("C3.4/1.a", "C3.4/1.b")}
ELEMENTS = tuple(name for order in ORDERS.values() for name in order)


def unit(values: Any) -> Any:
    return np.asarray(values / np.linalg.norm(values, axis=-1, keepdims=True), dtype=np.float32)


def made(kind: str, element: str, number: int) -> tuple[ExamplePassage, Any]:
    """A passage whose vector lies along its element's axis, and along that of its kind."""
    chance = np.random.default_rng([number, ELEMENTS.index(element), len(kind)])
    vector = 0.05 * chance.normal(size=DIMENSIONS)
    vector[ELEMENTS.index(element)] += 1
    vector[-1] += {"satisfies": 1, "announces": -1, "near_miss": 0}[kind]
    return ExamplePassage(element=element, kind=kind, form="prose", text=f"{kind} {number}"), unit(vector)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def reader() -> PairReader:
    kinds = ("satisfies",) * 6 + ("announces",) * 4
    items = {
        exam: [made(kind, name, row) for name in order for row, kind in enumerate(kinds)]
        for exam, order in ORDERS.items()
    }
    passages = {exam: [item for item, _ in found] for exam, found in items.items()}
    vectors = {exam: np.stack([vector for _, vector in found]) for exam, found in items.items()}
    wordings = Wordings(ORDERS, unit(np.eye(len(ELEMENTS), DIMENSIONS)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "_EPOCHS", 60)
        patch.setattr(training, "_BATCH", 16)
        return train_reader(wordings, passages, vectors, [])


def test_it_learns_what_answering_is(reader: PairReader) -> None:
    _, answering = made("satisfies", "C3.3/1.b", 99)
    _, announcing = made("announces", "C3.3/1.b", 99)
    read = reader.read(np.stack([answering, announcing]), ORDERS["C3.3"])
    assert read.shape == (2, 3, 2)
    assert read[0, :, 0].argmax() == 1
    assert read[0, 1, 0] > 0 > read[1, 1, 0]
    assert read[1, 1, 1] > 0


def test_a_pair_is_read_alike_in_any_company(reader: PairReader) -> None:
    vectors = np.stack([made("satisfies", name, 7)[1] for name in ORDERS["C3.3"]])
    whole = reader.read(vectors, ELEMENTS)
    one = reader.read(vectors[1:2], ["C3.4/1.a"])
    assert np.allclose(one[0, 0], whole[1, ELEMENTS.index("C3.4/1.a")], atol=1e-5)
    assert reader.read(vectors[:0], ELEMENTS).shape == (0, len(ELEMENTS), 2)


def test_the_same_material_gives_the_same_reader(reader: PairReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "_EPOCHS", 1)
    wordings = Wordings({"C3.4": ORDERS["C3.4"]}, unit(np.eye(2, DIMENSIONS)))
    item, vector = made("satisfies", "C3.4/1.a", 1)
    again = [train_reader(wordings, {"C3.4": [item]}, {"C3.4": vector[None]}, []) for _ in range(2)]
    assert (again[0].hidden == again[1].hidden).all()
    assert (again[0].output == again[1].output).all()


def test_of_a_draft_the_quoted_passage_answers_and_others_do_not() -> None:
    rows = {"C3.4/1.a": 0, "C3.4/1.b": 1}
    draft: Any = SimpleNamespace(
        prepared=SimpleNamespace(readings=SimpleNamespace(passages=3, vectors=np.eye(3, dtype=np.float32))),
        elements=[SimpleNamespace(id=name) for name in ("C3.4/1.a", "C3.4/1.b", "C3.4/m.a")],
        presence={"C3.4/1.a": "yes", "C3.4/1.b": "no"},
        answers=np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0], [1, 0, 0]], dtype=np.float32),
    )
    from random import Random

    pairs = list(training._of_drafts([draft], rows, Random(0)))  # noqa: S311 - a sample
    answered = [(int(pair.vector.argmax()), pair.element) for pair in pairs if READINGS[pair.reading] == "answers"]
    assert answered == [(1, 0)]
    neither = {(int(pair.vector.argmax()), pair.element) for pair in pairs if READINGS[pair.reading] == "neither"}
    assert (1, 0) not in neither
    assert {unit for unit, element in neither if element == 1} == {0, 1, 2}


def test_the_shipped_one_knows_every_element_of_its_exams() -> None:
    heads = load_heads(SHIPPED_CORPUS / "judge" / "heads.npz")
    known = {name for exam in heads.exams.values() for name in exam.elements}
    assert known == set(heads.reader.elements)
    assert heads.reader.wordings.shape[0] == len(heads.reader.elements)
