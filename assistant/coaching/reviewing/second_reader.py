"""The second reader: a language model that judges a few criteria a call, on the passages that the search found.

It never sees what is hidden or speaks to a reviewer, calls no tools, and is believed only as far as it quotes.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from assistant.coaching.reviewing.opinion import Opinion, opinions_of
from assistant.coaching.reviewing.reading_cache import ReadingCache, key_of
from assistant.coaching.reviewing.reading_parts import JudgedDraft, ReadingPart, Words, parts_of
from assistant.dossier.model import Document
from assistant.language.faults import SENTENCES, LanguageError
from assistant.language.fencing import make_nonce
from assistant.language.masking import Mask
from assistant.language.prompts import Prompt, PromptError
from assistant.progress import Cancelled, Progress

if TYPE_CHECKING:
    from assistant.language.model import LanguageModel
    from prompts.outputs import ReviewOutput

_AT_ONCE = 6
"""Criteria a call."""
_ANSWER_TOKENS = 300
"""What a reading of one criterion takes at most, as far as it is told how long to be."""
_LOOK_SECONDS = 0.1
_PROMPT = "review"
_NO_NONCE = "0" * 16
"""Of the text that a part is known again by: what is sent has a new nonce each time."""


@dataclass(frozen=True)
class Unread:
    """Criteria that the model did not read, and why, in one French sentence."""

    numbers: tuple[int, ...]
    why: str


@dataclass(frozen=True)
class SecondReading:
    """What the model says, by number of criterion, and what it did not read."""

    engine: str
    opinions: dict[int, Opinion] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True)
class _Call:
    """One part on its way: what is sent, and what gives the model's placeholders their words back."""

    part: ReadingPart
    prompt: Prompt
    variables: dict[str, str]
    restore: Words
    key: str


