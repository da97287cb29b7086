import pytest

from assistant.coaching.conversing.wishes import several, wishes
from evals.datasets.questions import load_questions

SEVERAL = (
    "relis mon dossier, puis pose-moi 2 questions sur mes points faibles, et dis-moi combien dure l’oral",
    "Relis mon dossier pour C3.3 et dis-moi combien de temps dure l'oral",
    "Pose-moi 3 questions sur C2.4 et explique-moi le critère 2 de C3.3",
    "Combien dure l'oral ? Puis interroge-moi sur C5.3.",
    "Voici ma réponse : on a comparé trois agences. Évalue ma réponse et pose-moi une autre question",
    "quels sont mes points faibles et combien dure l'oral ?",
    "Review my draft and then ask me 2 questions",
)
ONE = (
    "relis-le pour C3.3",
    "pose-moi 3 questions",
    "Combien dure l’oral ? Et on est combien ?",
    "Relis mon dossier et dis-moi mes points faibles",
    "interroge-moi sur mes points faibles",
    "Quelle différence entre C5.1-C5.2 et C5.3 ?",
    "Bonjour, merci !",
    "",
)


@pytest.mark.parametrize("message", SEVERAL)
def test_messages_that_want_several_things(message: str) -> None:
    assert several(message), wishes(message)


@pytest.mark.parametrize("message", ONE)
def test_messages_that_want_one(message: str) -> None:
    assert not several(message), wishes(message)


def test_single_questions_keep_their_direct_way() -> None:
    """An agent costs three or four calls to the model: of the dev questions none may go there."""
    assert [item.question for item in load_questions("dev") if several(item.question)] == []
