"""An adapter: what it adds is what peft would, and a damaged or foreign one is refused with one French sentence."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from assistant.referential.loading import CorpusError
from assistant.search.embedder import is_e5_small, judges_settings, same_model
from assistant.search.embedding_adapter import (
    BASE,
    Adapter,
    adapter_path,
    find_adapter,
    load_adapter,
    merge_adapter,
)
from assistant.settings import Settings
from tests.search.tiny_bert import HIDDEN, tiny_bert

QUERY = "encoder.layer.2.attention.self.query"
UNREADABLE = "Le fichier « adapter.safetensors » du corpus est illisible : refaites python -m evals.train."
FOREIGN = "Le fichier « adapter.safetensors » du corpus est fait pour un autre modèle : refaites python -m evals.train."
PROMPTS = "|query: |passage: "


def made(module: str = QUERY, *, rank: int = 2, size: int = HIDDEN) -> Adapter:
    chance = np.random.default_rng(1)
    matrices = {
        f"{module}.lora_A.weight": chance.normal(size=(rank, size)).astype(np.float16),
        f"{module}.lora_B.weight": chance.normal(size=(size, rank)).astype(np.float16),
    }
    return Adapter(rank, 2 * rank, (2,), BASE, "0123456789abcdef", matrices)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "adapter.safetensors"
    made().save(path)
    return path


# What it adds


def test_merging_gives_what_peft_merges() -> None:
    peft = pytest.importorskip("peft")
    config = peft.LoraConfig(r=4, lora_alpha=12, target_modules=["query", "key", "value", "dense"])
    config.layers_to_transform = [1, 2]
    theirs = peft.get_peft_model(tiny_bert(), config)
    with torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(3)
        for values in theirs.parameters():
            if values.requires_grad:
                values.copy_(torch.randn_like(values).half())  # what the file can hold
    matrices = {
        name.removeprefix("base_model.model."): values.numpy().astype(np.float16)
        for name, values in peft.get_peft_model_state_dict(theirs).items()
    }
    adapter = Adapter(4, 12, (1, 2), BASE, "", matrices)
    assert len(adapter.modules) == 12
    plain, ours = tiny_bert().state_dict(), tiny_bert()
    merge_adapter(adapter, ours)
    merged = theirs.merge_and_unload().state_dict()
    for name, values in ours.state_dict().items():
        assert torch.allclose(values, merged[name], atol=1e-5), name
    changed = {name for name, values in merged.items() if not torch.equal(values, plain[name])}
    assert changed == {f"{module}.weight" for module in adapter.modules}


@pytest.mark.parametrize("adapter", [made("encoder.layer.9.attention.self.query"), made(size=HIDDEN + 1)])
def test_what_does_not_fit_is_not_merged(adapter: Adapter) -> None:
    with pytest.raises(CorpusError) as caught:
        merge_adapter(adapter, tiny_bert())
    assert str(caught.value) == FOREIGN


# The file


def test_it_round_trips_to_the_same_bytes(file: Path, tmp_path: Path) -> None:
    found = load_adapter(file)
    again = tmp_path / "again.safetensors"
    found.save(again)
    assert again.read_bytes() == file.read_bytes()
    assert found.digest == made().digest
    assert (found.rank, found.alpha, found.layers, found.fingerprint) == (2, 4, (2,), "0123456789abcdef")
    assert np.array_equal(found.change(QUERY), made().change(QUERY))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def other_bytes(path: Path) -> None:
    path.write_bytes(b"not an adapter" * 20)


def without_metadata(path: Path) -> None:
    save_file(dict(made().matrices), path)


def without_counterpart(path: Path) -> None:
    replace(made(), matrices=dict(list(made().matrices.items())[:1])).save(path)


def another_rank(path: Path) -> None:
    replace(made(), rank=3).save(path)


def not_numbers(path: Path) -> None:
    matrices: dict[str, Any] = {name: np.full_like(values, np.nan) for name, values in made().matrices.items()}
    replace(made(), matrices=matrices).save(path)


def missing(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    "damage", [cut, other_bytes, without_metadata, without_counterpart, another_rank, not_numbers, missing]
)
def test_a_damaged_file_is_refused(file: Path, damage: Callable[[Path], None]) -> None:
    damage(file)
    with pytest.raises(CorpusError) as caught:
        load_adapter(file)
    assert str(caught.value) == UNREADABLE


def test_an_adapter_of_another_model_is_refused(file: Path) -> None:
    replace(made(), base="bge-m3").save(file)
    with pytest.raises(CorpusError) as caught:
        load_adapter(file)
    assert str(caught.value) == FOREIGN


def test_a_corpus_without_one_has_none(tmp_path: Path) -> None:
    assert find_adapter(tmp_path) is None
    adapter_path(tmp_path).parent.mkdir()
    made().save(adapter_path(tmp_path))
    found = find_adapter(tmp_path)
    assert found is not None
    assert found.digest == made().digest


def test_its_name_changes_with_what_it_does() -> None:
    matrices = {name: values + np.float16(1) for name, values in made().matrices.items()}
    others = [replace(made(), matrices=matrices), replace(made(), alpha=5), made("encoder.layer.1.output.dense")]
    assert len({made().digest, *(item.digest for item in others)}) == 4
    assert replace(made(), fingerprint="another training").digest == made().digest


# Names of embedders


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("e5-small-00ca5ab8947c", "e5-small-0ada7c443241"),
        ("e5-small-00ca5ab8947c", "intfloat/multilingual-e5-small"),
        ("e5-small-00ca5ab8947c+0123456789ab", "/models/multilingual-e5-small+0123456789ab"),
    ],
)
def test_the_same_model_whoever_built_it(name: str, other: str) -> None:
    assert same_model(name + PROMPTS, other + PROMPTS)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("e5-small-00ca5ab8947c", "e5-small-00ca5ab8947c+0123456789ab"),
        ("e5-small-00ca5ab8947c+0123456789ab", "e5-small-00ca5ab8947c+0123456789ac"),
        ("e5-small-00ca5ab8947c", "BAAI/bge-m3"),
        ("e5-small-00ca5ab8947c", ""),
    ],
)
def test_another_model_or_another_adapter(name: str, other: str) -> None:
    assert not same_model(name + PROMPTS, other + PROMPTS)


def test_the_judges_have_their_model_whatever_searches() -> None:
    other = Settings(embedding_model="BAAI/bge-m3", embedding_passage_prompt="")
    assert not is_e5_small(other.embedding_model)
    assert judges_settings(other).embedding_model == "embedded"
    assert judges_settings(other).embedding_passage_prompt == "passage: "
    own = Settings(embedding_model="intfloat/multilingual-e5-small")
    assert judges_settings(own).embedding_model == own.embedding_model