class SecondReader:
    """Asks the model, several parts at a time."""

    def __init__(self, model: "LanguageModel", *, mask: bool) -> None:
        """Take the model; `mask` hides who is named in a draft from a model on another machine."""
        self._model = model
        self._mask = mask and model.hosted

    @property
    def sending(self) -> str:
        """What is sent to whom, in one French sentence; empty where nothing leaves this machine."""
        if not self._model.hosted:
            return ""
        how = "noms et coordonnées masqués," if self._mask else "noms et coordonnées compris,"
        return f"Des passages de votre brouillon, {how} sont envoyés à {self._model.recipient}."

    def read(
        self, draft: JudgedDraft, step: Progress, cancelled: Cancelled, cache: ReadingCache | None = None
    ) -> SecondReading:
        """Read a draft that was judged. Faults of the model cost its opinion, never the review.

        `step` hears of each part that is done, and is called as soon as `cancelled`, to raise.
        """
        at_once = max(1, min(_AT_ONCE, self._model.limits.answer_tokens // _ANSWER_TOKENS))
        parts = parts_of(draft, at_once)
        if not parts:
            return SecondReading(self._model.engine)
        try:
            calls = self._calls(parts, draft)
        except (LanguageError, PromptError) as fault:
            return SecondReading(self._model.engine, unread=(Unread(_numbers(parts), str(fault)),))
        return self._read(calls, draft.document, _Following(step, cancelled, self._model.limits.concurrency), cache)

    def _calls(self, parts: Sequence[ReadingPart], draft: JudgedDraft) -> list[_Call]:
        prompt = self._model.prompt(_PROMPT)
        mask = Mask(_texts(draft)) if self._mask else None
        words: Words = mask.hide if mask is not None else str
        restore: Words = mask.restore if mask is not None else str
        return [
            _Call(part, prompt, part.variables(make_nonce(), words), restore, self._key(part, prompt))
            for whole in parts
            for part in self._fitting(whole, prompt, words)
        ]

    def _fitting(self, part: ReadingPart, prompt: Prompt, words: Words) -> list[ReadingPart]:
        """A part, in halves where the model can't take it in; one criterion is sent as it is."""
        told = [str(message.text) for message in prompt.messages(**part.variables(make_nonce(), words))]
        if prompt.output is not None:
            told.append(str(prompt.output.model_json_schema()))  # small models are told the form in text
        if len(part.asked) == 1 or self._model.fits(*told):
            return [part]
        return [small for half in part.split() for small in self._fitting(half, prompt, words)]

    def _key(self, part: ReadingPart, prompt: Prompt) -> str:
        """By what the model is told, before names are hidden: their placeholders hang on the rest of the draft."""
        return key_of([self._model.engine, prompt.fingerprint, *part.variables(_NO_NONCE).values()])

    def _read(
        self, calls: Sequence[_Call], document: Document, following: "_Following", cache: ReadingCache | None
    ) -> SecondReading:
        opinions: dict[int, Opinion] = {}
        unread: list[Unread] = []
        outputs = following.all_of([partial(self._output, call, following.stopped, cache) for call in calls])
        for call, output in zip(calls, outputs, strict=True):
            if isinstance(output, str):
                unread.append(Unread(_numbers([call.part]), output))
            else:
                opinions |= opinions_of(output, call.part, document)
        return SecondReading(self._model.engine, opinions, tuple(unread))

    def _output(self, call: _Call, cancelled: Cancelled, cache: ReadingCache | None) -> "ReviewOutput | str":
        """What the model answers, in the draft's words; the sentence of the fault where it doesn't."""
        from prompts.outputs import ReviewOutput

        kept = cache.find(call.key) if cache is not None else None
        if kept is not None:
            return kept
        if cancelled():  # nothing is sent any more
            return SENTENCES["cancelled"]
        try:
            output = self._model.ask(call.prompt, call.variables, output=ReviewOutput, cancelled=cancelled)
        except LanguageError as fault:
            return str(fault)
        restored = _restored(output, call.restore)
        if cache is not None:
            cache.keep(call.key, restored)
        return restored


class _Following:
    """Work in threads that tells how far it is, and is stopped within a moment."""

    def __init__(self, step: Progress, cancelled: Cancelled, at_once: int) -> None:
        self._step = step
        self._cancelled = cancelled
        self._at_once = at_once
        self._over = threading.Event()

    def stopped(self) -> bool:
        """Whether the threads shall stop."""
        return self._over.is_set() or self._cancelled()

    def all_of(self, work: "Sequence[Callable[[], ReviewOutput | str]]") -> "list[ReviewOutput | str]":
        """Return what each piece of work gives."""
        with ThreadPoolExecutor(min(self._at_once, len(work)), thread_name_prefix="second-reading") as pool:
            futures = [pool.submit(item) for item in work]
            try:
                self._wait(futures)
            finally:
                self._over.set()
                pool.shutdown(wait=False, cancel_futures=True)
        return [future.result() for future in futures]

    def _wait(self, futures: "Sequence[Future[ReviewOutput | str]]") -> None:
        pending, told = set(futures), -1
        while pending:
            done = len(futures) - len(pending)
            if done != told or self._cancelled():
                told = done
                self._step(done / len(futures), _told(done, len(futures)))
            _, pending = wait(pending, timeout=_LOOK_SECONDS)
        self._step(1.0, _told(len(futures), len(futures)))  # what was stopped has ended too, and gives no reading


def _told(done: int, of: int) -> str:
    if of == 1:
        return "Deuxième lecture, par le modèle de langage…"
    return f"Deuxième lecture, par le modèle de langage : {done} parties sur {of}…"


def _numbers(parts: Sequence[ReadingPart]) -> tuple[int, ...]:
    return tuple(item.criterion.n for part in parts for item in part.asked)


def _texts(draft: JudgedDraft) -> list[str]:
    """What tells the names of a draft: all that could be read of it, in its order."""
    return [item.text for item in draft.document.passages if item.index not in draft.forbidden]


def _restored(output: "ReviewOutput", restore: Words) -> "ReviewOutput":
    """The same with the draft's words in place of placeholders."""
    readings = tuple(
        reading.model_copy(
            update={
                "raison": restore(reading.raison),
                "conseil": restore(reading.conseil),
                "citations": tuple(
                    item.model_copy(update={"citation": restore(item.citation)}) for item in reading.citations or ()
                ),
            }
        )
        for reading in output.criteres
    )
    return output.model_copy(update={"criteres": readings})
