import base64
import logging

import pytest

from assistant import Coach, Settings
from assistant.coaching.questioning.mock_oral import MockOral, mock_oral
from assistant.speech.refusals import NOTHING_HEARD, SpeechError
from assistant.web.given import given_recording
from assistant.web.jury.hearing import hear, voice_seconds
from assistant.web.jury.jury_form import promises_html
from assistant.web.jury.jury_state import Choice, JuryState
from assistant.web.jury.oral_html import oral_html
from assistant.web.jury.question_html import questions_html
from tests.web.test_jury_html import asked, checked

SAID = "Le prix compte pour 30 points."


class Hearing(Coach):
    """Hears the same words in everything but « rien » and « panne »."""

    can_hear = True  # type: ignore[assignment]

    def transcribe(self, audio: bytes) -> str:
        if audio == b"rien":
            raise SpeechError(NOTHING_HEARD)
        if audio == b"panne":
            raise ValueError(SAID)
        return SAID


class Clock:
    """Says the next of its times."""

    def __init__(self, *times: float) -> None:
        self._times = iter(times)

    def __call__(self) -> float:
        return next(self._times)


def given(audio: bytes, turn: str = "") -> dict[str, object]:
    return {"take": 7, "turn": turn, "data": base64.b64encode(audio).decode()}


def asking(now: float) -> tuple[JuryState, MockOral]:
    jury = JuryState()
    jury.keep(Choice("C3.4"), asked(), "")
    oral = mock_oral(asked(), None, 10).discuss(now)
    jury.oral = oral
    return jury, oral


def test_what_is_heard_comes_back_and_its_time_is_not_the_candidates() -> None:
    jury, _ = asking(0.0)
    heard = hear(Hearing(), given(b"x", jury.turn), jury, Clock(20.0, 50.0))
    assert heard == {"take": 7, "text": SAID, "elapsed": 20.0}
    assert jury.oral is not None
    assert jury.oral.clock.elapsed(55.0) == 25.0
    assert not jury.oral.held


def test_a_clock_that_is_held_and_a_turn_that_is_over_stay_as_they_are() -> None:
    jury, oral = asking(0.0)
    assert hear(Hearing(), given(b"x", "0.9.0"), jury, Clock(20.0, 50.0))["elapsed"] is None
    assert jury.oral is oral
    jury.move(oral, oral.hold(30.0))
    assert hear(Hearing(), given(b"x", jury.turn), jury, Clock(20.0, 50.0))["elapsed"] is None
    assert jury.oral is not None
    assert jury.oral.held
    assert hear(Hearing(), given(b"x"), JuryState(), Clock(20.0, 50.0))["elapsed"] is None


def test_silence_gets_a_sentence_and_time_is_given_back_all_the_same() -> None:
    jury, _ = asking(0.0)
    heard = hear(Hearing(), given(b"rien", jury.turn), jury, Clock(20.0, 50.0))
    assert "Aucune parole" in str(heard["problem"])
    assert heard["elapsed"] == 20.0
    assert "again" not in heard
    assert "text" not in heard


def test_a_breakdown_offers_another_try_and_says_nothing_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        heard = hear(Hearing(), given(b"panne"), JuryState(), Clock(0.0, 1.0))
    assert heard["again"] is True
    assert "gardé" in str(heard["problem"])
    assert "ValueError" in caplog.text
    assert SAID not in caplog.text


def test_without_a_model_a_made_up_event_gets_a_sentence() -> None:
    coach = Coach(Settings(speech_model=None))
    assert voice_seconds(coach) == 0
    assert "pas en service" in str(hear(coach, given(b"x"), JuryState(), Clock(0.0, 1.0))["problem"])


def test_a_recording_is_checked_before_it_is_read() -> None:
    assert given_recording(given(b"abc"), 3) == b"abc"
    with pytest.raises(SpeechError, match="plus que les 1,5 Mo"):
        given_recording(given(bytes(1_600_000)), 1_500_000)
    for data in ("", "%%%", 3, None, "abc"):
        with pytest.raises(SpeechError, match="pas été reçu en entier"):
            given_recording({"data": data}, 100)


def test_the_button_is_there_only_where_answers_can_be_spoken(coach: Coach) -> None:
    jury, oral = asking(0.0)
    exam = coach.referential.exam("C3.4")
    assert "data-speak" not in oral_html(oral, jury.turn, 0.0, "Titre") + questions_html(jury, exam, "Titre")
    spoken = oral_html(oral, jury.turn, 0.0, "Titre", 180)
    assert "Répondre à voix haute" in checked(spoken).text
    assert 'data-seconds="180"' in spoken
    assert "data-speak" not in oral_html(oral.hold(1.0), jury.turn, 1.0, "Titre", 180)
    cards = questions_html(jury, exam, "Titre", 180)
    assert cards.count("data-speak ") == 2
    assert "à la question 2" in checked(cards).text
    assert "voix haute" in promises_html(spoken=True)
    assert "voix haute" not in promises_html()
