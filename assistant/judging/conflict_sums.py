"""Totals that aren't the sum of their lines, and shares that don't make 100."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.dossier.model import Passage, PassageKind
from assistant.judging.conflict_model import Conflict, ConflictKind
from assistant.judging.conflict_tables import Row, Table
from assistant.judging.figures import VALUE_ADDED_TAX, Figure, plain, read_cell, read_number, sentences, written

_BLANK = re.compile(
    r"[-/ ]*|inclus(?:e|es)?|compris(?:e|es)?|offert(?:e|es)?|gratuit(?:e|es)?|eliminatoire|interne|neant|aucun(?:e)?|rien|0"
)
"""Cells that add nothing."""
_NOT_ADDED = re.compile(
    r"moyen|median|unitaire|\bp\.?u\b|\btaux|\bpar\b|/|÷|\bratio|note\b|score|evol|ecart|variation|\bannee|\bcumul|\btjm\b|\bdate|semaine|"
    r"\brang|n°|#|ouvert|conversion|\bretour|\broas|\broi\b|remplissage|occupation|objectif|cible|seuil|attendu|delai|duree|\bage\b|engagement"
)
"""Heads of columns whose total is an average, a rate or a goal."""
_DISTINCT = re.compile(
    r"unique|utilisateur|personne|portee|audience|visiteur|couverture|touche|client|contact|abonne|effectif|equipe|repond"
)
"""Heads of columns that count people, who may be in several lines and once in the total."""
_ROUNDED = re.compile(r"k€|m€|millier|million|\bke\b")
"""Heads of columns of rounded figures."""
_PART_OF_LIST = re.compile(r"extrait|principa|\btop\b|premiers|exemple|selection|meilleur")
_NOT_COUNTED = re.compile(
    r"\bdont\b|\by compris\b|\boption|\bhors\b|\bdeja\b|offert|pris en charge|valoris|pour memoire|\bp\.? ?m\b|non compris|"
    r"facultati|\beventuel|si besoin|benevol|bonus|les deux|doublon|\bcommuns?\b|\binterne"
)
"""Lines that a total may leave out."""
_TAKEN_OFF = re.compile(
    r"remise|reduction|rabais|subvention|\baide|acompte|recette|participation|avoir\b|deduction|credit d'impot"
)
_OUTLINE = re.compile(r"\d+\.\d+")

_WEIGHT = re.compile(r"\bpoids\b|\bponder|\bcoef")
_SURE_WEIGHT = re.compile(r"\bponder|\bcoef|\bpoids\b.*\bcriteres?\b|\bcriteres?\b.*\bpoids\b")
"""Weights of criteria: those of channels or of publics need not be all there."""
_PART = re.compile(
    r"(?:en )?(?:parts?|repartition|ventilation|%)(?: (?:du|de la|des|de l') ?(?:budget|total|ca|chiffre d'affaires|trafic|ventes|"
    r"visites|sessions|nuits|depenses|enveloppe|temps|commandes|reservations|investissements?))?(?: en %| 20\d\d| \(.*\))*\W*"
)
"""Heads of columns of which the parts make a whole."""
_MAY_OVERLAP = re.compile(r"public|cible|reponse|profil|client|visiteur|motif|usage|attente|raison|frein|citation")
"""Heads of lines of which one person may be in several."""
_CRITERION = re.compile(r"\bcritere")
_SAID_OF_SHARES = re.compile(
    r"\bponder(?:e|a|ons)|\bpoids\b|\bcoefficient|(?:budget|enveloppe|depenses?|points|note)\b.*\b(?:repart|ventil)|"
    r"\b(?:repart|ventil).*\b(?:du budget|de l'enveloppe|des depenses|des points)\b"
)
"""Shares of a whole that the candidate cuts himself: those of a public may overlap."""
_NO_SHARE = re.compile(
    r"\btaux\b|\bcontre\b|\bdont\b|\bsoit\b|objectif|hausse|baisse|augment|recul|\bde (?:plus|moins)\b|au lieu|\bclic|ouverture|conversion|"
    r"\benviron\b|\btva\b|remise|inflation|\btirage|points? de|[+-] ?\d|principal|\bsurtout|\bsi |alors que|en 20\d\d.*en 20\d\d|"
    r"\bpar rapport|chacun|chaque|avec \d|\bmarge\b|\bpresque|quasi|minimum|maximum|au moins|au plus"
)
_PERCENTAGE = re.compile(r"(?<![\d,.])(\d{1,3}(?:[.,]\d{1,2})?) ?%")
_OTHERS = re.compile(r"\b(?:autres?|reste|divers)\b")
_TOTAL_HEAD = re.compile(r"total(?: general)?(?: (?:ht|ttc|\(€\)|€|/ ?\d+))?")
_HUNDRED = Decimal(100)
_MONTHS = 12
_LEAST_SHARES = 3
_LEAST_RIGHT = 3
"""Right rows that prove, for each wrong one, that a column is the sum of those before it."""


def wrong_sums(tables: Sequence[Table], lists: Sequence[Table], passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Yield what is wrong with the sums of tables, lists and sentences."""
    for table in (*tables, *lists):
        columns = [_Column(table, number) for number in range(table.width)]
        yield from _wrong_totals(columns)
        yield from _wrong_rows(table)
        yield from filter(None, (_wrong_weights(column, columns) for column in columns))
    for passage in passages:
        if (
            passage.kind not in {PassageKind.TABLE_ROW, PassageKind.HEADING}
            and passage.text.count("%") >= _LEAST_SHARES
        ):
            yield from _wrong_sentences(passage)


