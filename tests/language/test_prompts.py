from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.prompts import Prompt, PromptError, load_prompt
from assistant.settings import SHIPPED_PROMPTS

HEAD = "task: essayer\nversion: 1\nvariables:\n  question: la question\noutput: null"
BODY = "## system\nSoyez bref.\n## user\nQuestion : {{ question }}"


def written(folder: Path, head: str = HEAD, body: str = BODY) -> Path:
    (folder / "essai.md").write_text(f"---\n{head}\n---\n{body}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("path", sorted(SHIPPED_PROMPTS.glob("*.md")), ids=lambda path: path.stem)
def test_every_shipped_prompt_is_in_order(path: Path) -> None:
    prompt = load_prompt(path.stem, SHIPPED_PROMPTS)
    filled = prompt.messages(**dict.fromkeys(prompt.variables, "valeur"))
    assert "{{" not in "".join(str(message.text) for message in filled)
    assert len(prompt.fingerprint) == 12
    assert "'" not in prompt.system + prompt.user


def test_a_prompt_becomes_messages(tmp_path: Path) -> None:
    prompt = load_prompt("essai", written(tmp_path))
    system, user = prompt.messages(question="Quoi ?")
    assert (system.type, system.text, user.type, user.text) == ("system", "Soyez bref.", "human", "Question : Quoi ?")


PROMPT = Prompt("essai", "essayer", 1, "", "{{ a }} et {{ b }}", {"a": "une", "b": "deux"})


@given(st.text(), st.text())
def test_values_are_put_in_once_and_stay_as_they_are(first: str, second: str) -> None:
    assert str(PROMPT.messages(a=first, b=second)[0].text) == f"{first} et {second}"


@pytest.mark.parametrize("value", ["{{ b }}", "{b}", '{"a": {"b": 1}}', r"\1 \g<0>", "$b", "{{{{ a }}}}"])
def test_braces_in_a_draft_are_no_variables(value: str) -> None:
    assert str(PROMPT.messages(a=value, b="x")[0].text) == f"{value} et x"


def test_variables_must_be_those_of_the_prompt() -> None:
    with pytest.raises(PromptError, match="a besoin de « b »"):
        PROMPT.messages(a="x")
    with pytest.raises(PromptError, match="n’a pas de variable « c »"):
        PROMPT.messages(a="x", b="y", c="z")


@pytest.mark.parametrize(
    ("head", "body", "sentence"),
    [
        (HEAD.replace("task: essayer\n", ""), BODY, "ne dit pas sa tâche"),
        (HEAD.replace("version: 1", "version: un"), BODY, "doit être un nombre entier"),
        (HEAD.replace("version: 1\n", ""), BODY, "doit être un nombre entier"),
        (HEAD + "\nauteur: x", BODY, "ne peut contenir que"),
        (HEAD.replace("null", "Inconnue"), BODY, "« Inconnue » de la consigne « essai » n’existe pas"),
        (HEAD.replace("null", "BaseModel.x"), BODY, "n’existe pas"),
        (HEAD, BODY.replace("{{ question }}", ""), "ne se sert pas de « question »"),
        (HEAD, BODY + " {{ autre }}", "ne déclare pas « autre »"),
        (HEAD, BODY + " {{ Autre }}", "mal écrite"),
        (HEAD, "## user\n", "est vide"),
        (HEAD, "Bonjour\n" + BODY, "doit avoir une partie"),
        (HEAD, "## user\n{{ question }}\n## system\nx", "doit avoir une partie"),
        ("variables: [", BODY, "n’est pas du YAML"),
        ("[1, 2]", BODY, "ne peut contenir que"),
        (HEAD.replace("  question: la question", "  question: 3"), BODY, "doivent chacune avoir un nom"),
    ],
)
def test_a_prompt_that_is_not_in_order_is_refused_with_a_sentence(
    tmp_path: Path, head: str, body: str, sentence: str
) -> None:
    with pytest.raises(PromptError, match=sentence):
        load_prompt("essai", written(tmp_path, head, body))


def test_a_prompt_that_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="introuvable"):
        load_prompt("essai", tmp_path)
    with pytest.raises(PromptError, match="pas un nom"):
        load_prompt("../essai", tmp_path)
    (tmp_path / "essai.md").write_text("sans en-tête", encoding="utf-8")
    with pytest.raises(PromptError, match="en-tête"):
        load_prompt("essai", tmp_path)
    (tmp_path / "essai.md").write_bytes(b"---\n\xe9")
    with pytest.raises(PromptError, match="UTF-8"):
        load_prompt("essai", tmp_path)


def test_the_fingerprint_changes_with_any_word(tmp_path: Path) -> None:
    first = load_prompt("essai", written(tmp_path))
    (tmp_path / "autre").mkdir()
    second = load_prompt("essai", written(tmp_path / "autre", body=BODY + " !"))
    third = load_prompt("essai", written(tmp_path / "autre", HEAD.replace("version: 1", "version: 2")))
    assert len({first.fingerprint, second.fingerprint, third.fingerprint}) == 3
