"""Prompts: Markdown files with a front matter, checked when they are read.

A prompt says its task, its version, what each variable is, and the class of `prompts.outputs` that reads the answer:

    ---
    task: rédiger une réponse à partir d’extraits
    version: 1
    variables:
      question: la question du candidat
    output: null
    ---
    ## system
    …
    ## user
    … {{ question }}

Variables are `{{ name }}`. Their values are put in once: braces in a draft or in JSON stay what they are.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from assistant.failures import reason_of

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from pydantic import BaseModel

_VARIABLE = re.compile(r"\{\{ ?([a-z][a-z0-9_]*) ?\}\}")
_PART = re.compile(r"^## (system|user)[ \t]*$", re.MULTILINE)
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_KEYS = frozenset({"task", "version", "variables", "output"})


class PromptError(Exception):
    """A prompt can't be used. The message is one French sentence."""


@dataclass(frozen=True)
class Prompt:
    """One prompt: its two parts, with their variables not yet filled in."""

    name: str
    task: str
    version: int
    system: str
    user: str
    variables: Mapping[str, str] = field(hash=False)
    """What each variable is, in French."""
    output: "type[BaseModel] | None" = None
    """What reads the answer; None where the answer is text."""

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change with any word of the prompt, with its version and its output."""
        output = "" if self.output is None else repr(self.output.model_json_schema())
        told = "\0".join((self.name, str(self.version), self.system, self.user, output))
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    def messages(self, **variables: str | int) -> "list[BaseMessage]":
        """Return the system message, where the prompt has one, and the user's, with the variables filled in.

        Raises PromptError for a variable that is missing or unknown.
        """
        from langchain_core.messages import HumanMessage, SystemMessage

        self._compare(variables)
        filled: list[BaseMessage] = []
        if self.system:
            filled.append(SystemMessage(_filled(self.system, variables)))
        filled.append(HumanMessage(_filled(self.user, variables)))
        return filled

    def _compare(self, given: Mapping[str, Any]) -> None:
        if missing := sorted(set(self.variables) - set(given)):
            raise PromptError(f"La consigne « {self.name} » a besoin de {_listed(missing)}.")
        if unknown := sorted(set(given) - set(self.variables)):
            raise PromptError(f"La consigne « {self.name} » n’a pas de variable {_listed(unknown)}.")


def _filled(part: str, variables: Mapping[str, str | int]) -> str:
    return _VARIABLE.sub(lambda found: str(variables[found[1]]), part)


def load_prompt(name: str, folder: Path) -> Prompt:
    """Return the prompt of the file `<name>.md` in the folder, checked; each version of a file is read once.

    Raises PromptError where it can't be read, or where its variables, version or output are not what it says.
    """
    path = folder / f"{name}.md"
    if _NAME.fullmatch(name) is None:
        raise PromptError(f"« {name} » n’est pas un nom de consigne.")
    try:
        return _read(name, path, path.stat().st_mtime_ns)
    except OSError as error:
        raise PromptError(f"La consigne « {name} » ne peut pas être lue : {reason_of(error)}.") from error
    except UnicodeDecodeError as error:
        raise PromptError(f"La consigne « {name} » n’est pas écrite en UTF-8.") from error


@lru_cache(maxsize=64)
def _read(name: str, path: Path, _changed: int) -> Prompt:
    head, body = _split(name, path.read_text(encoding="utf-8"))
    parts = _parts(name, body)
    prompt = Prompt(
        name=name,
        task=_text(name, head, "task"),
        version=_version(name, head),
        system=parts.get("system", ""),
        user=parts["user"],
        variables=_variables(name, head),
        output=_output(name, head),
    )
    _check_variables(prompt)
    return prompt


def _split(name: str, text: str) -> tuple[dict[str, Any], str]:
    found = re.fullmatch(r"---\n(.*?)\n---\n(.*)", text.replace("\r\n", "\n"), re.DOTALL)
    if found is None:
        raise PromptError(f"La consigne « {name} » doit commencer par un en-tête entre deux lignes « --- ».")
    try:
        head = yaml.safe_load(found[1])
    except yaml.YAMLError as error:
        raise PromptError(f"L’en-tête de la consigne « {name} » n’est pas du YAML.") from error
    if not isinstance(head, dict) or not set(head) <= _KEYS:
        raise PromptError(f"L’en-tête de la consigne « {name} » ne peut contenir que {_listed(sorted(_KEYS))}.")
    return head, found[2]


def _parts(name: str, body: str) -> dict[str, str]:
    pieces = _PART.split(body)
    names = pieces[1::2]
    if pieces[0].strip() or names not in (["user"], ["system", "user"]):
        raise PromptError(f"La consigne « {name} » doit avoir une partie « ## system » (ou aucune), puis « ## user ».")
    parts = dict(zip(names, (piece.strip() for piece in pieces[2::2]), strict=True))
    if not parts["user"]:
        raise PromptError(f"La partie « ## user » de la consigne « {name} » est vide.")
    return parts


def _text(name: str, head: Mapping[str, Any], key: str) -> str:
    value = head.get(key)
    if not isinstance(value, str) or not value.strip():
        raise PromptError(f"L’en-tête de la consigne « {name} » ne dit pas sa tâche (« {key} »).")
    return value.strip()


def _version(name: str, head: Mapping[str, Any]) -> int:
    version = head.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise PromptError(f"La version de la consigne « {name} » doit être un nombre entier.")
    return version


def _variables(name: str, head: Mapping[str, Any]) -> dict[str, str]:
    declared = head.get("variables") or {}
    if not isinstance(declared, dict) or not all(
        isinstance(key, str) and _NAME.fullmatch(key) and isinstance(value, str) for key, value in declared.items()
    ):
        raise PromptError(
            f"Les variables de la consigne « {name} » doivent chacune avoir un nom et dire ce qu’elles sont."
        )
    return dict(declared)


def _output(name: str, head: Mapping[str, Any]) -> "type[BaseModel] | None":
    from pydantic import BaseModel

    import prompts.outputs

    wanted = head.get("output")
    if wanted is None:
        return None
    output = getattr(prompts.outputs, str(wanted), None)
    if not isinstance(output, type) or not issubclass(output, BaseModel):
        raise PromptError(f"La sortie « {wanted} » de la consigne « {name} » n’existe pas dans prompts/outputs.py.")
    return output


def _check_variables(prompt: Prompt) -> None:
    text = f"{prompt.system}\n{prompt.user}"
    used = set(_VARIABLE.findall(text))
    if unused := sorted(set(prompt.variables) - used):
        raise PromptError(f"La consigne « {prompt.name} » ne se sert pas de {_listed(unused)}.")
    if undeclared := sorted(used - set(prompt.variables)):
        raise PromptError(f"La consigne « {prompt.name} » ne déclare pas {_listed(undeclared)}.")
    if "{{" in (rest := _VARIABLE.sub("", text)) or "}}" in rest:
        raise PromptError(f"Une variable de la consigne « {prompt.name} » est mal écrite : {{{{ nom }}}} est attendu.")


def _listed(names: list[str]) -> str:
    quoted = [f"« {name} »" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} et {quoted[-1]}"
