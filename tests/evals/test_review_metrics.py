"""The figures of reviews, where there is little to count: no drafts, one class, no verdicts, no quotes."""

from itertools import product

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, cohen_kappa_score, f1_score

from assistant.coaching.reviewing.review import CriterionReview, ElementFinding, Quote, Review, ReviewVerdict
from assistant.judging.judgement import Presence, Verdict
from assistant.referential.elements import ChecklistItem, ExamElements
from evals.datasets.drafts import CriterionLabel, DraftLabels, FrontMatter, LabelledDraft
from evals.datasets.lines import DatasetError
from evals.metrics.confidence import calibration_error, confidence_bins, most_confident, squared_error
from evals.metrics.confusion import accuracy, counts_by_group
from evals.metrics.elements import checklist_figures, checklist_of, element_figures, elements_of
from evals.metrics.judged import Judged, pair_up
from evals.metrics.review_systems import Resampled, compare
from evals.metrics.reviews import FALSE_COVER, f1_of, items_of, measure_reviews
from evals.metrics.stability import flip_figure, flip_items, twins
from evals.reporting.reviews import by_exam, by_trap, confusion, kappa_bars, peers_table, reliability, risk_coverage
from evals.result import Figure

LONG = "Le budget de la campagne est de 12 000 € sur six mois"


def criterion(n: int, verdict: ReviewVerdict, confidence: float = 0.8, quote: str = "") -> CriterionReview:
    return CriterionReview(
        id=f"C3.3/{n}",
        n=n,
        text="Le budget est chiffré",
        evidence_kind="written",
        verdict=verdict,
        confidence=confidence,
        to_check=verdict == "not_rated" or confidence < 0.5,
        evidence=(Quote(quote=quote),) if quote else (),
    )


def judged(  # noqa: PLR0917 - a line a criterion
    expected: Verdict, given: ReviewVerdict, draft: str = "a", n: int = 1, confidence: float = 0.8, quote: str = ""
) -> Judged:
    evidence = () if expected == "missing" else (LONG,)
    label = CriterionLabel(n=n, verdict=expected, evidence=evidence, elements={})
    return Judged(draft, label, criterion(n, given, confidence, quote))


def figure(name: str, own: list[Judged]) -> Figure:
    return next(item for item in measure_reviews(own) if item.name == name)


MIXED = [
    judged("missing", "missing", "a", 1, 0.9),
    judged("partial", "covered", "a", 2, 0.6, quote=LONG),
    judged("covered", "covered", "b", 1, 0.7, quote="Autre chose, que le jury n'a pas retenu du tout"),
    judged("missing", "covered", "b", 2, 0.4),
]


def test_nothing_to_count_is_undefined_and_never_zero() -> None:
    for item in measure_reviews([]):
        assert np.isnan(item.value)
        assert item.count == 0
        assert item.met is None
    assert by_exam([]).rows == ()
    assert [row[1] for row in by_trap([]).rows] == ["0"] * 5
    assert sum(map(sum, confusion([]).counts)) == 0
    assert reliability([]).series[0].x == ()
    assert risk_coverage([]).series[0].x == ()


def test_without_any_verdict_all_is_unrated() -> None:
    own = [judged("missing", "not_rated"), judged("covered", "not_rated", n=2)]
    figures = {item.name: item for item in measure_reviews(own)}
    assert np.isnan(figures["verdicts: accuracy"].value)
    assert figures["verdicts: accuracy"].unrated == 2
    assert figures["missing called covered"].unrated == 1
    assert figures["quotes: right evidence among those shown"].unrated == 1
    assert all(item.count == 0 for item in figures.values())
    assert by_exam(own).rows[0][2:4] == ("0", "2")


def test_one_without_a_verdict_changes_no_figure() -> None:
    also_unrated = [*MIXED, judged("missing", "not_rated", "b", 3), judged("covered", "not_rated", "c", 1)]
    for before, after in zip(measure_reviews(MIXED), measure_reviews(also_unrated), strict=True):
        assert (before.name, before.value, before.count) == (after.name, pytest.approx(after.value), after.count)
    assert figure("verdicts: accuracy", also_unrated).unrated == 2
    assert FALSE_COVER.figure(also_unrated).unrated == 1


def test_one_class_has_no_kappa() -> None:
    own = [judged("partial", "partial", name, n) for name, n in product("ab", (1, 2))]
    assert np.isnan(figure("verdicts: quadratic weighted kappa", own).value)
    assert np.isnan(figure("verdicts: F1 of « covered »", own).value)
    assert figure("verdicts: F1 of « partial »", own).value == 1
    assert by_exam(own).rows[0][-2:] == ("1.000", "1.000")
    assert figure("verdicts: accuracy", own).value == 1
    assert np.isnan(figure("missing called covered", own).value)


