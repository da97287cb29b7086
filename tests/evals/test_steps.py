"""Folds of drafts: nobody's drafts are judged by what his own taught; and a part of the drafts can teach alone."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from evals.training.steps import FOLDS, StepsTrainer, authors_of, folds_of, unseen_pair_features

EXAMS = ("C3.3", "C3.4")


def draft(exam: str, author: str | None) -> Any:
    return SimpleNamespace(exam=exam, author=author)


@pytest.fixture
def drafts() -> list[Any]:
    anonymous = [draft(exam, None) for exam in EXAMS for _ in range(2 * FOLDS)]
    return [*anonymous, *(draft(exam, author) for author in ("M", "K") for exam in EXAMS)]


def test_an_author_is_in_one_fold_and_each_exam_in_all(drafts: list[Any]) -> None:
    fold = folds_of(drafts, seed=1)
    assert authors_of(drafts) == ["K", "M"]
    for author in ("K", "M"):
        assert len({fold[row] for row, item in enumerate(drafts) if item.author == author}) == 1
    for exam in EXAMS:
        rows = [row for row, item in enumerate(drafts) if item.exam == exam and item.author is None]
        assert Counter(int(fold[row]) for row in rows) == dict.fromkeys(range(FOLDS), 2)


def test_the_seed_moves_the_drafts_of_unknown_authors_alone(drafts: list[Any]) -> None:
    one, again, other = folds_of(drafts, 1), folds_of(drafts, 1), folds_of(drafts, 2)
    assert (one == again).all()
    assert (one != other).any()
    assert (one[-4:] == other[-4:]).all()


def test_heads_learn_neither_of_the_draft_nor_of_what_is_left_out(
    drafts: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    fold = folds_of(drafts, 1)
    learnt = np.arange(len(drafts)) % 2 == 0
    taught: list[list[int]] = []

    class Trainer:
        def train(self, given: list[Any]) -> Any:
            taught.append([next(row for row, item in enumerate(drafts) if item is one) for one in given])
            return SimpleNamespace(exams=dict.fromkeys(EXAMS), substance=None)

    monkeypatch.setattr("evals.training.steps.pair_features", lambda *_: np.zeros((1, 1, 1), dtype=np.float32))
    for item in drafts:
        item.prepared, item.elements = SimpleNamespace(readings=None), ()
    unseen_pair_features(drafts, Trainer(), fold, lambda _: None, learnt)  # type: ignore[arg-type]
    assert len(taught) == FOLDS
    for number, rows in enumerate(taught):
        assert rows == [row for row in range(len(drafts)) if learnt[row] and fold[row] != number]


def test_only_what_is_learnt_teaches_the_steps(drafts: list[Any]) -> None:
    from evals.training.steps import Sample

    fold = folds_of(drafts, 1)
    learnt = np.arange(len(drafts)) % 3 > 0
    rows = np.arange(len(drafts))
    sample = Sample(rows[:, None].astype(np.float32), rows, np.ones(len(rows)), rows)
    trainer = StepsTrainer(drafts, [], fold, learnt)
    assert set(trainer._taught(sample).drafts) == set(rows[learnt])
    assert set(trainer._taught(sample, 2).drafts) == set(rows[learnt & (fold != 2)])
    assert len(StepsTrainer(drafts, [], fold)._taught(sample).drafts) == len(drafts)
