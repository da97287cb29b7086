"""A Whisper model of the machine's own, by faster-whisper: what was said in French becomes text."""

import threading
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from assistant.speech.recording import samples_of
from assistant.speech.refusals import (
    BROKEN_MODEL,
    ENGLISH_ONLY,
    NO_FOLDER,
    NO_MODEL,
    NO_PACKAGE,
    NOT_CONFIGURED,
    NOTHING_HEARD,
    SpeechError,
)

_FILES = ("model.bin", "config.json", "tokenizer.json")
"""Without one of them, faster-whisper would look for it on a hub."""


class Transcriber:
    """Writes down recordings. The model is loaded at the first one; it is never fetched."""

    def __init__(self, folder: Path | None, max_seconds: float, threads: int) -> None:
        """Take the folder of a CTranslate2 model, how long a recording may be, and the threads to use."""
        self._folder = folder
        self._max_seconds = max_seconds
        self._threads = threads
        self._lock = threading.Lock()

    @property
    def problem(self) -> str:
        """Why nothing can be transcribed, in one sentence; empty where it can, as far as is known before loading."""
        return _problem(self._folder)

    def transcribe(self, audio: bytes) -> str:
        """Return what is said in a recording. Raises SpeechError."""
        if problem := self.problem:
            raise SpeechError(problem)
        samples = samples_of(audio, self._max_seconds)
        model = self._loaded()
        # Silence is left out beforehand: a Whisper model writes what nobody said there.
        segments, _ = model.transcribe(samples, language="fr", vad_filter=True, condition_on_previous_text=False)
        text = " ".join(" ".join(segment.text for segment in segments).split())
        if not any(character.isalnum() for character in text):
            raise SpeechError(NOTHING_HEARD)
        return text

    def load(self) -> None:
        """Load the model. Raises SpeechError when it can't be used."""
        if problem := self.problem:
            raise SpeechError(problem)
        self._loaded()

    def _loaded(self) -> Any:
        with self._lock:
            return self._model

    @cached_property
    def _model(self) -> Any:
        from faster_whisper import WhisperModel

        try:
            model = WhisperModel(
                str(self._folder), device="cpu", compute_type="int8", cpu_threads=self._threads, local_files_only=True
            )
        except Exception as error:  # the libraries beneath raise all kinds
            raise SpeechError(BROKEN_MODEL) from error
        if not model.model.is_multilingual:
            raise SpeechError(ENGLISH_ONLY)
        return model


def _problem(folder: Path | None) -> str:
    if folder is None:
        return NOT_CONFIGURED
    if find_spec("faster_whisper") is None:
        return NO_PACKAGE
    if not folder.is_dir():
        return NO_FOLDER.format(folder=folder)
    missing = next((name for name in _FILES if not (folder / name).is_file()), "")
    return NO_MODEL.format(folder=folder, missing=missing) if missing else ""
