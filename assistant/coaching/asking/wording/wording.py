"""The conversation with the model about one answer: stream it, have it mended once, else do without.

Whatever goes wrong, the person gets the answer without the model, with one sentence that says why.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from assistant.coaching.asking.answer import Answer, Turn
from assistant.coaching.asking.composition import typeset
from assistant.coaching.asking.understanding import Understanding
from assistant.coaching.asking.wording.checking import UNTRUE, Checker, Problem
from assistant.coaching.asking.wording.choosing import may_be_worded
from assistant.coaching.asking.wording.evidence import Evidence, gather
from assistant.coaching.asking.wording.growing import Growing
from assistant.coaching.asking.wording.marking import cited, with_ids
from assistant.coaching.asking.wording.quoting import quotations
from assistant.language.faults import LanguageError
from assistant.language.fencing import fenced
from assistant.language.model import LanguageModel
from assistant.language.prompts import Prompt, PromptError
from assistant.progress import Cancelled
from assistant.referential.model import Referential

NOTICE_UNTRUE = "Le modèle de langage a cité ce que le référentiel ne dit pas : voici la réponse sans lui."
NOTICE_UNFIT = "La réponse du modèle de langage ne convenait pas : voici la réponse sans lui."
_WITHOUT = "Voici la réponse sans lui."
_TURNS = 4
_TURN_CHARACTERS = 500
"""Of the conversation, what a follow-up may lean on; what was asked is understood without the model already."""
_LANGUAGES = {"fr": "français", "en": "anglais"}
_SPEAKERS = {"user": "Candidat", "assistant": "Tuteur"}


@dataclass(frozen=True)
class _Request:
    """One answer to be worded: what it is without the model, on what it rests, what the model is told."""

    answer: Answer
    evidence: Evidence
    checker: Checker
    prompt: Prompt
    variables: dict[str, str | int]
    cancelled: Cancelled


class Wording:
    """Has answers worded by a language model. Any thread may use it."""

    def __init__(self, model: LanguageModel, referential: Referential) -> None:
        """Take the model, and the référentiel that its words are checked against."""
        self._model = model
        self._referential = referential

    def stream(
        self, understanding: Understanding, answer: Answer, history: Sequence[Turn], cancelled: Cancelled
    ) -> Generator[Answer, None, None]:
        """Yield an answer in the model's words as it grows, the last one whole; else the answer as it is.

        What is yielded is verified: its quotations, figures, codes and citations are those of the evidence.
        """
        if not may_be_worded(understanding, answer):
            yield answer
            return
        try:
            yield from self._worded(self._request(understanding, answer, history, cancelled))
        except (LanguageError, PromptError) as fault:
            yield _without(answer, f"{fault} {_WITHOUT}")

    def _request(
        self, understanding: Understanding, answer: Answer, history: Sequence[Turn], cancelled: Cancelled
    ) -> _Request:
        evidence = gather(understanding, answer, self._referential)
        prompt = self._model.prompt("answer")
        variables: dict[str, str | int] = {
            "question": fenced(understanding.question),
            "history": _history(history),
            "evidence": evidence.listed,
            "established": evidence.established_in_short,
            "required": _required(evidence),
            "language": _LANGUAGES[evidence.language],
            "words": evidence.words,
        }
        checker = Checker(evidence, f"{prompt.system}\n{prompt.user}")
        return _Request(answer, evidence, checker, prompt, variables, cancelled)

    def _worded(self, request: _Request) -> Iterator[Answer]:
        growing = Growing(request.checker)
        with closing(self._model.stream(request.prompt, request.variables, cancelled=request.cancelled)) as pieces:
            for piece in pieces:
                if growing.take(piece):
                    yield self._shown(request, growing.shown)
                if growing.problems:
                    break
        if not growing.problems:
            growing.finish()
        if growing.problems:
            yield self._mended(request, growing)
        else:
            yield self._shown(request, growing.shown)

    def _mended(self, request: _Request, first: Growing) -> Answer:
        """The answer that the model gives once it knows what was wrong, where it is right; else the one without it."""
        second = Growing(request.checker)
        for piece in self._model.stream(
            self._model.prompt("answer_repair"),
            {**request.variables, "answer": fenced(first.text), "problems": _listed(first.problems)},
            cancelled=request.cancelled,
        ):
            second.take(piece)
            if second.problems:
                break
        else:
            second.finish()
        if not second.problems:
            return self._shown(request, second.shown)
        untrue = _says_untrue(first.problems) or _says_untrue(second.problems)
        return _without(request.answer, NOTICE_UNTRUE if untrue else NOTICE_UNFIT)

    def _shown(self, request: _Request, text: str) -> Answer:
        """An answer of the model's words so far: marks as ids, cited entries alone as citations."""
        evidence = request.evidence
        numbers = set(cited(text, evidence))
        shown = with_ids(text, evidence)
        return request.answer.model_copy(
            update={
                "answer": _typeset(shown) if evidence.language == "fr" else shown,
                "citations": tuple(entry.citation for entry in evidence.entries if entry.number in numbers),
                "engine": self._model.engine,
            }
        )


def _says_untrue(problems: Sequence[Problem]) -> bool:
    """Whether a text cites wrongly; one that is no text at all cites nothing."""
    kinds = {problem.kind for problem in problems}
    return not UNTRUE.isdisjoint(kinds) and "form" not in kinds


def _typeset(text: str) -> str:
    """French typography; within quotation marks the signs are those of the source."""
    parts: list[str] = []
    at = 0
    for quoted in quotations(text).closed:
        parts += [text[at : quoted.start].replace("'", "’"), text[quoted.start : quoted.end]]
        at = quoted.end
    return typeset("".join((*parts, text[at:].replace("'", "’"))))


def _required(evidence: Evidence) -> str:
    if evidence.required:
        return ", ".join(f"[{number}]" for number in sorted(evidence.required))
    return " ou ".join(f"[{number}]" for number in sorted(evidence.own))


def _without(answer: Answer, notice: str) -> Answer:
    return answer.model_copy(update={"notice": notice})


def _history(turns: Sequence[Turn]) -> str:
    """The last turns, shortened, between markers: the model's own words are no instructions either."""
    if not turns:
        return "aucun"
    lines = [f"{_SPEAKERS[turn.role]} : {_short(turn.content)}" for turn in turns[-_TURNS:]]
    return fenced("\n\n".join(lines))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _TURN_CHARACTERS else f"{flat[:_TURN_CHARACTERS].rsplit(' ', 1)[0]} […]"


def _listed(problems: Sequence[Problem]) -> str:
    return "\n".join(f"- {detail}" for detail in dict.fromkeys(problem.detail for problem in problems))
