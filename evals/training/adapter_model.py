"""The model that an adapter is trained in: the base with low-rank matrices in its upper layers, and three heads.

The lower layers are frozen: what comes out of them is computed once for each passage.
"""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from assistant.judging.linear import VECTOR_SCALE
from assistant.search.embedding_adapter import BASE, Adapter
from evals.training.adapter_data import Example, ExampleSet

_MODULES = ("query", "key", "value", "dense")
_DROPOUT = 0.05
_READ_AT_ONCE = 64
_EXCLUDED = -1e4
"""Added to the log-odds of what can't be."""
# What a pair (passage, element) weighs: an element of the same exam that the passage isn't of, its own where it
# satisfies it, its own where it only announces it or comes near.
_OTHER, _SATISFIED, _NOT_SATISFIED = 0.3, 8.0, 12.0


class Losses(NamedTuple):
    """What each head gets wrong on a batch."""

    topic: Tensor
    answers: Tensor
    substance: Tensor

    @property
    def total(self) -> Tensor:
        """What is minimised."""
        return self.topic + 3 * self.answers + self.substance


class Scores(NamedTuple):
    """What is said of passages, by element of their exams: which they are about, and whether they satisfy it."""

    topic: Tensor
    answers: Tensor
    substance: Tensor


def computes_in_bfloat16() -> bool:
    """Tell whether the processor has instructions for it: else it would take longer than float32."""
    found = torch.cpu.get_capabilities()
    return any(found.get(name, False) for name in ("avx512_bf16", "amx_bf16", "bf16"))


class Heads(torch.nn.Module):
    """Which element a passage is about; which it satisfies; whether it says something at all."""

    def __init__(self, dimensions: int, exam_of: Sequence[int]) -> None:
        """Take the dimensions of vectors and the exam of each element."""
        super().__init__()
        self.topic = torch.nn.Linear(dimensions, len(exam_of))
        self.answers = torch.nn.Linear(dimensions, len(exam_of))
        self.substance = torch.nn.Linear(dimensions, 1)
        self._exam_of = torch.tensor(exam_of)

    def forward(self, vectors: Tensor, exams: Tensor) -> Scores:
        """Return the scores of unit vectors; elements of other exams are out of the question."""
        stretched = vectors * VECTOR_SCALE
        topic = self.topic(stretched).masked_fill(~self.within(exams), _EXCLUDED)
        return Scores(topic, self.answers(stretched), self.substance(stretched)[:, 0])

    def within(self, exams: Tensor) -> Tensor:
        """Return which elements are of the exam of each passage, shape (passages, elements)."""
        return self._exam_of[None, :] == exams[:, None]


