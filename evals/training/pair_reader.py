"""Training the reader of pairs on example passages and on passages of labelled drafts, over all elements at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import NamedTuple

import numpy as np

from assistant.judging.linear import Matrix
from assistant.judging.pair_reader import READINGS, PairReader, paired
from evals.datasets.passages import ExamplePassage, PassageJudgement
from evals.training.adapter import on_threads
from evals.training.labelling import TrainingDraft

_ANSWERS, _NEITHER = READINGS.index("answers"), READINGS.index("neither")
_READING: Mapping[PassageJudgement, int] = {
    "satisfies": _ANSWERS,
    "announces": READINGS.index("announces"),
    "near_miss": _NEITHER,
}
_OTHER_ELEMENTS = 4
"""With so many other elements of its exam an example passage is shown too."""
_OTHER_PASSAGES = 4
"""So many passages of a draft are shown with an element that it lacks; half as many with one that it has."""
_DRAFTS_OWN = 0.5
"""Weight of a passage that a juror didn't quote."""
# On the half of the drafts by other authors, three networks of 128 did as well as of 256; fewer epochs, or more
# dropout, did worse.
_NETWORKS, _UNITS, _EPOCHS, _BATCH, _RATE, _DECAY = 3, 128, 8, 256, 1e-3, 0.05
_DROPPED_INPUT, _DROPPED_UNITS = 0.2, 0.3


class _Pair(NamedTuple):
    """A text's vector, the row of an element, the reading, and what it weighs."""

    vector: Matrix
    element: int
    reading: int
    weight: float


@dataclass(frozen=True)
class Wordings:
    """The elements by exam, and the vectors of their own words, shape (elements, dimensions)."""

    orders: Mapping[str, tuple[str, ...]]
    vectors: Matrix

    @property
    def elements(self) -> tuple[str, ...]:
        """All elements, in the order of the vectors."""
        return tuple(name for order in self.orders.values() for name in order)


def train_reader(
    wordings: Wordings,
    passages: Mapping[str, Sequence[ExamplePassage]],
    vectors: Mapping[str, Matrix],
    drafts: Sequence[TrainingDraft],
) -> PairReader:
    """Train the networks; the same material gives the same reader on the same processor."""
    chance = Random(0)  # noqa: S311 - samples, no secret
    rows = {name: row for row, name in enumerate(wordings.elements)}
    pairs = [*_of_passages(wordings, passages, vectors, rows, chance), *_of_drafts(drafts, rows, chance)]
    texts = np.stack([pair.vector for pair in pairs])
    untrained = PairReader(
        wordings.elements,
        wordings.vectors,
        texts.mean(axis=0),
        wordings.vectors.mean(axis=0),
        hidden=np.zeros(0, dtype=np.float32),
        output=np.zeros(0, dtype=np.float32),
    )
    given = paired(
        untrained.stretched_texts(texts), untrained.stretched_wordings[[pair.element for pair in pairs]]
    ).astype(np.float32)
    readings = np.array([pair.reading for pair in pairs])
    weights = np.array([pair.weight for pair in pairs], dtype=np.float32)
    networks = [_train_network(given, readings, weights, seed) for seed in range(_NETWORKS)]
    hidden, output = (np.stack(layers) for layers in zip(*networks, strict=True))
    return replace(untrained, hidden=hidden, output=output)


def _of_passages(
    wordings: Wordings,
    passages: Mapping[str, Sequence[ExamplePassage]],
    vectors: Mapping[str, Matrix],
    rows: Mapping[str, int],
    chance: Random,
) -> Iterator[_Pair]:
    """Each with its own element, and what is about it with others: it answers hardly any of those."""
    for exam_id, items in passages.items():
        for item, vector in zip(items, vectors[exam_id], strict=True):
            yield _Pair(vector, rows[item.element], _READING[item.kind], 1.0)
            if item.kind != "near_miss":
                others = [name for name in wordings.orders[exam_id] if name != item.element]
                for name in chance.sample(others, min(_OTHER_ELEMENTS, len(others))):
                    yield _Pair(vector, rows[name], _NEITHER, 1.0)


def _of_drafts(drafts: Sequence[TrainingDraft], rows: Mapping[str, int], chance: Random) -> Iterator[_Pair]:
    """What the juror quoted for an element answers it; of the rest, some that he could have quoted and didn't."""
    for draft in drafts:
        count = draft.prepared.readings.passages
        vectors = draft.prepared.readings.vectors
        for column, element in enumerate(draft.elements):
            presence = draft.presence.get(element.id)
            if presence is None:
                continue
            quoted = np.flatnonzero(draft.answers[:count, column] > 0)
            yield from (_Pair(vectors[unit], rows[element.id], _ANSWERS, 1.0) for unit in quoted)
            wanted = _OTHER_PASSAGES if presence == "no" else _OTHER_PASSAGES // 2
            for unit in chance.sample(range(count), min(wanted, count)):
                if unit not in quoted:
                    yield _Pair(vectors[unit], rows[element.id], _NEITHER, _DRAFTS_OWN)


def _train_network(given: Matrix, readings: Matrix, weights: Matrix, seed: int) -> tuple[Matrix, Matrix]:
    """Return the layers of one network, the intercepts last: (inputs + 1, units), (units + 1, readings)."""
    import torch
    from torch import nn

    with torch.random.fork_rng(), on_threads(1):
        torch.manual_seed(seed)
        hidden, output = nn.Linear(given.shape[1], _UNITS), nn.Linear(_UNITS, len(READINGS))
        network = nn.Sequential(
            nn.Dropout(_DROPPED_INPUT), hidden, nn.ReLU(), nn.Dropout(_DROPPED_UNITS), output
        ).train()
        optimiser = torch.optim.AdamW(network.parameters(), _RATE, weight_decay=_DECAY)
        inputs, labels, weighed = torch.from_numpy(given), torch.from_numpy(readings), torch.from_numpy(weights)
        for _ in range(_EPOCHS):
            for rows in torch.randperm(len(inputs)).split(_BATCH):  # type: ignore[no-untyped-call]
                losses = nn.functional.cross_entropy(network(inputs[rows]), labels[rows], reduction="none")
                optimiser.zero_grad()
                (losses * weighed[rows]).mean().backward()  # type: ignore[no-untyped-call]
                optimiser.step()
    return _layer(hidden), _layer(output)


def _layer(linear: "object") -> Matrix:
    weights, intercepts = (getattr(linear, name).detach().numpy() for name in ("weight", "bias"))
    return np.vstack([weights.T, intercepts[None, :]]).astype(np.float32)
