"""What a message wishes for: one thing goes its direct way, several are worth an agent."""

import re
from typing import Literal

from assistant.coaching.asking.question_requests import asks_for_questions
from assistant.coaching.asking.review_questions import asks_for_review, review_ask
from assistant.referential.wording import words

Wish = Literal["review", "questions", "assess", "ask"]

_CLAUSE = re.compile(
    r"[.;!?\n]+(?:\s|$)|,|\s(?:(?:et|and)\s)?(?:puis|ensuite|après ça|après|enfin|then|also)\s"
    r"|\s(?:et|and)\s(?=(?:dis|dites|donne|donnez|pose|posez|relis|relisez|explique|expliquez|rappelle|rappelez|évalue|évaluez"
    r"|combien|quels?|quelles?|comment|qu[’']|est-ce|aussi|interroge|interrogez|tell|ask|what|how|review)\b)",
    re.IGNORECASE,
)
_ASSESS = re.compile(
    r"\b(?:evalue|evaluez|corrige|corrigez|juge|jugez|commente|commentez|regarde|regardez) (?:moi )?(?:ma|cette|sa) reponse\b"
    r"|\b(?:que|qu est ce que) (?:tu )?(?:penses?|pensez|vaut|vous pensez)\b.*\bma reponse\b|\b(?:voici|voila) (?:ma|notre) reponse\b"
    r"|\b(?:assess|rate|check) my answer\b"
)
_REVIEW = re.compile(r"\breview (?:my|our|the|this) (?:draft|dossier|file|document|report|slides?)\b")
_ASK = re.compile(
    r"^(?:et |and |aussi |sinon |alors |please )*(?:combien|quels?|quelles?|quoi|comment|pourquoi|quand|qui|ou|qu (?:est ce|attend)|est ce que"
    r"|(?:dis|dites|explique|expliquez|rappelle|rappelez|donne|donnez|liste|listez) (?:moi|nous)|what|how|which|when|who|tell me)\b"
)
_SHORTEST = 3
"""Words of a clause that asks something by itself."""


def wishes(message: str) -> tuple[Wish, ...]:
    """Return what the clauses of a message wish for, in their order; what tells something wishes for nothing."""
    found = (_wish(clause) for clause in _CLAUSE.split(message))
    return tuple(wish for wish in found if wish is not None)


def several(message: str) -> bool:
    """Tell whether a message wishes for several things that go different ways.

    Two questions on the référentiel are one thing: the search answers them together, at no cost.
    """
    return len(set(wishes(message))) > 1


def _wish(clause: str) -> Wish | None:
    folded = " ".join(words(clause))
    if asks_for_questions(folded):
        return "questions"
    if _ASSESS.search(folded):
        return "assess"
    if asks_for_review(clause) or review_ask(clause) is not None or _REVIEW.search(folded):
        return "review"
    if len(folded.split()) >= _SHORTEST and _ASK.search(folded):
        return "ask"
    return None
