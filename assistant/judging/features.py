"""What is known of a pair (unit of a draft, expected element) before it is judged: features that can be explained."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.judging.cues import Cues
from assistant.judging.heads import ExamHeads, Heads, Regressions
from assistant.judging.linear import VECTOR_SCALE, Matrix, softmax
from assistant.referential.elements import Element

_NEAREST = 3
_LEAST = 1e-5

PAIR_NAMES: tuple[str, ...] = (
    "topic",
    "answers",
    "nearest",
    "nearest_three",
    "announced",
    "decoy",
    "margin",
    "above_background",
    "substance",
    "expected_signs",
    "heading",
    "block",
    "read_answers",
    "read_announces",
)
"""The features of a pair, in the order of the last axis of `pair_features`."""


@dataclass(frozen=True)
class UnitReadings:
    """What was read of the units of a draft. `headings` are the vectors of each unit's heading, zero without one."""

    vectors: Matrix
    headings: Matrix
    cues: tuple[Cues, ...]
    passages: int
    """How many of the units are single passages; the rest are blocks."""


def pair_features(units: UnitReadings, elements: Sequence[Element], known: Heads, exam_id: str) -> Matrix:
    """Return the features of every pair of an exam, shape (units, elements, len(PAIR_NAMES))."""
    heads = known.exams[exam_id]
    rows = [heads.elements.index(element.id) for element in elements]
    read = known.reader.read(units.vectors, [element.id for element in elements])
    shape = (len(units.vectors), len(elements))
    topic = np.log(softmax(heads.topic.scores(units.vectors)) + _LEAST)[:, rows]
    satisfying = _nearest(units.vectors, heads, rows, "satisfies")
    nearest = satisfying[..., 0]
    announced = _nearest(units.vectors, heads, rows, "announces")[..., 0]
    decoy = _nearest(units.vectors, heads, rows, "near_miss")[..., 0]
    columns = {
        "topic": topic,
        "answers": heads.answers.scores(units.vectors)[:, rows],
        "nearest": nearest,
        "nearest_three": satisfying.mean(axis=-1),
        "announced": announced,
        "decoy": decoy,
        "margin": nearest - np.maximum(announced, decoy),
        "above_background": (nearest - np.median(nearest, axis=0)) / np.maximum(nearest.std(axis=0), 1e-3),
        "substance": _for_all(substance_of(units, known.substance), shape),
        "expected_signs": np.array([[cues.share(element.cues) for element in elements] for cues in units.cues]),
        "heading": _heading_topic(units.headings, heads)[:, rows],
        "block": _for_all(np.arange(shape[0]) >= units.passages, shape),
        "read_answers": read[..., 0],
        "read_announces": read[..., 1],
    }
    return np.stack([columns[name] for name in PAIR_NAMES], axis=-1).astype(np.float32)


def substance_of(units: UnitReadings, substance: Regressions) -> Matrix:
    """Return the log-odds that each unit says something, whatever its subject, shape (units,)."""
    return substance.scores(with_signs(units.vectors, [cues.values for cues in units.cues]))[:, 0]


def with_signs(vectors: Matrix, signs: Sequence[Matrix]) -> Matrix:
    """Return the vectors followed by the signs, which are on a scale of their own."""
    return np.hstack([vectors, np.stack(signs) / VECTOR_SCALE]).astype(np.float32)


def _for_all(values: Matrix, shape: tuple[int, int]) -> Matrix:
    return np.broadcast_to(np.asarray(values, dtype=np.float32)[:, None], shape)


def _heading_topic(headings: Matrix, heads: ExamHeads) -> Matrix:
    """What the heading is about; without one, every element is as likely as another."""
    topic = np.log(softmax(heads.topic.scores(headings)) + _LEAST)
    topic[np.linalg.norm(headings, axis=1) < 0.5] = -np.log(len(heads.elements))
    return topic


def _nearest(vectors: Matrix, heads: ExamHeads, rows: Sequence[int], kind: str) -> Matrix:
    """The best cosines with the examples of each element, best first, shape (units, elements, _NEAREST)."""
    best = np.zeros((len(vectors), len(rows), _NEAREST), dtype=np.float32)
    for column, row in enumerate(rows):
        examples = heads.examples(row, kind)
        if len(examples):
            cosines = -np.sort(-(vectors @ examples.T), axis=1)[:, :_NEAREST]
            best[:, column, : cosines.shape[1]] = cosines
            best[:, column, cosines.shape[1] :] = cosines[:, -1:]
    return best
