"""The parts of an answer that can say something: its sentences, and two of them together, with where they stand."""

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.dossier.hostile import speaks_to_reviewer

_MOST_WORDS = 38
"""A longer stretch without a stop is cut: a transcript of speech has none."""
_LEAST_WORDS = 3
_LEAST_DIFFERENT = 2
_LEAST_VARIED = 0.15
"""The share of a sentence's words that must be different ones: in the longest sentence of a transcript it is twice that."""
_STOP = re.compile(r"(?<=[.!?…])\s+(?=\S)|\s*\n+\s*|\s*;\s+")
_TURN = re.compile(
    r"\s+(?=(?:et|mais|donc|alors|puis|ensuite|après|aussi|enfin|du coup|parce que|parce qu|car|sinon|par contre|par exemple|voilà|bref|pour)\b)|,\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Span:
    """A part of an answer, from `start` to `end`."""

    start: int
    end: int
    text: str


def spans_of(answer: str) -> list[Span]:
    """Return the sentences of an answer, then each pair of neighbouring sentences; nothing where it says nothing.

    A sentence that speaks to who judges is no part of the answer.
    """
    sentences = [part for part in _parts(answer) if _says_something(part.text) and not speaks_to_reviewer(part.text)]
    pairs = [Span(first.start, second.end, answer[first.start : second.end]) for first, second in pairwise(sentences)]
    return [*sentences, *pairs]


def said_in(answer: str) -> list[Span]:
    """Return the parts of an answer, short ones too, without those that speak to whoever judges, alone or in pairs."""
    parts = _parts(answer)
    orders = {index for index, part in enumerate(parts) if speaks_to_reviewer(part.text)}
    for index, (first, second) in enumerate(pairwise(parts)):
        if not {index, index + 1} & orders and speaks_to_reviewer(answer[first.start : second.end]):
            orders |= {index, index + 1}
    return [part for index, part in enumerate(parts) if index not in orders]


def _says_something(text: str) -> bool:
    """Tell whether there are enough words, and more than one said over and over."""
    said = text.split()
    different = {word.strip(".,;:!?…").casefold() for word in said} - {""}
    return len(said) >= _LEAST_WORDS and len(different) >= max(_LEAST_DIFFERENT, _LEAST_VARIED * len(said))


def _parts(answer: str) -> list[Span]:
    parts: list[Span] = []
    for start, end in _between(answer, _STOP, 0, len(answer)):
        parts += _cut(answer, start, end)
    return parts


def _between(text: str, separator: re.Pattern[str], start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of a text between separators, without white space at their ends."""
    edges = [start]
    for match in separator.finditer(text, start, end):
        edges += [match.start(), match.end()]
    edges.append(end)
    stretches = []
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        inner = text[left:right]
        begin = left + len(inner) - len(inner.lstrip())
        stretches.append((begin, begin + len(inner.strip())))
    return [(left, right) for left, right in stretches if left < right]


def _cut(text: str, start: int, end: int) -> list[Span]:
    """Cut a long stretch at its turns, the parts as long as can be."""
    if len(text[start:end].split()) <= _MOST_WORDS:
        return [Span(start, end, text[start:end])]
    spans: list[Span] = []
    for left, right in _between(text, _TURN, start, end):
        if spans and len(text[spans[-1].start : right].split()) <= _MOST_WORDS // 2:
            spans[-1] = Span(spans[-1].start, right, text[spans[-1].start : right])
        else:
            spans.append(Span(left, right, text[left:right]))
    return spans
