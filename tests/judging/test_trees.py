"""Trees read from arrays give what scikit-learn gives."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from assistant.judging.trees import BoostedTrees
from evals.training.answers import _exported

CLASSES = 3


def rows(count: int, seed: int) -> NDArray[np.float32]:
    """Numbers of several kinds: smooth ones, few different ones, whole ones, a column that never changes."""
    random = np.random.default_rng(seed)
    smooth = random.normal(size=(count, 3))
    few, whole = random.integers(0, 3, size=(count, 1)) / 3, random.integers(-5, 40, size=(count, 1))
    return np.concatenate([smooth, few, whole, np.ones((count, 1))], axis=1).astype(np.float32)


def labels(values: NDArray[np.float32]) -> NDArray[np.int64]:
    return ((values[:, 0] + values[:, 3] > 0.4).astype(np.int64) + (values[:, 4] > 18)).clip(0, CLASSES - 1)


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Threads that wait for each other take longer than these small trees."""
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="module")
def grown() -> HistGradientBoostingClassifier:
    values = rows(700, 1)
    model = HistGradientBoostingClassifier(max_depth=4, max_iter=40, min_samples_leaf=15, random_state=0)
    return model.fit(values, labels(values))


@pytest.fixture(scope="module")
def trees(grown: HistGradientBoostingClassifier) -> BoostedTrees:
    return _exported(grown)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_probabilities_are_those_of_scikit_learn(
    grown: HistGradientBoostingClassifier, trees: BoostedTrees, seed: int
) -> None:
    values = rows(700, seed)
    expected = grown.predict_proba(values)
    assert np.abs(trees.probabilities(values) - expected).max() < 1e-5
    assert len(set(expected.argmax(axis=1))) == CLASSES
    assert np.abs(trees.scores(values) - grown.decision_function(values)).max() < 1e-5


def test_values_far_from_the_training_have_a_leaf_too(
    grown: HistGradientBoostingClassifier, trees: BoostedTrees
) -> None:
    values = (rows(60, 5) * np.float32(1e6)).astype(np.float32)
    assert np.abs(trees.probabilities(values) - grown.predict_proba(values)).max() < 1e-5


def test_trees_survive_their_arrays(trees: BoostedTrees) -> None:
    again = BoostedTrees.from_arrays(trees.to_arrays())
    values = rows(200, 7)
    assert np.abs(again.probabilities(values) - trees.probabilities(values)).max() < 1e-6
    assert again.depth == trees.depth


def test_arrays_that_are_not_all_there_are_a_key_error(trees: BoostedTrees) -> None:
    for name in trees.to_arrays():
        data = trees.to_arrays()
        del data[name]
        with pytest.raises(KeyError, match=name):
            BoostedTrees.from_arrays(data)


def test_rows_are_read_one_by_one_as_together(trees: BoostedTrees) -> None:
    values = rows(40, 8)
    alone = np.concatenate([trees.probabilities(values[[row]]) for row in range(len(values))])
    assert np.array_equal(alone, trees.probabilities(values))
    assert trees.probabilities(values[:0]).shape == (0, CLASSES)
