"""Which answers of a session may be kept with an opinion of them, and whose an opinion is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.coaching.asking.answer import Answer
from assistant.feedback.store import OpinionStore
from assistant.web.conversation.chat import respond
from assistant.web.opinions import Opinions, texts_of
from assistant.web.sessions import Draft, Session
from tests.web.stub_app import StubPreparation

SHOWN = "Six critères.\n\n- un\n- deux"


@pytest.fixture
def store(tmp_path: Path) -> OpinionStore:
    return OpinionStore(tmp_path / "avis.sqlite")


@pytest.fixture(scope="module")
def preparation() -> Iterator[StubPreparation]:
    made = StubPreparation()
    made.wait_until_ready(100)
    yield made


def noted() -> Opinions:
    opinions = Opinions()
    opinions.note(SHOWN, "Combien ?", Answer(question="Combien ?", behaviour="answer", answer="Six."))
    return opinions


def test_an_answer_is_known_by_what_was_shown_and_by_nothing_else(store: OpinionStore) -> None:
    opinions = noted()
    opinions.give(store, f"{SHOWN}  ", "up", "")
    opinions.give(store, "Ce que le navigateur prétend avoir lu", "down", "mon brouillon dit…")
    (_, known), (_, unknown) = store.opinions()
    assert (known.question, known.answer) == ("Combien ?", "Six.")
    assert (unknown.question, unknown.answer, unknown.word) == ("", "", "")


def test_a_session_withdraws_its_own_opinions_alone_even_after_it_forgot_the_answers(store: OpinionStore) -> None:
    ada, eve = noted(), noted()
    ada.give(store, SHOWN, "up", "")
    eve.give(store, SHOWN, "down", "")
    ada.forget()
    assert ada.withdraw(store, SHOWN)
    assert not ada.withdraw(store, SHOWN)
    assert [item.thumb for _, item in store.opinions()] == ["down"]
    assert (ada.withdraw_all(store), eve.withdraw_all(store)) == (0, 1)


@pytest.mark.parametrize("near", [False, True])
def test_an_answer_near_a_draft_is_not_noted(preparation: StubPreparation, store: OpinionStore, near: bool) -> None:
    session = Session(attached=Draft("dossier.md", b"Notre budget est de 40 000 euros.") if near else None)
    *_, said = respond(preparation, session, "Qu’attend le jury pour C3.4 ?", [])
    session.opinions.give(store, str(said.content), "up", "Budget de 40 000 euros")
    ((_, opinion),) = store.opinions()
    assert bool(opinion.question) is bool(opinion.word) is not near
    assert opinion.kind == ("draft" if near else "answer")


def test_blocks_are_counted_as_the_page_shows_them() -> None:
    assert texts_of(["un", [{"type": "text", "text": "deux"}, {"type": "text", "text": "trois"}]]) == [
        "un",
        "deux",
        "trois",
    ]
