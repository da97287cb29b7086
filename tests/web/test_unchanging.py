"""What an event leaves as it is: sent as Gradio sends it, without building the part anew."""

import asyncio
from typing import Any

import gradio as gr
import pytest
from gradio.state_holder import SessionState

from assistant.web.unchanging import UnchangingBlocks


def page(kind: type[gr.Blocks]) -> gr.Blocks:
    def nothing() -> None: ...

    with kind() as blocks:
        parts = [gr.HTML("a"), gr.Textbox("b"), gr.State(1), gr.Chatbot()]
        gr.Button().click(nothing, None, parts)
    return blocks


def sent(blocks: gr.Blocks, values: Any) -> tuple[list[Any], SessionState]:
    state = SessionState(blocks)
    return asyncio.run(blocks.postprocess_data(blocks.fns[0], values, state)), state


def _without_echo(value: Any) -> Any:
    """For `gr.HTML`, Gradio repeats what says that nothing changes as one of the part's own values."""
    return gr.skip() if value == {**gr.skip(), "props": gr.skip()} else value


VALUES: list[Any] = [
    [gr.skip(), gr.skip(), 2, gr.skip()],
    [gr.skip(), "new", 2, [{"role": "user", "content": "?"}]],
    ["<p>new</p>", gr.update(visible=False), 2, gr.skip()],
    [gr.skip(), gr.skip(), gr.skip(), gr.skip()],
    gr.skip(),
    ("<p>new</p>", "new", 2, []),
]


@pytest.mark.parametrize("values", VALUES)
def test_the_page_is_sent_what_gradio_would_send(values: Any) -> None:
    ours, kept = sent(page(UnchangingBlocks), values)
    theirs, expected = sent(page(gr.Blocks), values)
    assert ours == [_without_echo(value) for value in theirs]
    assert list(kept.state_data.values()) == list(expected.state_data.values())


@pytest.mark.parametrize("value", [gr.skip(), "<p>new</p>", gr.update(visible=False)])
def test_an_event_of_one_part_is_served_as_before(value: Any) -> None:
    def one(kind: type[gr.Blocks]) -> gr.Blocks:
        with kind() as blocks:
            gr.Button().click(lambda: None, None, gr.HTML("a"))
        return blocks

    assert sent(one(UnchangingBlocks), value)[0] == [_without_echo(told) for told in sent(one(gr.Blocks), value)[0]]


def test_parts_that_stay_are_not_built_anew() -> None:
    built: list[str] = []
    blocks = page(UnchangingBlocks)
    html = next(part for part in blocks.blocks.values() if isinstance(part, gr.HTML))
    original = type(html).__init__
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(html), "__init__", lambda self, *a, **k: (built.append("html"), original(self, *a, **k))[1])
        sent(blocks, [gr.skip(), "new", 2, []])
    assert not built


def test_too_few_values_are_an_error_as_before() -> None:
    with pytest.raises(ValueError, match="didn't return enough"):
        sent(page(UnchangingBlocks), ["a"])