def test_without_quotes_nothing_is_said_of_them() -> None:
    own = [judged("covered", "covered"), judged("partial", "missing", n=2)]
    assert np.isnan(figure("quotes: right evidence among those shown", own).value)
    assert np.isnan(figure("quotes: share that is right, all shown", own).value)


def test_quotes_are_right_where_the_juror_quotes() -> None:
    assert figure("quotes: right evidence among those shown", MIXED).value == 0.5
    shown_for_missing = judged("missing", "partial", "a", 3, quote=LONG)
    assert figure("quotes: share that is right, all shown", [*MIXED, shown_for_missing]).value == pytest.approx(1 / 3)
    assert figure("quotes: share that is right, where there is evidence", [*MIXED, shown_for_missing]).count == 2


def test_figures_of_a_known_case() -> None:
    expected, given = [0, 1, 2, 0], [0, 2, 2, 2]
    assert figure("verdicts: quadratic weighted kappa", MIXED).value == pytest.approx(
        cohen_kappa_score(expected, given, weights="quadratic")
    )
    assert figure("verdicts: macro F1", MIXED).value == pytest.approx(f1_score(expected, given, average="macro"))
    assert FALSE_COVER.figure(MIXED).value == 0.5
    assert FALSE_COVER.figure(MIXED).met is False
    assert figure("not « à vérifier »: share", MIXED).value == 0.75
    assert figure("not « à vérifier »: kappa", MIXED).count == 3
    assert figure("confidence: Brier score of the verdict", MIXED).value == pytest.approx(
        brier_score_loss([1, 0, 1, 0], [0.9, 0.6, 0.7, 0.4])
    )


def test_items_are_what_the_figures_are_means_of() -> None:
    own = [*MIXED, judged("missing", "not_rated", "b", 3)]
    for found in items_of(own):
        rated = [score for score in found.scores.values() if not np.isnan(score)]
        assert figure(found.figure, own).value == pytest.approx(np.mean(rated))
        assert set(found.groups) == set(found.scores)
        assert set(found.groups.values()) <= {"a", "b"}
    right = items_of(own)[0].scores
    assert np.isnan(right["b C3.3/3"])
    assert len(right) == len(own)


def test_the_f1_of_a_verdict_is_that_of_scikit_learn_and_undefined_where_it_does_not_occur() -> None:
    generator = np.random.default_rng(0)
    for classes in (1, 2, 3):
        expected, given = generator.integers(classes, size=(2, 40))
        counts = counts_by_group(expected.tolist(), given.tolist(), [0] * 40, 3)[0]
        for rank in range(3):
            own = f1_score(expected == rank, given == rank, zero_division=np.nan)
            assert float(f1_of(rank)(counts)) == pytest.approx(own, nan_ok=True)


def test_systems_share_their_resamples() -> None:
    same = counts_by_group([0, 1, 2, 0, 1, 2], [0, 1, 2, 0, 1, 2], list("aaabbb"), 3)
    worse = counts_by_group([0, 1, 2, 0, 1, 2], [0, 1, 2, 2, 2, 0], list("aaabbb"), 3)
    found = Resampled.of(np.stack([same, same, worse]), accuracy)
    assert set(found.resamples[2].tolist()) == {0.0, 0.5, 1.0}
    equal = found.lead("lead", 1)
    assert (equal.value, equal.low, equal.high) == (0, 0, 0)
    lead = found.lead("lead", 2)
    assert (lead.value, lead.low, lead.high, lead.count) == (0.5, 0, 1, 6)
    assert found.figure("accuracy", 2).value == 0.5


def test_bins_and_the_most_confident() -> None:
    confidence = [0.9, 0.1, 0.5, 0.5, 0.3, 0.7, 0.8]
    bins = confidence_bins(confidence)
    assert [len(rows) for rows in bins] == [2, 2, 1, 1, 1]
    assert sorted(row for rows in bins for row in rows) == list(range(7))
    assert most_confident(confidence, 0.3).tolist() == [0, 6]
    assert most_confident(confidence, 0.01).tolist() == [0]
    assert len(confidence_bins([0.5, 0.6])) == 2
    assert calibration_error([1.0, 1.0, 1.0], [True, True, True]) == 0
    assert calibration_error([1.0, 1.0], [False, False]) == 1
    assert calibration_error([0.5] * 10, [True, False] * 5) == 0
    assert np.isnan(calibration_error([], []))
    assert squared_error(0.8, False) == pytest.approx(0.64)


