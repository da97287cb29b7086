"""Drafts side by side: names that tell them apart, what most of them lack."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.coaching.reviewing.cohort import cohort_of
from assistant.coaching.reviewing.review import CriterionReview, ElementFinding, Review, ReviewVerdict
from assistant.referential.loading import load_referential
from assistant.settings import get_settings
from tests.report.samples import criterion, sample

REFERENTIAL = load_referential(get_settings().corpus)
EXAM = REFERENTIAL.exam("C3.3")
BASE = sample(REFERENTIAL).model_copy(update={"exam": "C3.3"})
VERDICTS: tuple[ReviewVerdict, ...] = ("covered", "partial", "missing", "not_assessable", "not_rated")


def judged(n: int, verdict: str, lacking: tuple[str, ...] = ()) -> CriterionReview:
    findings = tuple(
        ElementFinding(id=f"C3.3/{n}.{label}", label=label, main=True, present="no", probability=0.1)
        for label in lacking
    )
    there = ElementFinding(id=f"C3.3/{n}.z", label="z", main=True, present="yes", probability=0.9)
    return criterion(EXAM, n, verdict, elements=(*findings, there))


def draft(name: str, *verdicts: str) -> Review:
    criteria = tuple(judged(n, verdict) for n, verdict in enumerate(verdicts, start=1))
    return BASE.model_copy(update={"file": name, "criteria": criteria})


def names(*files: str) -> tuple[str, ...]:
    return cohort_of([draft(name, *["covered"] * 6) for name in files], EXAM).names


def test_two_drafts_of_one_name_are_told_apart() -> None:
    assert names("a.docx", "b.docx") == ("a.docx", "b.docx")
    assert names("a.docx", "a.docx", "a.docx") == ("a.docx", "a.docx (2)", "a.docx (3)")
    assert names() == ()


def test_a_name_that_looks_like_a_second_one_is_kept() -> None:
    assert names("a", "a", "a (2)") == ("a", "a (3)", "a (2)")
    assert names("a (2)", "a", "a") == ("a (2)", "a", "a (3)")
    assert names("a", "a", "a (2)", "a (2)") == ("a", "a (3)", "a (2)", "a (2) (2)")


@given(st.lists(st.sampled_from(["a", "b", "a (2)", "a (3)", "a (2) (2)", ""]), max_size=9))
@settings(deadline=None)
def test_no_two_drafts_have_one_name_and_the_first_keeps_its_own(files: list[str]) -> None:
    found = names(*files)
    assert len(set(found)) == len(files)
    for name, file in zip(found, files, strict=True):
        assert name.startswith(file)
        if files.count(file) == 1:
            assert name == file
    assert all(found[files.index(file)] == file for file in files)


def test_the_row_of_a_criterion_is_in_the_order_of_the_drafts() -> None:
    cohort = cohort_of([draft("a", *["covered"] * 6), draft("b", *["missing"] * 6)], EXAM)
    assert [item.verdict for item in cohort.row("C3.3/4")] == ["covered", "missing"]
    assert cohort.row("C5.3/1") == ()


def test_common_is_what_half_of_the_judged_drafts_lack() -> None:
    drafts = [
        draft("a", "missing", "missing", "partial", "covered", "not_rated", "not_assessable"),
        draft("b", "missing", "covered", "partial", "covered", "missing", "not_assessable"),
        draft("c", "missing", "covered", "covered", "covered", "covered", "not_assessable"),
        draft("d", "covered", "covered", "covered", "missing", "not_rated", "not_assessable"),
    ]
    found = cohort_of(drafts, EXAM).common_weaknesses()
    assert [(item.criterion, item.missing, item.partial, item.drafts) for item in found] == [
        ("C3.3/1", 3, 0, 4),
        ("C3.3/5", 1, 0, 2),
        ("C3.3/3", 0, 2, 4),
    ]
    assert found[0].text == EXAM.criteria[0].text


def test_five_weaknesses_at_most_and_none_without_drafts() -> None:
    assert len(cohort_of([draft("a", *["missing"] * 6)], EXAM).common_weaknesses()) == 5
    assert cohort_of([], EXAM).common_weaknesses() == ()


def test_a_missing_criterion_weighs_more_than_a_partial_one() -> None:
    found = cohort_of([draft("a", "partial", "missing", *["covered"] * 4)], EXAM).common_weaknesses()
    assert [item.criterion for item in found] == ["C3.3/2", "C3.3/1"]


def test_what_lacks_most_often_is_named_first() -> None:
    others = [judged(n, "covered") for n in range(2, 7)]
    lacks = [("prix", "délai"), ("délai", "poids"), ("délai", "poids", "lots"), ()]
    drafts = [
        BASE.model_copy(update={"file": str(i), "criteria": (judged(1, "missing", lack), *others)})
        for i, lack in enumerate(lacks)
    ]
    (found,) = cohort_of(drafts, EXAM).common_weaknesses()
    assert found.lacking == (("délai", 3), ("poids", 2), ("prix", 1))


@given(st.lists(st.lists(st.sampled_from(VERDICTS), min_size=6, max_size=6), max_size=7))
@settings(deadline=None)
def test_counts_never_pass_the_drafts(given_verdicts: list[list[str]]) -> None:
    cohort = cohort_of([draft(str(i), *verdicts) for i, verdicts in enumerate(given_verdicts)], EXAM)
    shares = []
    for item in cohort.common_weaknesses():
        assert item.drafts <= len(given_verdicts)
        assert item.drafts / 2 <= item.missing + item.partial <= item.drafts
        shares.append((item.missing + item.partial / 2) / item.drafts)
    assert shares == sorted(shares, reverse=True)


def test_a_draft_for_another_exam_is_no_member() -> None:
    with pytest.raises(ValueError, match=r"\['b'\]"):
        cohort_of([draft("a"), draft("b").model_copy(update={"exam": "C5.3"})], EXAM)
