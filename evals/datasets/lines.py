"""JSON Lines, read as objects that were checked."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

Line = TypeVar("Line", bound=BaseModel)


class DatasetError(Exception):
    """A set can't be used. The message is one sentence that names the file and, where there is one, the line."""


def no_problem(_item: object) -> str:
    """Find nothing wrong."""
    return ""


def read_lines(path: Path, kind: type[Line], problem: Callable[[Line], str] = no_problem) -> list[Line]:
    """Return the objects of a file, one a line; empty lines are passed over.

    `problem` says what is wrong with an object in itself, if anything is. Raises DatasetError.
    """
    found: list[Line] = []
    seen: set[str] = set()
    # Not `splitlines`: a text may hold separators of other kinds, which JSON leaves as they are.
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        item = parsed(line, kind, f"{place_of(path)}, line {number}")
        own = str(getattr(item, "id", ""))
        wrong = f"a line before it has the id {own} too" if own and own in seen else problem(item)
        if wrong:
            raise DatasetError(f"{place_of(path)}, line {number}: {wrong}.")
        seen.add(own)
        found.append(item)
    return found


def parsed(text: str, kind: type[Line], place: str) -> Line:
    """Return the object that a JSON text holds; `place` says where it stands. Raises DatasetError."""
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        raise DatasetError(f"{place}: {first_problem(error)}.") from error


def first_problem(error: ValidationError) -> str:
    """Return the first thing that is wrong, and in which field."""
    first = error.errors(include_url=False)[0]
    field = ".".join(map(str, first["loc"]))
    return f"{field}: {first['msg']}" if field else str(first["msg"])


def read_text(path: Path) -> str:
    """Return the text of a file, which may begin with a byte order mark. Raises DatasetError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DatasetError(f"{place_of(path)} can't be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{place_of(path)} isn't UTF-8: {error.reason} at byte {error.start}.") from error


def place_of(path: Path) -> str:
    """Return a file's name with that of its folder."""
    return f"{path.parent.name}/{path.name}"
