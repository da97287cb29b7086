"""The draft's text beside its review: passages in their order, each with a place of its own."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from assistant.dossier.model import Document, Passage, PassageKind
from assistant.report.typography import clean

_TAGS = {
    PassageKind.NOTE: "Note",
    PassageKind.COMMENT: "Commentaire",
    PassageKind.CAPTION: "Légende",
    PassageKind.FURNITURE: "En-tête ou pied de page",
}
HIDDEN = "Texte caché"


def draft_html(document: Document) -> str:
    """Return the whole text. Every word of it is escaped: mark-up in a draft stays text."""
    parts: list[str] = []
    place: tuple[int | None, int | None] = (None, None)
    for group in _groups(document.passages):
        first = group[0]
        here = (first.page, first.slide)
        if here not in (place, (None, None)):
            parts.append(_mark(first))
            place = here
        parts.append(_group(group))
    return f"""
<div class="draft-head">
  <h2 id="draft-title" tabindex="-1">Texte de votre dossier</h2>
  <p class="facts"><bdi>{escape(clean(document.file))}</bdi></p>
  <button type="button" class="plain" data-draft="close">Fermer<span aria-hidden="true"> ✕</span></button>
</div>
<div class="draft-text" role="document" tabindex="0" aria-labelledby="draft-title">{"".join(parts)}</div>"""


def _groups(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """Rows of one table and items of one list belong together, as long as they stand on one page."""

    def key(passage: Passage) -> tuple[object, ...]:
        where = (passage.page, passage.slide)
        if passage.kind is PassageKind.TABLE_ROW and passage.table is not None:
            return ("table", passage.table, *where)
        if passage.kind is PassageKind.LIST_ITEM:
            return ("list", *where)
        return ("alone", passage.index)

    for _, group in groupby(passages, key):
        yield list(group)


def _mark(passage: Passage) -> str:
    name = f"Diapositive {passage.slide}" if passage.slide is not None else f"Page {passage.page}"
    return f'<p class="page-mark"><span>{name}</span></p>'


def _group(group: Sequence[Passage]) -> str:
    first = group[0]
    if first.kind is PassageKind.TABLE_ROW:
        return _table(group)
    if first.kind is PassageKind.LIST_ITEM:
        return f"<ul>{''.join(_passage(item, 'li') for item in group)}</ul>"
    return _passage(first, "h3" if first.kind is PassageKind.HEADING else "p")


def _passage(passage: Passage, tag: str) -> str:
    return f"<{tag} {_attributes(passage)}>{_tags(passage)}<bdi>{escape(clean(passage.text))}</bdi></{tag}>"


def _attributes(passage: Passage) -> str:
    hidden = " hidden-text" if passage.hidden else ""
    return f'id="passage-{passage.index}" class="passage kind-{passage.kind.value}{hidden}"'


def _tags(passage: Passage) -> str:
    names = [_TAGS[passage.kind]] if passage.kind in _TAGS else []
    if passage.hidden:
        names.append(HIDDEN)
    return "".join(f'<span class="tag">{name}</span>' for name in names)


def _table(rows: Sequence[Passage]) -> str:
    columns = rows[0].columns
    head = ""
    if rows[0].cells == columns and columns:
        head = f"<thead><tr {_attributes(rows[0])}>{_heads(columns)}</tr></thead>"
        rows = rows[1:]
    elif any(clean(column) for column in columns):
        head = f"<thead><tr>{_heads(columns)}</tr></thead>"
    body = "".join(f"<tr {_attributes(row)}>{_cells(row)}</tr>" for row in rows)
    return (
        '<div class="draft-table" role="region" tabindex="0" aria-label="Tableau">'
        f"<table>{head}<tbody>{body}</tbody></table></div>"
    )


def _heads(columns: Sequence[str]) -> str:
    return "".join(f'<th scope="col"><bdi>{escape(clean(column))}</bdi></th>' for column in columns)


def _cells(row: Passage) -> str:
    tags = _tags(row)
    cells = row.cells or (row.text,)
    return "".join(
        f"<td>{tags if rank == 0 else ''}<bdi>{escape(clean(cell))}</bdi></td>" for rank, cell in enumerate(cells)
    )
