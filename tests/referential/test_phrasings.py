import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.referential.knowledge import Knowledge
from assistant.referential.model import Referential
from assistant.referential.wording import fold

LEAST = {"criterion": 16, "exam": 16, "competence": 8, "fact": 8, "unstated": 8}


def test_there_are_enough_ways_to_ask(knowledge: Knowledge, referential: Referential) -> None:
    counts = Counter(str(target) for target, _ in knowledge.examples())
    wanted = [str(key) for key in referential.entry_keys() if key.kind.value in LEAST]
    wanted += [f"fact:{kind}" for kind in knowledge.facts.stated]
    wanted += [f"unstated:{kind}" for kind in knowledge.facts.unstated]
    short = {name: counts[name] for name in wanted if counts[name] < LEAST[name.partition(":")[0]]}
    assert short == {}


def test_no_phrasing_is_the_criterion_itself(knowledge: Knowledge, referential: Referential) -> None:
    wordings = {fold(referential.verbatim(key)) for key in referential.entry_keys()}
    assert [text for _, text in knowledge.examples() if fold(text) in wordings] == []


DATA = Path(__file__).parents[2] / "evals" / "data"


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("questions.*.jsonl")))
def test_evaluation_questions_are_not_phrasings(name: str, knowledge: Knowledge) -> None:
    questions = [json.loads(line)["question"] for line in (DATA / name).read_text("utf-8").splitlines()]
    long = {fold(question) for question in questions if len(question.split()) > 4}
    assert [text for _, text in knowledge.examples() if fold(text) in long] == []
