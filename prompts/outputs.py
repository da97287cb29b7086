"""The shapes of structured answers. The field descriptions are part of what the model is told."""

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
