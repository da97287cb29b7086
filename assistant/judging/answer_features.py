"""What is known of an expected point and an answer: how near its words come, what they hold, what else they say.

Similarities are taken in the learnt metric and in the embedder's own space, of each span of the answer with the point,
with the two ways to say it and the one to half say it. `margin` is what a span has for a point beyond the question's other
points; `best` spans are those where similarity and margin are highest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.judging.answer_knowledge import PointMetric
from assistant.judging.cues import NAMES, Cues
from assistant.judging.heads import Regressions
from assistant.judging.linear import Matrix
from assistant.judging.spans import Span
from assistant.search.lexical import stems

_CUES = (
    "number", "amount", "percentage", "date", "duration", "comparison", "reason", "role", "proper_name", "deferral",
    "importance", "generality", "future", "conditional", "vague", "buzz", "digits",
)  # fmt: skip
_CUE_ROWS = [NAMES.index(name) for name in _CUES]
_LEARNT = (
    "point", "said", "partly", "near", "margin", "margin_best", "point_best", "said_best", "partly_best", "substance_like_best",
    "substance_like", "question", "question_best", "near_second", "own", "near_mean", "first",
)  # fmt: skip
_RAW = ("raw_point", "raw_said", "raw_said_mean", "raw_partly", "raw_margin", "raw_said_margin", "raw_question")
_WORDS = (
    "shared",
    "shared_beyond_question",
    "shared_with_examples",
    "copied_best",
    "copied",
    "borrowed_best",
    "borrowed",
)
_SIZE = ("words", "words_best", "points", "substance_best", "substance_mean", "substance_most")
_IN_ANSWER = ("near", "margin", "said", "raw_said_margin", "own", "substance_like")
POINT_NAMES: tuple[str, ...] = (
    *_LEARNT,
    *_RAW,
    *_WORDS,
    *_SIZE,
    *(f"{name}_best" for name in _CUES),
    *(f"{name}_mean" for name in _CUES),
    *(f"{name}_in_answer" for name in _IN_ANSWER),
    *(f"{name}_beyond_answer" for name in _IN_ANSWER),
)
"""The features of a point and an answer, in their order."""
_MOST_SHARED = 6


@dataclass(frozen=True)
class PointVectors:
    """The vectors of a question and of its points: question (d,), point (p, d), said (p, 2, d), partly (p, d)."""

    question: Matrix
    point: Matrix
    said: Matrix
    partly: Matrix


@dataclass(frozen=True)
class PointTexts:
    """The words of a question and of its points: those of each point, and of its examples beyond the question."""

    question: frozenset[str]
    points: tuple[frozenset[str], ...]
    examples: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class AnswerReading:
    """An answer as its spans: single sentences first (`sentences` of them), then pairs. vectors (spans, d)."""

    spans: tuple[Span, ...]
    sentences: int
    vectors: Matrix
    cues: tuple[Cues, ...]
    words: int


@dataclass(frozen=True)
class _Near:
    """Similarities of spans (rows) with points (columns)."""

    point: Matrix
    said: Matrix
    said_mean: Matrix
    partly: Matrix
    question: Matrix

    @property
    def together(self) -> Matrix:
        return self.point + self.said + self.partly


def texts_of(question: str, points: Sequence[str], examples: Sequence[Sequence[str]]) -> PointTexts:
    """Return the stems that the features compare."""
    asked = frozenset(stems(question))
    return PointTexts(
        asked,
        tuple(frozenset(stems(point)) for point in points),
        tuple(frozenset(stem for text in group for stem in stems(text)) - asked for group in examples),
    )


def point_features(
    reading: AnswerReading, vectors: PointVectors, texts: PointTexts, metric: PointMetric, substance: Regressions
) -> tuple[Matrix, list[int]]:
    """Return the features of every point, shape (points, len(POINT_NAMES)), and the best span of each."""
    learnt = _near(metric.project(reading.vectors), _projected(vectors, metric))
    raw = _near(reading.vectors, vectors)
    said = _said_by_spans(reading, texts)
    rows, best = [], []
    for column in range(len(vectors.point)):
        margin = _margin(learnt.together, column)
        span = int(np.argmax(learnt.together[:, column] + 0.5 * margin))
        best.append(span)
        values = _learnt_values(learnt, margin, column, span) | _raw_values(raw, column)
        values |= _word_values(said, texts, column, span) | _size_values(reading, vectors, substance, column, span)
        values |= _cue_values(reading, span)
        rows.append(values)
    for name in _IN_ANSWER:
        mean = float(np.mean([values[name] for values in rows]))
        for values in rows:
            values[f"{name}_in_answer"] = mean
            values[f"{name}_beyond_answer"] = values[name] - mean
    return np.array([[values[name] for name in POINT_NAMES] for values in rows], dtype=np.float32), best


def _projected(vectors: PointVectors, metric: PointMetric) -> PointVectors:
    return PointVectors(
        metric.project(vectors.question[None])[0],
        metric.project(vectors.point),
        metric.project(vectors.said),
        metric.project(vectors.partly),
    )


def _near(spans: Matrix, points: PointVectors) -> _Near:
    said = np.einsum("sd,ped->spe", spans, points.said)
    return _Near(
        spans @ points.point.T, said.max(axis=2), said.mean(axis=2), spans @ points.partly.T, spans @ points.question
    )


def _margin(values: Matrix, column: int) -> Matrix:
    """What each span has for a point beyond the other points of the question."""
    others = np.delete(values, column, axis=1)
    return np.asarray(values[:, column] - (others.max(axis=1) if others.shape[1] else 0.0))


def _learnt_values(near: _Near, margin: Matrix, column: int, span: int) -> dict[str, float]:
    together = near.together[:, column]
    like_substance = near.said[:, column] - near.partly[:, column]
    return {
        "point": near.point[:, column].max(),
        "said": near.said[:, column].max(),
        "partly": near.partly[:, column].max(),
        "near": together.max(),
        "margin": margin.max(),
        "margin_best": margin[span],
        "point_best": near.point[span, column],
        "said_best": near.said[span, column],
        "partly_best": near.partly[span, column],
        "substance_like_best": like_substance[span],
        "substance_like": like_substance.max(),
        "question": near.question.max(),
        "question_best": near.question[span],
        "near_second": np.sort(together)[-2:].mean(),
        "own": (near.together.argmax(axis=1) == column).mean(),
        "near_mean": together.mean(),
        "first": float(near.together.max(axis=0).argmax() == column),
    }


def _raw_values(near: _Near, column: int) -> dict[str, float]:
    return {
        "raw_point": near.point[:, column].max(),
        "raw_said": near.said[:, column].max(),
        "raw_said_mean": near.said_mean[:, column].max(),
        "raw_partly": near.partly[:, column].max(),
        "raw_margin": _margin(near.point, column).max(),
        "raw_said_margin": _margin(near.said, column).max(),
        "raw_question": near.question.max(),
    }


def _said_by_spans(reading: AnswerReading, texts: PointTexts) -> list[tuple[frozenset[str], float, float]]:
    """The stems of each span, and which share of them the question, or the question and its points, hold."""
    given = texts.question.union(*texts.points)
    rows = []
    for span in reading.spans:
        spoken = stems(span.text)
        count = max(len(spoken), 1)
        copied = sum(stem in texts.question for stem in spoken) / count
        borrowed = sum(stem in given for stem in spoken) / count
        rows.append((frozenset(spoken), copied, borrowed))
    return rows


def _word_values(
    said: Sequence[tuple[frozenset[str], float, float]], texts: PointTexts, column: int, span: int
) -> dict[str, float]:
    point = texts.points[column]
    beyond = point - texts.question
    return {
        "shared": max(len(point & spoken) for spoken, _, _ in said) / max(len(point), 1),
        "shared_beyond_question": max(len(beyond & spoken) for spoken, _, _ in said) / max(len(beyond), 1),
        "shared_with_examples": min(max(len(texts.examples[column] & spoken) for spoken, _, _ in said), _MOST_SHARED),
        "copied_best": said[span][1],
        "copied": float(np.mean([copied for _, copied, _ in said])),
        "borrowed_best": said[span][2],
        "borrowed": float(np.mean([borrowed for _, _, borrowed in said])),
    }


def _size_values(
    reading: AnswerReading, vectors: PointVectors, substance: Regressions, column: int, span: int
) -> dict[str, float]:
    read = substance_input(reading.vectors, vectors.point[column])
    scores = substance.scores(read)[:, 0]
    return {
        "words": float(np.log1p(reading.words)),
        "words_best": float(np.log1p(len(reading.spans[span].text.split()))),
        "points": float(len(vectors.point)),
        "substance_best": scores[span],
        "substance_mean": scores.mean(),
        "substance_most": scores.max(),
    }


def substance_input(spans: Matrix, point: Matrix) -> Matrix:
    """Return what the regression of substance reads, shape (spans, 2 d): the span, and what it shares with the point."""
    return np.concatenate([spans, spans * point], axis=1)


def _cue_values(reading: AnswerReading, span: int) -> dict[str, float]:
    values = np.stack([cues.values[_CUE_ROWS] for cues in reading.cues])
    mean = values[: reading.sentences].mean(axis=0)
    best = {f"{name}_best": float(value) for name, value in zip(_CUES, values[span], strict=True)}
    return best | {f"{name}_mean": float(value) for name, value in zip(_CUES, mean, strict=True)}
