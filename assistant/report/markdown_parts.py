"""Pieces of Markdown that read well as plain text."""

import re
from collections.abc import Iterable, Sequence

from assistant.report.blocks import Block, Line
from assistant.report.cover import Cover, QuotePart
from assistant.report.typography import NO_BREAK

_ACTIVE = re.compile(r"[\\`*\[\]<$]|(?<!\w)_|_(?!\w)|~(?=~)|(?<=~)~|(?<!\S)#|&(?=#?\w+;)")
_LEADING = re.compile(r"^([-+=>])|^(\d+)([.)])")


HANDWRITTEN = "…" * 30
"""Room for what is filled in by hand."""


def inside(text: str) -> str:
    """Return the text so that Markdown shows each of its signs where it begins no line; words stay readable."""
    return _ACTIVE.sub(lambda match: f"\\{match[0]}", text)


def escaped(text: str) -> str:
    """Return the text so that Markdown shows each of its signs wherever it stands."""
    shown = inside(text)
    return _LEADING.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", shown)


def joined(parts: Iterable[str]) -> str:
    """Return the text of parts that stand under one another."""
    return "\n\n".join(part for part in parts if part) + "\n"


def labelled(name: str, value: str) -> str:
    """Return an item that begins with its name."""
    return f"- **{name}**{NO_BREAK}: {escaped(value)}"


def block_of(block: Block) -> str:
    """Return a paragraph or a list."""
    if block.kind == "paragraph":
        return _line(block.lines[0])
    marks = ("-" if block.kind == "bullets" else f"{rank}." for rank in range(1, len(block.lines) + 1))
    return "\n".join(f"{mark} {_line(line)}" for mark, line in zip(marks, block.lines, strict=False))


def _line(line: Line) -> str:
    return "".join(f"**{escaped(span.text)}**" if span.bold else escaped(span.text) for span in line)


def quote_of(quote: QuotePart) -> str:
    """Return a quote and its place."""
    place = f"\n>\n> {escaped(quote.place)}" if quote.place else ""
    return f"> {escaped(quote.text)}{place}"


def head(cover: Cover) -> list[str]:
    """Return what a document begins with."""
    return [
        f"# {escaped(cover.title)}",
        f"{cover.kicker} – {escaped(cover.subject)}",
        "\n".join(labelled(name, value or HANDWRITTEN) for name, value in cover.facts),
        f"> {escaped(cover.notice)}",
    ]


def pipe_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are words, not Markdown."""
    lines = [_pipes(heads), f"|{' --- |' * len(heads)}", *(_pipes(row) for row in rows)]
    return "\n".join(lines)


def _pipes(cells: Sequence[str]) -> str:
    return f"| {' | '.join(escaped(cell).replace('|', chr(92) + '|') for cell in cells)} |"
