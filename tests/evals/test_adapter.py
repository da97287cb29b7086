"""Training an adapter: from end to end on a tiny model, stopped and resumed, and what its name depends on."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from assistant.search.embedding_adapter import Adapter, load_adapter, merge_adapter
from evals.datasets.passages import ExamplePassage, PassageJudgement
from evals.training.adapter import AdapterOptions, adapter_fingerprint, train_adapter
from evals.training.adapter_data import Example, batches, read_examples
from tests.search.tiny_bert import save_tiny_bert, tiny_bert

pytest.importorskip("peft")

Passages = Mapping[str, list[ExamplePassage]]
KINDS: tuple[PassageJudgement, ...] = ("satisfies", "announces", "near_miss")
TEXTS = {
    "C1.1/1.a": ("le prix pèse 40 points", "nous fixerons un prix", "le prix compte toujours"),
    "C1.1/2.a": ("trois agences ont répondu en mai", "des agences seront choisies", "une agence conseille"),
    "C2.1/1.a": ("la veille tourne sur Feedly chaque lundi", "une veille sera faite", "la veille est utile"),
    "C2.1/1.b": ("le rapport part le 5 du mois", "un rapport suivra", "un rapport informe"),
}
OPTIONS = AdapterOptions(rank=2, alpha=4, layers=2, epochs=3, batch=4, seed=5)


@pytest.fixture(scope="module")
def passages() -> Passages:
    found: dict[str, list[ExamplePassage]] = {}
    for element, texts in TEXTS.items():
        for kind, text in zip(KINDS, texts, strict=True):
            item = ExamplePassage(element=element, kind=kind, form="prose", text=text)
            found.setdefault(element.split("/")[0], []).append(item)
    return found


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts = ["passage :", *(text for group in TEXTS.values() for text in group)]
    return save_tiny_bert(tmp_path_factory.mktemp("base"), texts)


@pytest.fixture(scope="module")
def trained(passages: Passages, base: Path, tmp_path_factory: pytest.TempPathFactory) -> Adapter:
    return train_adapter(passages, base, tmp_path_factory.mktemp("data"), OPTIONS, silent)


def silent(_message: str) -> None:
    return None


def same(one: Adapter, other: Adapter) -> bool:
    return one.matrices.keys() == other.matrices.keys() and all(
        np.array_equal(values, other.matrices[name]) for name, values in one.matrices.items()
    )


def test_from_passages_to_a_file_that_changes_a_model(trained: Adapter, tmp_path: Path) -> None:
    trained.save(tmp_path / "adapter.safetensors")
    adapter = load_adapter(tmp_path / "adapter.safetensors")
    assert adapter.layers == (1, 2)
    assert len(adapter.modules) == 12
    assert any(np.abs(adapter.change(module)).max() > 0 for module in adapter.modules)
    model = tiny_bert()
    merge_adapter(adapter, model)
    frozen = "encoder.layer.0.attention.self.query.weight"
    assert (model.state_dict()[frozen] == tiny_bert().state_dict()[frozen]).all()


def test_the_same_seed_gives_the_same(trained: Adapter, passages: Passages, base: Path, tmp_path: Path) -> None:
    assert same(train_adapter(passages, base, tmp_path / "again", OPTIONS, silent), trained)
    other = replace(OPTIONS, seed=6)
    assert not same(train_adapter(passages, base, tmp_path / "other", other, silent), trained)


class StoppedError(Exception):
    pass


def test_stopped_and_resumed_it_gives_the_same(
    trained: Adapter, passages: Passages, base: Path, tmp_path: Path
) -> None:
    def stop_in_the_second_epoch(message: str) -> None:
        if "epoch 2 of 3" in message:
            raise StoppedError

    with pytest.raises(StoppedError):
        train_adapter(passages, base, tmp_path, OPTIONS, stop_in_the_second_epoch)
    said: list[str] = []
    resumed = train_adapter(passages, base, tmp_path, OPTIONS, said.append)
    assert any("1 of 3 epochs were done before" in message for message in said)
    assert not any("epoch 1 of 3" in message for message in said)
    assert same(resumed, trained)
    said.clear()
    assert same(train_adapter(passages, base, tmp_path, OPTIONS, said.append), trained)
    assert not any("step" in message for message in said)


@pytest.mark.parametrize("damage", [b"", b"not a checkpoint", None])
def test_a_damaged_checkpoint_is_said_and_left(
    damage: bytes | None, trained: Adapter, passages: Passages, base: Path, tmp_path: Path
) -> None:
    train_adapter(passages, base, tmp_path, OPTIONS, silent)
    (checkpoint,) = tmp_path.glob("adapter-*.pt")
    checkpoint.write_bytes(checkpoint.read_bytes()[:-500] if damage is None else damage)
    said: list[str] = []
    assert same(train_adapter(passages, base, tmp_path, OPTIONS, said.append), trained)
    assert any("damaged" in message for message in said)


def test_it_learns(passages: Passages, base: Path, tmp_path: Path) -> None:
    said: list[str] = []
    train_adapter(passages, base, tmp_path, replace(OPTIONS, epochs=60, batch=12), said.append)
    losses = [
        float(message.split("topic ")[1].split(",")[0]) for message in said if message.startswith("adapter: epoch")
    ]
    assert losses[-1] < losses[0] / 2


def test_what_is_held_out_is_measured_and_not_learnt(passages: Passages, base: Path, tmp_path: Path) -> None:
    said: list[str] = []
    options = replace(OPTIONS, epochs=1, held_out=0.5)
    train_adapter(passages, base, tmp_path, options, said.append)
    assert any("held out: " in message for message in said)
    examples = read_examples(passages, base, most_tokens=8, held_out=0.5, seed=1)
    assert (len(examples.learnt), len(examples.held_out)) == (6, 6)
    assert not set(examples.learnt) & set(examples.held_out)
    assert examples.exam_of == (0, 0, 1, 1)
    assert all(examples.exam_of[item.element] == item.exam for item in examples.learnt)


def test_batches_hold_every_example_once() -> None:
    examples = [Example((1,) * (row % 7 + 1), 0, 0, "satisfies") for row in range(50)]
    first, again, other = (batches(examples, 8, Random(seed)) for seed in (1, 1, 2))  # noqa: S311 - orders, no secrets
    assert sorted(row for rows in first for row in rows) == list(range(50))
    assert max(map(len, first)) == 8
    assert first == again != other


def test_the_fingerprint_changes_with_passages_and_options(passages: Passages) -> None:
    name = adapter_fingerprint(passages, OPTIONS)
    first, *others = passages["C1.1"]
    changed = [
        {**passages, "C1.1": [first.model_copy(update={"text": first.text + " !"}), *others]},
        {**passages, "C1.1": [first.model_copy(update={"kind": "announces"}), *others]},
        {**passages, "C1.1": others},
    ]
    names = [adapter_fingerprint(item, OPTIONS) for item in changed]
    names += [adapter_fingerprint(passages, replace(OPTIONS, rank=4)), adapter_fingerprint(passages, AdapterOptions())]
    assert len({name, *names}) == 6
    assert adapter_fingerprint(dict(reversed(passages.items())), replace(OPTIONS, threads=2)) == name
