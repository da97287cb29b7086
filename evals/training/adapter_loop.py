"""The epochs of a training, with what is kept between them: stopped and started again, it gives the same as in one go."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from pickle import UnpicklingError
from random import Random
from typing import Any

import torch
from torch import Tensor

from evals.training.adapter_data import Example, ExampleSet, batches
from evals.training.adapter_model import AdaptedModel

_HEADS_RATE = 2e-2
_DECAY = 0.01
_LONGEST_STEP = 1.0
_WARM_UP = 50
_SAID_EVERY = 20
_SEEN_AT_ONCE = 64

Say = Callable[[str], None]


@dataclass(frozen=True)
class Course:
    """How a training goes."""

    epochs: int
    batch: int
    rate: float
    seed: int


class Loop:
    """Trains a model epoch by epoch. What is random in an epoch depends on the seed and its number alone."""

    def __init__(self, model: AdaptedModel, examples: ExampleSet, course: Course, checkpoint: Path, say: Say) -> None:
        """Take the parts; `checkpoint` is the file that is written after each epoch."""
        self._model = model
        self._examples = examples
        self._course = course
        self._checkpoint = checkpoint
        self._say = say
        self._rates = (course.rate, _HEADS_RATE)
        self._steps = ceil(len(examples.learnt) / course.batch)
        parameters = (model.adapted, list(model.heads.parameters()))
        groups = [{"params": part, "lr": rate} for part, rate in zip(parameters, self._rates, strict=True)]
        self._optimiser = torch.optim.AdamW(groups, weight_decay=_DECAY)

    def run(self) -> None:
        """Train, from the last epoch that was finished on."""
        done = self._restored()
        if done < self._course.epochs:
            self._say("adapter: reading the passages through the frozen layers")
            learnt = self._model.lower_states(self._examples.learnt)
            held_out = self._model.lower_states(self._examples.held_out)
        for epoch in range(done, self._course.epochs):
            self._epoch(epoch, learnt)
            self._keep(epoch + 1)
            if held_out:
                self._say(f"adapter: after epoch {epoch + 1}, held out: {self._figures(held_out)}")

    def _epoch(self, epoch: int, states: Sequence[Tensor]) -> None:
        chance = Random(f"{self._course.seed}:{epoch}")  # noqa: S311 - an order, no secret
        torch.manual_seed(chance.getrandbits(32))
        self._model.learning(on=True)
        started = time.monotonic()
        summed = torch.zeros(3)
        for number, rows in enumerate(batches(self._examples.learnt, self._course.batch, chance), start=1):
            examples = [self._examples.learnt[row] for row in rows]
            summed += self._step(epoch * self._steps + number, [states[row] for row in rows], examples)
            if number % _SAID_EVERY == 0 or number == self._steps:
                means = ", ".join(
                    f"{name} {value:.3f}"
                    for name, value in zip(("topic", "answers", "substance"), summed / number, strict=True)
                )
                spent = time.monotonic() - started
                self._say(
                    f"adapter: epoch {epoch + 1} of {self._course.epochs}, "
                    f"step {number} of {self._steps}, {spent:.0f} s: {means}"
                )

    def _step(self, step: int, states: Sequence[Tensor], examples: Sequence[Example]) -> Tensor:
        """Learn from a batch, and return its losses."""
        share = min(1.0, step / _WARM_UP) * (1 - (step - 1) / (self._steps * self._course.epochs))
        for group, rate in zip(self._optimiser.param_groups, self._rates, strict=True):
            group["lr"] = rate * share
        losses = self._model.losses(states, examples)
        self._optimiser.zero_grad()
        losses.total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._model.adapted, _LONGEST_STEP)
        self._optimiser.step()
        return torch.stack(losses).detach()

    def _figures(self, states: Sequence[Tensor]) -> str:
        """What the heads make of examples that weren't learnt from."""
        from sklearn.metrics import roc_auc_score

        examples = self._examples.held_out
        self._model.learning(on=False)
        right, own, satisfies = [], [], []
        for start in range(0, len(examples), _SEEN_AT_ONCE):
            some = examples[start : start + _SEEN_AT_ONCE]
            with torch.no_grad():
                scores = self._model.scores(states[start : start + _SEEN_AT_ONCE], some)
            topics = scores.topic.argmax(1).tolist()
            right += [
                found == item.element for found, item in zip(topics, some, strict=True) if item.kind != "near_miss"
            ]
            own += [float(scores.answers[row, item.element]) for row, item in enumerate(some)]
            satisfies += [item.kind == "satisfies" for item in some]
        found = [f"element of the exam found {sum(right) / len(right):.3f}"] if right else []
        if len(set(satisfies)) > 1:
            found.append(f"satisfies its own element, AUC {roc_auc_score(satisfies, own):.3f}")
        return ", ".join(found) or "too few"

    def _keep(self, epochs: int) -> None:
        state = {"epochs": epochs, "optimiser": self._optimiser.state_dict(), **self._model.state()}
        self._checkpoint.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._checkpoint.with_suffix(".unfinished")
        torch.save(state, unfinished)
        unfinished.replace(self._checkpoint)

    def _restored(self) -> int:
        """Take up the last epoch that was finished; return how many are."""
        if not self._checkpoint.exists():
            return 0
        try:
            state: dict[str, Any] = torch.load(self._checkpoint, weights_only=True)
        except (OSError, RuntimeError, EOFError, UnpicklingError):
            self._say(f"adapter: {self._checkpoint.name} is damaged, training from the start")
            return 0
        self._model.restore(state)
        self._optimiser.load_state_dict(state["optimiser"])
        self._say(f"adapter: {state['epochs']} of {self._course.epochs} epochs were done before")
        return int(state["epochs"])
