"""The expected elements and their example passages, as data."""

from collections import Counter

import pytest

from assistant.referential.elements import ExamplePassage, load_elements, load_passages
from assistant.referential.loading import load_referential
from assistant.referential.wording import words
from assistant.settings import get_settings

CORPUS = get_settings().corpus
EXAMS = [exam.id for exam in load_referential(CORPUS).exams]
SHARED_WORDS = 8


def runs(text: str) -> set[tuple[str, ...]]:
    own = words(text)
    return {tuple(own[i : i + SHARED_WORDS]) for i in range(len(own) - SHARED_WORDS + 1)}


@pytest.mark.parametrize("exam_id", EXAMS)
def test_every_criterion_judged_on_a_draft_has_elements(exam_id: str) -> None:
    exam = load_referential(CORPUS).exam(exam_id)
    elements = load_elements(CORPUS)[exam_id]
    for criterion in exam.criteria:
        own = elements.criteria.get(criterion.n, ())
        if criterion.evidence == "oral":
            assert not own
        else:
            assert 2 <= len(own) <= 6, criterion.id
            assert any(element.main for element in own), criterion.id
            assert all(element.id.startswith(f"{criterion.id}.") for element in own)


@pytest.mark.parametrize("exam_id", EXAMS)
def test_the_checklist_follows_the_modalities(exam_id: str) -> None:
    expected = [item.label for item in load_referential(CORPUS).exam(exam_id).expected_elements]
    assert [item.label for item in load_elements(CORPUS)[exam_id].checklist] == expected


@pytest.mark.parametrize("exam_id", EXAMS)
def test_every_element_has_examples_of_each_kind(exam_id: str) -> None:
    counts = Counter((item.element, item.kind) for item in load_passages(CORPUS, exam_id))
    for element in load_elements(CORPUS)[exam_id].all:
        assert counts[element.id, "satisfies"] >= 8, element.id
        assert counts[element.id, "announces"] >= 4, element.id
        assert counts[element.id, "near_miss"] >= 4, element.id


def test_passages_share_no_run_of_words_with_each_other_or_with_the_referential() -> None:
    referential = load_referential(CORPUS)
    seen: dict[tuple[str, ...], ExamplePassage | None] = {}
    for key in referential.entry_keys():
        seen |= dict.fromkeys(runs(referential.verbatim(key)))
    shared = []
    for exam_id in EXAMS:
        for item in load_passages(CORPUS, exam_id):
            own = runs(item.text)
            shared += [item.text for run in own if run in seen]
            seen |= dict.fromkeys(own, item)
    assert not shared
