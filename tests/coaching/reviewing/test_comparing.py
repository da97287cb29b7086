import json

import pytest

from assistant.coaching.reviewing.comparing import MAX_CHARACTERS, CriterionMove, ReviewFileError, compare, read_review
from assistant.coaching.reviewing.review import CriterionReview, ElementFinding, ExpectedElementReview, Quote, Review
from assistant.dossier.model import DraftWarning


def criterion(n: int, verdict: str, **more: object) -> CriterionReview:
    given = {"id": f"C3.3/{n}", "n": n, "text": f"Le critère {n}", "evidence_kind": "written", "verdict": verdict}
    return CriterionReview.model_validate({**given, "confidence": 0.8, **more})


def review(*criteria: CriterionReview, **more: object) -> Review:
    given = {"file": "v1.docx", "exam": "C3.3", "exam_source": "given", "pages": 3, "words": 900, "passages": 40}
    made = Review.model_validate({**given, "criteria": (), "expected_elements": (), "summary": "…", **more})
    return made.model_copy(update={"criteria": criteria})


def only_move(before: CriterionReview, after: CriterionReview) -> CriterionMove:
    (move,) = compare(review(before), review(after)).criteria
    return move


FULL = review(
    criterion(
        1,
        "partial",
        evidence=(Quote(quote="« L’œuvre » – 12 €", page=2, heading="1. Contexte", passage=7),),
        found=("a",),
        missing=("b",),
        elements=(ElementFinding(id="C3.3/1.a", label="a", main=True, present="yes", probability=0.9),),
        against=(Quote(quote="à préciser"),),
    ),
    warnings=(DraftWarning(kind="comments", message="…"),),
)


def test_a_downloaded_review_is_read_back_without_what_the_contract_leaves_out() -> None:
    back = read_review(json.dumps(FULL.to_contract(), ensure_ascii=False))
    assert back.to_contract() == FULL.to_contract()
    assert back.criteria[0].evidence[0].quote == "« L’œuvre » – 12 €"
    assert (back.criteria[0].elements, back.criteria[0].against) == ((), ())


def test_a_byte_order_mark_and_unknown_fields_do_no_harm() -> None:
    data = {**FULL.to_contract(), "later": 1}
    assert read_review("\ufeff" + json.dumps(data, indent=2) + "\n").exam == "C3.3"


def _without(key: str) -> str:
    return json.dumps({name: value for name, value in FULL.to_contract().items() if name != key})


def _with(**changes: object) -> str:
    return json.dumps({**FULL.to_contract(), **changes})


BAD: dict[str, tuple[str, str]] = {
    "nothing": (" \n", "vide"),
    "prose": ("Ma relecture est très bonne.", "n’est pas du JSON"),
    "cut off": (json.dumps(FULL.to_contract())[:-20], "n’est pas du JSON"),
    "very deep": ("[" * 100_000, "n’est pas du JSON"),
    "half a character": ("\ud800", "n’est pas"),
    "another JSON": ('{"questions": []}', "n’est pas une relecture"),
    "a list": ("[]", "n’est pas une relecture"),
    "a number": ("12", "n’est pas une relecture"),
    "no exam": (_without("exam"), "n’est pas une relecture"),
    "a foreign verdict": (
        _with(criteria=[{**FULL.to_contract()["criteria"][0], "verdict": "excellent"}]),
        "n’est pas une relecture",
    ),
    "no criteria": (_with(criteria=[]), "aucun critère"),
    "the same criterion twice": (_with(criteria=FULL.to_contract()["criteria"] * 2), "deux fois"),
    "several reviews": ("\n".join([json.dumps(FULL.to_contract())] * 2), "plusieurs relectures"),
    "too much": ("x" * (MAX_CHARACTERS + 1), "trop volumineux"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_review_gets_a_french_sentence(name: str) -> None:
    text, expected = BAD[name]
    with pytest.raises(ReviewFileError) as caught:
        read_review(text)
    assert expected in str(caught.value)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_reviews_of_two_exams_are_not_compared() -> None:
    other = review(criterion(1, "covered"), exam="C3.4\x1b[31m\n" + "x" * 500)
    with pytest.raises(ReviewFileError, match=r"C3\.4.*C3\.3") as caught:
        compare(other, review(criterion(1, "covered")))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        ("missing", "partial", "better"),
        ("missing", "covered", "better"),
        ("partial", "covered", "better"),
        ("covered", "partial", "worse"),
        ("partial", "missing", "worse"),
        ("partial", "partial", "same"),
        ("not_rated", "missing", "new"),
        ("not_assessable", "covered", "new"),
        ("covered", "not_rated", "lost"),
        ("missing", "not_assessable", "lost"),
        ("not_assessable", "not_assessable", "unrated"),
        ("not_rated", "not_assessable", "unrated"),
    ],
)
def test_verdicts_move(before: str, after: str, move: str) -> None:
    found = only_move(criterion(1, before), criterion(1, after))
    assert (found.move, found.before, found.after) == (move, before, after)
    assert found.changed == (move not in {"same", "unrated"})


