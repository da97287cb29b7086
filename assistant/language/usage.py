"""What calls to the model took: tokens, and euros where the prices are known."""

import threading
from dataclasses import dataclass

CHARACTERS_A_TOKEN = 3.5
"""Of French, with the tokenizers of today; fewer than counted, so that a text is rather thought too long."""
_MILLION = 1_000_000


@dataclass(frozen=True)
class Prices:
    """Euros a million tokens; None where they are unknown."""

    input: float | None = None
    output: float | None = None

    def euros(self, input_tokens: int, output_tokens: int) -> float | None:
        """Return what tokens cost, in euros; None where a price is unknown."""
        if self.input is None or self.output is None:
            return None
        return (input_tokens * self.input + output_tokens * self.output) / _MILLION


@dataclass(frozen=True)
class Usage:
    """What calls took so far."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    euros: float | None = None
    estimated: bool = False
    """Whether a service didn't count its tokens, so that they were estimated of the characters."""

    @property
    def sentence(self) -> str:
        """What it took, in French, for whoever pays; empty where nothing was called."""
        if not self.calls:
            return ""
        about = "environ " if self.estimated else ""
        calls = f"{_counted(self.calls)} appel{'s' if self.calls > 1 else ''} au modèle"
        tokens = f"{about}{_counted(self.input_tokens)} jetons envoyés et {_counted(self.output_tokens)} reçus"
        cost = "" if self.euros is None else f", {self.euros:.4f} €".replace(".", ",").replace(" €", "\u00a0€")
        return f"{calls} : {tokens}{cost}.".replace(" :", "\u00a0:")


def _counted(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


class Meter:
    """Counts what calls take; any thread may count and read. One can be given to each call of a piece of work."""

    def __init__(self, prices: Prices | None = None) -> None:
        """Begin at nothing. Without prices, those of the first call count."""
        self._prices = prices
        self._lock = threading.Lock()
        self._calls = self._input = self._output = 0
        self._estimated = False

    def add(self, input_tokens: int, output_tokens: int, *, estimated: bool, prices: Prices) -> None:
        """Count one call."""
        with self._lock:
            self._prices = self._prices or prices
            self._calls += 1
            self._input += input_tokens
            self._output += output_tokens
            self._estimated = self._estimated or estimated

    @property
    def usage(self) -> Usage:
        """What was counted so far."""
        with self._lock:
            euros = None if self._prices is None else self._prices.euros(self._input, self._output)
            return Usage(self._calls, self._input, self._output, euros, self._estimated)


def estimated_tokens(text: str) -> int:
    """Return about how many tokens a text takes."""
    return int(len(text) / CHARACTERS_A_TOKEN) + 1
