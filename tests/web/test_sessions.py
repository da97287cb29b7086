import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.settings import Settings
from assistant.web.limits import Kind, Limits
from assistant.web.owners import Owner
from assistant.web.review import running as running_module
from assistant.web.review.running import ALREADY, FAILED, STOPPED, UNKNOWN_EXAM, Running
from assistant.web.sessions import GRACE_S, IDLE_S, Draft, Session, Sessions
from tests.web.stub_app import StubPreparation

TEXT = b"Le contexte : 12 magasins.\n\nLe prix compte pour 30 %."


@pytest.fixture(scope="module")
def preparation() -> Iterator[StubPreparation]:
    preparation = StubPreparation()
    preparation.wait_until_ready(300)
    yield preparation


def run(running: Running) -> list[str]:
    return [step.sentence for step in running.steps()]


def test_a_review_says_what_it_does_and_is_kept(preparation: StubPreparation) -> None:
    session, running = Session(), Running(preparation, TEXT, "draft.txt", "C3.3")
    assert session.start(running) == ""
    assert any("passages" in sentence for sentence in run(running))
    assert running.problem == ""
    assert running.review is not None
    assert running.document is not None
    session.keep(running.review, running.document)
    assert session.previous is None
    session.keep(running.review, running.document)
    assert session.previous is running.review
    session.forget()
    assert (session.review, session.document, session.previous) == (None, None, None)


def test_a_second_review_at_the_same_time_is_refused(preparation: StubPreparation) -> None:
    session = Session()
    first, second = (Running(preparation, TEXT, "draft.txt", "C3.3") for _ in range(2))
    assert session.start(first) == ""
    steps = first.steps()
    next(steps)
    assert session.start(second) == ALREADY
    list(steps)
    assert session.start(second) == ""


def test_a_review_stops_when_it_is_asked_to_and_when_nobody_listens(preparation: StubPreparation) -> None:
    asked = Running(preparation, TEXT, "lent.txt", "C3.3")
    for _ in asked.steps():
        asked.stop()
    assert asked.problem == STOPPED
    left = Running(preparation, TEXT, "lent.txt", "C3.3")
    steps = left.steps()
    next(steps)
    steps.close()  # type: ignore[attr-defined]
    deadline = time.monotonic() + 10
    while not left.done and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left.problem == STOPPED


def test_what_goes_wrong_is_one_sentence(preparation: StubPreparation) -> None:
    for name, data, exam, problem in (
        ("draft.txt", TEXT, "C9.9", UNKNOWN_EXAM),
        ("panne.txt", TEXT, "C3.3", FAILED),
        ("draft.pdf", b"%PDF-1.4", "C3.3", "PDF"),
    ):
        running = Running(preparation, data, name, exam)
        run(running)
        assert running.review is None
        assert problem in running.problem


def test_the_others_wait_for_their_turn(preparation: StubPreparation) -> None:
    for _ in range(running_module.AT_ONCE):
        running_module._turns.acquire()
    waiting = Running(preparation, TEXT, "draft.txt", "C3.3")
    said = []
    for step in waiting.steps():
        said.append(step.sentence)
        if "attend son tour" in step.sentence:
            running_module._turns.release()
    running_module._turns.release()
    assert any("attend son tour" in sentence for sentence in said)
    assert waiting.review is not None


def asking(window: str | None, owner: str = "ada", address: str = "192.0.2.1") -> Any:
    """An event as Gradio hands it on: the window's name is the browser's word, the owner is the server's."""
    scope = {"state": {"owner": Owner(owner, address)}}
    return SimpleNamespace(session_hash=window, request=SimpleNamespace(scope=scope))


def test_a_session_goes_with_its_window() -> None:
    sessions = Sessions()
    left, kept = sessions.of(asking("left")), sessions.of(asking("kept"))
    left.attached = kept.attached = Draft("a.docx", b"abc")
    sessions.leave(asking("left"))
    sessions.leave(asking("unknown"))
    now = time.monotonic()
    sessions.sweep(now)
    assert sessions.of(asking("left")) is left  # it came back in time
    sessions.leave(asking("left"))
    sessions.sweep(now + GRACE_S + 1)
    assert len(sessions) == 1
    assert left.attached is None
    assert kept.attached is not None
    sessions.sweep(now + IDLE_S + 1)
    assert len(sessions) == 0
    assert kept.attached is None


def test_without_a_name_nothing_is_remembered() -> None:
    sessions = Sessions()
    assert sessions.of(asking(None)) is not sessions.of(asking(None))
    assert len(sessions) == 0


def test_the_same_name_of_another_owner_is_another_session() -> None:
    sessions = Sessions()
    mine = sessions.of(asking("window"))
    mine.attached = Draft("a.docx", b"abc")
    theirs = sessions.of(asking("window", owner="eve"))
    assert theirs is not mine
    assert theirs.attached is None
    sessions.leave(asking("window", owner="eve"))
    sessions.sweep(time.monotonic() + GRACE_S + 1)
    assert mine.attached is not None
    assert sessions.of(asking("window")) is mine


def test_a_session_that_begins_too_many_reviews_is_told_to_wait(preparation: StubPreparation) -> None:
    sessions = Sessions(Limits(Settings(reviews_per_minute=2, people_per_address=2)))
    session = sessions.of(asking("window"))
    for _ in range(2):
        running = Running(preparation, TEXT, "draft.txt", "C3.3")
        assert session.start(running) == ""
        run(running)
    assert "attendez" in session.start(Running(preparation, TEXT, "draft.txt", "C3.3"))
    assert "attendez" in sessions.of(asking("another window")).too_many(Kind.REVIEWS)
    assert sessions.of(asking("window", owner="bob")).too_many(Kind.REVIEWS) == ""


def test_a_tab_that_is_loaded_anew_has_its_session_again_and_its_owner_alone() -> None:
    sessions = Sessions()

    def asked(owner: str, window: str) -> Any:
        scope = {"state": {"owner": Owner(owner, "1.2.3.4")}}
        return SimpleNamespace(request=SimpleNamespace(scope=scope), session_hash=window)

    first = sessions.arrive(asked("anna", "w1"), "tab-of-anna-0001")
    sessions.leave(asked("anna", "w1"))
    assert sessions.arrive(asked("anna", "w2"), "tab-of-anna-0001") is first
    assert sessions.of(asked("anna", "w2")) is first
    assert sessions.of(asked("anna", "w1")) is not first
    assert sessions.arrive(asked("bob", "w3"), "tab-of-anna-0001") is not first
    assert sessions.arrive(asked("anna", "w4"), "") is not first
    sessions.leave(asked("anna", "w2"))
    sessions.sweep(time.monotonic() + GRACE_S + 1)
    assert sessions.arrive(asked("anna", "w5"), "tab-of-anna-0001") is not first
