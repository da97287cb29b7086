"""A model that calls tools by script, and a program that does what it is told without looking."""

import time
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage

from assistant.coaching.asking.answer import Answer, Citation
from assistant.coaching.assessing.assessment import Assessment, PointFeedback
from assistant.coaching.conversing.toolbox import RequestError
from assistant.coaching.questioning.jury_question import JuryQuestion, QuestionSet
from assistant.coaching.questioning.questioner import QuestionRequest
from assistant.coaching.reviewing.review import CriterionReview, Review
from assistant.progress import Cancelled, Progress
from assistant.referential.model import EntryKind
from tests.language.fakes import ScriptedChat

DURATION = "L’oral de **C3.3** dure 30 minutes : « Soutenance orale : 30 minutes »."


class ToolChat(ScriptedChat):
    """Calls tools by script; what it is sent stands in `calls`."""

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self


def tool_chat(*scripts: list[Any], known: bool | None = True) -> ToolChat:
    """`known`: what LangChain knows of the model's tools."""
    return ToolChat(scripts=list(scripts), profile=None if known is None else {"tool_calling": known})


def calls(*wanted: tuple[str, dict[str, Any]]) -> list[Any]:
    """One step of the model: the tools that it calls."""
    made = [
        {"name": name, "args": arguments, "id": f"{name}-{rank}", "type": "tool_call"}
        for rank, (name, arguments) in enumerate(wanted)
    ]
    return [AIMessage("", tool_calls=made)]


def review_of(exam: str = "C3.3") -> Review:
    verdicts = ("covered", "partial", "missing")
    criteria = tuple(
        CriterionReview(
            id=f"{exam}/{n}", n=n, text=f"Le critère {n}", evidence_kind="written", verdict=verdict,  # type: ignore[arg-type]
            confidence=0.9, missing=() if verdict == "covered" else ("les délais",), advice="Donnez un calendrier.",
        )
        for n, verdict in enumerate(verdicts, start=1)
    )  # fmt: skip
    return Review(
        file="draft.txt", exam=exam, exam_source="given", pages=None, words=10, passages=2, criteria=criteria,
        expected_elements=(), summary=f"Sur 3 critères de **{exam}**, 1 couvert, 1 partiel et 1 absent.",
    )  # fmt: skip


class Program:
    """What the tools reach; `done` tells in which order."""

    def __init__(self, *, draft: bool = True, slow: float = 0.0) -> None:
        self.done: list[tuple[Any, ...]] = []
        self.reviewed: Review | None = None
        self.draft_texts: Sequence[str] = ("Le budget est de 5 000 €.",)
        self._draft = draft
        self._slow = slow

    def exams_named(self, text: str) -> list[str]:
        return [exam for exam in ("C3.3", "C5.3") if exam in text.upper()]

    def search(self, question: str) -> Answer:
        self.done.append(("search", question))
        citation = Citation(id="C3.3", kind=EntryKind.EXAM, text="Soutenance orale : 30 minutes")
        return Answer(question=question, behaviour="answer", answer=DURATION, citations=(citation,))

    def review(self, exam: str | None, progress: Progress, cancelled: Cancelled) -> Review:
        self.done.append(("review", exam))
        if not self._draft:
            raise RequestError("Aucun brouillon n’est joint.")
        progress(0.4, "Lecture des passages…")
        end = time.monotonic() + self._slow
        while time.monotonic() < end:
            if cancelled():
                self.done.append(("stopped",))
                raise RequestError("La relecture a été arrêtée.")
            time.sleep(0.01)
        self.reviewed = review_of(exam or "C3.3")
        return self.reviewed

    def questions(self, request: QuestionRequest, review: Review | None) -> QuestionSet:
        self.done.append(("questions", request.exam, request.count, review is not None))
        asked = tuple(
            JuryQuestion(
                question=f"Pourquoi ce choix, numéro {'abcdefghij'[n]} ?", targets=(f"{request.exam}/3",),
                kind="justification", level="standard", points=(),
            )
            for n in range(request.count)
        )  # fmt: skip
        return QuestionSet(exam=request.exam, questions=asked, seed=1, asked_for=request.count)

    def assess(self, exam: str, question: str, answer: str) -> Assessment:
        self.done.append(("assess", exam, question, answer))
        return Assessment(points=(PointFeedback(point="le prix", status="said", quote=answer),))
