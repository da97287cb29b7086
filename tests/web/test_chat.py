"""The conversation's messages where a language model words the answers."""

import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from assistant import Coach
from assistant.progress import Cancelled
from assistant.report.typography import french
from assistant.web.conversation.chat import respond
from assistant.web.conversation.pacing import paced
from assistant.web.sessions import Session
from tests.coaching.asking.wording.answers import DURATION, GOOD, SITUATION, words_of
from tests.coaching.asking.wording.test_wording import coach_with
from tests.language.fakes import ScriptedChat


def prepared(coach: Coach) -> Any:
    return SimpleNamespace(
        coach=coach, coach_if=lambda accepted: coach, start=lambda: None, wait=lambda: True, problem="", message=""
    )


def said(coach: Coach, chat: ScriptedChat, question: str) -> list[Any]:
    return list(respond(prepared(coach_with(coach, chat)), Session(), question, []))


def test_an_answer_grows_and_ends_with_its_citations_as_links_and_suggestions(coach: Coach) -> None:
    messages = said(coach, ScriptedChat(scripts=[words_of(GOOD[SITUATION])]), SITUATION)
    assert "[**C1.1-C1.4/4**](#ref-criterion-C1.1-C1.4_4)" in messages[-1].content
    assert messages[-1].options
    for option in messages[-1].options:
        assert option["label"] == french(option["value"])
    assert len(messages) >= 2


def test_a_list_that_has_begun_with_its_mark_alone_is_not_shown_yet(coach: Coach) -> None:
    text = words_of(GOOD[SITUATION])
    messages = said(coach, ScriptedChat(scripts=[["- ", 0.5, *text]]), SITUATION)
    assert all(any(map(str.isalnum, message.content)) for message in messages)
    assert any(message.content.startswith("- ") for message in messages)


def test_a_notice_stands_before_the_answer_without_the_model(coach: Coach) -> None:
    wrong = ScriptedChat(scripts=[words_of("Comptez 45 minutes pour tout cela [1].")])
    last = said(coach, wrong, DURATION)[-1].content
    assert last.startswith(
        "*Le modèle de langage a cité ce que le référentiel ne dit pas : voici la réponse sans lui.*\n\n"
    )
    assert "10 minutes" in last


def test_a_page_that_stops_listening_closes_the_connection(coach: Coach) -> None:
    chat = ScriptedChat(scripts=[["Votre ", "présentation ", 30.0, "orale "]])
    messages = respond(prepared(coach_with(coach, chat)), Session(), DURATION, [])
    assert any(message.content.startswith("Votre") for message in messages)  # the call is under way
    started = time.perf_counter()
    messages.close()  # type: ignore[attr-defined]
    while chat.closed != [True]:
        assert time.perf_counter() - started < 1
        time.sleep(0.02)


def test_who_waits_gets_a_turn_while_nothing_comes() -> None:
    def work(cancelled: Cancelled) -> Iterator[int]:
        time.sleep(0.5)
        yield 1

    steps = list(paced(work, 0.05))
    assert steps[0] is None
    assert steps[-1] == 1


def test_closing_cancels_the_work() -> None:
    stopped = threading.Event()

    def work(cancelled: Cancelled) -> Iterator[int]:
        yield 1
        while not cancelled():
            time.sleep(0.01)
        stopped.set()

    steps = paced(work)
    assert next(steps) == 1
    steps.close()
    assert stopped.wait(1)


def test_what_the_work_raises_is_raised() -> None:
    def work(cancelled: Cancelled) -> Iterator[int]:
        yield 1
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        list(paced(work))
