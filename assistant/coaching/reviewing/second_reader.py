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
UNVERIFIED = "Rien de ce qu’il en dit ne se vérifie dans le brouillon."
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


Read = tuple[ReadingPart, "ReviewOutput | str"]
"""A part, and what the model answers, in the draft's words; the sentence of the fault where it doesn't."""


@dataclass(frozen=True)
class _Sending:
    """How parts are sent: the prompt, what becomes of the draft's words, and what gives placeholders theirs back."""

    prompt: Prompt
    words: Words
    restore: Words


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
            sending = self._sending(draft)
        except PromptError as fault:
            return SecondReading(self._model.engine, unread=(Unread(_numbers(parts), str(fault)),))
        following = _Following(step, cancelled, self._model.limits.concurrency)
        work = [partial(self._outputs, part, sending, following.stopped, cache) for part in parts]
        reads = [read for reads in following.all_of(work) for read in reads]
        return self._verified(reads, draft.document, f"{sending.prompt.system}\n{sending.prompt.user}")

    def _sending(self, draft: JudgedDraft) -> _Sending:
        prompt = self._model.prompt(_PROMPT)
        if not self._mask:
            return _Sending(prompt, str, str)
        mask = Mask(_texts(draft))
        return _Sending(prompt, mask.hide, mask.restore)

    def _verified(self, reads: Sequence[Read], document: Document, told: str) -> SecondReading:
        opinions: dict[int, Opinion] = {}
        unread: list[Unread] = []
        for part, output in reads:
            held = {} if isinstance(output, str) else opinions_of(output, part, document, told)
            opinions |= held
            if not held:
                unread.append(Unread(_numbers([part]), output if isinstance(output, str) else UNVERIFIED))
        return SecondReading(self._model.engine, opinions, tuple(unread))

    def _outputs(
        self, part: ReadingPart, sending: _Sending, cancelled: Cancelled, cache: ReadingCache | None
    ) -> list[Read]:
        """Read a part, in halves where the model can't take it in at once."""
        if cancelled():  # nothing is sent any more
            return [(part, SENTENCES["cancelled"])]
        try:
            return [(part, self._output(part, sending, cancelled, cache))]
        except LanguageError as fault:
            if fault.kind != "context_too_long" or len(part.asked) == 1:
                return [(part, str(fault))]
        return [read for half in part.split() for read in self._outputs(half, sending, cancelled, cache)]

    def _output(
        self, part: ReadingPart, sending: _Sending, cancelled: Cancelled, cache: ReadingCache | None
    ) -> "ReviewOutput":
        from prompts.outputs import ReviewOutput

        key = self._key(part, sending.prompt)
        kept = cache.find(key) if cache is not None else None
        if kept is not None:
            return kept
        variables = part.variables(make_nonce(), sending.words)
        output = self._model.ask(sending.prompt, variables, output=ReviewOutput, cancelled=cancelled)
        restored = _restored(output, sending.restore)
        if cache is not None:
            cache.keep(key, restored)
        return restored

    def _key(self, part: ReadingPart, prompt: Prompt) -> str:
        """By what the model is told, before names are hidden: their placeholders hang on the rest of the draft."""
        return key_of([self._model.engine, prompt.fingerprint, *part.variables(_NO_NONCE).values()])


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

    def all_of(self, work: Sequence[Callable[[], list[Read]]]) -> list[list[Read]]:
        """Return what each piece of work gives."""
        with ThreadPoolExecutor(min(self._at_once, len(work)), thread_name_prefix="second-reading") as pool:
            futures = [pool.submit(item) for item in work]
            try:
                self._wait(futures)
            finally:
                self._over.set()
                pool.shutdown(wait=False, cancel_futures=True)
        return [future.result() for future in futures]

    def _wait(self, futures: Sequence[Future[list[Read]]]) -> None:
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
