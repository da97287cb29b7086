import pytest

from assistant.coaching.asking.answer import Turn
from assistant.coaching.asking.review_answers import ReviewAnswer, ReviewAsk, literal
from assistant.coaching.asking.review_questions import answer_from_review, asks_for_review, review_ask
from assistant.coaching.reviewing.review import CriterionReview, ExpectedElementReview, Quote, Review
from assistant.referential.model import Referential

HOSTILE = "<b>gras</b> ![x](http://mal.example/x.png) $$a$$ **fort** `code`"


@pytest.fixture(scope="module")
def review(referential: Referential) -> Review:
    verdicts = ["covered", "partial", "missing", "covered", "not_rated", "missing"]
    criteria = [
        CriterionReview(
            id=item.id,
            n=item.n,
            text=item.text,
            evidence_kind=item.evidence,
            verdict=verdict,  # type: ignore[arg-type]
            confidence=0.5 if verdict == "partial" else 0.9,
            to_check=verdict in {"partial", "not_rated"},
            evidence=(Quote(quote=f"Mes mots {item.n}. {HOSTILE}", page=3, heading="2. Choix", passage=4),)
            if verdict in {"covered", "partial"}
            else (),
            found=("des critères pondérés",) if verdict in {"covered", "partial"} else (),
            missing=("la raison des poids",) if verdict in {"partial", "missing"} else (),
            advice=f"Conseil {item.n}.",
            against=(Quote(quote="Les poids seront définis plus tard."),) if verdict in {"partial", "missing"} else (),
        )
        for item, verdict in zip(referential.exam("C3.3").criteria, verdicts, strict=True)
    ]
    return Review(
        file="draft.docx",
        exam="C3.3",
        exam_source="given",
        pages=4,
        words=1200,
        passages=60,
        criteria=tuple(criteria),
        expected_elements=(ExpectedElementReview(label="les délais", present="no"),),
        summary="**C3.3** : sur 6 critères, 2 couverts.",
    )


def answered(question: str, review: Review, referential: Referential, *before: str) -> ReviewAnswer | None:
    history = [Turn(role="user", content=text) for text in before]
    return answer_from_review(question, review, referential, history)


@pytest.mark.parametrize(
    ("question", "ask"),
    [
        ("Que manque-t-il pour le critère 3 ?", ReviewAsk.MISSING),
        ("qu'est-ce qui manque dans mon dossier", ReviewAsk.MISSING),
        ("il me manque quoi pour C3.3/2 ?", ReviewAsk.MISSING),
        ("Quelles sont mes lacunes ?", ReviewAsk.MISSING),
        ("Montre mes preuves pour C3.3/2", ReviewAsk.EVIDENCE),
        ("quels passages as-tu trouvés pour le critère 1 ?", ReviewAsk.EVIDENCE),
        ("Sur quoi repose ce verdict ?", ReviewAsk.EVIDENCE),
        ("Où est-ce que je parle du budget ?", ReviewAsk.EVIDENCE),
        ("Quels sont mes points faibles ?", ReviewAsk.WEAK),
        ("quels critères sont absents ?", ReviewAsk.WEAK),
        ("Quels sont mes points forts ?", ReviewAsk.STRONG),
        ("Pourquoi le critère 2 est-il partiel ?", ReviewAsk.VERDICT),
        ("ai-je couvert le critère 4 ?", ReviewAsk.VERDICT),
        ("Par quoi commencer ?", ReviewAsk.NEXT),
        ("Que dois-je faire pour le critère 3 ?", ReviewAsk.NEXT),
        ("comment améliorer mon dossier ?", ReviewAsk.NEXT),
        ("Quels verdicts sont à vérifier ?", ReviewAsk.TO_CHECK),
        ("les éléments attendus sont-ils dans mon dossier ?", ReviewAsk.CHECKLIST),
        ("Quelle note j’aurais ?", ReviewAsk.MARK),
        ("est-ce que je vais avoir mon titre, quelle note vaut mon dossier ?", ReviewAsk.MARK),
        ("Qu’est-ce qui a changé depuis la version précédente ?", ReviewAsk.CHANGES),
        ("résume ma relecture", ReviewAsk.SUMMARY),
    ],
)
def test_what_is_asked_of_a_review_is_understood(question: str, ask: ReviewAsk) -> None:
    assert review_ask(question) is ask


@pytest.mark.parametrize(
    "question",
    [
        "Qu’attend le jury pour C3.3 ?",
        "Quelles preuves le jury attend-il pour C3.3/2 ?",
        "Combien de temps dure l’oral de veille ?",
        "Mon binôme recopie les news à la main, ça coûte des points ?",
        "Quels sont les points forts d’un bon cahier des charges ?",
        "Comment est calculée la note ?",
        "Où est-il question du handicap ?",
        "Combien de personnes par groupe ?",
        "C’est quoi un benchmark ?",
        "Quelle différence entre C5.1-C5.2 et C5.3 ?",
        "Que dit le critère 3 de C3.3 ?",
        "bonjour",
        "Faut-il un tableau de bord ?",
    ],
)
def test_questions_about_the_referential_are_left_alone(
    question: str, review: Review, referential: Referential
) -> None:
    assert answered(question, review, referential) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("relis-le pour C3.3", True),
        ("Relisez mon cahier des charges s’il vous plaît", True),
        ("peux-tu corriger mon dossier ?", True),
        ("voici mon brouillon", True),
        ("tu peux le relire ?", True),
        ("Analyse ce document pour C5.3", True),
        ("Qu’attend le jury pour C3.3 ?", False),
        ("Qui corrige les dossiers ?", False),
        ("Le jury va-t-il relire le dossier ?", False),
        ("Comment le jury évalue-t-il le diaporama ?", False),
    ],
)
def test_a_request_for_a_review_is_recognised(text: str, expected: bool) -> None:
    assert asks_for_review(text) is expected


