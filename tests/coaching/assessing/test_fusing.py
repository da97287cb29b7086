from itertools import product
from typing import get_args

import pytest

from assistant.coaching.assessing.assessment import PointFeedback, PointStatus
from assistant.coaching.assessing.fusing import Witness, fused

STATUSES: tuple[PointStatus, ...] = get_args(PointStatus)
RANK = {"not_said": 0, "partly": 1, "said": 2}


def point(status: PointStatus) -> PointFeedback:
    return PointFeedback(point="un point", status=status, quote="" if status == "not_said" else "les mots du juge")


def witness(status: PointStatus, start: int = 0) -> Witness:
    return Witness(status, "les mots du modèle", start, start + 18)


@pytest.mark.parametrize(("judged", "heard"), [*product(STATUSES, STATUSES)])
def test_a_status_moves_by_one_step_at_most_towards_what_was_heard(judged: PointStatus, heard: PointStatus) -> None:
    (found,) = fused([point(judged)], [witness(heard)])
    moved = RANK[found.status] - RANK[judged]
    assert abs(moved) <= 1
    wanted = RANK[heard] - RANK[judged]
    if heard == "not_said":
        assert found == point(judged)
    else:
        assert moved == max(min(wanted, 1), -1)
        assert (found.quote == "les mots du modèle") == (moved != 0)
    assert bool(found.quote) == (found.status != "not_said")


@pytest.mark.parametrize("judged", STATUSES)
def test_without_words_nothing_moves(judged: PointStatus) -> None:
    assert fused([point(judged)], [None]) == (point(judged),)


def test_the_same_words_raise_one_point_alone() -> None:
    found = fused([point("not_said")] * 3, [witness("said"), witness("said", 10), witness("said", 40)])
    assert [item.status for item in found] == ["partly", "not_said", "partly"]
