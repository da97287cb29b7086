"""`Converser`: a message that wants several things, served by a language model that calls the program's tools.

What the tools find is the program's own, and true whatever the model says of it. The model's words are shown once they
are whole and say nothing that the results don't; else the results are shown one after the other.
"""

import logging
import threading
import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from traceback import format_tb
from typing import TYPE_CHECKING, Any

from assistant.coaching.asking.answer import Turn
from assistant.coaching.asking.language import detect_language
from assistant.coaching.conversing.checking import arranged, one_by_one, problems_of
from assistant.coaching.conversing.recalling import KEPT, as_told, recall
from assistant.coaching.conversing.recollection import Recollection
from assistant.coaching.conversing.results import Cited, Result
from assistant.coaching.conversing.toolbox import MOST_CALLS, OPEN, Abilities, Toolbox, Veil
from assistant.language.faults import LanguageError
from assistant.language.fencing import fenced
from assistant.language.masking import Mask
from assistant.language.usage import Meter, Usage
from assistant.progress import Cancelled, never

if TYPE_CHECKING:
    from assistant.language.model import LanguageModel

SECONDS = 240.0
"""How long one message may take in all, its reviews included."""
LEAST_CONTEXT = 6000
"""Tokens that the instructions, the tools and what they find need."""
_TICK_S = 0.1
_TURN_CHARACTERS = 700
_STEPS = 2 * (MOST_CALLS + 2)
"""Of LangGraph: the model and the tools take turns."""

_READING = "Lecture de votre message…"
_WORDING = "Rédaction de la réponse…"
_IN_ORDER = "Voici, dans l’ordre, ce que le programme a trouvé, sans les mots du modèle de langage :"
_SO_FAR = "{fault} Voici ce qui a été fait jusque-là :"
_LATE = "La réponse a pris trop de temps."
_LOOPED = "Le modèle de langage n’a pas su conclure."

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Saying:
    """What there is to show: Markdown, what it cites, the sentence and share of what is being done. `done`: the last."""

    text: str
    doing: str = ""
    share: float = 0.0
    cited: tuple[Cited, ...] = ()
    done: bool = False
    worded: bool = False
    """Whether the words around the results are the model's."""
    results: tuple[Result, ...] = ()
    recollection: Recollection = field(default_factory=Recollection)
    usage: Usage = field(default_factory=Usage)


class Converser:
    """Holds conversations with one model. Any thread may use it."""

    def __init__(self, model: "LanguageModel", exams: Mapping[str, str], *, masked: bool) -> None:
        """Take the model, and the exams with their titles; `masked`: hide who someone is from a hosted model."""
        self._model = model
        self._exams = "\n".join(f"- {exam} : {title}" for exam, title in exams.items())
        self._masked = masked and model.hosted
        self._calls_tools: bool | None = None
        self._lock = threading.Lock()

    @property
    def capable(self) -> bool:
        """Whether the model can be left to choose tools: asked of it once, by one small call where nothing is known.

        False where it doesn't answer; it is asked again then.
        """
        room = self._model.context_tokens
        if room is not None and room < LEAST_CONTEXT:
            return False
        with self._lock:
            if self._calls_tools is None:
                try:
                    known = self._model.known_tools
                    self._calls_tools = (
                        self._model.uses_tool(self._model.prompt("probe_tool")) if known is None else known
                    )
                except LanguageError as fault:
                    if fault.kind not in {"bad_request", "failed", "empty", "malformed", "refused", "cut"}:
                        return False
                    self._calls_tools = False
            return self._calls_tools

    def converse(  # noqa: PLR0913 - what is known of a conversation
        self,
        message: str,
        history: Sequence[Turn],
        abilities: Abilities,
        *,
        recollection: Recollection | None = None,
        draft: str = "aucun",
        link: str = "",
        cancelled: Cancelled = never,
    ) -> Generator[Saying, None, None]:
        """Yield what is done and found, then the answer. Whoever stops listening stops the model and the tools.

        The last saying is empty where nothing was found: the message is to be answered another way. `draft` says what
        is known of the person's draft.
        """
        talk = _Talk(self._model, abilities, self._veil(abilities), link, cancelled)
        told = _Told(message, history, recollection or Recollection(), draft, self._exams)
        threading.Thread(target=talk.run, args=(told,), name="conversing", daemon=True).start()
        shown = None
        try:
            while not talk.done.wait(_TICK_S):
                if (saying := talk.saying()) != shown:
                    shown = saying
                    yield saying
        finally:
            talk.stop()
        yield talk.last()

    def _veil(self, abilities: Abilities) -> Veil:
        if not self._masked:
            return OPEN
        mask = Mask(abilities.draft_texts)
        return Veil(mask.hide, mask.restore, lambda text: mask.learn(text, cover=True))


