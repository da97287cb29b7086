"""The form that a second reader fills in: asked for strictly, read leniently."""

import json

import pytest

from assistant.language.json_reading import UnreadableError, read_output
from prompts.outputs import ReviewOutput


def test_the_form_asks_for_every_field_and_says_nothing_of_our_code() -> None:
    schema = ReviewOutput.model_json_schema()
    forms = [schema, *schema["$defs"].values()]
    assert len(forms) == 3
    for form in forms:
        assert form["required"] == list(form["properties"])
        assert form["additionalProperties"] is False
        assert "description" not in form
        assert not any("default" in asked for asked in form["properties"].values())
    assert "verified" not in json.dumps(schema)


def test_what_models_write_instead_is_read() -> None:
    text = """Voici : {"criteres": [
        {"critere": "C3.3/2", "citations": [{"passage": "[3]", "citation": "des mots", "page": 4}], "trouves": "a",
         "manquants": null, "raison": null, "verdict": "couvert", "conseil": 3, "note": 15},
        {"critere": "critère 4", "citations": null},
        {"critere": "aucun"}]}"""
    first, second, third = read_output(text, ReviewOutput).criteres
    assert (first.critere, first.trouves, first.manquants) == (2, ("a",), ())
    assert (first.raison, first.conseil) == ("", "3")
    assert first.citations is not None
    assert (first.citations[0].passage, first.citations[0].citation) == (3, "des mots")
    assert (second.critere, second.citations, second.verdict) == (4, None, "")
    assert third.critere == -1


@pytest.mark.parametrize("text", ['{"criteres": "tous"}', '{"criteres": [{"verdict": "couvert"}]}', "[]", "{}"])
def test_what_is_no_reading_is_not(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_output(text, ReviewOutput)
