"""The expected elements as data."""

import pytest

from assistant.referential.elements import load_elements
from assistant.referential.loading import load_referential
from assistant.settings import get_settings

CORPUS = get_settings().corpus
EXAMS = [exam.id for exam in load_referential(CORPUS).exams]


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