@dataclass(frozen=True)
class _Told:
    """What the model is told of a message."""

    message: str
    history: Sequence[Turn]
    recollection: Recollection
    draft: str
    exams: str


class _Talk:
    """One message being served in a thread of its own."""

    def __init__(
        self, model: "LanguageModel", abilities: Abilities, veil: Veil, link: str, cancelled: Cancelled
    ) -> None:
        self._model = model
        self._abilities = abilities
        self._veil = veil
        self._link = link
        self._given_up = cancelled
        self._stopped = threading.Event()
        self._until = time.monotonic() + SECONDS
        self._meter = Meter()
        self._toolbox: Toolbox | None = None
        self._doing = _READING
        self._share = 0.0
        self._text = ""
        self._instructions = ""
        self._language = "fr"
        self._recollection = Recollection()
        self._why = ""
        self.done = threading.Event()

    def stop(self) -> None:
        self._stopped.set()

    @property
    def _results(self) -> tuple[Result, ...]:
        return tuple(self._toolbox.results) if self._toolbox is not None else ()

    def _cancelled(self) -> bool:
        return self._stopped.is_set() or self._given_up() or time.monotonic() > self._until

    def _hear(self, share: float, sentence: str) -> None:
        self._doing, self._share = sentence, share

    def saying(self) -> Saying:
        """What was found so far, and what is being done."""
        results = self._results
        return Saying(one_by_one(results), self._doing, self._share, _cited(results))

    def last(self) -> Saying:
        results = self._results
        own = self._text.strip()
        problems = problems_of(own, results, self._instructions, self._language) if own else ("vide",)  # type: ignore[arg-type]
        worded = bool(results) and not problems
        if worded:
            text = arranged(own, results)
        elif results:
            text = "\n\n".join([self._why or _IN_ORDER, one_by_one(results)])
        else:
            text = ""
        return Saying(text, "", 1.0, _cited(results), True, worded, results, self._recollection, self._meter.usage)

    def run(self, told: _Told) -> None:
        try:
            self._serve(told)
        except LanguageError as fault:
            late = fault.kind == "cancelled" and time.monotonic() > self._until
            self._why = _SO_FAR.format(fault=_LATE if late else fault.message)
        except Exception as error:  # whatever it is, what was found is shown
            # A message may hold words of the draft: the log gets the places alone.
            places = "".join(format_tb(error.__traceback__))
            looped = type(error).__name__ == "GraphRecursionError"
            if not looped:
                _log.error("A conversation failed: %s\n%s", type(error).__name__, places)
            self._why = _SO_FAR.format(fault=_LOOPED if looped else LanguageError("failed").message)
        finally:
            self.done.set()

    def _serve(self, told: _Told) -> None:
        from langchain.agents import create_agent

        veil, model = self._veil, self._model
        self._recollection = recall(model, told.history, told.recollection, veil=veil, cancelled=self._cancelled)
        self._language = detect_language(told.message)
        said = [turn.content for turn in told.history if turn.role == "user"] + [told.message]
        self._toolbox = Toolbox(
            self._abilities, said, progress=self._hear, cancelled=self._cancelled, veil=veil, link=self._link
        )
        system, asked = model.prompt("converse").messages(**self._variables(told))
        self._instructions = str(system.text)
        agent: Any = create_agent(
            model.within_limits(self._cancelled, self._meter), self._toolbox.tools(), system_prompt=self._instructions
        )
        config = {"recursion_limit": _STEPS, "max_concurrency": 1}  # one tool after the other, in the model's order
        with model.untraced():
            for state in agent.stream({"messages": [asked]}, config, stream_mode="values"):
                self._follow(state["messages"][-1])

    def _follow(self, message: Any) -> None:
        """Note what the conversation came to: after tools the model is asked again; what it says last is the answer."""
        if message.type == "tool":
            self._hear(0.0, _WORDING)
        elif message.type == "ai" and not message.tool_calls:
            self._text = self._veil.restore(str(message.text))

    def _variables(self, told: _Told) -> dict[str, str]:
        hide = self._veil.hide
        recent = as_told(told.history[-KEPT:], _TURN_CHARACTERS)
        summary = self._recollection.text
        return {
            "message": fenced(hide(told.message)),
            "history": fenced(hide(recent)) if recent else "aucun",
            "summary": fenced(hide(summary)) if summary else "aucun",
            "draft": told.draft,
            "exams": told.exams,
            "language": "anglais" if self._language == "en" else "français",
        }


def _cited(results: Sequence[Result]) -> tuple[Cited, ...]:
    return tuple(dict.fromkeys(cited for result in results for cited in result.cited))
