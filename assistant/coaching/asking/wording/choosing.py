"""Which answers a language model may word, and what of them it must cite: data, decided here alone.

All other answers behave as without a model: greetings and thanks, what the program can do, the overview, questions of
the jury, questions back, refusals, unknown codes, and what the référentiel doesn't say, whatever was asked.
"""

from collections.abc import Mapping
from typing import Literal

from assistant.coaching.asking.answer import Answer
from assistant.coaching.asking.understanding import Ask, Understanding

Need = Literal["all", "first", "any"]
"""Which entries of the answer without a model must be cited: all, the first, which is the main one, or one of them."""

WORDED: Mapping[Ask, Need] = {
    Ask.CRITERIA: "all",
    Ask.MODALITIES: "all",
    Ask.COMPETENCE: "all",
    Ask.ACTIVITY: "first",
    Ask.CRITERION: "all",
    Ask.FACT: "all",
    Ask.SITUATION: "first",
    Ask.THEME: "all",
    Ask.ASPECT: "first",
    Ask.DEFINITION: "any",
    Ask.COMPARISON: "all",
}
MOST_ENTRIES = 8
"""An answer that quotes more entries is a list: complete and to the letter, it can't be worded better."""


def may_be_worded(understanding: Understanding, answer: Answer) -> bool:
    """Tell whether a model may word an answer. Codes that there are not are told as the program tells them."""
    return (
        understanding.ask in WORDED
        and answer.behaviour == "answer"
        and not understanding.unknown
        and 0 < len(answer.citations) <= MOST_ENTRIES
    )
