"""Two readers, one verdict: what the model's word may move, and what it may not."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.coaching.reviewing.fusing import fuse
from assistant.coaching.reviewing.opinion import Opinion, VerifiedQuote
from assistant.dossier.model import Passage
from assistant.judging.judgement import CriterionJudgement, ElementJudgement, Presence, ScoredPassage, Verdict
from assistant.judging.scoring import VERDICTS, choose_verdict
from assistant.referential.elements import Element

CAUTION = 2.0
PASSAGES = tuple(Passage(index=index, text=f"Passage numéro {index} du brouillon.") for index in range(6))


def element(letter: str, presence: Presence, main: bool = True) -> ElementJudgement:
    known = Element(id=f"C3.3/1.{letter}", label=letter, main=main, counts="c", announcement="a", advice="d", model="m")
    return ElementJudgement(known, presence, 0.5, tuple(ScoredPassage(item, 0.5) for item in PASSAGES[:3]))


def judged(missing: float, partial: float, covered: float, *elements: ElementJudgement) -> CriterionJudgement:
    import numpy as np

    probabilities = (missing, partial, covered)
    rank = choose_verdict(np.array(probabilities, dtype=np.float32), CAUTION)
    evidence = tuple(ScoredPassage(item, 0.7) for item in PASSAGES[:2])
    parts = elements or (element("a", "yes"), element("b", "no"))
    return CriterionJudgement(1, VERDICTS[rank], probabilities[rank], parts, evidence, probabilities)


def opinion(verdict: Verdict, *passages: int, found: str = "", missing: str = "") -> Opinion:
    quotes = tuple(VerifiedQuote(PASSAGES[index].text, PASSAGES[index]) for index in passages)
    return Opinion(
        verdict,
        quotes,
        frozenset(f"C3.3/1.{letter}" for letter in found),
        frozenset(f"C3.3/1.{letter}" for letter in missing),
    )


shares = st.tuples(*[st.floats(0.01, 1.0)] * 3).map(lambda three: tuple(share / sum(three) for share in three))
verdicts = st.sampled_from(get_args(Verdict))


@given(shares, verdicts)
def test_a_verdict_moves_a_step_at_most_towards_the_model_and_never_up_to_covered(
    probabilities: tuple[float, float, float], said: Verdict
) -> None:
    own = judged(*probabilities)
    fused = fuse(own, opinion(said, 1), CAUTION)
    before, after, wanted = (VERDICTS.index(item) for item in (own.verdict, fused.verdict, said))
    assert abs(after - before) <= 1
    assert min(before, wanted) <= after <= max(before, wanted)
    assert fused.verdict != "covered" or own.verdict == "covered"
    assert 0 <= fused.confidence <= 1
    assert sum(fused.probabilities) == pytest.approx(1)
    if said != own.verdict:
        assert fused.confidence <= own.confidence
    else:
        assert fused.verdict == own.verdict
        assert fused.confidence >= own.confidence - 1e-6


def test_agreement_makes_surer_and_disagreement_less_sure() -> None:
    own = judged(0.05, 0.25, 0.7)
    assert fuse(own, opinion("covered", 0), CAUTION).confidence > 0.75
    doubted = fuse(own, opinion("partial", 0), CAUTION)
    assert (doubted.verdict, doubted.confidence < own.confidence) == ("covered", True)


def test_a_doubtful_verdict_follows_the_model_downwards() -> None:
    own = judged(0.02, 0.43, 0.55)
    assert own.verdict == "covered"
    assert fuse(own, opinion("partial", 0), CAUTION).verdict == "partial"


def test_what_the_judge_calls_missing_is_quoted_by_the_model_alone() -> None:
    own = judged(0.5, 0.29, 0.21)
    assert own.verdict == "missing"
    fused = fuse(own, opinion("covered", 4), CAUTION)
    assert fused.verdict == "partial"
    assert [item.passage.index for item in fused.evidence] == [4]


def test_passages_that_both_name_come_first() -> None:
    own = judged(0.1, 0.8, 0.1)
    fused = fuse(own, opinion("partial", 5, 1), CAUTION)
    assert [item.passage.index for item in fused.evidence] == [1, 0, 5]


def test_elements_follow_the_model_halfway_where_the_verdict_moved() -> None:
    up = fuse(judged(0.5, 0.29, 0.21, element("a", "no")), opinion("partial", 1, found="a"), CAUTION)
    assert [(item.presence, [one.passage.index for one in item.evidence]) for item in up.elements] == [("partial", [1])]
    down = fuse(judged(0.02, 0.43, 0.55, element("a", "yes")), opinion("partial", 1, missing="a"), CAUTION)
    assert [item.presence for item in down.elements] == ["partial"]
    same = fuse(judged(0.1, 0.8, 0.1), opinion("partial", 1, found="b", missing="a"), CAUTION)
    assert [item.presence for item in same.elements] == ["yes", "no"]
