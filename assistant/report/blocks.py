"""The summary of a review read as blocks: paragraphs and lists, with what is bold. Any other sign stays text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.report.typography import french

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITEM = re.compile(r"^\s*(?:[-*•]|(\d{1,3})[.)])\s+(.*)$")


@dataclass(frozen=True)
class Span:
    """Some words, bold or not."""

    text: str
    bold: bool = False


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Block:
    """A paragraph (one line), or a list (a line for each item)."""

    kind: Literal["paragraph", "bullets", "numbers"]
    lines: tuple[Line, ...]

    @property
    def is_title(self) -> bool:
        """Whether it is a paragraph all in bold: the title of what follows."""
        return self.kind == "paragraph" and all(span.bold for span in self.lines[0])


def read_blocks(text: str) -> tuple[Block, ...]:
    """Cut a text into its blocks; a line that is no item goes on the paragraph."""
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", text):
        blocks.extend(_blocks_of([line.strip() for line in part.splitlines() if line.strip()]))
    return tuple(blocks)


def _blocks_of(lines: Sequence[str]) -> list[Block]:
    blocks: list[Block] = []
    for line in lines:
        item = _ITEM.match(line)
        kind: Literal["paragraph", "bullets", "numbers"] = "paragraph"
        if item:
            kind = "numbers" if item[1] else "bullets"
        spans = _spans(item[2] if item else line)
        if not spans:
            continue
        if blocks and blocks[-1].kind == kind:
            last = blocks.pop()
            added = (spans,) if item else ()
            merged = last.lines if item else ((*last.lines[0], Span(" "), *spans),)
            blocks.append(Block(kind, (*merged, *added)))
        else:
            blocks.append(Block(kind, (spans,)))
    return blocks


def _spans(text: str) -> Line:
    """Set the whole line first, so that a space between bold and plain words is set as well."""
    text = french(text)
    spans: list[Span] = []
    end = 0
    for match in _BOLD.finditer(text):
        spans += [Span(text[end : match.start()]), Span(match[1], bold=True)]
        end = match.end()
    spans.append(Span(text[end:]))
    return tuple(span for span in spans if span.text)
