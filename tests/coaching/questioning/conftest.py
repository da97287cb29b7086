from pathlib import Path

import pytest

from assistant import Coach
from assistant.coaching.questioning.questioner import Questioner
from assistant.coaching.reviewing.review import Review
from assistant.dossier.model import Document
from assistant.referential.model import Referential
from tests.coaching.questioning import drafts


@pytest.fixture(scope="session")
def questioner(referential: Referential, corpus: Path) -> Questioner:
    return Questioner(referential, corpus)


@pytest.fixture(scope="session")
def written(coach: Coach) -> Document:
    return coach.read(drafts.WRITTEN.encode(), "moulin.md")


@pytest.fixture(scope="session")
def hollow(coach: Coach) -> Document:
    return coach.read(drafts.hollow(), "plan.docx")


@pytest.fixture(scope="session")
def review(coach: Coach, written: Document) -> Review:
    """The real review of a draft of which something is thin, something missing, and a total is wrong."""
    return coach.review(written, "C3.3")


@pytest.fixture(scope="session")
def hollow_review(coach: Coach, hollow: Document) -> Review:
    """The real review of a draft that holds nothing."""
    return coach.review(hollow, "C3.3")
