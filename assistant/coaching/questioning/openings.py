"""How a juror begins a question on a draft: its place, its words, or what he looked for in vain."""

import re
from random import Random

from assistant.coaching.questioning.jury_question import Anchor

_MOST_HEADING = 60
_QUOTING = (
    "{place}, vous écrivez : « {quote} ».",
    "Je lis, {place_inside} : « {quote} ».",
    "Vous écrivez, {place_inside} : « {quote} ».",
)
_QUOTING_ANYWHERE = ("Vous écrivez : « {quote} ».", "Je lis dans votre dossier : « {quote} ».")
_LACKING = (
    "Je ne retrouve pas, dans votre dossier, {label}.",
    "J’ai cherché dans votre dossier {label}, sans succès.",
    "Votre dossier ne me montre pas {label}.",
)
_BUT_LACKING = (
    "Mais je n’y trouve pas {label}.",
    "Je ne vois pas pour autant {label}.",
)
_INDEFINITE = {"un ": "de ", "une ": "de ", "des ": "de ", "du ": "de ", "de la ": "de ", "de l’": "d’"}
_VOWELS = "aeiouhéèêàâîôûœ"
_ASPIRATED = re.compile(r"h(?:andicap|ors|iérarchi|ausse|aut|asard|ashtag|all|ub|ard|onte|eurt)", re.IGNORECASE)


def quoting(anchor: Anchor, random: Random) -> str:
    """Return the sentence that quotes a draft and says where."""
    place = _place(anchor)
    quote = anchor.quote
    if not place:
        return random.choice(_QUOTING_ANYWHERE).format(quote=quote)
    return random.choice(_QUOTING).format(quote=quote, place=place[0].upper() + place[1:], place_inside=place)


def lacking(label: str, random: Random) -> str:
    """Return the sentence that says what is not in a draft."""
    template = random.choice(_LACKING)
    # « je ne retrouve pas un calendrier » is no French: the article changes after a negation.
    return template.format(label=label if "cherché" in template else negated(label))


def but_lacking(label: str, random: Random) -> str:
    """Return the sentence that says, after a quotation, what isn't in it."""
    return random.choice(_BUT_LACKING).format(label=negated(label))


def negated(label: str) -> str:
    """Return a noun phrase as it stands after a negation: « des poids » becomes « de poids »."""
    for article, partitive in _INDEFINITE.items():
        if label.startswith(article):
            rest = label[len(article) :]
            elided = partitive == "de " and rest[0].lower() in _VOWELS and not _ASPIRATED.match(rest)
            return f"d’{rest}" if elided else f"{partitive}{rest}"
    return label


def _place(anchor: Anchor) -> str:
    if anchor.slide is not None:
        return f"diapositive {anchor.slide}"
    if anchor.page is not None:
        return f"page {anchor.page}"
    if anchor.heading and len(anchor.heading) <= _MOST_HEADING:
        return f"dans la partie « {anchor.heading} »"
    return ""
