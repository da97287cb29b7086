"""The suite `speed`: measures of little and of nothing, processes, an index that grows."""

import json
import math
import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from assistant import Coach
from assistant.referential.knowledge import Target
from assistant.search.index import IndexedText
from assistant.search.vector_store import FolderStore
from assistant.settings import Settings
from evals.bench import Bench
from evals.collection import Collection
from evals.measuring import growth
from evals.measuring.findings import Findings
from evals.measuring.processes import memory_mb, run_python
from evals.measuring.work import draft_of, embedding_rate, percentile, rate, times_ms
from evals.suites.speed import run


def test_nothing_has_no_time() -> None:
    assert times_ms(len, []) == []
    assert math.isnan(percentile([], 50))
    assert math.isnan(rate(len, []))
    assert draft_of([], 100) == b""
    assert draft_of(["mot"], 0) == b""


def test_times_and_rates_are_those_of_the_work() -> None:
    done: list[int] = []
    assert len(times_ms(done.append, range(5))) == 5
    assert done == list(range(5))
    assert percentile([1.0, 2.0, 3.0], 50) == 2.0
    assert rate(done.append, range(50), threads=4) > 0
    assert len(done) == 55


def test_embedding_counts_passages_and_not_batches() -> None:
    batches: list[int] = []
    embedder = SimpleNamespace(embed_passages=lambda batch: batches.append(len(batch)))
    assert embedding_rate(embedder, ["mot"] * 130) > 0
    assert batches == [64, 64, 2]
    assert math.isnan(embedding_rate(embedder, []))


@pytest.mark.parametrize("words", [1, 50, 1000])
def test_a_draft_of_so_many_words(words: int) -> None:
    text = draft_of(["un deux trois quatre", "cinq six"], words).decode()
    assert words <= len(text.split()) < words + 4


def test_findings_tell_what_is_better() -> None:
    found = Findings()
    found.time("a", 2.0, "s", bound=3.0)
    found.rate("b", 2.0, "/s", 10)
    assert [(item.at_most, item.timed, item.met) for item in found.figures] == [(True, True, True), (False, True, None)]
    found.curve("c", "x", "y", {"d": ([1.0, 2.0], [3.0, 4.0])})
    found.bars("e", "y", {"f": 1.0})
    assert all(plot.timed for plot in found.plots)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the memory of a process is read from /proc")
def test_the_memory_of_a_process(settings: Settings) -> None:
    assert memory_mb(os.getpid(), "VmHWM") >= memory_mb("self", "VmRSS") > 10
    assert math.isnan(memory_mb(0, "VmRSS"))
    assert math.isnan(memory_mb("self", "VmNothing"))
    ran = run_python(settings, "-c", "import time; held = b'x' * 80_000_000; time.sleep(.2); print('é')")
    assert ran.stdout == "é\n"
    assert 80 < ran.peak_mb < 300
    assert ran.seconds >= 0.2


def test_a_process_that_fails_is_no_measure(settings: Settings) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        run_python(settings, "-c", "raise SystemExit(3)")


def test_a_quick_run_and_a_collection_without_texts_measure_nothing(coach: Coach, tmp_path: Path) -> None:
    assert run(Bench(coach, quick=True), "all") is None
    (tmp_path / "questions").mkdir()
    assert run(Bench(coach, Collection(tmp_path)), "all") is None


def test_an_index_grows_by_what_lies_beside_the_real_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    texts = [IndexedText(Target("criterion", f"C3.3/{n}"), f"texte numéro {n}", "C3.3") for n in range(1, 7)]
    real = np.eye(6, 64, dtype=np.float32)
    monkeypatch.setattr(growth, "indexed_texts", lambda *_: texts)
    monkeypatch.setattr(growth, "_real_vectors", lambda _: real)
    growth.grow(SimpleNamespace(referential=None, knowledge=None), 3, tmp_path)
    assert len(json.loads((tmp_path / "targets.json").read_text("utf-8"))) == 18
    collection = FolderStore().open(tmp_path, (tmp_path / "store.txt").read_text("utf-8"))
    found = collection.query(query_embeddings=[real[0]], n_results=3, include=["distances"])
    assert set(found["ids"][0]) == {"0", "6", "12"}
    assert found["distances"][0][0] == pytest.approx(0, abs=1e-5)
    assert 0.02 < found["distances"][0][2] < 0.2
