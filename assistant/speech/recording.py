"""A recording as a browser makes it, read into sound: in memory, and no further than an answer may last."""

from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.speech.refusals import NO_PACKAGE, TOO_LONG, UNREADABLE, SpeechError

RATE = 16_000
"""Samples a second: what Whisper models hear."""
BYTES_A_SECOND = 32_000
"""What a browser's recording takes at most (256 kbit/s); one of speech takes an eighth of it."""
_SLACK_S = 5.0
"""A browser that ends a recording at the limit ends it a little later."""
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x1aE\xdf\xa3", "matroska"),
    (0, b"OggS", "ogg"),
    (4, b"ftyp", "mp4"),
    (0, b"RIFF", "wav"),
)
"""Place, first bytes, reader. The readers are named: others would follow addresses that a file holds."""

Samples = npt.NDArray[np.float32]


def samples_of(audio: bytes, max_seconds: float) -> Samples:
    """Return a recording's sound, mono, 16,000 samples a second. Raises SpeechError.

    Reading stops where it becomes too long: a few bytes may hold hours of silence.
    """
    try:
        import av
    except ImportError as error:
        raise SpeechError(NO_PACKAGE) from error

    parts: list[Samples] = []
    count, most = 0, int((max_seconds + _SLACK_S) * RATE)
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    try:
        with av.open(BytesIO(audio), mode="r", format=_reader(audio), metadata_errors="ignore") as container:
            for frame in _frames(container, av.error.FFmpegError):
                for piece in resampler.resample(frame):
                    parts.append(piece.to_ndarray().reshape(-1))
                    count += len(parts[-1])
                if count > most:
                    raise SpeechError(TOO_LONG.format(limit=spoken_duration(max_seconds)))
    except (av.error.FFmpegError, ValueError, IndexError) as error:
        raise SpeechError(UNREADABLE) from error
    if not count:
        raise SpeechError(UNREADABLE)
    return np.concatenate(parts).astype(np.float32, copy=False)


def spoken_duration(seconds: float) -> str:
    """Return « 3 minutes », « 90 secondes »."""
    whole = round(seconds)
    if whole < 60 or whole % 60:
        return f"{whole} secondes"
    return f"{whole // 60} minute{'s' if whole >= 120 else ''}"


def _reader(audio: bytes) -> str:
    for place, signature, reader in _SIGNATURES:
        if audio.startswith(signature, place):
            return reader
    raise SpeechError(UNREADABLE)


def _frames(container: Any, failure: type[Exception]) -> Any:
    """Yield a recording's frames, and None at its end; one that is cut short ends where it is cut."""
    frames = container.decode(audio=0)
    begun = False
    while True:
        try:
            frame = next(frames, None)
        except failure:
            if not begun:
                raise
            frame = None
        yield frame
        if frame is None:
            return
        begun = True
