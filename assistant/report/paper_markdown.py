"""A paper in Markdown: a row of a grid is an item of a list, so that it reads well as plain text."""

from collections.abc import Iterator

from assistant.report.markdown_parts import HANDWRITTEN, escaped, head, inside, joined, quote_of
from assistant.report.paper import Boxes, Cell, Grid, Lines, Paper, Part, Quoted, Title, Together, Words
from assistant.report.typography import NO_BREAK

_BREAK = "  \n  "


def paper_to_markdown(paper: Paper) -> str:
    """Write the paper."""
    return joined([*head(paper.cover), *(text for part in paper.parts for text in _part(part))])


def _part(part: Part) -> Iterator[str]:
    match part:
        case Title(text, level):
            yield f"{'#' * (level + 1)} {inside(text)}"
        case Words():
            yield _words(part)
        case Quoted(quotes, title):
            if quotes and title:
                yield f"**{escaped(title)}**"
            yield from (quote_of(quote) for quote in quotes)
        case Grid():
            yield "\n".join(_row(row) for row in part.rows)
        case Lines(title, _):
            yield f"**{escaped(title)}**{NO_BREAK}: {HANDWRITTEN}"
        case Together(parts):
            for item in parts:
                yield from _part(item)


def _words(words: Words) -> str:
    strong = words.tone in {"strong", "question"}
    text = f"**{inside(words.text)}**" if strong else escaped(words.text)
    if words.sign:
        return f"{words.sign}{NO_BREAK}{text}"
    return f"**{escaped(words.name)}**{NO_BREAK}: {text}" if words.name else text


def _row(cells: tuple[Cell, ...]) -> str:
    lines = [_boxes(item) if isinstance(item, Boxes) else _words(item) for cell in cells for item in cell]
    return f"- {_BREAK.join(lines)}"


def _boxes(boxes: Boxes) -> str:
    return "   ".join(_words(line) for line in boxes.lines)
