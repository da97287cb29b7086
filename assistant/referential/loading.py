"""Reading a référentiel's folder: `source.txt` and `referential.yaml`."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from assistant.failures import reason_of
from assistant.referential.model import Referential


class CorpusError(Exception):
    """The corpus can't be used. The message is one French sentence for the person who runs the program."""


def read_yaml(path: Path) -> Any:
    """Return the content of a YAML file. Raises CorpusError when it can't be read."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_FastestLoader)  # noqa: S506 - a safe loader, in C
    except OSError as error:
        raise CorpusError(f"Le fichier « {path.name} » du corpus est illisible : {reason_of(error)}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CorpusError(f"Le fichier « {path.name} » du corpus est mal formé : {error}") from error


@lru_cache(maxsize=4)
def load_referential(folder: Path) -> Referential:
    """Return the référentiel of a corpus folder. Raises CorpusError when it is missing or wrong."""
    path = folder / "referential.yaml"
    try:
        return Referential.model_validate(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise CorpusError(f"Le référentiel est mal formé à « {place} » : {first['msg']}.") from error


def read_source(folder: Path) -> str:
    """Return the text that the référentiel was transcribed from. Raises CorpusError when it is missing."""
    try:
        return (folder / "source.txt").read_text(encoding="utf-8")
    except OSError as error:
        raise CorpusError("La source du référentiel (source.txt) est introuvable.") from error


# libyaml's loader reads the corpus ten times faster than the one in Python; both give the same data.
_FastestLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