class _Column:
    """A column of a table down to its total."""

    def __init__(self, table: Table, number: int) -> None:
        self.table, self.number = table, number
        self.head = table.head(number)
        place = next((place for place, row in enumerate(table.rows) if row.is_total), None)
        self.total = None if place is None else table.rows[place]
        self.rows = table.rows[:place]
        self.lines = [row for row in self.rows if not row.totals]
        self.stated = self.total.figure(number) if self.total else None

    @property
    def described(self) -> str:
        """Its head in plain view."""
        return plain(self.head)

    @property
    def claimed(self) -> Decimal:
        """What its total says."""
        return self.stated.value if self.stated else Decimal()

    @property
    def figures(self) -> list[tuple[Row, Figure]]:
        """The lines that say a figure."""
        return [(row, figure) for row in self.lines if (figure := row.figure(self.number))]

    @property
    def is_read(self) -> bool:
        """Whether every cell is a figure or adds nothing, and all figures can be added."""
        cells = [row.cells[self.number] if self.number < len(row.cells) else "?" for row in self.rows]
        readable = all(read_cell(cell) or _BLANK.fullmatch(plain(cell)) for cell in cells)
        units = {figure.unit for _, figure in self.figures} | ({self.stated.unit} if self.stated else set())
        return readable and len(units - {""}) <= 1

    @property
    def unit(self) -> str:
        """The unit of its figures."""
        return next((figure.unit for _, figure in self.figures if figure.unit), self.stated.unit if self.stated else "")

    @property
    def sum(self) -> Decimal:
        """The sum of its lines."""
        return sum((figure.value for _, figure in self.figures), Decimal())

    @property
    def rounding(self) -> Decimal:
        """What rounding each line and the total may take away or add. Things that are counted aren't rounded."""
        steps = [figure.step for _, figure in self.figures] + ([self.stated.step] if self.stated else [])
        exact = not self.unit and not _ROUNDED.search(self.described)
        if self.is_hundred and _speaks_of_weights(self):
            return _equal_parts(self)
        return Decimal() if exact else sum(steps, Decimal()) / 2

    @property
    def is_hundred(self) -> bool:
        """Whether its total says that it is made of shares."""
        if self.stated is None or self.stated.value != _HUNDRED or self.unit not in {"", "%", "pt"}:
            return False
        return self.unit in {"%", "pt"} or _speaks_of_weights(self)


def _wrong_totals(columns: Sequence[_Column]) -> Iterator[Conflict]:
    """The totals of a table that are wrong. Where all of several are, they count something else."""
    checked = [column for column in columns if _can_be_added(column)]
    wrong = [column for column in checked if not _explained(column)]
    if len(wrong) > 1 and len(wrong) == len(checked):
        return
    for column in wrong:
        if column.total is not None:
            stated, found = column.total.cells[column.number], written(column.sum, column.unit)
            kind: ConflictKind = "shares" if column.is_hundred else "total"
            yield Conflict(kind, _subject(column), column.total.passage, None, stated, found)


