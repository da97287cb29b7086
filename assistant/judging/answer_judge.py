"""The judge of answers: a question's expected points and an answer → what was said, half said, not said, in which words."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from assistant.judging.answer_features import (
    POINT_NAMES,
    AnswerReading,
    PointTexts,
    PointVectors,
    point_features,
    texts_of,
)
from assistant.judging.answer_knowledge import AnswerKnowledge, load_answer_knowledge
from assistant.judging.cues import CueReader
from assistant.judging.linear import Matrix
from assistant.judging.spans import Span, spans_of
from assistant.referential.loading import load_referential
from assistant.referential.question_bank import ExpectedPoint
from assistant.referential.wording import words
from assistant.search.embedder import Embedder

Status = Literal["not_said", "partly", "said"]
STATUSES: tuple[Status, ...] = ("not_said", "partly", "said")
"""The classes of the trees, in their order."""
_REMEMBERED = 4096
"""Vectors of points that are kept: the same question is asked of many."""
_SAID_EXAMPLES = 2


@dataclass(frozen=True)
class PointJudgement:
    """One point: its status, how probable that is, and the span that shows it best (None where nothing was said)."""

    status: Status
    probability: float
    span: Span | None


class PointReader:
    """Reads what is expected; the vectors are remembered, since the same question is asked of many."""

    def __init__(self, embedder: Embedder) -> None:
        """Take the embedder."""
        self._embedder = embedder
        self._vectors: dict[str, Matrix] = {}

    def vectors_of(self, question: str, points: Sequence[ExpectedPoint]) -> PointVectors:
        """Return the vectors of a question and its points."""
        known = self._known([question, *(text for item in points for text in _texts(item))])
        return PointVectors(
            known[question],
            np.stack([known[item.point] for item in points]),
            np.stack([np.stack([known[text] for text in _examples(item)]) for item in points]),
            np.stack([known[item.partly] for item in points]),
        )

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """Return the unit vectors of texts, shape (texts, dimensions)."""
        known = self._known(texts)
        return np.stack([known[text] for text in texts])

    def _known(self, texts: Sequence[str]) -> dict[str, Matrix]:
        """The vectors of texts, those that aren't known yet embedded together."""
        if len(self._vectors) > _REMEMBERED:
            self._vectors = {}
        known = self._vectors
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known = known | dict(zip(new, self._embedder.embed_passages(new), strict=True))
            self._vectors = known
        return {text: known[text] for text in texts}


class AnswerJudge:
    """Judges answers. What is said of a point rests on the words of the answer alone."""

    def __init__(self, embedder: Embedder, cues: CueReader, knowledge: AnswerKnowledge) -> None:
        """Take the parts; `make_answer_judge` puts them together."""
        self._embedder = embedder
        self._cues = cues
        self._knowledge = knowledge
        self.points = PointReader(embedder)

    def judge(self, question: str, points: Sequence[ExpectedPoint], answer: str) -> list[PointJudgement]:
        """Judge an answer for each of the points, in their order."""
        reading = read_answer(answer, self._embedder, self._cues)
        if reading is None or not points:
            return [PointJudgement("not_said", 1.0, None) for _ in points]
        values, best = point_features(
            reading,
            self.points.vectors_of(question, points),
            point_texts(question, points),
            self._knowledge.metric,
            self._knowledge.substance,
        )
        probabilities = self._knowledge.trees.probabilities(values)
        return [_judgement(row, reading.spans[span]) for row, span in zip(probabilities, best, strict=True)]


def _texts(item: ExpectedPoint) -> tuple[str, ...]:
    return (item.point, item.partly, *_examples(item))


def _examples(item: ExpectedPoint) -> tuple[str, ...]:
    """Two ways to say a point, the same one twice where there is only one."""
    return (*item.said, *item.said)[:_SAID_EXAMPLES]


def point_texts(question: str, points: Sequence[ExpectedPoint]) -> PointTexts:
    """Return the words of a question and its points."""
    return texts_of(question, [item.point for item in points], [(*item.said, item.partly) for item in points])


def read_answer(answer: str, embedder: Embedder, cues: CueReader) -> AnswerReading | None:
    """Read an answer; None where it holds no sentence. The vector of two sentences is the mean of theirs."""
    spans = spans_of(answer)
    if not spans:
        return None
    count = (len(spans) + 1) // 2
    single = embedder.embed_passages([span.text for span in spans[:count]])
    sizes = np.array([len(span.text.split()) for span in spans[:count]], dtype=np.float32)[:, None]
    pairs = _unit(single[:-1] * sizes[:-1] + single[1:] * sizes[1:])
    signs = tuple(cues.read(span.text, in_table=False) for span in spans)
    return AnswerReading(tuple(spans), count, np.concatenate([single, pairs]), signs, len(words(answer)))


def _unit(vectors: Matrix) -> Matrix:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _judgement(probabilities: Matrix, span: Span) -> PointJudgement:
    chosen = int(np.argmax(probabilities))
    status = STATUSES[chosen]
    return PointJudgement(status, float(probabilities[chosen]), None if status == "not_said" else span)


def make_answer_judge(corpus: Path, embedder: Embedder) -> AnswerJudge:
    """Return the judge of answers of a corpus. Raises CorpusError where what it learnt is missing."""
    cues = CueReader.of(load_referential(corpus))
    return AnswerJudge(embedder, cues, load_answer_knowledge(corpus / "judge" / "answers.npz", POINT_NAMES))
