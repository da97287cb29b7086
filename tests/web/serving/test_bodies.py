import json
from collections.abc import Iterable
from typing import Any

import pytest
from starlette.types import Message

from assistant.web.serving.bodies import Bodies, BodyError, parse, without_files
from tests.web.serving.asking import run

SCOPE = {"type": "http", "headers": []}


def received(bodies: Bodies, parts: Iterable[bytes], most: int, announced: int | None = None) -> bytes:
    waiting = list(parts)

    async def receive() -> Message:
        part = waiting.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(waiting)}

    headers = [] if announced is None else [(b"content-length", str(announced).encode())]
    return run(bodies.receive({**SCOPE, "headers": headers}, receive, most))


def test_a_body_is_received_as_far_as_it_may_be_long() -> None:
    bodies = Bodies(100)
    assert received(bodies, [b"ab", b"", b"c"], 3) == b"abc"
    for announced in (None, 4):
        with pytest.raises(BodyError, match="volumineuse") as refused:
            received(bodies, [b"ab", b"cd", b"never read"], 3, announced)
        assert refused.value.status == 413
    assert received(bodies, [b"x" * 100], 100) == b"x" * 100  # what was refused takes no room


def test_all_bodies_together_are_bounded() -> None:
    with pytest.raises(BodyError, match="trop de fichiers") as refused:
        received(Bodies(3), [b"abcd"], 100)
    assert refused.value.status == 503


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'{"session_hash": "mine", "session_hash": "theirs"}',
        b'{"data": [{"a": 1, "a": 2}]}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 5_000,
        b'{"data": [' + b"{}," * 150_000 + b"{}]}",
        b'{"data": [' + b"[]," * 150_000 + b"[]]}",
        b'{"data": [' + b"1," * 1_500_000 + b"1]}",
        b"\xff\xfe\x00",
    ],
)
def test_what_two_readers_might_read_differently_is_refused(body: bytes) -> None:
    with pytest.raises(BodyError, match="illisible") as refused:
        parse(body)
    assert refused.value.status == 400


def test_half_a_character_is_no_reason_to_refuse() -> None:
    assert parse(b'{"text": "\\ud83d"}') == {"text": "\ud83d"}


@pytest.mark.parametrize("wrap", [lambda file: file, lambda file: [{"a": [file]}], lambda file: {"x": {"y": file}}])
def test_no_file_is_left_that_gradio_would_open(wrap: Any) -> None:
    file = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}, "orig_name": "a.txt"}
    given = wrap(file)
    assert without_files(given)
    assert "meta" not in json.dumps(given)
    assert "/etc/passwd" in json.dumps(given)
    assert not without_files(given)


def test_what_is_no_file_stays() -> None:
    given = [{"name": "a.docx", "data": "eA=="}, {"meta": 1}, {"path": "x"}, None, 3, "path"]
    assert not without_files(given)
    assert given[1] == {"meta": 1}
