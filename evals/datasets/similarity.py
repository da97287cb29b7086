"""Are the evaluation questions apart from the phrasings that are indexed?"""

import numpy as np
from rapidfuzz import fuzz

from assistant import Coach
from assistant.referential.wording import fold
from evals.datasets.questions import Split, load_questions

_NEAR_WORDS = 88.0
"""Token-set similarity (0 to 100) from which two texts of more than a few words say the same in the same words."""
_NEAR_MEANING = 0.97
_SHORT = 5
"""Questions of fewer words (« bonjour », « c'est quoi le format ») can't but resemble each other."""


def near_duplicates(coach: Coach, split: Split) -> list[tuple[str, str, float]]:
    """Return (question, phrasing, similarity) where an evaluation question is nearly a phrasing."""
    questions = [item for item in load_questions(split) if len(item.question.split()) >= _SHORT]
    phrasings = [text for _, text in coach.knowledge.examples()]
    ours = coach.embedder.embed_questions([item.question for item in questions])
    theirs = coach.embedder.embed_questions(phrasings)
    cosines = ours @ theirs.T
    found = []
    for row, item in enumerate(questions):
        nearest = int(np.argmax(cosines[row]))
        similarity = float(cosines[row, nearest])
        ratio = max(fuzz.token_sort_ratio(fold(item.question), fold(text)) for text in phrasings)
        if similarity >= _NEAR_MEANING or ratio >= _NEAR_WORDS:
            found.append((f"{item.id} {item.question}", phrasings[nearest], max(similarity, ratio / 100)))
    return sorted(found, key=lambda entry: -entry[2])
