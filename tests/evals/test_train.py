"""`python -m evals.train`: when the corpus' adapter is kept, and when a new one is trained."""

import sys
from argparse import Namespace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from assistant.referential.loading import CorpusError
from assistant.search.embedding_adapter import BASE, Adapter, adapter_path
from evals import train
from evals.datasets.passages import ExamplePassage
from evals.training.adapter import AdapterOptions, adapter_fingerprint

PASSAGES = {
    "C1.1": [ExamplePassage(element="C1.1/1.a", kind="satisfies", form="prose", text="Le prix pèse 40 points.")]
}


def made(fingerprint: str) -> Adapter:
    matrices = {
        "encoder.layer.11.output.dense.lora_A.weight": np.ones((2, 8), np.float16),
        "encoder.layer.11.output.dense.lora_B.weight": np.ones((4, 2), np.float16),
    }
    return Adapter(2, 4, (11,), BASE, fingerprint, matrices)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    adapter_path(tmp_path).parent.mkdir()
    return tmp_path


@pytest.fixture(autouse=True)
def training(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "embedded_model", lambda _data, _say: Path("model"))
    monkeypatch.setattr(train, "train_adapter", lambda *_: made("new"))


def chosen(corpus: Path, *, keep: bool = False) -> str:
    coach = SimpleNamespace(settings=SimpleNamespace(corpus=corpus, data=corpus))
    return train._adapter(coach, PASSAGES, Namespace(keep_adapter=keep, threads=1)).fingerprint  # type: ignore[arg-type]


def test_without_one_an_adapter_is_trained(corpus: Path) -> None:
    assert chosen(corpus) == "new"


def test_one_of_the_same_passages_and_options_stays(corpus: Path) -> None:
    name = adapter_fingerprint(PASSAGES, AdapterOptions())
    made(name).save(adapter_path(corpus))
    assert chosen(corpus) == name


def test_one_of_other_passages_is_trained_anew_unless_it_is_to_be_kept(corpus: Path) -> None:
    made("old").save(adapter_path(corpus))
    assert chosen(corpus) == "new"
    assert chosen(corpus, keep=True) == "old"


def test_a_damaged_one_is_trained_anew_and_never_kept(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    adapter_path(corpus).write_bytes(b"damaged")
    assert chosen(corpus) == "new"
    assert "can't be used" in capsys.readouterr().err
    with pytest.raises(CorpusError):
        chosen(corpus, keep=True)


def test_to_keep_an_adapter_and_to_do_without_exclude_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["evals.train", "--keep-adapter", "--without-adapter"])
    with pytest.raises(SystemExit):
        train._options()
