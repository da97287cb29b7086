"""Questions aimed at drafts, through the real judge: the draft's own words, what is weak first, what can't be true."""

from collections.abc import Sequence
from random import Random

import pytest

from assistant import Coach
from assistant.coaching.questioning.aiming import conflict_targets, strong_targets, weak_targets
from assistant.coaching.questioning.excerpts import excerpt
from assistant.coaching.questioning.jury_question import JuryQuestion
from assistant.coaching.questioning.questioner import Questioner, QuestionRequest, QuestionRequestError
from assistant.coaching.reviewing.review import CriterionReview, Quote, Review
from assistant.dossier.model import Document
from assistant.dossier.quotes import is_verbatim
from assistant.referential.model import Referential
from assistant.referential.question_bank import LEVELS, Level

SEEDS = range(5)
ORDER = {"missing": 0, "thin": 0, "contradiction": 1, "strong": 2, "open": 3}


def asked(questioner: Questioner, review: Review, count: int = 5, seed: int = 0, **more: object) -> list[JuryQuestion]:
    request = QuestionRequest(review.exam, count=count, seed=seed, **more)  # type: ignore[arg-type]
    return list(questioner.questions(request, review).questions)


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - chance, not secrets


def verdicts(review: Review) -> dict[str, CriterionReview]:
    return {item.id: item for item in review.criteria}


@pytest.fixture(scope="module")
def praised(review: Review) -> Review:
    """The review as it would be of a draft that answers everything, each time with other words of the draft."""
    quotes = [
        Quote(quote="Prix : le montant hors taxes du lot, reprises comprises", heading="Comment nous choisissons"),
        Quote(quote="le choix est fait le 3 avril", heading="Les trois lots"),
        Quote(quote="310 clients, qui commandent chaque mois", heading="Ce que nous voulons"),
        Quote(quote="1 900 visites en mars 2026 pour 14 commandes", heading="Qui nous sommes"),
        Quote(quote="trois travaux pour une marque alimentaire", heading="Comment nous choisissons"),
        Quote(quote="40 images de produits et 12 gestes", heading="Les trois lots"),
    ]
    criteria = tuple(
        item.model_copy(
            update={
                "verdict": "covered",
                "to_check": False,
                "evidence": (quote,),
                "elements": tuple(
                    finding.model_copy(update={"present": "yes", "evidence": (quote,)}) for finding in item.elements
                ),
            }
        )
        for item, quote in zip(review.criteria, quotes, strict=True)
    )
    return review.model_copy(update={"criteria": criteria, "conflicts": ()})


@pytest.fixture(scope="module")
def reviewed(
    review: Review, written: Document, hollow_review: Review, hollow: Document
) -> list[tuple[Review, Document]]:
    return [(review, written), (hollow_review, hollow)]


def test_the_review_is_one_to_ask_about(review: Review, hollow_review: Review) -> None:
    assert any(item.verdict == "partial" for item in review.criteria)
    assert any(item.verdict == "missing" for item in review.criteria)
    assert [item.kind for item in review.conflicts] == ["total"]
    assert {item.verdict for item in hollow_review.criteria} == {"missing"}