def test_what_is_missing_for_one_criterion(review: Review, referential: Referential) -> None:
    answer = answered("Que manque-t-il pour le critère 3 ?", review, referential)
    assert answer
    assert "**C3.3/3** : absent." in answer.answer
    assert "- la raison des poids" in answer.answer
    assert "Conseil 3." in answer.answer
    assert "C3.3/2" not in answer.answer
    assert "Montre mes preuves pour C3.3/3" in answer.suggestions


def test_evidence_for_and_against_where_it_is_to_be_checked(review: Review, referential: Referential) -> None:
    answer = answered("montre mes preuves pour C3.3/2", review, referential)
    assert answer
    assert "partiel, à vérifier" in answer.answer
    assert "Mes mots 2." in answer.answer
    assert "(page 3, « 2\\. Choix »)" in answer.answer
    assert "Les poids seront définis plus tard." in answer.answer


def test_no_evidence_is_said(review: Review, referential: Referential) -> None:
    answer = answered("montre mes preuves pour le critère 6", review, referential)
    assert answer
    assert "aucun passage" in answer.answer


def test_a_follow_up_keeps_what_was_asked(review: Review, referential: Referential) -> None:
    answer = answered("et pour le critère 4 ?", review, referential, "Montre mes preuves pour le critère 2")
    assert answer
    assert "Mes mots 4." in answer.answer
    assert answered("et pour le critère 4 ?", review, referential, "Combien de temps dure l’oral ?") is None


def test_several_criteria_and_the_last_one(review: Review, referential: Referential) -> None:
    answer = answered("que manque-t-il pour les critères 2 et 3 ?", review, referential)
    assert answer
    assert "**C3.3/2**" in answer.answer
    assert "**C3.3/3**" in answer.answer


def test_the_weak_points_begin_with_what_is_absent(review: Review, referential: Referential) -> None:
    answer = answered("Quels sont mes points faibles ?", review, referential)
    assert answer
    assert answer.answer.index("C3.3/3") < answer.answer.index("C3.3/2")
    assert "C3.3/1" not in answer.answer


def test_no_mark_is_given(review: Review, referential: Referential) -> None:
    answer = answered("Quelle note j’aurais avec ce dossier ?", review, referential)
    assert answer
    assert "pas de note" in answer.answer
    assert "Conseil 3." in answer.answer


def test_another_exam_and_a_criterion_that_does_not_exist(review: Review, referential: Referential) -> None:
    other = answered("Que manque-t-il à mon dossier pour C5.3 ?", review, referential)
    assert other
    assert "porte sur C3.3" in other.answer
    unknown = answered("Que manque-t-il pour le critère 12 ?", review, referential)
    assert unknown
    assert "compte 6 critères" in unknown.answer


def test_a_criterion_without_a_verdict_says_why(review: Review, referential: Referential) -> None:
    answer = answered("Que manque-t-il pour le critère 5 ?", review, referential)
    assert answer
    assert "non jugé" in answer.answer
    assert "Conseil 5." in answer.answer


def test_what_moved_is_told_where_it_is_known(review: Review, referential: Referential) -> None:
    question = "Qu’est-ce qui a changé depuis la version précédente ?"
    unknown = answer_from_review(question, review, referential)
    assert unknown
    assert "qu’une relecture" in unknown.answer
    known = answer_from_review(question, review, referential, changes="Un critère progresse.")
    assert known
    assert known.answer == "Un critère progresse."


def test_the_words_of_a_draft_stay_text() -> None:
    from markdown_it import MarkdownIt

    for text in (
        HOSTILE,
        "- liste",
        "1. liste",
        "# titre",
        "> cite",
        "<script>x</script>",
        "a_b_c *d* [e](f) | g",
        "www.mal.example",
    ):
        html = MarkdownIt("gfm-like", {"linkify": False}).render(literal(text))
        shown = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
        assert shown.replace("\u2060", "") == f"<p>{text}</p>\n"
    assert "http:" not in literal("http://mal.example")
    assert "$$" not in literal("$$x$$")


@pytest.mark.parametrize(
    "question", ["et pour le critère 3 ?", "critère 3 ?", "Le critère 3", "et C3.3/3 ?", "criterion 3?"]
)
def test_a_criterion_named_after_a_review_is_that_of_the_draft(
    question: str, review: Review, referential: Referential
) -> None:
    answer = answered(question, review, referential, "Relis ce brouillon")
    assert answer is not None
    assert answer.criteria == ("C3.3/3",)
    chained = answered(question, review, referential, "Relis ce brouillon", "et le critère 2 ?", "critère 1 ?")
    assert chained is not None
    assert chained.criteria == ("C3.3/3",)


def test_another_exam_named_after_a_review_offers_to_read_again(review: Review, referential: Referential) -> None:
    answer = answered("et pour C2.4 ?", review, referential, "Relis ce brouillon")
    assert answer is not None
    assert answer.suggestions[0] == "Relis-le pour C2.1-C2.6"
    assert answered("et pour C2.4 ?", review, referential, "Qu’attend le jury pour C3.3 ?") is None
    assert answered("critère 3 ?", review, referential, "Qu’attend le jury pour C3.3 ?") is None


def test_questions_of_the_jury_on_weak_points_are_no_question_about_the_review(
    review: Review, referential: Referential
) -> None:
    assert answered("Pose-moi 3 questions sur mes points faibles", review, referential) is None
    assert answered("Quels sont mes points faibles ?", review, referential) is not None
