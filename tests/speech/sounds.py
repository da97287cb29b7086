"""Sounds made from nothing, as the recordings of a browser."""

from fractions import Fraction
from io import BytesIO

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

RATE = 16_000
VOWELS = ((700, 1200, 2600), (300, 2200, 3000), (350, 800, 2500), (500, 1800, 2500))
SYLLABLE_S = 0.16

Sound = npt.NDArray[np.float32]


def tone(seconds: float) -> Sound:
    return (0.5 * np.sin(2 * np.pi * 440 * np.arange(int(seconds * RATE)) / RATE)).astype(np.float32)


def voice(seconds: float) -> Sound:
    """Return syllables of no language: a buzz through the resonances of four vowels."""
    time = np.arange(int(seconds * RATE)) / RATE
    phase = 2 * np.pi * np.cumsum(120 + 20 * np.sin(2 * np.pi * 0.7 * time)) / RATE
    buzz = sum(np.sin(n * phase) / n for n in range(1, 40))
    said, step = np.zeros(len(time)), int(SYLLABLE_S * RATE)
    for rank, start in enumerate(range(0, len(time), step)):
        part = buzz[start : start + step]
        part = part * np.sqrt(np.hanning(len(part)))
        for frequency, width in zip(VOWELS[rank % len(VOWELS)], (80, 90, 120), strict=True):
            radius = np.exp(-np.pi * width / RATE)
            angle = 2 * np.pi * frequency / RATE
            part = lfilter([1 - radius], [1, -2 * radius * np.cos(angle), radius**2], part) + 0.2 * part
        said[start : start + step] = part
    return (0.6 * said / np.abs(said).max()).astype(np.float32)


def recorded(sound: Sound, container: str = "webm", codec: str = "libopus") -> bytes:
    """Return a sound as a browser records it."""
    import av

    out = BytesIO()
    with av.open(out, mode="w", format=container) as file:
        stream = file.add_stream(codec, rate=48_000 if codec == "libopus" else RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(sound.reshape(1, -1), format="fltp", layout="mono")
        frame.sample_rate, frame.time_base = RATE, Fraction(1, RATE)
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            file.mux(packet)
    return out.getvalue()
