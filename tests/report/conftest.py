from datetime import date
from pathlib import Path

import pytest

from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.coaching.questioning.questioner import Questioner
from assistant.coaching.reviewing.comparing import Comparison, compare
from assistant.coaching.reviewing.review import Review
from assistant.referential.model import Referential
from tests.report.jury_samples import aimed_questions
from tests.report.samples import sample

DAY = date(2026, 3, 1)


@pytest.fixture(scope="session")
def review(referential: Referential) -> Review:
    return sample(referential)


@pytest.fixture(scope="session")
def comparison(review: Review) -> Comparison:
    """The draft before: a criterion better now, one worse (perhaps), one that had no verdict, one that lost it."""
    first, second, third, fourth, fifth, *rest = review.criteria
    before = (
        first.model_copy(update={"verdict": "partial", "found": first.found[:1], "missing": first.found[1:]}),
        second.model_copy(update={"verdict": "covered", "found": (*second.found, second.missing[0]), "missing": ()}),
        third,
        fourth.model_copy(update={"verdict": "not_rated"}),
        fifth.model_copy(update={"verdict": "missing"}),
        *rest,
    )
    expected = (review.expected_elements[0].model_copy(update={"present": "no"}), *review.expected_elements[1:])
    changes = {"file": "v1 d'avant.docx", "criteria": before, "expected_elements": expected}
    return compare(review.model_copy(update=changes), review)


@pytest.fixture(scope="session")
def questioner(referential: Referential, corpus: Path) -> Questioner:
    return Questioner(referential, corpus)


@pytest.fixture(scope="session")
def questions(questioner: Questioner, referential: Referential) -> QuestionSet:
    return aimed_questions(questioner, referential)
