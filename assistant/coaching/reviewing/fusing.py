"""The verdicts of two readers made one: the trained judge, whose probabilities are calibrated, and a language model.

A log-linear pool: the judge's probabilities times what the model's word says of each verdict, to the power of what it
weighs; then the verdict of least expected cost, as the judge chooses, held between what the two readers say and no more
than a step from the judge's. The model's word alone never covers a criterion: nothing misleads a candidate more.
"""

from dataclasses import replace

import numpy as np

from assistant.coaching.reviewing.opinion import Opinion
from assistant.judging.judgement import CriterionJudgement, ElementJudgement, ScoredPassage, Verdict
from assistant.judging.scoring import QUOTES, VERDICTS, choose_verdict

_SAYS = np.array([[0.50, 0.30, 0.20], [0.10, 0.50, 0.40], [0.05, 0.25, 0.70]], dtype=np.float32)
"""How often a model says missing, partial or covered (columns) of what is missing, partial or covered (rows).

Not measured of any one model, and no setting: that of a reader who is right for a little more than half of the
criteria, and is more lenient than a jury, as language models are. A better model loses little by it (see
ARCHITECTURE.md), a worse one can do little harm.
"""
_WEIGHT = 0.75
"""Less than 1: what both read was chosen by one of them, so that they err together."""
_COVERED = VERDICTS.index("covered")

UNTRAINED_CONFIDENCE = 0.6
"""The most that a model's verdict is trusted where no judge was trained."""


def fuse(judged: CriterionJudgement, opinion: Opinion, caution: float) -> CriterionJudgement:
    """Return the judgement that takes in the model's opinion; `caution` is the judge's.

    Where the readers disagree, its confidence is never above the judge's own.
    """
    own, said = VERDICTS.index(judged.verdict), VERDICTS.index(opinion.verdict)
    pooled = np.array(judged.probabilities, dtype=np.float32) * _SAYS[:, said] ** _WEIGHT
    pooled = pooled / pooled.sum()
    chosen = _held(choose_verdict(pooled, caution), own, said)
    confidence = float(pooled[chosen])
    if own != said:
        confidence = min(confidence, judged.confidence)
    verdict = VERDICTS[chosen]
    missing, partial, covered = map(float, pooled)
    return replace(
        judged,
        verdict=verdict,
        confidence=confidence,
        elements=tuple(_element(item, opinion, chosen - own) for item in judged.elements),
        evidence=_evidence(judged, opinion, verdict),
        probabilities=(missing, partial, covered),
    )


def _element(judged: ElementJudgement, opinion: Opinion, moved: int) -> ElementJudgement:
    """An element as a verdict that moved lets it stand: it follows the model halfway, where that names it."""
    if moved > 0 and judged.presence == "no" and judged.element.id in opinion.found:
        quoted = {quote.passage.index for quote in opinion.quotes}
        evidence = tuple(item for item in judged.evidence if item.passage.index in quoted)
        return replace(judged, presence="partial", evidence=evidence)
    if moved < 0 and judged.presence == "yes" and judged.element.id in opinion.missing:
        return replace(judged, presence="partial")
    return judged


def _held(chosen: int, own: int, said: int) -> int:
    """Keep a verdict between both readers' and within a step of the judge's; covered is the judge's alone to give."""
    least, most = max(min(own, said), own - 1), min(max(own, said), own + 1)
    if own != _COVERED:
        most = min(most, _COVERED - 1)
    return min(max(chosen, least), most)


def _evidence(judged: CriterionJudgement, opinion: Opinion, verdict: Verdict) -> tuple[ScoredPassage, ...]:
    """What to quote: passages that both readers name, then the judge's, then the model's.

    Of a criterion that the judge thinks missing, the model's alone: the judge's don't answer it.
    """
    own = (
        {}
        if judged.verdict == "missing" and verdict != "missing"
        else {item.passage.index: item for item in judged.evidence}
    )
    scores = {item.passage.index: item for element in judged.elements for item in element.evidence}
    named = {
        quote.passage.index: scores.get(quote.passage.index, ScoredPassage(quote.passage, 0.0))
        for quote in opinion.quotes
    }
    both = [item for index, item in own.items() if index in named]
    rest = [item for index, item in (own | named).items() if index not in own or index not in named]
    return tuple([*both, *rest][:QUOTES])
