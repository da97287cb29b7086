import pytest

from assistant import Coach
from assistant.judging.answer_judge import AnswerJudge, make_answer_judge
from assistant.search.embedder import Embedder


@pytest.fixture(scope="session")
def coach_embedder(coach: Coach) -> Embedder:
    return coach.embedder


@pytest.fixture(scope="session")
def answer_judge(coach: Coach) -> AnswerJudge:
    return make_answer_judge(coach.settings.corpus, coach.embedder)
