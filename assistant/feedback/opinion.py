"""One opinion of one answer, as it is kept: without names, and without a word of a draft."""

import re
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.language.masking import Mask

LONGEST_WORD = 500
LONGEST_QUESTION = 500
"""A longer question may hold a passage of a draft: it isn't kept."""

_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'-]+(?:[ \u00a0][A-ZÀ-ÖØ-Þ][\w’'-]+)?"
_INTRODUCED = re.compile(
    rf"(?:(?i:m[’']appelle|mon nom est|mon prénom est|moi,? c[’']est|my name is)[ \u00a0]+(?P<name>{_NAME})"
    rf"|(?i:je suis|i am|i[’']m|ici|signé)[ \u00a0]+(?P<full>{_NAME.removesuffix('?')}))"
)
"""How people name themselves in a message, where drafts have other signs."""

Thumb = Literal["up", "down"]


class Opinion(BaseModel):
    """`question`, `answer` and `citations` are empty where the answer could hold words of a draft."""

    model_config = ConfigDict(frozen=True)

    thumb: Thumb
    kind: str
    """What the answer was: its behaviour, or « draft » where a draft was there to quote from."""
    day: date
    version: str
    question: str = ""
    answer: str = ""
    citations: tuple[str, ...] = ()
    word: str = Field(default="", max_length=LONGEST_WORD)


class Answered(BaseModel):
    """An answer that somebody may give their opinion of."""

    model_config = ConfigDict(frozen=True)

    question: str
    answer: str
    citations: tuple[str, ...]
    behaviour: str


def opinion_of(answered: Answered | None, thumb: Thumb, word: str, day: date, version: str) -> Opinion:
    """Return what is kept. None is an answer near a draft, or one that isn't known: the thumb alone is kept.

    The question's names, numbers and addresses are masked, in the answer and the word too. A word said of a draft is
    not kept either: people quote.
    """
    if answered is None:
        return Opinion(thumb=thumb, kind="draft", day=day, version=version)
    if len(answered.question) > LONGEST_QUESTION:
        return Opinion(thumb=thumb, kind=answered.behaviour, day=day, version=version)
    mask = Mask()
    for text in (answered.question, word):
        mask.learn(text)
        for found in _INTRODUCED.finditer(text):
            mask.learn(f"M. {found['name'] or found['full']}")  # a sign that is known of drafts
    question = mask.hide(answered.question)
    return Opinion(
        thumb=thumb,
        kind=answered.behaviour,
        day=day,
        version=version,
        question=question,
        answer=mask.hide(answered.answer),
        citations=answered.citations,
        word=mask.hide(word[:LONGEST_WORD])[:LONGEST_WORD],
    )
