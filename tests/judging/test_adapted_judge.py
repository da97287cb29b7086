"""The judge reads with the model that its heads were trained for, and with no other."""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant import Coach, Settings
from assistant.judging.heads import load_heads
from assistant.judging.judge import make_judge
from assistant.referential.loading import CorpusError
from assistant.search.embedder import Vectors, make_embedder, same_model
from assistant.search.embedding_adapter import BASE, Adapter, adapter_path, find_adapter
from assistant.search.embedding_build import TRAINABLE_FOLDER, embedded_model, verify_hashes

OTHER = "Le fichier « heads.npz » du corpus a été appris avec un autre modèle : refaites python -m evals.train."
TEXTS = ["Le prix pèse 40 points sur 100.", "La veille tourne sur Feedly, chaque lundi.", "Merci à tous."]


class Named:
    """An embedder of which only the name matters."""

    def __init__(self, name: str) -> None:
        self.name = name

    def embed_questions(self, questions: object) -> Vectors:
        raise NotImplementedError

    embed_passages = embed_questions


def test_what_ships_fits_together(corpus: Path) -> None:
    heads, adapter = load_heads(corpus / "judge" / "heads.npz"), find_adapter(corpus)
    digest = f"+{adapter.digest}" if adapter else ""
    assert same_model(heads.embedder, f"{BASE}{digest}|query: |passage: ")
    if adapter:
        assert adapter_path(corpus).stat().st_size < 2_000_000


@pytest.mark.parametrize("name", ["e5-small-00ca5ab8947c+0123456789ab", "BAAI/bge-m3", "e5-small"])
def test_heads_of_another_model_are_refused(corpus: Path, name: str) -> None:
    with pytest.raises(CorpusError) as caught:
        make_judge(corpus, Named(f"{name}|query: |passage: "))
    assert str(caught.value) == OTHER


def test_a_damaged_adapter_is_said_by_who_reviews_and_not_by_who_asks(corpus: Path, tmp_path: Path) -> None:
    own = tmp_path / "corpus"
    shutil.copytree(corpus, own)
    adapter_path(own).write_bytes(b"\x00" * 64)
    coach = Coach(Settings(corpus=own))
    with pytest.raises(CorpusError, match=re.escape("« adapter.safetensors » du corpus est illisible")):
        coach.review(b"Le prix compte pour 40 points.", exam="C3.3", name="essai.txt")
    assert coach.embedder.name.startswith("e5-small-")


@pytest.mark.slow
def test_the_adapted_model_is_built_beside_the_plain_one(corpus: Path, settings: Settings, tmp_path: Path) -> None:
    own, data = tmp_path / "corpus", tmp_path / "data"
    shutil.copytree(corpus, own)
    adapter = large_change()
    adapter.save(adapter_path(own))
    messages: list[str] = []
    coach = Coach(Settings(corpus=own, data=data), report=messages.append)
    assert f"+{adapter.digest}|" in coach.draft_embedder.name
    assert [message for message in messages if "modèle de relecture" in message]
    (folder,) = (path for path in (data / "models").iterdir() if path.is_dir())
    assert verify_hashes(folder)
    assert not (folder / TRAINABLE_FOLDER).exists()
    adapted, plain = coach.draft_embedder.embed_passages(TEXTS), make_embedder(settings, silent).embed_passages(TEXTS)
    assert (np.sum(adapted * plain, axis=1) < 0.98).all()
    assert coach.draft_embedder._tokenizer is make_embedder(settings, silent)._tokenizer
    base = embedded_model(settings.data, silent) / TRAINABLE_FOLDER
    whole = make_embedder(settings.model_copy(update={"embedding_model": str(base)}), silent, adapter)
    assert (np.sum(adapted * whole.embed_passages(TEXTS), axis=1) > 0.98).all()  # 8 bits beside 32
    with pytest.raises(CorpusError, match=re.escape("« heads.npz »")):
        _ = coach.judge


def silent(_message: str) -> None:
    return None


def large_change() -> Adapter:
    chance, module = np.random.default_rng(2), "encoder.layer.11.output.dense"
    matrices = {
        f"{module}.lora_A.weight": chance.normal(scale=0.3, size=(4, 1536)).astype(np.float16),
        f"{module}.lora_B.weight": chance.normal(scale=0.3, size=(384, 4)).astype(np.float16),
    }
    return Adapter(4, 8, (11,), BASE, "", matrices)
