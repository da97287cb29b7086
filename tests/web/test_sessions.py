import time
from collections.abc import Iterator

import pytest

from assistant.web.review import running as running_module
from assistant.web.review.running import FAILED, STOPPED, UNKNOWN_EXAM, Running
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
    assert session.begin(running)
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
    assert session.begin(first)
    steps = first.steps()
    next(steps)
    assert not session.begin(second)
    list(steps)
    assert session.begin(second)


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


def test_a_session_goes_with_its_window() -> None:
    sessions = Sessions()
    left, kept = sessions.of("left"), sessions.of("kept")
    left.attached = kept.attached = Draft("a.docx", b"abc")
    sessions.leave("left")
    sessions.leave("unknown")
    now = time.monotonic()
    sessions.sweep(now)
    assert sessions.of("left") is left  # it came back in time
    sessions.leave("left")
    sessions.sweep(now + GRACE_S + 1)
    assert len(sessions) == 1
    assert left.attached is None
    assert kept.attached is not None
    sessions.sweep(now + IDLE_S + 1)
    assert len(sessions) == 0
    assert kept.attached is None


def test_without_a_name_nothing_is_remembered() -> None:
    sessions = Sessions()
    assert sessions.of(None) is not sessions.of(None)
    assert len(sessions) == 0