class AdaptedModel:
    """The base with an adapter that learns, and heads that it learns by."""

    def __init__(self, base: Path, examples: ExampleSet, *, rank: int, alpha: int, layers: int) -> None:
        """Read the base from a folder of transformers; its upper `layers` are adapted."""
        from peft import LoraConfig, get_peft_model
        from transformers import BertModel
        from transformers.utils import logging

        logging.disable_progress_bar()
        model = BertModel.from_pretrained(base, add_pooling_layer=False, attn_implementation="sdpa")
        count = model.config.num_hidden_layers
        self._rank, self._alpha = rank, alpha
        self._layers = tuple(range(max(0, count - layers), count))
        config = LoraConfig(
            r=rank,
            lora_alpha=alpha,
            lora_dropout=_DROPOUT,
            target_modules=list(_MODULES),
            layers_to_transform=list(self._layers),
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # between peft and transformers
            self._adapted: Any = get_peft_model(model, config)
        self._model: Any = self._adapted.base_model.model
        self.heads = Heads(model.config.hidden_size, examples.exam_of)
        self._bfloat16 = computes_in_bfloat16()

    @property
    def adapted(self) -> list[Tensor]:
        """The parameters of the adapter."""
        return [value for value in self._adapted.parameters() if value.requires_grad]

    def learning(self, *, on: bool) -> None:
        """Switch what is random in learning on or off."""
        self._adapted.train(on)

    def lower_states(self, examples: Sequence[Example]) -> list[Tensor]:
        """Return what comes out of the frozen layers for each example, shape (tokens, hidden)."""
        found: dict[int, Tensor] = {}
        order = sorted(range(len(examples)), key=lambda row: len(examples[row].tokens))
        self.learning(on=False)
        for start in range(0, len(order), _READ_AT_ONCE):
            rows = order[start : start + _READ_AT_ONCE]
            tokens = [torch.tensor(examples[row].tokens) for row in rows]
            ids, mask = _padded(tokens)
            with torch.no_grad(), self._precision():
                states = self._model.embeddings(input_ids=ids)
                states = self._through(range(self._layers[0]), states, mask)
            kept = states.to(torch.bfloat16 if self._bfloat16 else torch.float32)
            found.update({row: kept[n, : len(tokens[n])].clone() for n, row in enumerate(rows)})
        return [found[row] for row in range(len(examples))]

    def vectors(self, states: Sequence[Tensor]) -> Tensor:
        """Return the unit vectors of passages from what came out of the frozen layers."""
        padded, mask = _padded([state.float() for state in states])
        with self._precision():
            states_above = self._through(self._layers, padded, mask).float()
        weights = mask[..., None]
        mean = (states_above * weights).sum(1) / weights.sum(1)
        return functional.normalize(mean, dim=1)

    def scores(self, states: Sequence[Tensor], examples: Sequence[Example]) -> Scores:
        """Return what the heads say of examples."""
        exams = torch.tensor([item.exam for item in examples])
        found: Scores = self.heads(self.vectors(states), exams)
        return found

    def losses(self, states: Sequence[Tensor], examples: Sequence[Example]) -> Losses:
        """Return what the heads get wrong of examples."""
        scores = self.scores(states, examples)
        element = torch.tensor([item.element for item in examples])
        satisfies = torch.tensor([item.kind == "satisfies" for item in examples])
        about = torch.tensor([item.kind != "near_miss" for item in examples])
        # Where a batch holds near misses alone there is nothing to learn of what passages are about.
        topic = functional.cross_entropy(scores.topic[about], element[about]) if about.any() else torch.zeros(())
        within = self.heads.within(torch.tensor([item.exam for item in examples]))
        return Losses(
            topic,
            _answers_loss(scores.answers, element, satisfies, within),
            functional.binary_cross_entropy_with_logits(scores.substance, satisfies.float()),
        )

    def _through(self, layers: Sequence[int], states: Tensor, mask: Tensor) -> Tensor:
        added = (1 - mask[:, None, None, :]) * _EXCLUDED
        for layer in layers:
            states = self._model.encoder.layer[layer](states, added.to(states.dtype))
        return states

    def _precision(self) -> torch.autocast:
        return torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._bfloat16)

    def state(self) -> dict[str, Any]:
        """Return all that learns."""
        from peft import get_peft_model_state_dict

        return {"adapter": get_peft_model_state_dict(self._adapted), "heads": self.heads.state_dict()}

    def restore(self, state: dict[str, Any]) -> None:
        """Take up what `state` returned."""
        from peft import set_peft_model_state_dict

        set_peft_model_state_dict(self._adapted, state["adapter"])
        self.heads.load_state_dict(state["heads"])

    def adapter(self, fingerprint: str) -> Adapter:
        """Return what was learnt, without the heads."""
        matrices = {
            name.removeprefix("base_model.model."): values.detach().numpy().astype(np.float16)
            for name, values in self.state()["adapter"].items()
        }
        return Adapter(self._rank, self._alpha, self._layers, BASE, fingerprint, matrices)


def _answers_loss(scores: Tensor, element: Tensor, satisfies: Tensor, within: Tensor) -> Tensor:
    rows = torch.arange(len(element))
    expected = torch.zeros_like(scores)
    expected[rows, element] = satisfies.float()
    weights = within.float() * _OTHER
    weights[rows, element] = torch.where(satisfies, _SATISFIED, _NOT_SATISFIED)
    losses = functional.binary_cross_entropy_with_logits(scores, expected, reduction="none")
    return (losses * weights).sum() / weights.sum()


def _padded(sequences: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """Return sequences as one tensor, filled up with zeros, and which places are theirs, shape (sequences, places)."""
    padded = torch.nn.utils.rnn.pad_sequence(list(sequences), batch_first=True)
    sizes = torch.tensor([len(item) for item in sequences])
    return padded, (torch.arange(padded.shape[1])[None, :] < sizes[:, None]).float()