@pytest.mark.parametrize("seed", SEEDS)
def test_anchors_are_the_drafts_words_and_stand_in_the_question(
    questioner: Questioner, reviewed: list[tuple[Review, Document]], seed: int
) -> None:
    for found, document in reviewed:
        anchored = [item for item in asked(questioner, found, 20, seed) if item.anchor]
        assert anchored
        for item in anchored:
            assert item.anchor
            assert is_verbatim(item.anchor.quote, document)
            assert f"« {item.anchor.quote} »" in item.question
            assert len(item.anchor.quote.split()) <= 28
        quotes = [item.anchor.quote for item in anchored if item.anchor]
        assert len(set(quotes)) == len(quotes)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_place_of_an_anchor_is_that_of_its_words(
    questioner: Questioner, review: Review, written: Document, seed: int
) -> None:
    for item in asked(questioner, review, 20, seed):
        if item.anchor:
            words = " ".join(item.anchor.quote.split())
            places = {p.heading for p in written.passages if words in " ".join(p.text.split())}
            assert item.anchor.heading in places


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_weak_comes_first_and_the_bank_last(questioner: Questioner, review: Review, seed: int) -> None:
    found = asked(questioner, review, 30, seed)
    ranks = [ORDER[item.aim] for item in found]
    assert ranks == sorted(ranks)
    assert {"missing", "contradiction", "open"} <= {item.aim for item in found}
    by_id = verdicts(review)
    for item in found:
        if item.aim in {"missing", "thin"}:
            assert by_id[item.targets[0]].verdict in {"missing", "partial"}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_weak_criterion_is_asked_about_before_one_is_twice(
    questioner: Questioner, review: Review, seed: int
) -> None:
    weak = {item.id for item in review.criteria if item.verdict in {"missing", "partial"}}
    aimed = [item for item in asked(questioner, review, 20, seed) if item.aim in {"missing", "thin"}]
    assert {item.targets[0] for item in aimed[: len(weak)]} == weak


def test_verdicts_that_are_to_be_checked_come_after_the_sure_ones(review: Review) -> None:
    doubtful = review.criteria[3].id
    criteria = [item.model_copy(update={"to_check": item.id == doubtful}) for item in review.criteria]
    unsure = review.model_copy(update={"criteria": tuple(criteria)})
    for seed in SEEDS:
        targets = weak_targets(unsure, [item.id for item in criteria], chance(seed))
        first = list(dict.fromkeys(target.criterion for target in targets))
        assert first[-1] == doubtful


def test_a_draft_that_only_announces_is_asked_about_all_that_it_lacks(
    questioner: Questioner, hollow_review: Review
) -> None:
    found = asked(questioner, hollow_review, 6)
    assert {item.aim for item in found} == {"missing"}
    assert {item.targets[0] for item in found} == {item.id for item in hollow_review.criteria}


def test_elements_that_lack_are_asked_about_in_their_own_words(questioner: Questioner, review: Review) -> None:
    bank = questioner.bank("C3.3")
    for item in asked(questioner, review, 12):
        if item.aim == "missing":
            own = bank.draft_questions[item.id.removesuffix("-missing")]
            assert item.question.endswith(f" {own.missing}")
            assert item.points == own.points
            assert own.element.startswith(f"{item.targets[0]}.")


def test_a_contradiction_is_asked_about_with_both_figures(questioner: Questioner, review: Review) -> None:
    for count in (4, 5, 8, 20):
        (found,) = [item for item in asked(questioner, review, count) if item.aim == "contradiction"]
        assert found.kind == "figures"
        assert found.level == "exigeant"
        assert found.anchor
        assert "12 000" in found.anchor.quote
        assert "12 000" in found.question.replace("\u00a0", " ")
        assert "13 000" in found.question.replace("\u00a0", " ")
        assert found.points == questioner.bank("C3.3").conflict_questions["total"].points


def test_a_contradiction_far_from_what_was_found_bears_on_no_criterion(review: Review) -> None:
    criteria = [item.id for item in review.criteria]
    ((conflict, criterion),) = conflict_targets(review, criteria)
    assert criterion in criteria
    assert conflict_targets(review, [name for name in criteria if name != criterion]) == []
    far = conflict.model_copy(update={"first": conflict.first.model_copy(update={"passage": 900})})
    assert conflict_targets(review.model_copy(update={"conflicts": (far,)}), criteria) == []


def test_a_contradiction_is_not_asked_about_again(questioner: Questioner, review: Review) -> None:
    first = asked(questioner, review, 8, 1)
    before = "\n".join(item.question for item in first)
    again = asked(questioner, review, 8, 2, asked_before=before)
    assert {item.id for item in first} & {item.id for item in again} == set()