def review(*criteria: CriterionReview) -> Review:
    return Review(
        file="a.md",
        exam="C3.3",
        exam_source="given",
        pages=None,
        words=10,
        passages=1,
        criteria=criteria,
        expected_elements=(),
        summary="",
    )


def test_flips_leave_out_what_is_without_a_verdict() -> None:
    before = review(
        criterion(1, "covered"), criterion(2, "partial"), criterion(3, "missing"), criterion(4, "not_assessable")
    )
    after = review(
        criterion(1, "covered"), criterion(2, "missing"), criterion(3, "not_rated"), criterion(4, "not_assessable")
    )
    found = flip_figure("flips", twins("a", before, after), 0.01)
    assert (found.value, found.count, found.unrated, found.met) == (0.5, 2, 1, False)
    scores = flip_items("flips", twins("a", before, after), ", as txt").scores
    assert (scores["a C3.3/1, as txt"], scores["a C3.3/2, as txt"], len(scores)) == (0, 1, 3)
    assert np.isnan(scores["a C3.3/3, as txt"])
    nothing = flip_figure("flips", [], 0.01)
    assert np.isnan(nothing.value)
    assert nothing.met is None


def draft(elements: dict[str, Presence]) -> LabelledDraft:
    about = FrontMatter(exam="C3.3", organisation="A", sector="B", voice="C", format="md", title="D")
    label = CriterionLabel(n=1, verdict="partial", elements=elements)
    return LabelledDraft("a", about, "", DraftLabels(draft="a", exam="C3.3", criteria=(label,)))


def test_elements_without_a_reading_are_unrated() -> None:
    labelled = draft({"C3.3/1.a": "yes", "C3.3/1.b": "no", "C3.3/1.c": "partial"})
    findings = tuple(
        ElementFinding(id=f"C3.3/1.{letter}", label="", main=True, present=present, probability=0.5)
        for letter, present in (("a", "yes"), ("b", "partial"))
    )
    own = review(criterion(1, "partial").model_copy(update={"elements": findings}))
    kappa, _ = element_figures(elements_of(labelled, own))
    assert (kappa.count, kappa.unrated) == (2, 1)
    assert all(np.isnan(item.value) for item in (*element_figures([]), *checklist_figures([])))


def test_the_list_of_the_modalites_is_labelled_by_its_elements() -> None:
    labelled = draft({"C3.3/1.a": "yes", "C3.3/1.b": "no", "C3.3/1.c": "partial", "C3.3/1.d": "yes"})
    items = {"both": "ad", "mixed": "ab", "thin": "c", "none": "b", "unlabelled": "ax"}
    elements = ExamElements.model_construct(
        checklist=tuple(
            ChecklistItem(label=label, elements=tuple(f"C3.3/1.{letter}" for letter in letters))
            for label, letters in items.items()
        )
    )
    found = checklist_of(labelled, review(), elements)
    assert [item.expected for item in found] == ["yes", "partial", "partial", "no", None]
    assert all(item.given is None for item in found)


def test_systems_are_compared_on_what_all_of_them_rate() -> None:
    ours = [*MIXED, judged("covered", "not_rated", "b", 3)]
    worse = [judged(item.label.verdict, "partial", item.draft, item.label.n) for item in reversed(ours)]
    first, second = compare(ours, {"always partial": worse})
    assert first.kappa.count == second.kappa.count == len(MIXED)
    assert first.kappa_lead.value == 0
    assert second.kappa_lead.value == pytest.approx(first.kappa.value - second.kappa.value)
    assert np.isnan(second.ratio(first))
    assert [row[0] for row in peers_table([first, second]).rows] == ["jury-coach", "always partial"]
    bars = kappa_bars("peers", {"always partial": second.kappa})
    assert bars.values == (second.kappa.value,)


def test_nothing_is_compared_where_nothing_is_rated() -> None:
    first, second = compare([judged("covered", "not_rated")], {"other": [judged("covered", "covered")]})
    assert np.isnan(first.kappa.value)
    assert np.isnan(second.macro_f1_lead.value)
    assert compare([], {})[0].kappa.count == 0
    assert peers_table([first, second]).rows[1][2] == "–"


def test_a_label_of_no_criterion_is_named() -> None:
    with pytest.raises(DatasetError, match=r"a\.json: the exam C3\.3 has no criterion 1"):
        pair_up([draft({})], [review()])
