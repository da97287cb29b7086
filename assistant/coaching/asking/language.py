"""French or English: the language that a question is put in."""

from typing import Literal

from assistant.referential.wording import words

Language = Literal["fr", "en"]

# Words that are frequent in one language and hardly occur in the other.
_ENGLISH = frozenset(
    "the is are was were what which how who whom where when why do does did should would could can must have has "
    "i my we our you your it its they them this that these those and of for with in to from about any "
    "be been being there if not no yes hello hi hey thanks thank please need needed say tell give show me "
    "jury's i'm don't doesn't isn't it's what's long many much".split()
)
_FRENCH = frozenset(
    "le la les un une des du de d l est sont etait que qu qui quoi quel quelle quels quelles comment combien ou "
    "quand pourquoi je j mon ma mes nous notre nos vous votre vos il elle on ils elles ce cette ces c ca cest "
    "et pour avec dans au aux en par sur si ne pas n y oui non bonjour salut coucou merci svp stp faut dois "
    "peut peux tu t ton ta tes me moi jai a ai plus fait faire koi pk pr".split()
)


_OWN_FRENCH = frozenset(
    "le les des du est sont et vous votre vos dans pour sur avec ce cette ces au aux qui il elle ne pas être ou "
    "chaque leur leurs dont puis donc l d qu n s c".split()
)
"""Frequent words that the languages next to it don't share, or hardly."""

FREQUENT_WORDS = _FRENCH | _ENGLISH
"""Words of either language that carry no subject."""


def detect_language(text: str) -> Language:
    """Return the language with more of its frequent words; French when nothing tells."""
    found = words(text)
    english = sum(word in _ENGLISH for word in found)
    french = sum(word in _FRENCH for word in found)
    return "en" if english > french else "fr"


def share_of(text: str, language: Language) -> float:
    """Return which share of a text's words are a language's own frequent ones, from 0 to 1; 0 where there are no words."""
    found = words(text)
    frequent = _ENGLISH if language == "en" else _OWN_FRENCH
    return sum(word in frequent for word in found) / len(found) if found else 0.0
