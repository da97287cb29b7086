"""faster-whisper itself, with a model of random weights: it is run, what it hears means nothing."""

import logging
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant import Coach, Settings, diagnosis
from assistant.speech import transcriber
from assistant.speech.refusals import (
    BROKEN_MODEL,
    ENGLISH_ONLY,
    NO_PACKAGE,
    NOT_CONFIGURED,
    NOTHING_HEARD,
    UNREADABLE,
    SpeechError,
)
from assistant.speech.transcriber import Transcriber
from tests.speech.sounds import recorded, tone, voice
from tests.speech.tiny_whisper import build_tiny_whisper

ALONE = """
import socket, sys
from pathlib import Path

class Nowhere(socket.socket):
    def connect(self, *_):
        raise AssertionError("a connection was tried")
    connect_ex = connect

socket.socket = Nowhere
from assistant import Coach
assert Coach().transcribe(Path(sys.argv[1]).read_bytes())
"""

needs_whisper = pytest.mark.skipif(find_spec("faster_whisper") is None, reason="no extra [speech]")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_tiny_whisper(tmp_path_factory.mktemp("whisper"))


def hearing(folder: Path | None, seconds: int = 10) -> Coach:
    return Coach(Settings(speech_model=folder, speech_max_seconds=seconds))


def refusal(coach: Coach, audio: bytes = b"RIFF") -> str:
    with pytest.raises(SpeechError) as caught:
        coach.transcribe(audio)
    return str(caught.value)


@needs_whisper
def test_a_voice_becomes_text(model: Path, caplog: pytest.LogCaptureFixture) -> None:
    coach = hearing(model)
    assert coach.can_hear
    with caplog.at_level(logging.DEBUG):
        text = coach.transcribe(recorded(voice(4)))
    assert text.startswith("mot")  # the words of that model
    assert "  " not in text
    assert text.split()[0] not in caplog.text


@needs_whisper
def test_nothing_is_written_and_nobody_is_called(model: Path, tmp_path: Path) -> None:
    """In a process of its own: what libraries do when they are loaded counts too."""
    audio, places = tmp_path / "audio", [tmp_path / "temporary", tmp_path / "home"]
    audio.write_bytes(recorded(voice(2)))
    for place in places:
        place.mkdir()
    variables = {"TMPDIR": str(places[0]), "HOME": str(places[1]), "ASSISTANT_SPEECH_MODEL": str(model)}
    subprocess.run([sys.executable, "-c", ALONE, str(audio)], env={**os.environ, **variables}, check=True)
    assert [path for place in places for path in place.rglob("*")] == []


@needs_whisper
def test_where_nobody_speaks_nothing_is_heard(model: Path) -> None:
    coach = hearing(model)
    assert refusal(coach, recorded(tone(3))) == NOTHING_HEARD
    assert refusal(coach, recorded(0 * tone(3))) == NOTHING_HEARD


@needs_whisper
def test_what_cannot_be_heard_gets_a_sentence(model: Path) -> None:
    coach = hearing(model)
    assert refusal(coach, b"Bonjour") == UNREADABLE
    assert "dure plus de 10 secondes" in refusal(coach, recorded(voice(20)))


def test_without_a_model_nothing_is_heard() -> None:
    coach = hearing(None)
    assert not coach.can_hear
    assert refusal(coach) == NOT_CONFIGURED


def test_without_the_package_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(transcriber, "find_spec", lambda name: None)
    coach = hearing(tmp_path)
    assert not coach.can_hear
    assert refusal(coach) == NO_PACKAGE


@needs_whisper
def test_a_folder_without_a_model_is_named(model: Path, tmp_path: Path) -> None:
    assert "introuvable" in refusal(hearing(tmp_path / "small"))
    assert "il y manque model.bin" in refusal(hearing(tmp_path))
    for name in ("model.bin", "config.json"):
        (tmp_path / name).write_bytes((model / name).read_bytes())
    # faster-whisper would ask a hub for it.
    assert "il y manque tokenizer.json" in refusal(hearing(tmp_path))
    assert not hearing(tmp_path).can_hear


@needs_whisper
def test_a_model_that_cannot_be_loaded_is_said(model: Path, tmp_path: Path) -> None:
    for path in model.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes()[:1000])
    coach = hearing(tmp_path)
    assert coach.can_hear
    assert refusal(coach, recorded(voice(2))) == BROKEN_MODEL


@needs_whisper
def test_a_model_for_english_is_refused(tmp_path: Path) -> None:
    english = Transcriber(build_tiny_whisper(tmp_path, multilingual=False), 10, 1)
    with pytest.raises(SpeechError) as caught:
        english.load()
    assert str(caught.value) == ENGLISH_ONLY


@needs_whisper
def test_the_doctor_tries_the_model(model: Path, tmp_path: Path) -> None:
    assert "aucun modèle" in diagnosis._speech(hearing(None))
    assert str(model) in diagnosis._speech(hearing(model))
    with pytest.raises(SpeechError):
        diagnosis._speech(hearing(tmp_path))


def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_SPEECH_MODEL", "")
    assert Settings().speech_model is None
    monkeypatch.setenv("ASSISTANT_SPEECH_MODEL", "~/small")
    assert "~" not in Coach(Settings()).transcriber.problem