def _can_be_added(column: _Column) -> bool:
    """Whether the total of a column must be the sum of its lines."""
    if column.stated is None or len(column.figures) < 2 or not column.is_read or _NOT_ADDED.search(column.described):
        return False
    if column.is_hundred:
        return len(column.figures) >= _LEAST_SHARES and 50 <= column.sum <= 150
    if column.unit == "%" or _PART_OF_LIST.search(column.table.context):
        return False
    largest = max(figure.value for _, figure in column.figures)
    return largest <= column.claimed and _is_near(column)


def _is_near(column: _Column) -> bool:
    """Whether the total can be meant as the sum. One of things counted is nearer than one of money."""
    if column.sum <= 0:
        return False
    ratio = column.claimed / column.sum
    if column.unit == "€":
        return Decimal("0.5") <= ratio <= 2
    least = Decimal(1) if _DISTINCT.search(column.described) else Decimal("0.67")
    return least <= ratio <= Decimal("1.5")


def _explained(column: _Column) -> bool:
    """Whether the total is a sum of some lines that can be meant."""
    return any(abs(candidate - column.claimed) <= column.rounding for candidate in _candidates(column))


def _candidates(column: _Column) -> Iterator[Decimal]:
    lines = [(row.label, figure.value) for row, figure in column.figures]
    everything = column.sum
    yield everything
    yield everything / 2
    yield from _by_subtotals(column)
    yield from _without(everything, [value for label, value in lines if _NOT_COUNTED.search(label)])
    yield everything - 2 * sum(value for label, value in lines if _TAKEN_OFF.search(label))
    yield from _without(everything, list(_unmarked_subtotals([value for _, value in lines])))
    if any(_OUTLINE.match(label) for label, _ in lines):
        yield sum((value for label, value in lines if not _OUTLINE.match(label)), Decimal())
        yield sum((value for label, value in lines if _OUTLINE.match(label)), Decimal())
    if column.unit == "€":
        yield from (everything * VALUE_ADDED_TAX, everything * _MONTHS)
        yield from _products(column)


def _products(column: _Column) -> Iterator[Decimal]:
    """Sums of quantities times prices, where another column says the quantities."""
    for other in range(column.table.width):
        pairs = [(row.figure(other), figure) for row, figure in column.figures]
        if other != column.number and all(quantity for quantity, _ in pairs):
            yield sum((quantity.value * price.value for quantity, price in pairs if quantity), Decimal())


def _by_subtotals(column: _Column) -> Iterator[Decimal]:
    """Sums with the totals above: all of them, and the last one with the lines below it (« Total HT », « TVA »)."""
    subtotals = [
        (place, figure.value)
        for place, row in enumerate(column.rows)
        if row.totals and (figure := row.figure(column.number))
    ]
    if not subtotals:
        return
    place, last = subtotals[-1]
    rest = sum((figure.value for row in column.rows[place + 1 :] if (figure := row.figure(column.number))), Decimal())
    yield sum((value for _, value in subtotals), Decimal()) + rest
    yield last + rest
    yield rest


def _without(everything: Decimal, values: Sequence[Decimal]) -> Iterator[Decimal]:
    yield everything - sum(values, Decimal())
    yield from (everything - value for value in values)


def _unmarked_subtotals(values: Sequence[Decimal]) -> Iterator[Decimal]:
    """The values that are the sum of those right below or right above them."""
    for place, value in enumerate(values):
        for run in (values[place + 1 :], values[:place][::-1]):
            reached = Decimal()
            for count, part in enumerate(run, 1):
                reached += part
                if count > 1 and reached == value:
                    yield value


def _wrong_rows(table: Table) -> Iterator[Conflict]:
    """The rows whose total, in a column « Total », isn't the sum of the columns before it as it is in the other rows."""
    column = next((place for place, head in enumerate(table.heads) if _TOTAL_HEAD.fullmatch(plain(head))), 0)
    for first in range(1, column - 1):
        sums = [(row, total, _across(row, first, column)) for row in table.rows if (total := row.figure(column))]
        known = [(row, total, across) for row, total, across in sums if across is not None]
        wrong = [(row, total, across) for row, total, across in known if abs(across - total.value) > total.step / 2]
        if len(known) - len(wrong) >= _LEAST_RIGHT * max(len(wrong), 1) and len(known) == len(sums):
            for row, total, across in wrong:
                stated, found = row.cells[column], written(across, total.unit)
                yield Conflict("total", f"le total de la ligne « {row.cells[0]} »", row.passage, None, stated, found)
            return


