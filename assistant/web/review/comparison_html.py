"""What moved since the previous draft, on the page."""

from html import escape

from assistant.coaching.reviewing.comparing import Comparison
from assistant.report import wording
from assistant.report.changes import comparison_part
from assistant.web.icons import MOVE_SHAPES, icon


def comparison_html(comparison: Comparison) -> str:
    """Return a comparison, criterion by criterion."""
    part = comparison_part(comparison)
    moves = zip(comparison.changed, part.moved, strict=True)
    items = "".join(
        f'<li class="move move-{item.move}">{icon(MOVE_SHAPES[item.move])}<div>'
        f'<p><a class="to-criterion" href="#criterion-{item.n}">{escape(moved.title)}</a> <strong lang="fr">{escape(moved.change)}</strong></p>'
        f'<p class="official" lang="fr">{escape(moved.official)}</p>{_elements(moved.elements)}</div></li>'
        for item, moved in moves
    )
    expected = "".join(f"<li lang='fr'>{escape(text)}</li>" for text in part.expected)
    blocks = [f"<p lang='fr'>{escape(sentence)}</p>" for sentence in part.sentences]
    if items:
        blocks.append(f'<ul class="moves">{items}</ul>')
    if expected:
        blocks.append(f"<h4>{wording.EXPECTED_MOVES}</h4><ul>{expected}</ul>")
    if part.unchanged:
        blocks.append(f'<p class="quiet" lang="fr">{escape(part.unchanged)}</p>')
    return f'<section class="comparison" aria-labelledby="comparison-title"><h3 id="comparison-title" tabindex="-1">{wording.COMPARISON}</h3>{"".join(blocks)}</section>'


def _elements(groups: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    lines = "".join(
        f"<dt>{escape(name)}</dt><dd lang='fr'>{escape(' ; '.join(labels))}</dd>" for name, labels in groups
    )
    return f"<dl>{lines}</dl>" if lines else ""