def test_what_was_asked_on_a_lack_is_not_asked_again(questioner: Questioner, review: Review) -> None:
    first = [item for item in asked(questioner, review, 8, 1) if item.aim != "contradiction"]
    before = "\n".join(item.question for item in first)
    again = asked(questioner, review, 8, 2, asked_before=before)
    assert len(again) == 8
    assert {item.id for item in first} & {item.id for item in again} == set()


@pytest.mark.parametrize("seed", SEEDS)
def test_strong_points_are_to_be_defended(
    questioner: Questioner, praised: Review, written: Document, seed: int
) -> None:
    found = asked(questioner, praised, 6, seed)
    assert {item.aim for item in found} == {"strong"}
    assert {item.targets[0] for item in found} == {item.id for item in praised.criteria}
    assert {item.level for item in found} == {"exigeant"}
    assert all(item.anchor and is_verbatim(item.anchor.quote, written) for item in found)
    assert weak_targets(praised, [item.id for item in praised.criteria], chance(seed)) == []


def test_what_was_not_judged_is_no_target(review: Review) -> None:
    criteria = [item.model_copy(update={"verdict": "not_rated"}) for item in review.criteria]
    unjudged = review.model_copy(update={"criteria": tuple(criteria)})
    names = [item.id for item in criteria]
    assert weak_targets(unjudged, names, chance(0)) == strong_targets(unjudged, names, chance(0)) == []


@pytest.mark.parametrize("level", LEVELS)
def test_the_level_is_kept_with_a_draft(questioner: Questioner, review: Review, praised: Review, level: Level) -> None:
    for found in (asked(questioner, review, 12, level=level), asked(questioner, praised, 12, level=level)):
        assert len(found) == 12
        assert {item.level for item in found} == {level}
    aims = {item.aim for item in asked(questioner, review, 12, level=level)}
    assert "missing" in aims
    assert ("contradiction" in aims) == (level != "facile")


def test_the_competence_and_the_criteria_are_kept_with_a_draft(questioner: Questioner, review: Review) -> None:
    wanted = ("C3.3/4", "C3.3/6")
    found = asked(questioner, review, 9, criteria=wanted)
    assert len(found) == 9
    assert {target for item in found for target in item.targets} == set(wanted)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_asked_twice_about_a_draft(questioner: Questioner, review: Review, seed: int) -> None:
    ids = [item.id for item in asked(questioner, review, 60, seed)]
    assert len(ids) == 60
    assert len(set(ids)) == len(ids)


def test_the_same_seed_asks_the_same_about_a_draft(questioner: Questioner, review: Review) -> None:
    assert asked(questioner, review, 8, 5) == asked(questioner, review, 8, 5)
    assert len({tuple(item.question for item in asked(questioner, review, 8, seed)) for seed in SEEDS}) > 1


def test_the_review_of_another_exam_is_refused_in_one_sentence(coach: Coach, review: Review) -> None:
    with pytest.raises(QuestionRequestError) as caught:
        coach.questions("C5.3", review=review)
    assert str(caught.value) == "La relecture porte sur l’épreuve C3.3, pas sur C5.3."


def openings_of(found: Sequence[JuryQuestion]) -> str:
    return "\n".join(item.question for item in found)


def test_what_lacks_beside_a_quotation_is_said(questioner: Questioner, review: Review) -> None:
    said = "\n".join(openings_of(asked(questioner, review, 20, seed)) for seed in range(20))
    assert "Mais je n’y trouve pas " in said
    for article in ("un ", "une ", "des "):
        assert f"Mais je n’y trouve pas {article}" not in said


def test_an_anchor_is_cut_from_the_evidence_that_it_stands_for(review: Review, referential: Referential) -> None:
    quotes = [quote.quote for item in review.criteria for quote in item.evidence]
    assert quotes
    for quote in quotes:
        assert excerpt(quote, referential.criterion("C3.3/1").text) in quote
