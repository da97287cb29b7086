"""The words of an answer that a language model may read and quote: without those that speak to whoever judges."""

from assistant.dossier.hostile import speaks_to_reviewer
from assistant.dossier.model import Passage
from assistant.dossier.quotes import Place, QuoteFinder
from assistant.judging.spans import said_in

_LEAST_WORDS = 3
_MOST_WORDS = 80


class AnswerWords:
    """One answer. `said` is what is left of it: empty where there is nothing, or where the rest still gives orders."""

    def __init__(self, answer: str) -> None:
        """Read an answer."""
        self._answer = answer
        self._parts = said_in(answer)
        said = "\n".join(part.text for part in self._parts)
        self.said = "" if speaks_to_reviewer(said) else said
        self._finder = QuoteFinder((Passage(index=0, text=answer),))

    def find(self, quote: str) -> Place | None:
        """Return where a quote stands, in the answer's own words, or None: not there, too short or too long, not said."""
        wanted = quote.strip(' \t\n«»“”"….')
        place = self._finder.find(wanted) or self._finder.find(wanted[:1].swapcase() + wanted[1:])
        if place is None or not self._whole_words(place) or not self._is_said(place):
            return None
        held = place.quote in self._answer and _LEAST_WORDS <= len(place.quote.split()) <= _MOST_WORDS
        return place if held else None

    def _whole_words(self, place: Place) -> bool:
        before, after = self._answer[: place.start][-1:], self._answer[place.end :][:1]
        return not (before.isalnum() or after.isalnum())

    def _is_said(self, place: Place) -> bool:
        """Whether every letter of a quote stands in what was said."""
        return all(
            any(part.start <= at < part.end for part in self._parts)
            for at in range(place.start, place.end)
            if self._answer[at].isalnum()
        )
