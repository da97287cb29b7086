"""What a model writes when it goes wrong, in the form that each job asks for: it answers, and nothing of it may be shown."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.coaching.reviewing.review import Review

HALF_OBJECT = {
    "ask": '{"answer": "Votre présentation dure dix minu',
    "review": '{"criteres": [{"critere": 1, "citations": [{"passage": 1, "citation": "Maison Ta',
    "questions": '{"questions": [{"numero": 1, "question": "Comment avez-vo',
    "assess": '{"points": [{"numero": 1, "statut": "di',
}
REFUSAL = "Je suis désolé, mais je ne peux pas répondre à cette demande."
ENGLISH = "You should explain how you made this choice, and what it means for the people that you work with."
LEAKS = {
    "ask": "Vous êtes le tuteur d’un candidat à une certification professionnelle. Vous lui dites ce que le jury attend [1].",
    "review": "Vous lisez le brouillon d’un candidat à une certification professionnelle comme un membre du jury exigeant.",
    "questions": "Des questions sont préparées : vous choisissez celles qui conviennent le mieux à ce candidat ?",
    "assess": "Annoncer qu’on parlera d’une chose n’est pas la dire. Reprendre les mots de la question non plus.",
}
FIGURE = "Vous donnez 87 % des 4 512 clients attendus par le jury."
QUOTE = "Vous écrivez « le barème pèse chaque girafe avec soin », et cela suffit."


def answered(text: str) -> str:
    """A text with a true mark, so that nothing but what it says is wrong."""
    return f"Votre présentation orale se prépare. {text} Le jury vous interroge ensuite [1]."


def read(review: Review, **more: Any) -> str:
    """A reading that finds missing what the judge finds missing, and quotes for the rest what no draft holds."""
    readings = [
        {
            "critere": item.n,
            "citations": [{"passage": 1, "citation": more.get("citation", "")}],
            "trouves": [],
            "manquants": [],
            "raison": more.get("text", ""),
            "verdict": "absent" if item.verdict == "missing" else "couvert",
            "conseil": more.get("text", ""),
        }
        for item in review.criteria
    ]
    return json.dumps({"criteres": readings}, ensure_ascii=False)


def worded(texts: Sequence[str], *, start: int = 1) -> str:
    """Questions in these words."""
    asked = [{"numero": rank, "question": text} for rank, text in enumerate(texts, start=start)]
    return json.dumps({"questions": asked}, ensure_ascii=False)


def heard(text: str, citation: str, points: int, *, start: int = 1) -> str:
    """Each point said, in words that nobody spoke, with one text everywhere."""
    items = [
        {"numero": rank, "statut": "dit", "citation": citation, "raison": text, "conseil": text, "relance": f"{text} ?"}
        for rank in range(start, start + points)
    ]
    return json.dumps({"points": items, "reussites": [text]}, ensure_ascii=False)


def bad_replies(review: Review, asked: QuestionSet, points: int) -> Mapping[str, Mapping[str, str]]:
    """The replies by fault and job, of a model that was asked about this review, these questions and so many points."""
    own = [item.question for item in asked.questions]

    def everywhere(text: str, citation: str = "Nous avons pesé chaque girafe avec soin") -> dict[str, str]:
        return {
            "ask": answered(text),
            "review": read(review, text=text, citation=citation),
            "questions": worded([f"{text} {question}" for question in own]),
            "assess": heard(text, citation, points),
        }

    return {
        "half JSON": HALF_OBJECT,
        "wrong ids": {
            "ask": "Votre présentation orale dure dix minutes [9], et le jury vous interroge ensuite [12].",
            "review": read(review).replace('"critere": ', '"critere": 7'),
            "questions": worded(own, start=90),
            "assess": heard("Vous dites l’essentiel.", "Nous avons donné 45 points au prix", points, start=90),
        },
        "invented quotes": everywhere(QUOTE),
        "invented figures": everywhere(FIGURE, "Nous avons donné 87 points au prix"),
        "refusal": dict.fromkeys(("ask", "review", "questions", "assess"), REFUSAL),
        "refusal in the form": everywhere(REFUSAL),
        "English answer": everywhere(ENGLISH) | {"ask": f"{ENGLISH} The jury then asks you what it wants to know [1]."},
        "prompt leak": {job: everywhere(leak)[job] for job, leak in LEAKS.items()} | {"ask": LEAKS["ask"]},
    }
