"""From pairs to elements to criteria: what each step hands to the next, as named features.

The training script and the program both build their features here, so that what was learnt is what is applied.
"""

from collections.abc import Sequence

import numpy as np

from assistant.judging.judgement import Presence, Verdict
from assistant.judging.linear import Matrix

PRESENCES: tuple[Presence, ...] = ("no", "partial", "yes")
VERDICTS: tuple[Verdict, ...] = ("missing", "partial", "covered")
_MERIT = np.array([0.0, 0.5, 1.0], dtype=np.float32)
"""What the three readings of an element are worth when they are averaged."""
_LEAST = 1e-3
_DEPTH = 2
"""How many passages of an element are worth quoting for its criterion."""
QUOTES = 3
"""How many passages are quoted for a criterion."""

ELEMENT_NAMES = ("best", "second", "third", "best_block", "any", "sum", "log_words", "won")
ELEMENT_IN_DRAFT_NAMES = (*ELEMENT_NAMES, "log_no", "log_partial", "log_yes", "rest_of_draft")
CRITERION_NAMES = ("main_mean", "main_least", "main_most", "mean", "log_yes", "log_no", "mains", "draft")


def element_features(logits: Matrix, passages: int, words: int) -> Matrix:
    """Return what a draft holds for each element, shape (elements, len(ELEMENT_NAMES)).

    `logits` has the shape (units, elements), single passages first. The length of the draft stands beside the
    best scores, since the best of many strays is higher than the best of few.
    """
    single, blocks = logits[:passages], logits[passages:]
    ranked = -np.sort(-single, axis=0)
    best = [ranked[min(rank, len(ranked) - 1)] for rank in range(3)]
    probable = 1 / (1 + np.exp(-single))
    any_of_them = np.log(_LEAST + 1 - np.prod(1 - np.clip(probable, 0, 1 - _LEAST), axis=0))
    return np.stack(
        [
            *best,
            blocks.max(axis=0) if len(blocks) else best[0],
            any_of_them,
            probable.sum(axis=0),
            np.full(logits.shape[1], np.log(max(words, 1))),
            np.log1p((single == single.max(axis=1, keepdims=True)).sum(axis=0)),
        ],
        axis=1,
    ).astype(np.float32)


def merit(probabilities: Matrix) -> Matrix:
    """Return the mean worth of each row of probabilities of no, partial and yes, from 0 to 1."""
    return np.asarray(probabilities @ _MERIT, dtype=np.float32)


def element_in_draft_features(features: Matrix, first: Matrix) -> Matrix:
    """Return the features of each element with those of the rest of the draft.

    A draft that answers the other elements answers this one more often: `first` holds the probabilities of each
    element on its own, shape (elements, 3).
    """
    worth = merit(first)
    rest = (worth.sum() - worth) / max(len(worth) - 1, 1)
    return np.hstack([features, np.log(first + _LEAST), rest[:, None]]).astype(np.float32)


def criterion_features(elements: Matrix, main: Sequence[bool], draft: float) -> Matrix:
    """Return the features of a criterion, shape (len(CRITERION_NAMES),), from the probabilities of its elements.

    `elements` has the shape (elements, 3); `draft` is the mean worth of all elements of the draft.
    """
    worth = merit(elements)
    mains = worth[np.array(main)] if any(main) else worth
    return np.array(
        [
            mains.mean(),
            mains.min(),
            mains.max(),
            worth.mean(),
            np.log(elements[:, 2] + _LEAST).mean(),
            np.log(elements[:, 0] + _LEAST).mean(),
            len(mains),
            draft,
        ],
        dtype=np.float32,
    )


def choose_verdict(probabilities: Matrix, caution: float) -> int:
    """Return the rank of the verdict with the least expected cost.

    A verdict two steps away costs twice one that is a step away, and calling covered what is missing `caution`
    times that: nothing misleads a candidate more.
    """
    cost = np.array([[0, 1, 2 * caution], [1, 0, 1], [2, 1, 0]], dtype=np.float32)
    return int(np.argmin(probabilities @ cost))


def choose_evidence(probable: Matrix, presence: Matrix, quote_at: float, limit: int) -> list[int]:
    """Return the rows of the passages to quote for a criterion, best first.

    `probable` holds the probability that each passage answers each element, shape (passages, elements);
    `presence` those of no, partial and yes, shape (elements, 3). First the best passage of each element that is
    there, then the second ones; after the first, only those that are at least as probable as `quote_at`.
    """
    there = [column for column in range(len(presence)) if np.argmax(presence[column]) != 0] or range(len(presence))
    order = sorted(there, key=lambda column: presence[column][0])
    ranked = np.argsort(-probable, axis=0)[:_DEPTH]
    chosen: list[int] = []
    for row, column in ((int(ranks[column]), column) for ranks in ranked for column in order):
        if row not in chosen and (not chosen or probable[row, column] >= quote_at):
            chosen.append(row)
    return chosen[:limit]
