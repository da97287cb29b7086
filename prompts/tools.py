"""The tools that a model may call in a conversation. Their docstrings and descriptions are what it is told of them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Tool(BaseModel):
    """What all tools share: nothing but what is declared is taken."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class SearchReferential(Tool):
    """Répond à une question sur le référentiel : épreuves, critères, modalités, durées, livrables. Une question à la fois."""

    question: str = Field(
        min_length=2,
        max_length=400,
        description="La question, complète et en français, avec le code de l’épreuve s’il est connu.",
    )


class ReviewDossier(Tool):
    """Relit le brouillon que le candidat a joint, ou rend sa dernière relecture. Il n’y a pas d’autre brouillon."""

    exam: str = Field(
        default="", max_length=40, description="Le code de l’épreuve, comme C3.3 ; vide pour que le texte le dise."
    )


class JuryQuestions(Tool):
    """Donne des questions que le jury pourrait poser, sur une épreuve ou sur les points faibles du brouillon relu."""

    exam: str = Field(
        default="", max_length=40, description="Le code de l’épreuve ; vide pour celle du brouillon relu."
    )
    count: int = Field(default=3, ge=1, le=10, description="Combien de questions.")
    level: Literal["", "facile", "standard", "exigeant"] = Field(default="", description="Le niveau, vide pour tous.")
    weak_points: bool = Field(
        default=False, description="Vrai pour viser les points faibles du brouillon, qui doit être relu avant."
    )


class AssessAnswer(Tool):
    """Dit ce que contient une réponse que le candidat a écrite à une question du jury."""

    question: str = Field(min_length=5, max_length=1000, description="La question du jury, mot pour mot.")
    answer: str = Field(
        min_length=1, max_length=8000, description="La réponse du candidat, recopiée mot pour mot de son message."
    )
    exam: str = Field(default="", max_length=40, description="Le code de l’épreuve, s’il est connu.")
