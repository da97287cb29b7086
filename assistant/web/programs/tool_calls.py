"""Doing what a tool is called for. Whatever can't be done is said in one French sentence."""

import json
import logging
from collections.abc import Callable
from pathlib import PurePosixPath
from traceback import format_tb
from typing import Any

import gradio as gr
from pydantic import ValidationError

from assistant.dossier.refusals import DraftError
from assistant.dossier.sniffing import SUFFIXES
from assistant.referential.export import referential_as_json
from assistant.referential.loading import CorpusError
from assistant.report.typography import french
from assistant.web.conversation.chat import ask
from assistant.web.given import given_draft, plain_name
from assistant.web.limits import Kind
from assistant.web.preparation import Preparation
from assistant.web.programs.tools import (
    TOOLS,
    AskArguments,
    AssessArguments,
    QuestionsArguments,
    ReferentialArguments,
    ReviewArguments,
)
from assistant.web.review.running import Step
from assistant.web.serving.endpoints import assess, known_exam, questions, review_draft
from assistant.web.uploads import WRONG_TYPE

KINDS = {"ask": Kind.QUESTIONS, "questions": Kind.QUESTIONS, "assess": Kind.QUESTIONS, "review": Kind.REVIEWS}
"""What a call counts as."""

_BY_NAME = {tool.name: tool for tool in TOOLS}
_UNKNOWN_TOOL = "Cet outil n’existe pas. Les outils sont : {tools}."
_MISSING = "Il manque : {names}."
_UNKNOWN = "Paramètre inconnu : {names}. Les paramètres sont : {known}."
_WRONG = "La valeur de « {name} » ne convient pas."
_ONE_OF = "Donnez le brouillon comme texte (text), ou comme fichier (file_name et file_base64), l’un des deux."
_NOT_FETCHED = (
    "Le contenu du fichier doit être envoyé en Base64, avec son nom : "
    "ce service ne va chercher aucune adresse et n’ouvre aucun chemin."
)
_FAILED = "La demande a échoué pour une raison imprévue : réessayez."
_log = logging.getLogger(__name__)

Hear = Callable[[Step], None]


class ToolError(Exception):
    """The call can't be served: one French sentence."""


def call_tool(preparation: Preparation, name: str, given: dict[str, Any], hear: Hear) -> dict[str, object]:
    """Return what a tool answers, as the contract's JSON. Raises ToolError."""
    arguments = _arguments(name, given)
    try:
        return _called(preparation, arguments, hear)
    except (ToolError, StoppedError):
        raise
    except gr.Error as error:
        raise ToolError(french(error.message)) from error
    except (DraftError, CorpusError) as error:
        raise ToolError(french(str(error))) from error
    except Exception as error:
        # A message may hold words of the draft: the log gets the places alone.
        _log.error("A tool failed: %s\n%s", type(error).__name__, "".join(format_tb(error.__traceback__)))
        raise ToolError(french(_FAILED)) from error


class StoppedError(Exception):
    """Nobody waits for the result any more."""


def _arguments(name: str, given: dict[str, Any]) -> Any:
    tool = _BY_NAME.get(name)
    if tool is None:
        raise ToolError(french(_UNKNOWN_TOOL.format(tools=", ".join(_BY_NAME))))
    try:
        return tool.arguments.model_validate(given)
    except ValidationError as error:
        raise ToolError(french(_problem(error, list(tool.arguments.model_fields)))) from error


def _problem(error: ValidationError, known: list[str]) -> str:
    found = [(item["type"], ".".join(map(str, item["loc"]))[:60]) for item in error.errors(include_input=False)]
    unknown = [name for kind, name in found if kind == "extra_forbidden"]
    missing = [name for kind, name in found if kind == "missing"]
    if unknown:
        return _UNKNOWN.format(names=", ".join(unknown), known=", ".join(known))
    return _MISSING.format(names=", ".join(missing)) if missing else _WRONG.format(name=found[0][1])


def _called(preparation: Preparation, arguments: Any, hear: Hear) -> dict[str, object]:
    match arguments:
        case AskArguments():
            history = json.dumps([message.model_dump() for message in arguments.history])
            return ask(preparation, arguments.question, history)
        case ReviewArguments():
            return _review(preparation, arguments, hear)
        case QuestionsArguments():
            given = {"competence": arguments.competence, "count": arguments.count, "level": arguments.level}
            return questions(preparation, arguments.exam, given, -1 if arguments.seed is None else arguments.seed)
        case AssessArguments():
            return assess(preparation, arguments.exam, arguments.question, arguments.answer)
        case ReferentialArguments():
            return _referential(preparation, arguments.exam)
    raise AssertionError(arguments)


def _review(preparation: Preparation, arguments: ReviewArguments, hear: Hear) -> dict[str, object]:
    name, data = arguments.file_name, arguments.file_base64
    if bool(arguments.text.strip()) == bool(data):
        raise ToolError(french(_ONE_OF))
    if data and (not name or "/" in data[:3] or ":" in data[:12]):
        raise ToolError(french(_NOT_FETCHED))
    if data and PurePosixPath(plain_name(name)).suffix.lower() not in SUFFIXES:
        raise ToolError(french(WRONG_TYPE))
    given = {"name": name, "data": data} if data else {"text": arguments.text}
    draft = given_draft(given, preparation.coach.settings.draft_max_megabytes)
    return review_draft(preparation, draft, arguments.exam, hear)


def _referential(preparation: Preparation, exam: str) -> dict[str, object]:
    whole: dict[str, Any] = referential_as_json(preparation.coach.referential)
    if not exam.strip():
        return whole
    wanted = next(item for item in whole["exams"] if item["id"] == known_exam(preparation, exam))
    competences = [item for item in whole["competences"] if item["id"] in wanted["competences"]]
    return {"title": whole["title"], "competences": competences, "exams": [wanted]}
