"""Gradio's page, where what doesn't change costs nothing.

For each part that an event leaves as it is (`gr.skip()`), Gradio builds the part anew and describes it, 2 ms each. An
answer comes in pieces, and each piece leaves six parts as they are: with a hundred people that is what they waited for.
"""

from collections.abc import Sequence
from copy import copy
from typing import Any

import gradio as gr
from gradio.block_function import BlockFunction
from gradio.state_holder import SessionState

_SKIP = gr.skip()


class UnchangingBlocks(gr.Blocks):  # type: ignore[misc]
    """Blocks that hand Gradio only the values that are new."""

    async def postprocess_data(
        self, block_fn: BlockFunction, predictions: list[Any] | dict[str, Any], state: SessionState | None
    ) -> list[Any]:
        """Return the values to send: those that say that nothing changes go as they are."""
        outputs = list(block_fn.outputs)
        values = _one_each(predictions, len(outputs))
        if len(values) != len(outputs) or block_fn.batch:
            as_before: list[Any] = await super().postprocess_data(block_fn, predictions, state)
            return as_before
        new = [row for row, value in enumerate(values) if not _leaves(value) or outputs[row].stateful]
        sent: list[Any] = [dict(_SKIP) for _ in outputs]
        if new:
            reduced = copy(block_fn)
            reduced.outputs = [outputs[row] for row in new]
            given = [values[row] for row in new]
            found = await super().postprocess_data(reduced, given[0] if len(new) == 1 else given, state)
            for row, value in zip(new, found, strict=True):
                sent[row] = value
        return sent


def _one_each(predictions: object, count: int) -> Sequence[Any]:
    """The value of each output, where they can be told apart."""
    if count == 1:
        return [predictions]
    if _leaves(predictions):
        return [predictions] * count
    return predictions if isinstance(predictions, list | tuple) else []


def _leaves(value: object) -> bool:
    return isinstance(value, dict) and value == _SKIP
