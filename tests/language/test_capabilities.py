from typing import Any

import pytest
from langchain_core.messages import AIMessage

from assistant.diagnosis import _language_model
from assistant.language.capabilities import Capabilities, probe
from assistant.language.faults import LanguageError
from assistant.language.model import LanguageModel, Limits
from tests.language.fakes import ScriptedChat, StatusError, StructuredChat

FORM = '{"mot": "trimestre", "nombre": 3, "certain": true}'
CALL = AIMessage("", tool_calls=[{"name": "ProbeTool", "args": {"mots": "veille"}, "id": "1", "type": "tool_call"}])


class ToolChat(StructuredChat):
    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self


def test_a_capable_model() -> None:
    model = LanguageModel(ToolChat(scripts=[["Un ", "jury."], [FORM], [CALL]]), limits=Limits(context_tokens=128_000))
    found = probe(model)
    assert (found.streaming, found.structure, found.tools, found.context_tokens) == (True, "native", True, 128_000)
    assert found.agent
    assert found.first_seconds < 1


def test_a_model_that_answers_in_one_piece_and_calls_no_tool() -> None:
    found = probe(LanguageModel(ToolChat(scripts=[["Un jury."], [FORM], ["Je ne sais pas."]])))
    assert (found.streaming, found.tools, found.agent) == (False, False, False)


def test_a_model_without_structured_output_or_tools() -> None:
    found = probe(LanguageModel(ScriptedChat(scripts=[["Un ", "jury."], [f"Voici : {FORM}"]])))
    assert (found.structure, found.tools) == ("text", False)


def test_a_model_that_breaks_json() -> None:
    found = probe(LanguageModel(ScriptedChat(scripts=[["Un ", "jury."], ["trimestre, 3"]])))
    assert (found.structure, found.agent) == ("none", False)


def test_a_model_that_does_not_answer() -> None:
    model = LanguageModel(ScriptedChat(scripts=[[StatusError(401)]]))
    with pytest.raises(LanguageError) as caught:
        probe(model)
    assert caught.value.kind == "unauthorized"


def test_a_service_that_falls_in_the_middle_is_a_fault_and_no_inability() -> None:
    model = LanguageModel(ScriptedChat(scripts=[["Un ", "jury."], [StatusError(401)]]))
    with pytest.raises(LanguageError):
        probe(model)


def test_it_is_said_in_french() -> None:
    assert Capabilities(True, "native", True, 128_000, 0.42).in_french() == (
        "texte au fil de l’eau, formulaires, outils, contexte de 128\u202f000 jetons, premiers mots en 0,4\u00a0s"
    )
    assert Capabilities(False, "none", False, None, 3.0).in_french() == (
        "texte d’un bloc, pas de formulaires, pas d’outils, contexte inconnu, premiers mots en 3,0\u00a0s"
    )


def test_the_doctor_says_what_the_model_can_do_and_no_key() -> None:
    class Known:
        language_model = LanguageModel(
            ToolChat(scripts=[["Un ", "jury."], [FORM], [CALL]]), name="openai:x", limits=Limits(context_tokens=8192)
        )

    said = _language_model(Known())  # type: ignore[arg-type]
    assert said.startswith("openai:x, cette machine : texte au fil de l’eau, formulaires, outils")
