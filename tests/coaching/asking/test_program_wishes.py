"""What a message wants done is told by grammar: orders are, questions about the same things aren't."""

import pytest

from assistant.coaching.asking.program_wishes import ProgramWish, Wanted, program_wish
from assistant.coaching.asking.review_questions import asks_for_review


@pytest.mark.parametrize(
    ("message", "wish", "form"),
    [
        ("exporte", ProgramWish.EXPORT, ""),
        ("Exporte en Word", ProgramWish.EXPORT, "docx"),
        ("télécharge en PDF", ProgramWish.EXPORT, "pdf"),
        ("Peux-tu exporter ma relecture, s’il te plaît ?", ProgramWish.EXPORT, ""),
        ("donne-moi la relecture en Word", ProgramWish.EXPORT, "docx"),
        ("enregistre-la en markdown", ProgramWish.EXPORT, "md"),
        ("export the review", ProgramWish.EXPORT, ""),
        ("Download my review as PDF, please", ProgramWish.EXPORT, "pdf"),
        ("efface mes données", ProgramWish.ERASE, ""),
        ("Je voudrais supprimer toutes mes données", ProgramWish.ERASE, ""),
        ("oublie mon dossier", ProgramWish.ERASE, ""),
        ("Delete my data", ProgramWish.ERASE, ""),
        ("montre-moi le référentiel de C3.3", ProgramWish.REFERENCE, ""),
        ("Ouvre le référentiel", ProgramWish.REFERENCE, ""),
        ("affiche le référentiel pour C2.1-C2.3", ProgramWish.REFERENCE, ""),
        ("show me the referential for C3.3", ProgramWish.REFERENCE, ""),
        ("lance un oral blanc sur C3.3", ProgramWish.ORAL, ""),
        ("Je veux faire un oral blanc", ProgramWish.ORAL, ""),
        ("start a mock oral on C3.3", ProgramWish.ORAL, ""),
        ("compare avec ma version précédente", ProgramWish.COMPARE, ""),
        ("compare-le à la version d’avant", ProgramWish.COMPARE, ""),
        ("Compare with my previous version", ProgramWish.COMPARE, ""),
        ("aide", ProgramWish.HELP, ""),
        ("Que sais-tu faire ?", ProgramWish.HELP, ""),
        ("What can you do?", ProgramWish.HELP, ""),
    ],
)
def test_orders_are_wishes(message: str, wish: ProgramWish, form: str) -> None:
    assert program_wish(message) == Wanted(wish, form)


@pytest.mark.parametrize(
    "message",
    [
        "Comment exporter ma présentation ?",
        "Faut-il télécharger le dossier en PDF ?",
        "Le livrable est-il en PDF ?",
        "exporter les données du CRM fait-il partie de la veille ?",
        "le jury efface-t-il les enregistrements ?",
        "Comment effacer les données clients de mon dossier ?",
        "le candidat peut-il effacer ses données ?",
        "supprime le critère 3",
        "Que dit le référentiel de C3.3 ?",
        "montre-moi les critères de C3.3",
        "Combien de temps dure l’oral blanc ?",
        "L’oral blanc est-il noté ?",
        "compare C3.3 et C2.4",
        "Faut-il comparer avec la version précédente du site ?",
        "Quelle aide est permise à l’oral ?",
        "aide-moi à comprendre C3.3",
        "Can I delete the data of my customers?",
        "How do I export my slides?",
        "",
    ],
)
def test_questions_are_not(message: str) -> None:
    assert program_wish(message) is None


@pytest.mark.parametrize(
    "message",
    [
        "relis mon cahier des charges",
        "Review my draft",
        "please review my specifications for C3.3",
        "Here is my report",
    ],
)
def test_a_review_is_asked_for_in_both_languages(message: str) -> None:
    assert asks_for_review(message)


@pytest.mark.parametrize(
    "message", ["Who will review my report?", "How does the jury read the document?", "Qui relit mon dossier ?"]
)
def test_who_reads_is_a_question(message: str) -> None:
    assert not asks_for_review(message)
