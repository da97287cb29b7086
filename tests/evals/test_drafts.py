"""The labelled drafts, as data: labels that can be trusted, splits that are kept apart."""

from itertools import combinations

import pytest

from assistant.referential.elements import load_elements
from assistant.referential.loading import load_referential
from assistant.referential.wording import fold_spaces
from assistant.settings import get_settings
from evals.datasets.drafts import DRAFTS, LabelledDraft, load_drafts

CORPUS = get_settings().corpus
SPLITS = ("train", "dev", "test")
EVERY = {split: load_drafts(split) for split in SPLITS}
ALL = [draft for drafts in EVERY.values() for draft in drafts]


def test_every_draft_has_its_labels() -> None:
    for split in SPLITS:
        texts = {path.stem for path in (DRAFTS / split).glob("*.md")}
        assert texts == {draft.name for draft in EVERY[split]}


def test_each_exam_has_drafts_in_every_split() -> None:
    for exam in load_referential(CORPUS).exams:
        counts = [sum(draft.about.exam == exam.id for draft in EVERY[split]) for split in SPLITS]
        assert sum(counts) >= 5
        assert min(counts) >= 2


def test_splits_are_kept_apart_by_organisation() -> None:
    for first, second in combinations(SPLITS, 2):
        own = {draft.about.organisation for draft in EVERY[first]}
        assert not own & {draft.about.organisation for draft in EVERY[second]}


@pytest.mark.parametrize("draft", ALL, ids=lambda draft: draft.name)
def test_labels_name_every_criterion_and_quote_the_draft(draft: LabelledDraft) -> None:
    exam = load_referential(CORPUS).exam(draft.about.exam)
    judged = {"written", "slides"} if draft.about.format == "pptx" else {"written"}
    assert [label.n for label in draft.labels.criteria] == [c.n for c in exam.criteria if c.evidence in judged]
    known = {element.id for element in load_elements(CORPUS)[exam.id].all}
    text = fold_spaces(draft.markdown)
    for label in draft.labels.criteria:
        assert set(label.elements) <= known
        quotes = [*label.evidence, *(quote for own in label.element_evidence.values() for quote in own)]
        assert all(fold_spaces(quote) in text for quote in quotes)
        assert bool(label.evidence) == (label.verdict != "missing")
