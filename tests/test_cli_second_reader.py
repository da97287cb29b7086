"""What the command line says before a draft leaves the machine."""

from types import SimpleNamespace
from typing import cast

import pytest

from assistant.cli.reviewing import _say_what_is_sent
from assistant.coach import Coach
from assistant.settings import get_settings


def said(coach: object, capsys: pytest.CaptureFixture[str]) -> str:
    _say_what_is_sent(cast("Coach", coach))
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err


def coach_with(**given: object) -> Coach:
    return Coach(get_settings().model_copy(update=given))


def test_who_gets_the_draft_is_said_on_stderr(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MISTRAL_BASE_URL", raising=False)
    hosted = coach_with(llm="mistralai:mistral-small-latest", llm_base_url=None)
    assert said(hosted, capsys) == (
        "Des passages de votre brouillon, noms et coordonnées masqués, sont envoyés à Mistral AI (api.mistral.ai).\n"
    )
    unmasked = coach_with(llm="mistralai:mistral-small-latest", llm_base_url=None, llm_mask=False)
    assert "noms et coordonnées compris, sont envoyés" in said(unmasked, capsys)


def test_nothing_is_said_where_nothing_leaves_the_machine(capsys: pytest.CaptureFixture[str]) -> None:
    local = coach_with(llm="openai:petit", llm_base_url="http://127.0.0.1:9/v1")
    assert said(local, capsys) == ""
    assert said(SimpleNamespace(second_reader=None), capsys) == ""


def test_without_a_setting_there_is_no_second_reader() -> None:
    assert coach_with(llm=None).second_reader is None
