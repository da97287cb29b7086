"""The JSON object in what a model wrote: fenced, with words around it, or cut in the middle."""

import json
from typing import TypeVar

from pydantic import BaseModel, ValidationError

Output = TypeVar("Output", bound=BaseModel)
_MOST_PROBLEMS = 8


class UnreadableError(ValueError):
    """A text holds no object that fits. The message says why, for the model that has to correct it."""


def read_output(text: str, output: type[Output]) -> Output:
    """Return the object of a text, read leniently and validated strictly. Raises UnreadableError."""
    problems = "Aucun objet JSON."
    for candidate in _candidates(text):
        try:
            return output.model_validate_json(candidate, strict=True)
        except ValidationError as error:
            problems = _problems(error)
    raise UnreadableError(problems)


def _candidates(text: str) -> list[str]:
    """The objects that a text may hold, the likeliest first: whole ones, the last before the first, then a cut one.

    Models that think aloud try an object before they give the one that they mean.
    """
    whole, cut = _objects(text)
    found = whole[::-1]
    if not found and cut is not None and (closed := close_json(cut)):
        found.append(closed)
    return found


def _objects(text: str) -> tuple[list[str], str | None]:
    """The whole outermost objects of a text, and from where one begins that doesn't end."""
    decoder = json.JSONDecoder(strict=False)
    whole: list[str] = []
    cut: str | None = None
    at = text.find("{")
    while at >= 0:
        try:
            value, end = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError):
            cut = cut or text[at:]
            end = at + 1
        else:
            whole.append(json.dumps(value, ensure_ascii=False))
        at = text.find("{", end)
        if cut is not None and not whole:
            break  # what follows are parts of the object that was cut
    return whole, cut


def close_json(text: str) -> str | None:
    """Return an object that was cut, without the value that was being written, its brackets closed.

    A half sentence must not pass for a whole one. None where nothing whole was written.
    """
    scan = _Scan()
    for index, letter in enumerate(text):
        scan.take(index, letter)
        if not scan.open:
            break
    closed = text[: scan.kept_to] + scan.kept_brackets
    try:
        json.loads(closed, strict=False)
    except (json.JSONDecodeError, RecursionError):
        return None
    return closed if scan.kept_to > 1 else None


class _Scan:
    """Walks over JSON and remembers the last place where it could end: before a comma, after a bracket."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.kept_to = 0
        self.kept_brackets = ""
        self._in_text = False
        self._escaped = False

    def take(self, index: int, letter: str) -> None:
        if self._in_text:
            self._take_in_text(letter)
        elif letter == '"':
            self._in_text = True
        elif letter in "{[":
            self.open.append("}" if letter == "{" else "]")
            self._keep(index + 1)
        elif letter in "}]":
            if self.open:
                self.open.pop()
            self._keep(index + 1)
        elif letter == ",":
            self._keep(index)

    def _take_in_text(self, letter: str) -> None:
        if self._escaped:
            self._escaped = False
        elif letter == "\\":
            self._escaped = True
        elif letter == '"':
            self._in_text = False

    def _keep(self, end: int) -> None:
        self.kept_to, self.kept_brackets = end, "".join(reversed(self.open))


def _problems(error: ValidationError) -> str:
    """What doesn't fit, one point a line, without what was written."""
    lines = []
    for found in error.errors(include_url=False, include_input=False, include_context=False)[:_MOST_PROBLEMS]:
        place = ".".join(str(part) for part in found["loc"]) or "l’objet"
        lines.append(f"- {place} : {found['msg']}")
    return "\n".join(lines)
