"""The shapes of structured answers. The field descriptions are part of what the model is told."""

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Output(BaseModel):
    """What all structured answers share: immutable; what a model adds of its own is left out."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)


class ProbeOutput(Output):
    """The answer to `probe_output.md`: whether the model can fill in a form."""

    mot: str = Field(min_length=1, max_length=40, description="Le mot demandé, seul.")
    nombre: int = Field(description="Le nombre demandé, en chiffres.")
    certain: bool = Field(description="Vrai si la réponse est certaine.")


class ProbeTool(Output):
    """Cherche des mots dans le référentiel."""

    mots: str = Field(min_length=1, max_length=80, description="Les mots à chercher.")


def _text(value: object) -> object:
    """Models write null, or a bare number, where there should be words."""
    if value is None:
        return ""
    return str(value) if isinstance(value, int | float) else value


def _number(value: object) -> object:
    """« 3 », « [3] », « C3.3/3 »: the last number in it, -1 without one."""
    if isinstance(value, str):
        found = re.search(r"\d{1,6}\b(?!.*\d)", value)
        return int(found[0]) if found else -1
    return -1 if value is None else value


def _listed(value: object) -> object:
    """Models write null for nothing, and one letter without its list."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


def _all_asked_for(schema: dict[str, Any]) -> None:
    """Ask for every field, though an answer that leaves some out is read."""
    schema["required"] = list(schema["properties"])


Text = Annotated[str, BeforeValidator(_text)]
Number = Annotated[int, BeforeValidator(_number)]
Letters = Annotated[tuple[Text, ...], BeforeValidator(_listed)]


class QuotedPassage(Output):
    """Words of a draft, and the number of the passage that they are said to stand in."""

    model_config = ConfigDict(json_schema_extra=_all_asked_for)

    passage: Number = Field(default=-1, description="Le numéro du passage.")
    citation: Text = Field(default="", description="Les mots du passage, lettre pour lettre, trente au plus.")


class CriterionReading(Output):
    """What a model says of one criterion. Nothing of it is verified; what was cut off is empty."""

    model_config = ConfigDict(json_schema_extra=_all_asked_for)

    critere: Number = Field(description="Le numéro du critère.")
    citations: tuple[QuotedPassage, ...] | None = Field(
        default=(), description="Une à trois citations qui fondent le verdict ; aucune pour « absent »."
    )
    trouves: Letters = Field(default=(), description="Les lettres des éléments traités avec de la substance.")
    manquants: Letters = Field(default=(), description="Les lettres des éléments qui ne le sont pas.")
    raison: Text = Field(default="", description="Pourquoi ce verdict, en une ou deux phrases.")
    verdict: Text = Field(
        default="", description="Le verdict.", json_schema_extra={"enum": ["couvert", "partiel", "absent"]}
    )
    conseil: Text = Field(default="", description="La prochaine chose à faire, en une phrase.")


class ReviewOutput(Output):
    """The answer to `review.md`: a reading of each criterion that was asked about."""

    criteres: tuple[CriterionReading, ...] = Field(description="Un objet par critère, dans l’ordre de la demande.")