def _across(row: Row, first: int, last: int) -> Decimal | None:
    """The sum of a row's cells, or None if one can't be read."""
    cells = row.cells[first:last]
    figures = [read_cell(cell) for cell in cells]
    if not all(figure or _BLANK.fullmatch(plain(cell)) for figure, cell in zip(figures, cells, strict=True)):
        return None
    return sum((figure.value for figure in figures if figure), Decimal())


def _subject(column: _Column) -> str:
    if column.is_hundred or not column.total:
        return f"la somme de la colonne « {column.head} »" if column.head else "la somme des parts"
    if column.table.is_list:
        return "le total de la liste"
    others = sum(row is column.total for row in column.table.rows for cell in row.cells if read_cell(cell))
    return f"le total de la colonne « {column.head} »" if column.head and others > 1 else "le total du tableau"


def _wrong_weights(column: _Column, columns: Sequence[_Column]) -> Conflict | None:
    """What is wrong with a column of shares that has no total."""
    if column.total is not None or len(column.figures) < _LEAST_SHARES or not column.is_read:
        return None
    if any(row.totals for row in column.rows) or any(figure.value < 0 for _, figure in column.figures):
        return None
    if _are_weights(column, columns):
        wrong = abs(column.sum - _HUNDRED) > _equal_parts(column)
    else:
        wrong = _are_parts(column) and _no_parts(column)
    if not wrong:
        return None
    first, last = column.figures[0][0].passage, column.figures[-1][0].passage
    return Conflict(
        "shares", _subject(column), first, last, written(_HUNDRED, "%"), written(column.sum, column.unit or "%")
    )


def _are_weights(column: _Column, columns: Sequence[_Column]) -> bool:
    """Whether a column says what each criterion weighs."""
    if _NOT_ADDED.search(column.described) or any(_NOT_COUNTED.search(row.label) for row in column.lines):
        return False
    if column.unit == "%":
        named = _SURE_WEIGHT.search(f"{plain(column.table.head(0))} {column.described}") or (
            column.table.is_list and _SURE_WEIGHT.search(column.table.context)
        )
        sure = bool(named) or (_speaks_of_weights(column) and _one_is_right(columns))
        return sure and 60 <= column.sum <= 140
    steps = all(figure.value % 5 == 0 for _, figure in column.figures)
    return (
        bool(_WEIGHT.search(column.described))
        and steps
        and 80 <= column.sum <= 120
        and len(column.figures) > _LEAST_SHARES
    )


def _speaks_of_weights(column: _Column) -> bool:
    """Whether the words around a column are of criteria and their weights."""
    table = column.table
    first = plain(table.head(0))
    said = (table.context, column.described, first, column.total.label if column.total else "")
    return any(_WEIGHT.search(text) or _CRITERION.search(text) for text in said)


def _one_is_right(columns: Sequence[_Column]) -> bool:
    """Whether a column of percentages makes 100: its neighbours are meant to."""
    return any(column.unit == "%" and column.is_read and column.sum == _HUNDRED for column in columns)


def _equal_parts(column: _Column) -> Decimal:
    """What equal weights miss by rounding: 33 + 33 + 33."""
    figures = [figure for _, figure in column.figures]
    alike = len({figure.value for figure in figures}) == 1
    return sum((figure.step for figure in figures), Decimal()) / 2 if alike else Decimal()


def _are_parts(column: _Column) -> bool:
    return (
        column.unit == "%"
        and bool(_PART.fullmatch(column.described))
        and not _PART_OF_LIST.search(column.table.context)
    )


def _no_parts(column: _Column) -> bool:
    """Whether parts make too much, or too little though the rest is among them."""
    gap = column.sum - _HUNDRED
    if gap > 0 and _MAY_OVERLAP.search(plain(column.table.head(0))):
        return False
    complete = _OTHERS.search(column.lines[-1].label) is not None
    return column.rounding + 1 < gap <= 20 or (complete and column.rounding + 1 < -gap <= 20)


def _wrong_sentences(passage: Passage) -> Iterator[Conflict]:
    view = plain(passage.text)
    for start, end in sentences(view):
        said = view[start:end]
        shares = [read_number(share) for share in _PERCENTAGE.findall(said)]
        if len(shares) < _LEAST_SHARES or not _SAID_OF_SHARES.search(said) or _NO_SHARE.search(said):
            continue
        total = sum(filter(None, shares), Decimal())
        if 1 < abs(total - _HUNDRED) <= 30 and _HUNDRED not in shares:
            yield Conflict("shares", "la somme des parts", passage, None, written(_HUNDRED, "%"), written(total, "%"))
