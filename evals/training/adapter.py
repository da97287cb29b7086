"""Training an adapter of the embedding model on example passages.

A passage is to be found near what tells which element of its exam it is about, whether it satisfies it, and whether
it says something at all. The same passages and options give the same adapter on the same processor.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.search.embedding_adapter import BASE, Adapter
from evals.datasets.passages import ExamplePassage
from evals.training.adapter_data import passages_fingerprint, read_examples
from evals.training.adapter_loop import Course, Loop, Say
from evals.training.adapter_model import AdaptedModel

_RECIPE = 1
"""Rises when the way of training changes, so that an older adapter is not taken for the present one."""


@dataclass(frozen=True)
class AdapterOptions:
    """How an adapter is trained."""

    rank: int = 16
    alpha: int = 32
    layers: int = 4
    """So many are adapted, the upper ones."""
    epochs: int = 3
    batch: int = 32
    rate: float = 1e-3
    most_tokens: int = 256
    held_out: float = 0.0
    """This share of the passages isn't learnt from, and what is learnt is measured on it after each epoch."""
    seed: int = 0
    threads: int = 1
    """More are faster, but sums in another order: the last digits, and what follows from them, differ."""


def adapter_fingerprint(passages: Mapping[str, Sequence[ExamplePassage]], options: AdapterOptions) -> str:
    """Return the name of a training: of its passages, its options and its base, whatever it is computed on."""
    chosen = {name: value for name, value in asdict(options).items() if name != "threads"}
    identity = json.dumps([_RECIPE, BASE, passages_fingerprint(passages), chosen], sort_keys=True)
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


def train_adapter(
    passages: Mapping[str, Sequence[ExamplePassage]], base: Path, folder: Path, options: AdapterOptions, say: Say
) -> Adapter:
    """Train an adapter of the model in `base` on the passages of every exam.

    A checkpoint is kept in `folder` after each epoch; a training that was stopped goes on from it.
    """
    import torch

    fingerprint = adapter_fingerprint(passages, options)
    with torch.random.fork_rng(), on_threads(options.threads):
        torch.manual_seed(options.seed)
        examples = read_examples(
            passages, base, most_tokens=options.most_tokens, held_out=options.held_out, seed=options.seed
        )
        model = AdaptedModel(base, examples, rank=options.rank, alpha=options.alpha, layers=options.layers)
        course = Course(options.epochs, options.batch, options.rate, options.seed)
        Loop(model, examples, course, folder / f"adapter-{fingerprint}.pt", say).run()
        return model.adapter(fingerprint)


@contextmanager
def on_threads(count: int) -> Iterator[None]:
    """Let torch compute on so many threads: sums in another order differ in their last digits."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)
