"""The load test itself: a few people, a few seconds, on the real page."""

import asyncio

import pytest

from assistant.settings import Settings
from evals.datasets.drafts import load_drafts
from evals.datasets.rendering import render
from evals.load.__main__ import measure
from evals.load.browser import Chain, Waited
from evals.load.figures import figures_of, table_of
from evals.load.people import Done, DraftFile, Plan
from evals.measuring.processes import served_page

QUESTIONS = ("Qu’attend le jury pour C3.3 ?", "Combien de temps dure l’oral de veille ?")


def test_a_run_becomes_a_line_with_its_errors_and_its_percentiles() -> None:
    done = [Done("ask", 0.0, Waited(0.1, second / 100, 1, 10)) for second in range(1, 101)]
    done += [Done("review", 1.0, None, "PageError: no review"), Done("page", 0.0, Waited(0.2, 0.2, 1, 0))]
    figures = figures_of(Plan(people=3), done, {}, {"load_average": [0.5, 0.7]})
    assert figures["errors"] == 1
    assert figures["problems"] == {"review: PageError: no review": 1}
    assert figures["waited"]["ask"]["last_s"]["p95"] == pytest.approx(0.95, abs=0.01)
    assert "| 3 | 1 | 100 |" in table_of([figures])
    assert "0.51 / 0.95 s" in table_of([figures])


def test_the_events_of_a_question_are_found_by_what_they_follow() -> None:
    calls = [(3, "clear", None), (4, "_append_message_to_history", 3), (5, "lock", 3), (6, "answer", 4)]
    calls += [(7, "clean", 6), (8, "unlock", 6), (9, "free", 7), (10, "save", 9)]
    config = {
        "components": [{"id": 1, "props": {"elem_id": "question"}}],
        "dependencies": [
            {"id": id, "api_name": name, "targets": [] if after else [[1, "submit"]], "trigger_after": after}
            for id, name, after in calls
        ],
    }
    assert Chain.of(config) == Chain(3, 4, 6, 7, 9, 10, 5, 8)


@pytest.mark.slow
def test_five_people_ask_and_have_a_draft_reviewed_without_an_error(settings: Settings) -> None:
    draft = load_drafts("dev")[0]
    given = DraftFile("brouillon.docx", render(draft, "docx"), draft.about.exam)
    plan = Plan(people=5, seconds=8, think_s=2, reviews_a_minute=15)
    with served_page(settings) as page:
        found = asyncio.run(measure(plan, page.address, page.pid, QUESTIONS, [given]))
    assert found["errors"] == 0, found["problems"]
    assert found["waited"]["page"]["count"] == 5
    assert found["waited"]["ask"]["count"] >= 5
    assert found["waited"]["review"]["count"] >= 1
    assert found["used"]["end_mb"] > 100
