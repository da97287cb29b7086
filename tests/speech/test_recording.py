import struct
import sys

import numpy as np
import pytest

from assistant.speech.recording import RATE, samples_of, spoken_duration
from assistant.speech.refusals import NO_PACKAGE, UNREADABLE, SpeechError
from tests.speech.sounds import recorded, tone

needs_av = pytest.mark.skipif("not __import__('importlib.util').util.find_spec('av')", reason="no extra [speech]")


@needs_av
@pytest.mark.parametrize(
    ("container", "codec"),
    [("webm", "libopus"), ("ogg", "libopus"), ("mp4", "aac"), ("wav", "pcm_s16le")],
    ids=["Chromium", "Firefox", "Safari", "WAV"],
)
def test_what_browsers_record_is_read(container: str, codec: str) -> None:
    samples = samples_of(recorded(tone(2), container, codec), 10)
    assert samples.dtype == np.float32
    assert len(samples) == pytest.approx(2 * RATE, rel=0.1)
    spectrum = np.abs(np.fft.rfft(samples[:RATE]))
    assert spectrum.argmax() == pytest.approx(440, abs=2)


@needs_av
def test_a_recording_that_is_cut_short_is_read_up_to_there() -> None:
    audio = recorded(tone(4))
    assert RATE < len(samples_of(audio[: len(audio) // 2], 10)) < 3 * RATE


@needs_av
@pytest.mark.parametrize(
    "audio",
    [
        b"",
        b"Bonjour",
        b"\x1aE\xdf\xa3",
        b"\x1aE\xdf\xa3" + bytes(500),
        b"OggS" + bytes(500),
        b"\0\0\0\x18ftypmp42" + bytes(500),
        b"RIFF" + struct.pack("<I", 36) + b"WAVE" + bytes(500),
        b"#EXTM3U\n#EXTINF:10,\nfile:///etc/hostname\n",
        b"ffconcat version 1.0\nfile /etc/hostname\n",
    ],
)
def test_what_is_no_recording_gets_a_sentence(audio: bytes) -> None:
    with pytest.raises(SpeechError) as caught:
        samples_of(audio, 10)
    assert str(caught.value) == UNREADABLE


@needs_av
def test_a_recording_that_is_too_long_gets_its_limit() -> None:
    audio = recorded(np.zeros(300 * RATE, dtype=np.float32))
    assert len(audio) < 200_000
    with pytest.raises(SpeechError, match="dure plus de 2 minutes"):
        samples_of(audio, 120)
    assert len(samples_of(recorded(tone(12)), 10)) > 11 * RATE  # a browser stops a little late


def test_without_the_package_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(SpeechError) as caught:
        samples_of(b"RIFF", 10)
    assert str(caught.value) == NO_PACKAGE


@pytest.mark.parametrize(
    ("seconds", "words"), [(45, "45 secondes"), (60, "1 minute"), (90, "90 secondes"), (180, "3 minutes")]
)
def test_durations_are_said_as_people_say_them(seconds: int, words: str) -> None:
    assert spoken_duration(seconds) == words
