"""One thing that a draft gives two values."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, groupby

from assistant.dossier.model import Passage, PassageKind
from assistant.judging.conflict_forms import (
    BUDGET,
    BUDGET_HEADING,
    CHANNEL,
    DATE,
    FORMS_BY_HINTS,
    LOOSE,
    MONTH,
    MONTHS,
    NOT_ALL,
    OTHER_WORLD,
    PART,
    VAGUE,
    Form,
    Measure,
)
from assistant.judging.conflict_model import Conflict
from assistant.judging.conflict_tables import Table, without_marks
from assistant.judging.figures import VALUE_ADDED_TAX, plain, read_amount, read_count, sentences

_DAY_PARTS = re.compile(r"(?P<day>\d{1,2})(?:er)? ?(?:/(?P<number>\d{1,2})|(?P<month>[a-z]+)\.?)(?:[ /]\d{2,4})?")
_DATE = re.compile(DATE)
_TAX = re.compile(r"\b(?P<without>ht|h\.t|hors taxes?)\b|\b(?:ttc|toutes taxes)\b")
_YEAR = re.compile(r"\b20\d\d\b")
_DAYS = {"j": Decimal(1), "s": Decimal(7), "m": Decimal("30.4"), "a": Decimal(365)}
_SAME_DURATION = Decimal("0.12")
"""« 3 mois » is « 13 semaines »."""
_SAME_ORDER = Decimal("0.4")
_LEAST_RATIO = (Decimal("0.75"), Decimal("0.6"), Decimal("0.33"))
"""How near two values must be to be of one thing, by how firmly they are said of the whole."""


@dataclass(frozen=True)
class _Value:
    """A value that a passage gives to something."""

    form: Form
    key: str
    subject: str
    thing: str
    amount: Decimal
    slack: Decimal
    """What its writing leaves open: 500 for « 45 k€ »."""
    text: str
    passage: Passage
    said: str
    """The sentence, in plain view."""

    @property
    def untaxed(self) -> bool | None:
        """Whether it is without tax; None where nothing is said."""
        found = _TAX.search(plain(self.text)) or _TAX.search(self.said)
        return found["without"] is not None if found else None

    @property
    def months(self) -> frozenset[str]:
        """The months that it is said of, by their first letters: how many there are changes with time."""
        return frozenset(name[:4] for name in MONTH.findall(self.said)) if self.form.measure == "count" else frozenset()

    @property
    def years(self) -> frozenset[str]:
        """The years that it is said of."""
        return frozenset(_YEAR.findall(self.text if self.form.measure == "date" else self.said))


def contradictions(passages: Sequence[Passage], tables: Sequence[Table]) -> Iterator[Conflict]:
    """Yield the things that are given two values."""
    values = [value for passage in passages for value in _values(passage)]
    values += [value for table in tables for value in _budgets(table)]
    values.sort(key=lambda value: (value.key, value.passage.index))
    for _, group in groupby(values, key=lambda value: value.key):
        pair = _two_values(list(group))
        if pair is not None:
            yield _conflict(*pair)


def _conflict(first: _Value, second: _Value) -> Conflict:
    subject = max(first.subject, second.subject, key=len)
    return Conflict("two_values", subject, first.passage, second.passage, first.text, second.text)


def _two_values(values: Sequence[_Value]) -> tuple[_Value, _Value] | None:
    """The first two passages that contradict each other, if nothing tells that they are of two things."""
    kinds: list[list[_Value]] = []
    for value in values:
        same = next((kind for kind in kinds if _is_same(kind[0], value)), None)
        if same is None:
            kinds.append([value])
        else:
            same.append(value)
    pairs = ((one, other) for first, second in combinations(kinds, 2) for one in first for other in second)
    return next((pair for pair in pairs if _contradict(*pair) and not _has_third(pair, values)), None)


def _has_third(pair: tuple[_Value, _Value], values: Sequence[_Value]) -> bool:
    """Whether a third value of the same order is given: those are values of several things."""
    one, other = pair
    others = [value for value in values if not _is_same(one, value) and not _is_same(other, value)]
    return any(one.form.measure in {"date", "duration"} or _ratio(value, one) >= _SAME_ORDER for value in others)


def _ratio(one: _Value, other: _Value) -> Decimal:
    low, high = sorted((one.amount, other.amount))
    return low / high if high else Decimal()


def _is_same(one: _Value, other: _Value) -> bool:
    gap = abs(one.amount - other.amount)
    if one.form.measure == "duration":
        return gap <= max(one.amount, other.amount) * _SAME_DURATION
    return gap <= max(one.slack, other.slack)


def _contradict(one: _Value, other: _Value) -> bool:
    """Whether two different values are said of the same thing, at the same time, in the same way."""
    in_tables = one.passage.table is not None and other.passage.table is not None
    if (
        in_tables
        or one.passage.index == other.passage.index
        or (one.thing and other.thing and one.thing != other.thing)
    ):
        return False
    if one.months != other.months or (one.years and other.years and not one.years & other.years):
        return False
    if any(_is_of_a_part(value) for value in (one, other)):
        return False
    return one.form.measure == "date" or (_taxes_agree(one, other) and _are_near(one, other))


def _is_of_a_part(value: _Value) -> bool:
    """Whether its heading, or for a mere « le budget » its sentence, tells that it is of one lot, campaign, channel."""
    heading = plain(value.passage.heading or "")
    spoken_of = f"{heading} {value.said}" if value.form.measure == "money" and value.form.firm < 2 else heading
    has_channel = value.form.measure != "count" and CHANNEL.search(spoken_of) is not None
    return has_channel or PART.search(heading) is not None


def _taxes_agree(one: _Value, other: _Value) -> bool:
    if one.form.measure != "money":
        return True
    if one.untaxed is not None and other.untaxed is not None:
        return one.untaxed == other.untaxed
    low, high = sorted((one.amount, other.amount))
    return abs(low * VALUE_ADDED_TAX - high) > high / 200


def _are_near(one: _Value, other: _Value) -> bool:
    """Whether the values can be meant of one thing. Two that are said of nothing in particular are of two things."""
    firm = one.form.firm + other.form.firm
    if firm == 0:
        return False
    return _ratio(one, other) >= _LEAST_RATIO[min(one.form.firm, other.form.firm)]


def _values(passage: Passage) -> Iterator[_Value]:
    """Yield the values that a passage gives."""
    text = _readable(passage)
    view = plain(text)
    forms = _forms_in(view)
    for start, end in sentences(view) if forms else ():
        yield from _said(passage, text[start:end], view[start:end], forms)


def _forms_in(view: str) -> list[Form]:
    """The forms that a text may have."""
    forms: list[Form] = []
    for hints, hinted in FORMS_BY_HINTS.items():
        if any(hint in view for hint in hints):
            forms += hinted
    return forms


def _readable(passage: Passage) -> str:
    """The text of a passage; a row of a table as « label : value », if it has one value or one date."""
    if passage.kind is not PassageKind.TABLE_ROW:
        return without_marks(passage.text)
    cells = [without_marks(cell) for cell in passage.cells if cell]
    if not cells or passage.cells == passage.columns:
        return ""
    dates = [cell for cell in cells[1:] if _DATE.fullmatch(plain(cell))]
    if len(dates) == 1:
        return f"{cells[0]} : {dates[0]}"
    return f"{cells[0]} : {cells[1]}" if len(cells) == 2 else ""


def _said(passage: Passage, text: str, said: str, forms: Sequence[Form]) -> Iterator[_Value]:
    """Yield the values of a sentence, each one in the first form that finds it."""
    taken: set[int] = set()
    for form in forms:
        for found in form.pattern.finditer(said):
            place = found.start("value")
            if place in taken or not _is_plain_fact(said, place, found.end()):
                continue
            taken.add(place)
            value = _read(form, found, passage, text)
            if value is not None:
                yield value


def _is_plain_fact(said: str, start: int, end: int) -> bool:
    """Whether a value is exact, of the whole, and of what is planned."""
    return not (LOOSE.search(said[:start]) or NOT_ALL.match(said[end:]) or OTHER_WORLD.search(said))


def _read(form: Form, found: re.Match[str], passage: Passage, text: str) -> _Value | None:
    named = {name: group or "" for name, group in found.groupdict().items()}
    thing = named.get("thing", "").strip()
    written = text[found.start("value") : found.end("value")]
    read = _READERS[form.measure](plain(written))
    if read is None or (form.measure == "date" and VAGUE.match(thing)):
        return None
    as_written = text[found.start("thing") : found.end("thing")] if thing else ""
    subject = form.named(thing, named.get("article", ""), as_written)
    key = form.key if form.measure == "money" else f"{form.key} {thing} {named.get('who', '')}"
    return _Value(form, key, subject, thing, *read, written, passage, found.string)


def _money(text: str) -> tuple[Decimal, Decimal] | None:
    figure = read_amount(text)
    return (figure.value, figure.step / 2 if figure.step > 1 else Decimal()) if figure else None


def _count(text: str) -> tuple[Decimal, Decimal] | None:
    number = read_count(text)
    return None if number is None else (number, Decimal())


def _duration(text: str) -> tuple[Decimal, Decimal] | None:
    half = Decimal("0.5") if " et demi" in text else Decimal()
    number, _, unit = re.sub(r" et demie?", "", text).rpartition(" ")
    count = Decimal(1) if number in {"un", "une"} else read_count(number)
    return None if count is None else ((count + half) * _DAYS[unit[0]], Decimal())


def _day(text: str) -> tuple[Decimal, Decimal] | None:
    """The day of the year; its year is compared apart."""
    found = _DAY_PARTS.match(text)
    if found is None:
        return None
    month = int(found["number"]) if found["number"] else _month(found["month"])
    return Decimal(month * 31 + int(found["day"])), Decimal()


def _month(name: str) -> int:
    return next(number for number, start in enumerate(MONTHS, 1) if name.startswith(start))


_READERS: dict[Measure, Callable[[str], tuple[Decimal, Decimal] | None]] = {
    "money": _money,
    "duration": _duration,
    "date": _day,
    "count": _count,
}


def _budgets(table: Table) -> Iterator[_Value]:
    """Yield the total of a table that is the budget, if it has one column of money."""
    total = next((row for row in table.rows if row.is_total), None)
    if total is None or not BUDGET_HEADING.fullmatch(table.context):
        return
    figures = [(cell, figure) for place, cell in enumerate(total.cells) if (figure := total.figure(place))]
    amounts = [cell for cell, figure in figures if figure.unit == "€"]
    figure = read_amount(amounts[0]) if len(amounts) == 1 else None
    if figure is not None:
        said = plain(" ".join((table.context, *table.heads, total.label)))
        yield _Value(BUDGET, "budget", "le budget", "", figure.value, Decimal(), amounts[0], total.passage, said)
