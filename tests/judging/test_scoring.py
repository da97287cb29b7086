"""From pairs to verdicts: features, linear models, the cost of a verdict."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.judging.linear import LinearModel, softmax
from assistant.judging.scoring import (
    CRITERION_NAMES,
    ELEMENT_IN_DRAFT_NAMES,
    ELEMENT_NAMES,
    choose_verdict,
    criterion_features,
    element_features,
    element_in_draft_features,
)

logits = st.lists(st.lists(st.floats(-30, 30), min_size=3, max_size=3), min_size=1, max_size=8)


@given(logits, st.integers(1, 8))
def test_features_are_finite_and_named(values: list[list[float]], passages: int) -> None:
    matrix = np.array(values, dtype=np.float32)
    features = element_features(matrix, min(passages, len(matrix)), words=1200)
    assert features.shape == (3, len(ELEMENT_NAMES))
    first = softmax(features[:, :3])
    in_draft = element_in_draft_features(features, first)
    assert in_draft.shape == (3, len(ELEMENT_IN_DRAFT_NAMES))
    criterion = criterion_features(first, [True, False, True], draft=0.4)
    assert criterion.shape == (len(CRITERION_NAMES),)
    for found in (features, in_draft, criterion):
        assert np.isfinite(found).all()


def test_what_only_strengthens_a_criterion_does_not_weigh_as_a_main_part() -> None:
    yes, no = [0.05, 0.05, 0.9], [0.9, 0.05, 0.05]
    least = CRITERION_NAMES.index("main_least")
    with_main = criterion_features(np.array([yes, no]), [True, False], 0.5)
    without_main = criterion_features(np.array([yes, no]), [False, True], 0.5)
    assert with_main[least] > 0.9
    assert without_main[least] < 0.1


def test_the_best_passage_counts_wherever_it_stands() -> None:
    strong = np.array([[-5.0], [4.0], [-5.0]], dtype=np.float32)
    assert element_features(strong, 3, 900)[0, 0] == element_features(strong[::-1], 3, 900)[0, 0] == 4.0


@pytest.mark.parametrize(
    ("probabilities", "verdict"),
    [([0.8, 0.15, 0.05], 0), ([0.1, 0.8, 0.1], 1), ([0.02, 0.08, 0.9], 2), ([0.3, 0.1, 0.6], 1)],
)
def test_a_verdict_costs_what_it_misleads(probabilities: list[float], verdict: int) -> None:
    assert choose_verdict(np.array(probabilities), caution=2.0) == verdict


@given(st.lists(st.floats(0.01, 1), min_size=3, max_size=3), st.floats(1, 10))
def test_more_caution_never_covers_more(weights: list[float], caution: float) -> None:
    probabilities = np.array(weights) / sum(weights)
    assert choose_verdict(probabilities, caution * 2) <= choose_verdict(probabilities, caution)


def test_a_linear_model_survives_its_file() -> None:
    generator = np.random.default_rng(0)
    model = LinearModel(
        ("a", "b"), ("no", "yes"), *generator.random((2, 2)), generator.random((2, 2)), generator.random(2)
    )
    again = LinearModel.from_data(json.loads(json.dumps(model.to_data())), ("a", "b"))
    values = generator.random((5, 2))
    assert np.allclose(model.probabilities(values), again.probabilities(values), atol=1e-3)
    with pytest.raises(ValueError, match="other features"):
        LinearModel.from_data(model.to_data(), ("a", "c"))
