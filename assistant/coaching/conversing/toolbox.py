"""The four tools of a conversation: what a model may have the program do, within limits. There is no other tool.

Nothing that a model says leads to a file: a draft is the one that the person attached. What a tool returns is fenced.
"""

import threading
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from assistant.coaching.asking.answer import Answer
from assistant.coaching.assessing.assessment import Assessment
from assistant.coaching.conversing.results import (
    Result,
    answer_result,
    assessment_result,
    problem_result,
    questions_result,
    review_result,
)
from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.coaching.questioning.questioner import QuestionRequest
from assistant.coaching.reviewing.review import Review
from assistant.dossier.quotes import normalise
from assistant.language.faults import LanguageError
from assistant.language.fencing import fenced
from assistant.progress import Cancelled, Progress
from assistant.referential.question_bank import LEVELS

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

MOST_CALLS = 6
_ENOUGH = "Assez d’outils ont été appelés : répondez avec les résultats qu’il y a."
_WHICH_EXAM = "L’épreuve n’est pas connue : il faut le code d’une seule épreuve du référentiel."
_NO_REVIEW = "Aucun brouillon n’a été relu pour cette épreuve : il n’y a pas de points faibles à viser."
_NOT_SAID = "Cette réponse n’est pas dans les messages du candidat : il faut ses mots, lettre pour lettre."
_SEARCHING = "Recherche dans le référentiel…"
_REVIEWING = "Relecture du brouillon…"
_ASKING = "Préparation des questions du jury…"
_ASSESSING = "Lecture de votre réponse…"


class RequestError(Exception):
    """Something that was asked for can't be done. The message is one French sentence."""


class Abilities(Protocol):
    """What the program does for the person of this conversation. Each may raise RequestError."""

    @property
    def reviewed(self) -> Review | None:
        """The last review of the person's draft."""

    @property
    def draft_texts(self) -> Sequence[str]:
        """The texts of the person's draft, to learn its names from; empty before it is read."""

    def exams_named(self, text: str) -> list[str]:
        """Return the exams that codes in a text point to."""

    def search(self, question: str) -> Answer:
        """Answer a question on the référentiel, without a language model."""

    def review(self, exam: str | None, progress: Progress, cancelled: Cancelled) -> Review:
        """Review the attached draft, or give the review of the last one."""

    def questions(self, request: QuestionRequest, review: Review | None) -> QuestionSet:
        """Return questions of a jury."""

    def assess(self, exam: str, question: str, answer: str) -> Assessment:
        """Return the feedback on an answer."""


@dataclass(frozen=True)
class Veil:
    """Hides from a model on another machine who someone is, and finds it again in what the model writes."""

    hide: Callable[[str], str]
    restore: Callable[[str], str]
    learn: Callable[[str], None]


OPEN = Veil(str, str, lambda text: None)
"""Hides nothing."""


class Toolbox:
    """The tools of one message, and what they found."""

    def __init__(  # noqa: PLR0913 - what the tools of one message need
        self,
        abilities: Abilities,
        said: Sequence[str],
        *,
        progress: Progress,
        cancelled: Cancelled,
        veil: Veil = OPEN,
        link: str = "",
    ) -> None:
        """Take what the program can do, and what the person wrote; `link` leads to the whole review, in Markdown."""
        self._abilities = abilities
        self._said = [normalise(text)[0].casefold() for text in said]
        self._progress = progress
        self._cancelled = cancelled
        self._veil = veil
        self._link = link
        self._lock = threading.Lock()
        self._calls = 0
        self._served: dict[tuple[Any, ...], Result] = {}
        self.results: list[Result] = []

    def tools(self) -> "list[BaseTool]":
        """Return the tools for an agent."""
        from langchain_core.tools import StructuredTool

        import prompts.tools as shapes

        offered = (
            ("search_referential", self.search_referential, shapes.SearchReferential),
            ("review_dossier", self.review_dossier, shapes.ReviewDossier),
            ("jury_questions", self.jury_questions, shapes.JuryQuestions),
            ("assess_answer", self.assess_answer, shapes.AssessAnswer),
        )
        return [
            StructuredTool.from_function(function, name=name, description=shape.__doc__ or "", args_schema=shape)
            for name, function, shape in offered
        ]

    def search_referential(self, question: str) -> str:
        """Answer a question on the référentiel."""
        asked = self._veil.restore(question)
        return self._serve(
            ("search", asked), _SEARCHING, lambda number: answer_result(number, self._abilities.search(asked))
        )

    def review_dossier(self, exam: str = "") -> str:
        """Review the person's draft."""

        def work(number: int) -> Result:
            chosen = self._exam(exam) if exam.strip() else None
            review = self._abilities.review(chosen, self._progress, self._cancelled)
            self._veil.learn("\n".join(self._abilities.draft_texts))
            return review_result(number, review, self._link)

        return self._serve(("review", exam.strip().upper()), _REVIEWING, work)

    def jury_questions(self, exam: str = "", count: int = 3, level: str = "", weak_points: bool = False) -> str:
        """Return questions of a jury."""

        def work(number: int) -> Result:
            reviewed = self._abilities.reviewed
            chosen = self._exam(exam) if exam.strip() or reviewed is None else reviewed.exam
            review = reviewed if weak_points and reviewed is not None and reviewed.exam == chosen else None
            if weak_points and review is None:
                raise RequestError(_NO_REVIEW)
            wanted = next((known for known in LEVELS if known == level), None)
            seed = zlib.crc32("\0".join(self._said).encode("utf-8", "replace"))  # other questions at another place
            request = QuestionRequest(chosen, level=wanted, count=count, seed=seed)
            return questions_result(number, self._abilities.questions(request, review))

        return self._serve(("questions", exam.strip().upper(), count, level, weak_points), _ASKING, work)

    def assess_answer(self, question: str, answer: str, exam: str = "") -> str:
        """Return the feedback on an answer that the person wrote."""
        asked, given = self._veil.restore(question), self._veil.restore(answer)

        def work(number: int) -> Result:
            if not any(normalise(given)[0].casefold() in said for said in self._said):
                raise RequestError(_NOT_SAID)
            reviewed = self._abilities.reviewed
            chosen = self._exam(exam or asked) if exam.strip() or reviewed is None else reviewed.exam
            return assessment_result(number, self._abilities.assess(chosen, asked, given))

        return self._serve(("assess", asked, given, exam), _ASSESSING, work)

    def _serve(self, call: tuple[Any, ...], sentence: str, work: Callable[[int], Result]) -> str:
        """Do one thing after the other, nothing twice, and no more than there is room for."""
        with self._lock:
            if self._cancelled():
                raise LanguageError("cancelled")
            if (known := self._served.get(call)) is not None:
                return self._told(known)
            if self._calls >= MOST_CALLS:
                return _ENOUGH
            self._calls += 1
            self._progress(0.0, sentence)
            number = len(self.results) + 1
            try:
                result = work(number)
            except RequestError as error:
                result = problem_result(number, str(error))
            self._served[call] = result
            self.results.append(result)
            return self._told(result)

    def _told(self, result: Result) -> str:
        return f"Résultat [{result.number}] :\n{fenced(self._veil.hide(result.told))}"

    def _exam(self, named: str) -> str:
        exams = self._abilities.exams_named(named)
        if len(exams) != 1:
            raise RequestError(_WHICH_EXAM)
        return exams[0]
