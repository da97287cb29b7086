"""The judge without one of its parts: what each adds to its verdicts.

A part is silenced, not taken out and trained anew: a feature without weight says the same of everything, and the
weights of the others stay. Pairs would then be less probable all over, and verdicts fall for that alone: so they get
the whole judge's log-odds, by their rank among all pairs of the drafts, and only their order is their own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant import Coach
from assistant.coaching.reviewing.review import ReviewVerdict
from assistant.dossier.hostile import hostile_passages
from assistant.judging.calibration import Calibration, load_calibration
from assistant.judging.heads import load_heads
from assistant.judging.judge import Judge, PreparedDraft
from assistant.judging.linear import LinearModel, Matrix
from assistant.judging.scoring import CRITERION_NAMES, ELEMENT_IN_DRAFT_NAMES, VERDICTS
from assistant.progress import unseen
from assistant.referential.elements import load_elements
from evals.datasets.drafts import LabelledDraft
from evals.metrics.judged import Judged, judged_by_rule
from evals.reviewed import Reviewed

SILENT_FEATURES: dict[str, tuple[str, ...]] = {
    "− example passages": ("nearest", "nearest_three", "announced", "decoy", "margin", "above_background"),
    "− regression of each element": ("answers",),
    "− topic, of passage and heading": ("topic", "heading"),
    "− signs of substance": ("substance", "expected_signs"),
    "− reader of pairs": ("read_answers", "read_announces"),
}
"""By name: the features of pairs that a part gives."""
_STEEPNESS = 20.0
"""How fast uncalibrated verdicts turn from one to the next: so fast that they turn at the cuts."""


@dataclass(frozen=True)
class Prepared:
    """A draft whose passages were read and embedded."""

    draft: LabelledDraft
    own: PreparedDraft


def prepare_all(coach: Coach, reviewed: Sequence[Reviewed]) -> list[Prepared]:
    """Prepare the documents that were reviewed as the review did."""
    return [
        Prepared(item.draft, coach.judge.prepare(item.document, hostile_passages(item.document), unseen))
        for item in reviewed
    ]


def without_parts(coach: Coach, reviewed: Sequence[Reviewed]) -> dict[str, list[Judged]]:
    """Return what the judge says of reviewed drafts without each part. Raises CorpusError where there is no judge."""
    drafts = prepare_all(coach, reviewed)
    whole = load_calibration(coach.settings.corpus / "judge" / "calibration.json")
    wanted = _all_logits(PartialJudge.of(coach, whole), drafts)
    found = {}
    for name, silent in SILENT_FEATURES.items():
        judge = PartialJudge.of(coach, replace(whole, pair=without_features(whole.pair, silent)))
        judge.match(_all_logits(judge, drafts), wanted)
        found[name] = judge_all(coach, judge, drafts)
    for name, change in CHANGED_STEPS.items():
        found[name] = judge_all(coach, PartialJudge.of(coach, change(whole)), drafts)
    return found


class PartialJudge(Judge):
    """A judge with another calibration, whose pairs may be given the log-odds of the whole one."""

    _own: Matrix | None = None
    _wanted: Matrix | None = None

    @classmethod
    def of(cls, coach: Coach, calibration: Calibration) -> "PartialJudge":
        """Make it of the corpus' heads and a calibration."""
        corpus = coach.settings.corpus
        heads = load_heads(corpus / "judge" / "heads.npz")
        return cls(coach.referential, load_elements(corpus), coach.draft_embedder, heads, calibration)

    def match(self, own: Matrix, wanted: Matrix) -> None:
        """Take all its log-odds and the wanted ones, both in rising order."""
        self._own, self._wanted = own, wanted

    def pair_logits(self, prepared: PreparedDraft, exam_id: str) -> Matrix:
        """Return the log-odds of the pairs: those of the same rank among the wanted ones, once it was matched."""
        logits = super().pair_logits(prepared, exam_id)
        if self._own is None or self._wanted is None:
            return logits
        return np.interp(logits, self._own, self._wanted).astype(np.float32)


def _all_logits(judge: Judge, drafts: Sequence[Prepared]) -> Matrix:
    """Return the log-odds of all pairs of all drafts, in rising order."""
    found = [judge.pair_logits(item.own, item.draft.about.exam).ravel() for item in drafts if len(item.own.units)]
    return np.sort(np.concatenate(found)) if found else np.zeros(1, dtype=np.float32)


def judge_all(coach: Coach, judge: Judge, drafts: Sequence[Prepared]) -> list[Judged]:
    """Judge prepared drafts."""
    found = []
    for item in drafts:
        exam = coach.referential.exam(item.draft.about.exam)
        criteria = {criterion.n: criterion for criterion in exam.criteria}
        judgement = judge.judge(item.own, exam.id, unseen)
        for label in item.draft.labels.criteria:
            said = judgement.criteria.get(label.n)
            verdict: ReviewVerdict = said.verdict if said else "not_rated"
            confidence = said.confidence if said else 0.0
            found.append(judged_by_rule(item.draft.name, label, criteria[label.n], verdict, confidence))
    return found


def without_features(model: LinearModel, names: Sequence[str]) -> LinearModel:
    """Return a model for which some features say the same of everything."""
    silent = np.isin(model.features, names)[:, None]
    return replace(model, weights=np.where(silent, 0, model.weights))


def without_rest_of_draft(calibration: Calibration) -> Calibration:
    """Judge every element on its own: what the draft says elsewhere makes it no more probable."""
    alone = calibration.element
    missing = len(ELEMENT_IN_DRAFT_NAMES) - len(alone.features)

    def padded(values: Matrix, filler: float) -> Matrix:
        return np.concatenate([values, np.full((missing, *values.shape[1:]), filler, dtype=values.dtype)])

    in_draft = LinearModel(
        features=ELEMENT_IN_DRAFT_NAMES,
        classes=alone.classes,
        mean=padded(alone.mean, 0),
        scale=padded(alone.scale, 1),
        weights=padded(alone.weights, 0),
        intercept=alone.intercept,
    )
    return replace(calibration, element_in_draft=in_draft, criterion=without_features(calibration.criterion, ["draft"]))


def without_calibrated_criterion(calibration: Calibration) -> Calibration:
    """Cut the mean worth of a criterion's main elements in thirds, whatever the criterion and without caution."""
    worth = np.array(CRITERION_NAMES) == "main_mean"
    ranks = np.arange(len(VERDICTS), dtype=np.float32)
    thirds = LinearModel(
        features=CRITERION_NAMES,
        classes=VERDICTS,
        mean=np.zeros(len(CRITERION_NAMES), dtype=np.float32),
        scale=np.ones(len(CRITERION_NAMES), dtype=np.float32),
        weights=_STEEPNESS * worth[:, None] * ranks,
        # Neighbouring verdicts are as probable as each other where the worth is 1/3, and 2/3.
        intercept=-_STEEPNESS * np.array([0, 1, 3], dtype=np.float32) / 3,
    )
    return replace(calibration, criterion=thirds, caution=1.0)


CHANGED_STEPS: dict[str, Callable[[Calibration], Calibration]] = {
    "− rest of the draft": without_rest_of_draft,
    "− calibrated criterion": without_calibrated_criterion,
}
"""By name: how the later steps are altered to leave out a part."""
