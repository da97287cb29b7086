"""The suite `jury`: what sets of questions show, and questions on drafts, where there is much, little or nothing."""

from collections.abc import Sequence
from math import isnan

import numpy as np
import pytest

from assistant import Coach
from assistant.coaching.questioning.jury_question import Anchor, JuryQuestion, QuestionSet
from assistant.coaching.reviewing.review import Review
from assistant.dossier.model import Document, Passage
from assistant.referential.question_bank import ExpectedPoint
from evals.bench import Bench
from evals.datasets.drafts import CriterionLabel, DraftLabels, FrontMatter, LabelledDraft
from evals.metrics.jury import (
    AimedQuestion,
    aimed_figures,
    full,
    is_weak,
    likeness_figures,
    most_alike,
    set_figures,
    spread,
)
from evals.result import Figure
from evals.reviewed import Reviewed
from evals.suites import jury

TEXT = "La farine vient de deux moulins, choisis sur leur prix et sur leur délai."
POINT = ExpectedPoint(point="le prix", said=("deux euros",), partly="pas cher")


class Letters:
    """An embedder to which questions are alike that begin with the same letter."""

    name = "letters"

    def embed_questions(self, questions: Sequence[str]) -> np.ndarray:
        return np.array([np.eye(256, dtype=np.float32)[ord(text[0]) % 256] for text in questions])

    embed_passages = embed_questions


def question(text: str, *targets: str, quote: str = "", aim: str = "open") -> JuryQuestion:
    return JuryQuestion(
        question=text,
        targets=targets,
        kind="method",
        level="standard",
        points=(POINT,),
        anchor=Anchor(quote=quote) if quote else None,
        aim=aim,  # type: ignore[arg-type]
    )


def questions(*asked: JuryQuestion, exam: str = "C3.3", asked_for: int = 2) -> QuestionSet:
    return QuestionSet(exam=exam, questions=asked, seed=0, asked_for=asked_for)


def reviewed(*verdicts: str, name: str = "boulangerie") -> Reviewed:
    labels = tuple(CriterionLabel(n=n, verdict=verdict, elements={}) for n, verdict in enumerate(verdicts, 1))  # type: ignore[arg-type]
    about = FrontMatter(exam="C3.3", organisation=name, sector="pain", voice="sobre", format="md", title="Dossier")
    draft = LabelledDraft(name, about, TEXT, DraftLabels(draft=name, exam="C3.3", criteria=labels))
    document = Document(file=f"{name}.md", format="md", passages=(Passage(index=0, text=TEXT),))
    review = Review(
        file=f"{name}.md",
        exam="C3.3",
        exam_source="given",
        pages=1,
        words=14,
        passages=1,
        criteria=(),
        expected_elements=(),
        summary="",
    )
    return Reviewed(draft, document, review)


def value(figures: Sequence[Figure], name: str) -> float:
    return next(item.value for item in figures if item.name == name)


# Without a draft


def test_sets_that_are_short_off_the_exam_or_leave_criteria_out() -> None:
    sets = [
        questions(question("Pourquoi ?", "C3.3/1"), question("Comment ?", "C3.4/1")),
        questions(question("Qui ?", "C3.3/1")),
    ]
    figures = set_figures(sets, criteria=4)
    assert value(figures, "sets of 20 that are full") == 0.5
    assert value(figures, "questions on the asked exam") == pytest.approx(2 / 3)
    assert value(figures, "criteria reached") == 0.5
    assert full(sets) == 1


def test_the_two_most_alike_are_looked_for_within_a_set() -> None:
    first, again, other = question("Pourquoi ce prix ?"), question("Pourquoi ce prix-là ?"), question("Qui décide ?")
    apart = most_alike([questions(first, other), questions(again, other)], Letters())
    together = most_alike([questions(first, again)], Letters())
    assert apart.sense == 0.0
    assert apart.words < 60
    assert together.sense == 1.0
    assert together.words > 85
    assert [figure.met for figure in likeness_figures(together, 1)] == [False, False]


