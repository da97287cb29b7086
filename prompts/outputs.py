"""The shapes of structured answers. The field descriptions are part of what the model is told."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


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


class WordedQuestion(Output):
    """Une question du jury, avec vos mots."""

    numero: int = Field(description="Le numéro de la question dont vous partez.")
    question: str = Field(description="La question, en une ou deux phrases, cinquante mots au plus.")


class WordedQuestions(Output):
    """Les questions du jury."""

    questions: tuple[WordedQuestion, ...] = Field(description="Les questions choisies, dans l’ordre où vous les posez.")


class HeardPoint(Output):
    """Ce que la réponse dit d’un point attendu."""

    numero: int = Field(description="Le numéro du point attendu.")
    statut: Literal["dit", "en partie", "non dit"] = Field(description="Ce qui en est dit.")
    citation: str = Field(default="", description="Les mots de la réponse qui le montrent, lettre pour lettre.")
    raison: str = Field(default="", description="Pourquoi ce statut, en une phrase.")
    conseil: str = Field(default="", description="Ce que le candidat peut ajouter, en une phrase.")
    relance: str = Field(default="", description="Comment le jury insisterait, en une question.")


class HeardAnswer(Output):
    """Le retour sur la réponse."""

    points: tuple[HeardPoint, ...] = Field(description="Un objet par point attendu, dans leur ordre.")
    reussites: tuple[str, ...] = Field(default=(), description="Deux réussites au plus, avec les mots de la réponse.")