def test_a_criterion_that_one_of_the_reviews_does_not_have() -> None:
    comparison = compare(
        review(criterion(1, "covered"), criterion(3, "partial")),
        review(criterion(1, "covered"), criterion(2, "missing")),
    )
    assert [(item.n, item.move, item.before, item.after) for item in comparison.criteria] == [
        (1, "same", "covered", "covered"),
        (2, "new", None, "missing"),
        (3, "lost", "partial", None),
    ]
    assert comparison.counts == {"same": 1, "new": 1, "lost": 1}


@pytest.mark.parametrize(("old", "new"), [(True, False), (False, True), (True, True)])
def test_a_move_is_uncertain_when_either_verdict_is_to_be_checked(old: bool, new: bool) -> None:
    assert only_move(criterion(1, "missing", to_check=old), criterion(1, "covered", to_check=new)).uncertain


def test_a_verdict_that_was_never_given_makes_no_move_uncertain() -> None:
    assert not only_move(criterion(1, "not_rated", to_check=True), criterion(1, "covered")).uncertain
    assert not only_move(criterion(1, "partial"), criterion(1, "covered")).uncertain


def test_elements_are_found_developed_weakened_and_lost() -> None:
    before = criterion(1, "partial", found=("a", "b", "c"), missing=("d", "e", "b (à développer)"))
    after = criterion(1, "partial", found=("a", "b", "d", "c"), missing=("e", "c (à développer)", "d (à développer)"))
    move = only_move(before, after)
    assert (move.move, move.changed) == ("same", True)
    assert (move.newly_found, move.developed) == (("d",), ("b",))
    assert (move.weakened, move.newly_missing) == (("c",), ())


def test_a_covered_criterion_names_only_what_was_found() -> None:
    covered = criterion(1, "covered", found=("a", "b"))
    partial = criterion(1, "partial", found=("a",), missing=("b", "c"))
    assert only_move(partial, covered).newly_found == ("b",)
    assert only_move(covered, partial).newly_missing == ("b",)
    assert only_move(covered, criterion(1, "covered", found=("a", "b", "c"))).newly_found == ("c",)


def test_all_elements_are_lost_when_a_criterion_falls_to_missing() -> None:
    move = only_move(criterion(1, "partial", found=("a",), missing=("b",)), criterion(1, "missing", missing=("a", "b")))
    assert (move.move, move.newly_missing) == ("worse", ("a",))


def test_elements_that_were_renamed_are_not_called_found_nor_lost() -> None:
    move = only_move(
        criterion(1, "partial", found=("les coûts",), missing=("les délais",)),
        criterion(1, "partial", found=("le budget",), missing=("le calendrier",)),
    )
    assert not move.changed


def test_a_criterion_without_a_verdict_has_no_elements_that_moved() -> None:
    move = only_move(criterion(1, "not_rated"), criterion(1, "covered", found=("a",)))
    assert (move.move, move.newly_found) == ("new", ())


def test_expected_elements_move_too() -> None:
    def expected(*present: str) -> tuple[ExpectedElementReview, ...]:
        return tuple(
            ExpectedElementReview.model_validate({"label": f"élément {n}", "present": item})
            for n, item in enumerate(present)
        )

    before = review(criterion(1, "covered")).model_copy(update={"expected_elements": expected("no", "yes", "partial")})
    after = before.model_copy(update={"expected_elements": expected("partial", "no", "partial", "yes")})
    assert [item.move for item in compare(before, after).expected] == ["better", "worse", "same"]


def test_the_same_review_twice_moves_nothing() -> None:
    comparison = compare(FULL, FULL)
    assert comparison.changed == ()
    assert comparison.same_engine


def test_a_file_against_a_live_review_moves_nothing_either() -> None:
    assert compare(read_review(json.dumps(FULL.to_contract())), FULL).changed == ()


def test_another_engine_is_told() -> None:
    other = FULL.model_copy(update={"engine": "llm:mistralai:x"})
    assert not compare(FULL, other).same_engine