def test_sets_without_two_questions_have_no_likeness() -> None:
    for sets in ([], [questions()], [questions(question("Pourquoi ?"))]):
        assert all(
            isnan(figure.value) and figure.met is None for figure in likeness_figures(most_alike(sets, Letters()), 0)
        )


def test_nothing_asked_is_undefined_and_not_zero() -> None:
    figures = set_figures([], criteria=0)
    assert all(isnan(figure.value) for figure in figures)
    kinds, levels, criteria = spread([], {})
    assert set(kinds.values) == set(levels.values) == {0.0}
    assert criteria.names == ()


def test_a_criterion_that_is_never_asked_shows_in_the_spread() -> None:
    criteria = spread([questions(question("Pourquoi ?", "C3.3/1"))], {"C3.3": ["C3.3/1", "C3.3/2"]})[2]
    assert (criteria.values, criteria.low, criteria.high) == ((0.5,), (0.0,), (1.0,))


# On drafts


def test_a_draft_is_weak_from_half_of_its_criteria() -> None:
    assert is_weak(reviewed("covered", "missing"))
    assert not is_weak(reviewed("covered", "covered", "partial"))
    assert not is_weak(reviewed())


def test_questions_on_drafts() -> None:
    weak, strong = reviewed("covered", "missing", name="faible"), reviewed("covered", "covered", name="solide")
    asked = [
        question("« deux moulins » : lesquels ?", "C3.3/2", quote="deux moulins", aim="thin"),
        question("« deux moulins » : pourquoi ?", "C3.3/1", quote="deux moulins", aim="strong"),
        question("Que manque-t-il ?", "C3.3/2", aim="missing"),
        question("Et vous ?", "C3.3/1"),
    ]
    aimed = [AimedQuestion(weak, number, item) for number, item in enumerate(asked, 1)]
    aimed.append(AimedQuestion(strong, 1, question("Pourquoi ?", "C3.3/1", quote="trois moulins", aim="strong")))
    figures, items = aimed_figures([weak, strong], aimed)
    assert value(figures, "drafts that are weak") == 0.5
    assert value(figures, "questions with an anchor") == pytest.approx(3 / 5)
    assert value(figures, "anchors verbatim in the draft") == pytest.approx(2 / 3)
    assert value(figures, "anchors verbatim in the question") == pytest.approx(2 / 3)
    assert value(figures, "weak drafts: anchored, on partial or missing") == 0.5
    assert value(figures, "weak drafts: all aimed, on partial or missing") == pytest.approx(2 / 3)
    assert value(figures, "all drafts: anchored, on partial or missing") == pytest.approx(1 / 3)
    assert items.scores == {"faible/1": 1.0, "faible/2": 0.0}
    assert [example.id for example in jury.astray(aimed)] == ["faible/2"]


def test_drafts_without_questions_and_questions_without_anchors() -> None:
    weak = reviewed("missing")
    figures, items = aimed_figures([weak], [])
    assert value(figures, "drafts that are weak") == 1.0
    assert all(isnan(item.value) and item.met is None for item in figures[1:])
    assert items.scores == {}
    figures, _ = aimed_figures([weak], [AimedQuestion(weak, 1, question("Et vous ?", "C3.3/1"))])
    assert value(figures, "questions with an anchor") == 0.0
    assert isnan(value(figures, "anchors verbatim in the draft"))


# The suite


def test_a_quick_run_leaves_drafts_out_and_measures_the_bank_once(coach: Coach) -> None:
    said: list[str] = []
    bench = Bench(coach, quick=True, say=said.append)
    bench.__dict__["embedder"] = Letters()
    first, second = jury.run(bench, "dev"), jury.run(bench, "test")
    assert first is not None
    assert second is not None
    assert first.figures == second.figures
    assert [message for message in said if "questions" in message] == ["jury: 16 sets of 20 questions"]
    assert not any("draft" in figure.name for figure in first.figures)
    assert value(first.figures, "same seed, same questions") == 1.0
    assert [figure.name for figure in first.figures if figure.timed] == ["ten questions, median"]
    assert all(least > 0 for least in first.plots[2].low)
