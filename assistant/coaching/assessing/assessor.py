"""From a question and an answer to feedback: what was said, what is missing, and how people say it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from assistant.coaching.assessing.assessment import Assessment, PointFeedback
from assistant.coaching.assessing.feedback_text import advice_of, follow_up_of, strengths_of
from assistant.judging.answer_judge import AnswerJudge, PointJudgement, make_answer_judge
from assistant.referential.elements import load_elements
from assistant.referential.model import EntryKind, Referential
from assistant.referential.question_bank import (
    ExpectedPoint,
    NoQuestionBankError,
    QuestionBank,
    has_question_bank,
    load_question_bank,
)
from assistant.referential.wording import fold
from assistant.search.embedder import Embedder
from assistant.search.searcher import Searcher

if TYPE_CHECKING:
    from assistant.coaching.assessing.listener import Listener

_SAME_WORDS = 88.0
"""A question of the bank that is so like the asked one (0 to 100) is that question."""
_SAME_SENSE = 0.94
"""One that is so near in the embedder's space asks the same thing."""
_EXAMPLE_POINTS = 4


class Assessor:
    """Gives feedback on answers."""

    def __init__(self, referential: Referential, corpus: Path, searcher: Searcher, judge: AnswerJudge) -> None:
        """Take the référentiel, the folder of its bank, the search that places unknown questions, and the judge."""
        self._referential = referential
        self._corpus = corpus
        self._searcher = searcher
        self._judge = judge

    def assess(self, exam_id: str, question: str, answer: str, listener: "Listener | None" = None) -> Assessment:
        """Return the feedback on an answer to a question of an exam, in the bank's words or any others.

        A `listener` has a language model hear it too. Raises KeyError for an unknown exam, CorpusError when the bank
        can't be read.
        """
        bank = load_question_bank(self._corpus, self._referential.exam(exam_id).id)
        asked, points, criterion = _in_the_words_of(bank, question) or self._placed(bank, question)
        return self.assess_points(asked, points, answer, criteria=(criterion,), listener=listener)

    def assess_points(
        self,
        question: str,
        points: Sequence[ExpectedPoint],
        answer: str,
        criteria: tuple[str, ...] = (),
        listener: "Listener | None" = None,
    ) -> Assessment:
        """Return the feedback on an answer, given the points that a good one holds."""
        judged = self._judge.judge(question, points, answer)
        feedback = tuple(_feedback(point, item) for point, item in zip(points, judged, strict=True))
        own = Assessment(
            points=feedback,
            strengths=strengths_of(feedback),
            advice=advice_of(question, points, feedback, answer),
            follow_up=follow_up_of(points, feedback),
            criteria=criteria,
            question=question,
        )
        return own if listener is None else listener.hear(own, points, answer)

    def _placed(self, bank: QuestionBank, question: str) -> "_Known":
        """The question of the bank on its criterion that asks the same thing; else its own words, and what is expected."""
        criterion = self._criterion(bank.exam, question)
        candidates = bank.on(criterion)
        vectors = self._judge.points.vectors([question, *(item.question for item in candidates)])
        near = vectors[1:] @ vectors[0]
        best = int(np.argmax(near))
        if near[best] < _SAME_SENSE:
            return question, self._points_of(bank, criterion), criterion
        return candidates[best].question, candidates[best].points, criterion

    def _criterion(self, exam_id: str, question: str) -> str:
        """The criterion of the exam that a question bears on."""
        criteria = {criterion.id for criterion in self._referential.exam(exam_id).criteria}
        found = (item.target for item in self._searcher.search(question, (exam_id,)))
        return next(
            (target.id for target in found if target.kind == EntryKind.CRITERION.value and target.id in criteria),
            f"{exam_id}/1",
        )

    def _points_of(self, bank: QuestionBank, criterion: str) -> tuple[ExpectedPoint, ...]:
        """What is expected on a criterion whatever the question: its elements, said as candidates say them.

        The criteria of the oral have no elements: what their questions have in common is the first points of each.
        """
        n = self._referential.criterion(criterion).n
        elements = load_elements(self._corpus)[bank.exam].criteria.get(n, ())
        points = [
            bank.draft_questions[element.id].points[0].model_copy(update={"point": element.label})
            for element in sorted(elements, key=lambda element: not element.main)
        ]
        return tuple(points or [item.points[0] for item in bank.on(criterion)])[:_EXAMPLE_POINTS]


_Known = tuple[str, tuple[ExpectedPoint, ...], str]
"""A question, its points, and the criterion that it tests."""


def _in_the_words_of(bank: QuestionBank, question: str) -> _Known | None:
    """The question of the bank that was asked, alone or after the words of a draft."""
    folded = fold(question)
    all_known = [
        *((item.question, item.points, item.criterion) for item in bank.questions),
        *(
            (text, item.points, item.element.rpartition(".")[0])
            for item in bank.draft_questions.values()
            for text in (item.missing, item.thin, item.strong)
        ),
    ]
    texts = [fold(known[0]) for known in all_known]
    for known, text in zip(all_known, texts, strict=True):
        if folded.endswith(text):
            return known
    best = process.extractOne(folded, texts, scorer=fuzz.token_sort_ratio, score_cutoff=_SAME_WORDS)
    return all_known[best[2]] if best else None


def _feedback(point: ExpectedPoint, judged: PointJudgement) -> PointFeedback:
    return PointFeedback(point=point.point, status=judged.status, quote=judged.span.text if judged.span else "")


def make_assessor(referential: Referential, corpus: Path, searcher: Searcher, embedder: Embedder) -> Assessor:
    """Return the assessor of a corpus. Raises CorpusError where what it stands on is missing."""
    if not has_question_bank(corpus):
        raise NoQuestionBankError
    return Assessor(referential, corpus, searcher, make_answer_judge(corpus, embedder))
