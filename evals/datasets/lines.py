"""JSON Lines, read as objects that were checked."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

Line = TypeVar("Line", bound=BaseModel)


class DatasetError(Exception):
    """A set can't be read: the message names the file and the line."""


def read_lines(path: Path, kind: type[Line]) -> list[Line]:
    """Return the objects of a file, one a line; empty lines are passed over. Raises DatasetError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path.name}: {error}") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(kind.model_validate_json(line))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(map(str, first["loc"]))
            raise DatasetError(f"{path.name}, line {number}: {place or 'line'}: {first['msg']}") from error
    return found
