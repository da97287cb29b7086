"""Few heaps: asked of the C library, and never where somebody said how many."""

import ctypes
import sys
from collections.abc import Iterator

import pytest

from assistant.web.serving.arenas import keep_few_heaps

ASKED: list[tuple[int, int]] = []


class Library:
    """A C library that notes what it is asked."""

    def mallopt(self, option: int, value: int) -> int:
        ASKED.append((option, value))
        return 1


@pytest.fixture(autouse=True)
def library(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    ASKED.clear()
    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: Library())
    yield


def test_the_c_library_is_asked_for_two() -> None:
    keep_few_heaps()
    assert ASKED == [(-8, 2)]


def test_whoever_runs_it_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALLOC_ARENA_MAX", "8")
    keep_few_heaps()
    assert not ASKED


def test_another_c_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    keep_few_heaps()
