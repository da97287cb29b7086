"""What the tools are called, what they take, and what a language model is told of them.

A model chooses a tool by its description: that is in English, which all of them read best, with the French sentence
that a person sees in a list.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

_EXAM = "Exam of the référentiel, e.g. `C3.3` or `C1.1-C1.4`; the code of a competence names its exam too."


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Message(_Arguments):
    """One message of the conversation so far."""

    role: Literal["user", "assistant"] = Field(description="Who said it.")
    content: str = Field(description="What was said.")


class AskArguments(_Arguments):
    """Of `ask`."""

    question: str = Field(description="The question, in French or English.")
    history: list[Message] = Field(
        default=[], description="Earlier messages that the question leans on, the oldest first."
    )


class ReviewArguments(_Arguments):
    """Of `review`. There is no address and no path: what isn't sent along isn't read."""

    exam: str = Field(default="", description=f"{_EXAM} Left out, the text decides.")
    text: str = Field(default="", description="The draft as plain text or Markdown. Either this or a file.")
    file_name: str = Field(default="", description="Name of the file with its ending, e.g. `dossier.docx`.")
    file_base64: str = Field(
        default="",
        description="The file's bytes in Base64 (docx, pdf, pptx, odt, odp, md, html, txt). No address, no path: nothing is fetched.",
    )


class QuestionsArguments(_Arguments):
    """Of `questions`."""

    exam: str = Field(description=_EXAM)
    competence: str = Field(default="", description="One of the exam's competences, e.g. `C1.2`.")
    count: Annotated[int, Field(ge=1, le=20)] = Field(default=5, description="How many questions.")
    level: Literal["", "facile", "standard", "exigeant"] = Field(
        default="", description="How demanding they are; left out, they are mixed."
    )
    seed: int | None = Field(default=None, ge=0, description="The same number gives the same questions again.")


class AssessArguments(_Arguments):
    """Of `assess`."""

    exam: str = Field(description=_EXAM)
    question: str = Field(description="The jury's question, best to the letter as `questions` gave it.")
    answer: str = Field(description="The candidate's answer, in French.")


class ReferentialArguments(_Arguments):
    """Of `referential`."""

    exam: str = Field(
        default="", description=f"{_EXAM} Left out, the whole référentiel is given (about 60,000 letters)."
    )


@dataclass(frozen=True)
class Tool:
    """One tool."""

    name: str
    title: str
    arguments: type[_Arguments]
    description: str

    @property
    def schema(self) -> dict[str, Any]:
        """What its arguments must look like."""
        return self.arguments.model_json_schema()


TOOLS = (
    Tool(
        "ask",
        "Interroger le référentiel",
        AskArguments,
        "Répond à une question sur ce que le jury attend, en citant le référentiel mot pour mot.\n\n"
        "Answers a question on what the jury expects for this certification (exams, criteria, formats), with verbatim"
        " citations. `behaviour` says whether the référentiel holds the answer (`not_in_referential`, `off_topic`,"
        " `clarify`). Quote `citations[].text` as it stands; don't add what isn't there.",
    ),
    Tool(
        "review",
        "Relire un dossier",
        ReviewArguments,
        "Relit le brouillon d’un candidat critère par critère : verdict, citations du brouillon, ce qui manque.\n\n"
        "Reviews a candidate's draft against each criterion of an exam: `verdict` (covered, partial, missing,"
        " not_assessable, not_rated), verbatim quotes of the draft, what is missing, advice. Verdicts with `to_check`"
        " need a person's look. The draft is read in memory and forgotten. Takes several seconds.",
    ),
    Tool(
        "questions",
        "Questions du jury",
        QuestionsArguments,
        "Donne des questions comme un jury les pose, avec les points qu’une bonne réponse contient.\n\n"
        "Returns questions as the jury asks them for an exam, each with its targets, expected points and follow-ups."
        " For a mock oral, show the question alone first.",
    ),
    Tool(
        "assess",
        "Évaluer une réponse",
        AssessArguments,
        "Dit ce qu’une réponse à une question du jury contient de ce qui était attendu.\n\n"
        "Says which expected points an answer to a jury's question holds (said, partly, not_said, with the words that"
        " say it), its strengths, advice and a follow-up question.",
    ),
    Tool(
        "referential",
        "Lire le référentiel",
        ReferentialArguments,
        "Donne le référentiel, ou une seule épreuve : modalités, critères, compétences.\n\n"
        "Returns the référentiel as data, or one exam of it with its competences: modalities, deliverables, format and"
        " criteria to the letter.",
    ),
)
