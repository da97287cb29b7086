"""What a jury asks, set for a document: our words with French spaces, the draft's words to the letter."""

from assistant.coaching.questioning.jury_question import JuryQuestion
from assistant.report import jury_wording as words
from assistant.report.cover import QuotePart
from assistant.report.typography import NO_BREAK, clean, french, place_of, quoted_beginning, shortened

POINT_SHOWN = 400
TEXT_SHOWN = 2000
QUOTE_SHOWN = 1200
"""Beyond these lengths (characters) nobody reads a passage on paper; JSON holds all of it."""

_HELD = "\ue000"
"""Stands for the draft's words while the words around them are set."""


def asked(question: JuryQuestion) -> str:
    """Return what is asked."""
    text = clean(question.question)
    quote = clean(question.anchor.quote) if question.anchor else ""
    for said in (quote, quote.rstrip(" .")):
        if said and said in text:
            before, _, after = text.partition(said)
            return french(f"{before}{_HELD}{after}").replace(_HELD, said, 1)
    return french(text)


def about(question: JuryQuestion) -> str:
    """Return its level, its kind, what it aims at and its criteria: « Niveau standard, méthode – critère C3.3/1 »."""
    said = [words.LEVEL.format(level=question.level), words.KINDS[question.kind], words.AIMS[question.aim]]
    noun = "critère" if len(question.targets) == 1 else "critères"
    return french(f"{capital(', '.join(part for part in said if part))} – {noun} {', '.join(question.targets)}")


def anchor_part(question: JuryQuestion) -> QuotePart | None:
    """Return the draft's words that it starts from, and their place."""
    anchor = question.anchor
    if anchor is None or not clean(anchor.quote):
        return None
    return QuotePart(quoted_beginning(anchor.quote, QUOTE_SHOWN), place_of(anchor))


def point_words(point: str) -> str:
    """Return an expected point."""
    return capital(shortened(french(point), POINT_SHOWN))


def ours_quoted(text: str) -> str:
    """Return words of ours between guillemets."""
    return f"«{NO_BREAK}{shortened(french(text), TEXT_SHOWN)}{NO_BREAK}»"


def capital(text: str) -> str:
    """Return the text with a capital."""
    return f"{text[:1].upper()}{text[1:]}"
