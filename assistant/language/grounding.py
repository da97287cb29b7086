"""What a text states that its evidence doesn't: figures, quoted words, numbers of citations. Nothing here is a model."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from assistant.dossier.quotes import normalise
from assistant.judging.figures import NUMBER, plain, read_number
from assistant.language.number_words import find_numbers

Parts = tuple[int | None, int | None, int | None]
"""Year, month and day of a date; None where it doesn't say them."""

_MONTHS = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
_MONTH = "|".join(_MONTHS)
_UNITS: tuple[tuple[str, str, Decimal], ...] = (
    ("€", r"k ?€|k ?euros?\b|keur\b|ke\b", Decimal(1000)),
    ("€", r"m ?€|meur\b|millions? d'euros?\b", Decimal(1_000_000)),
    ("€", r"€|euros?\b|eur\b|d'euros?\b", Decimal(1)),
    ("$", r"\$|dollars?\b", Decimal(1)),
    ("%", r"%|pour ?cents?\b|pourcents?\b", Decimal(1)),
    ("s", r"heures?\b|hrs?\b|h(?![a-z])", Decimal(3600)),
    ("s", r"minutes?\b|mins?\b|mn\b", Decimal(60)),
    ("s", r"secondes?\b|sec\b|s\b", Decimal(1)),
    ("jour", r"jours?\b|journees?\b|j\b", Decimal(1)),
    ("semaine", r"semaines?\b|sem\b", Decimal(1)),
    ("mois", r"mois\b", Decimal(1)),
    ("an", r"ans?\b|annees?\b", Decimal(1)),
    ("point", r"points?\b|pts?\b", Decimal(1)),
    ("page", r"pages?\b|(?<= )pp?\b", Decimal(1)),
    ("mot", r"mots?\b", Decimal(1)),
    ("caractère", r"caracteres?\b|signes?\b", Decimal(1)),
    ("diapositive", r"diapositives?\b|diapos?\b|slides?\b", Decimal(1)),
)
_UNIT_PATTERNS = tuple((unit, re.compile(rf"[ -]?(?:{pattern})"), scale) for unit, pattern, scale in _UNITS)
_ONE_COUNTS = frozenset({"s", "jour", "semaine", "mois", "an", "€", "%"})
"""« une heure » is a figure, « une page » mostly isn't."""
_BIG = re.compile(r" ?(?:(?P<k>mille\b|k\b)|(?P<m>millions?\b)|(?P<g>milliards?\b))")
_DATE = re.compile(
    rf"(?<![\w/.-])(?:(?P<iso_y>\d{{4}})-(?P<iso_m>\d{{2}})-(?P<iso_d>\d{{2}})(?![\w/-])"
    rf"|(?P<d>\d{{1,2}})[/.](?P<m>\d{{1,2}})[/.](?P<y>\d{{4}}|\d{{2}})(?![\w/])"
    rf"|(?:(?P<day>\d{{1,2}})(?:er)? )?(?P<month>{_MONTH})\b(?: (?P<year>(?:19|20)\d{{2}})\b)?)"
)
_CODE = re.compile(r"(?<![\w.])(?:[a-z]\d{1,2}(?:\.\d{1,2})+|[a-z]+[-_]?\d[\da-z]*)(?:/\d{1,2})?(?![\w])")
_NOT_CODE = re.compile(r"[a-z][2][a-z]|h[1-6]|covid-?\d*|p\d+|n\d+|v\d+")
_DIGITS = re.compile(rf"(?<![\w.,])(?:{NUMBER})")
_LIST_MARK = re.compile(r"^[ \t]*(?:[-*•][ \t]+)?(?:#+[ \t]*)?\d{1,2}[.)](?=[ \t])", re.MULTILINE)
_CITATION = re.compile(r"\[\s*(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\s*\](?!\()")
_HALF_HOURS = re.compile(
    r"(?:(?P<three>\b(?:trois|3) quarts d'heure)|(?P<quarter>\b(?:(?:un|1) )?quart d'heure)"
    r"|(?P<half>\b(?:(?:une|1) )?demi[- ]heure))\b"
)
_DEFINITE = re.compile(r"\b(?:les|ces|des|vos|nos|mes|ses|leurs|tous|toutes|aux) $")
_JOIN = re.compile(r" ?(?:a|et|ou|-|/|jusqu'a) ?")
_NAMED_MINUTES = re.compile(r" ?(?:minutes?|mins?|mn)\b")
_MINUTES = re.compile(
    rf"(?: et)? ?(\d{{1,2}}){_NAMED_MINUTES.pattern}| ?([0-5]\d)(?![\w.,]*\d| ?(?:[%€]|h\b|heures?\b))"
)
_BETWEEN = re.compile(r"(?: et)? ")
_WHOLE_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class StatedFigure:
    """One figure of a text: its words, their place, and what it comes to.

    Durations up to hours are seconds (« s »), « € » are euros; `unit` is empty where none is said. A date has `parts`, a code
    (« C3.3 », « GA4 ») neither value nor parts.
    """

    text: str
    start: int
    end: int
    value: Decimal | None = None
    unit: str = ""
    parts: Parts | None = None
    number: Decimal | None = None
    """The number as it is written, before its unit is taken into account."""

    def follows_from(self, known: "StatedFigure") -> bool:
        """Whether a known figure says the same: a date in full says its year, « 20 » may stand in a column of minutes."""
        if self.unit == "code" or known.unit == "code":
            return self.unit == known.unit and _code(self.text) == _code(known.text)
        if self.parts is not None:
            return known.parts is not None and all(
                mine in (None, theirs) for mine, theirs in zip(self.parts, known.parts, strict=True)
            )
        if known.parts is not None:
            return not self.unit and self.value is not None and self.value in known.parts
        if self.unit and known.unit:
            return (self.value, self.unit) == (known.value, known.unit)
        return bool({self.value, self.number} & {known.value, known.number})


def figures(text: str) -> tuple[StatedFigure, ...]:
    """Return the figures of a text, in figures or in French words, in their order.

    Not figures: marks of lists, numbers of citations, ordinals, « un », « les deux ». Places are places in the text
    (in its composed form, NFC, where it has another).
    """
    return _figures(unicodedata.normalize("NFC", text))


def unsupported_figures(text: str, evidence: Sequence[str]) -> tuple[StatedFigure, ...]:
    """Return the figures of a text that no evidence states."""
    known = [figure for source in evidence for figure in figures(source)]
    return tuple(figure for figure in figures(text) if not any(figure.follows_from(other) for other in known))


@lru_cache(maxsize=4096)
def _figures(text: str) -> tuple[StatedFigure, ...]:
    reader = _Reader(text)
    return tuple(sorted(reader.read(), key=lambda figure: figure.start))


class _Reader:
    """Reads the figures of one text: what is read first isn't read again as something else."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = plain(text)
        self.taken = [False] * len(text)
        self.scales: dict[int, Decimal] = {}
        """What the number at a place was multiplied by, for its unit."""

    def read(self) -> list[StatedFigure]:
        for pattern in (_LIST_MARK, _CITATION):
            for match in pattern.finditer(self.plain):
                self._take(*match.span())
        found = [*self._dates(), *self._codes(), *self._parts_of_hours()]
        return [*found, *self._joined(sorted([*self._numbers()], key=lambda figure: figure.start))]

    def _take(self, start: int, end: int) -> None:
        self.taken[start:end] = [True] * (end - start)

    def _free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def _figure(
        self, start: int, end: int, value: Decimal | None, unit: str = "", parts: Parts | None = None
    ) -> StatedFigure:
        self._take(start, end)
        return StatedFigure(self.text[start:end], start, end, value, unit, parts, value)

    def _dates(self) -> Iterator[StatedFigure]:
        for match in _DATE.finditer(self.plain):
            parts = _date_parts(match)
            if self._free(*match.span()) and parts is not None:
                yield self._figure(*match.span(), None, "date", parts)

    def _codes(self) -> Iterator[StatedFigure]:
        for match in _CODE.finditer(self.plain):
            if self._free(*match.span()):
                if _NOT_CODE.fullmatch(match[0]):
                    self._take(*match.span())
                else:
                    yield self._figure(*match.span(), None, "code")

    def _parts_of_hours(self) -> Iterator[StatedFigure]:
        for match in _HALF_HOURS.finditer(self.plain):
            if self._free(*match.span()):
                minutes = 45 if match["three"] else 15 if match["quarter"] else 30
                yield self._figure(*match.span(), Decimal(minutes * 60), "s")

    def _numbers(self) -> Iterator[StatedFigure]:
        spans: list[tuple[int, int, Decimal, bool]] = []
        for match in _DIGITS.finditer(self.plain):
            number = read_number(match[0])
            spans.append((*match.span(), number if number is not None else _anglo_saxon(match[0]), False))
        spans += [(start, end, Decimal(value), True) for start, end, value in find_numbers(self.plain)]
        for start, end, value, in_words in sorted(spans):
            if self._free(start, end) and (figure := self._number(start, end, value, in_words=in_words)) is not None:
                yield figure

    def _number(self, start: int, end: int, value: Decimal, *, in_words: bool) -> StatedFigure | None:
        if not in_words and (match := _BIG.match(self.plain, end)) and not self._unit_at(end)[1]:
            value *= 10 ** (3 if match["k"] else 6 if match["m"] else 9)
            end = match.end()
        unit, scale, after = self._unit_after(end)
        if not unit and (after < len(self.plain) and end == after and self.plain[end].isalpha()):
            self._take(start, end)
            return None  # « 3D », « 2e »
        if in_words and not self._counts(start, value, unit):
            return None
        number = value
        value *= scale
        self.scales[start] = scale
        if scale == 3600 and unit == "s":
            after, value = self._minutes_after(after, value)
        if unit and (half := re.match(r" et (demie?|quart)\b", self.plain[after : after + 10])):
            value += scale * (Decimal("0.5") if half[1].startswith("demi") else Decimal("0.25"))
            after += half.end()
        return replace(self._figure(start, after, value, unit), number=number)

    def _counts(self, start: int, value: Decimal, unit: str) -> bool:
        """Whether a number in words is a figure: « un » hardly is, « les deux » takes up what was said."""
        if value == 1:
            return unit in _ONE_COUNTS
        return (
            unit not in {"", "point"} or value > 20 or _DEFINITE.search(self.plain[max(start - 8, 0) : start]) is None
        )

    def _unit_at(self, at: int) -> tuple[str, Decimal, int]:
        for unit, pattern, scale in _UNIT_PATTERNS:
            if match := pattern.match(self.plain, at):
                return unit, scale, match.end()
        return "", Decimal(0), at

    def _unit_after(self, at: int) -> tuple[str, Decimal, int]:
        unit, scale, end = self._unit_at(at)
        return (unit, scale, end) if unit else ("", Decimal(1), at)

    def _minutes_after(self, at: int, value: Decimal) -> tuple[int, Decimal]:
        """« 1 h 30 », « une heure trente », « 2 heures et 15 minutes »: seconds, and where they end."""
        match = _MINUTES.match(self.plain, at)
        if match and self._free(*match.span()):
            return match.end(), value + 60 * int(match[1] or match[2])
        between = _BETWEEN.match(self.plain, at)
        if between is not None:
            rest = self.plain[between.end() : between.end() + 40]
            for start, end, minutes in find_numbers(rest)[:1]:
                named = _NAMED_MINUTES.match(rest, end)
                if start == 0 and 0 < minutes < 60 and (named or between[0] == " "):
                    return between.end() + (named.end() if named else end), value + 60 * minutes
        return at, value

    def _joined(self, found: list[StatedFigure]) -> Iterator[StatedFigure]:
        """« 20 à 30 minutes »: the first takes the unit of the second, and what it is multiplied by."""
        for index, figure in enumerate(found):
            following = found[index + 1] if index + 1 < len(found) else None
            joins = following is not None and _JOIN.fullmatch(self.plain[figure.end : following.start])
            if joins and following is not None and following.unit and not figure.unit and figure.value is not None:
                value = figure.value * self.scales[following.start]
                yield replace(figure, value=value, unit=following.unit)
            else:
                yield figure


def _date_parts(match: re.Match[str]) -> Parts | None:
    year = match["iso_y"] or match["y"] or match["year"]
    month = match["iso_m"] or match["m"]
    number = int(month) if month else _MONTHS.index(match["month"]) + 1
    day = match["iso_d"] or match["d"] or match["day"]
    if match["month"] and not (match["day"] or match["year"]):
        return None  # « mars » alone, « mai »: hardly a figure
    if not 1 <= number <= 12 or (day and not 1 <= int(day) <= 31):
        return None
    whole_year = None if year is None else int(year) + (2000 if len(year) == 2 else 0)
    return whole_year, number, None if day is None else int(day)


def _anglo_saxon(text: str) -> Decimal:
    """« 45,000 » can be read in two ways; among figures it counts as forty-five thousand."""
    return Decimal(text.replace(",", "").replace(" ", "").replace("'", ""))


def _code(text: str) -> str:
    return re.sub(r"[-_ ]", "", plain(text))


_QUOTES = (
    re.compile(r"«\s*((?:[^«»]|«[^«»]*»)+?)\s*»"),
    re.compile(r"“\s*([^“”]+?)\s*”"),
    re.compile(r"„\s*([^„“”]+?)\s*[“”]"),
    re.compile(r'(?<![\w"])"\s*([^"\n]+?)\s*"(?!\w)'),
)
_ELISION = re.compile(r"\s*(?:\[(?:…|\.\.\.)\]|\((?:…|\.\.\.)\)|…|\.\.\.)\s*")


def quotes(text: str) -> tuple[str, ...]:
    """Return what stands between quotation marks (« », “ ”, „ “, "…"), in the order of where it begins."""
    found: list[tuple[int, str]] = []
    for pattern in _QUOTES:
        for match in pattern.finditer(text):
            found.append((match.start(1), match[1]))
            found += [(match.start(1) + 1, inner) for inner in quotes(match[1])]
    return tuple(dict.fromkeys(quote for _, quote in sorted(found, key=lambda item: item[0])))


def unsupported_quotes(text: str, evidence: Sequence[str]) -> tuple[str, ...]:
    """Return the quotes of a text whose words don't stand in any evidence, typography and capitals apart.

    « […] » may stand for what was left out: its parts must then follow each other in one evidence.
    """
    # A hyphen before a space may be a word cut at the end of a line, or its own: both ways to read it hold.
    sources = [_comparable(form) for source in evidence for form in {source, source.replace("-", " ")}]
    return tuple(quote for quote in quotes(text) if not any(_stands_in(quote, source) for source in sources))


@lru_cache(maxsize=4096)
def _comparable(text: str) -> str:
    folded = normalise(text)[0].casefold()
    return " ".join(re.sub(r'[ "\-]+', " ", folded).split())


def _stands_in(quote: str, source: str) -> bool:
    at = 0
    parts = [part for piece in _ELISION.split(quote) if (part := _comparable(piece).strip(" .,;:!?'"))]
    for part in parts:
        at = _find_words(part, source, at)
        if at < 0:
            return False
    return bool(parts)


def _find_words(part: str, source: str, at: int) -> int:
    """Where a part ends in a source, as whole words; -1 where it isn't there."""
    start = source.find(part, at)
    while start >= 0:
        end = start + len(part)
        before, after = source[start - 1 : start], source[end : end + 1]
        if not (_WHOLE_WORD.match(before) and _WHOLE_WORD.match(part)) and not (
            _WHOLE_WORD.match(after) and _WHOLE_WORD.match(part[-1])
        ):
            return end
        start = source.find(part, start + 1)
    return -1


def citations(text: str) -> tuple[int, ...]:
    """Return the numbers that a text cites, `[1]`, `[1, 2]`, `[2-4]`, each once, in their order."""
    found: list[int] = []
    for match in _CITATION.finditer(text):
        for piece in re.split(r"[,;]", match[1]):
            first, _, last = re.sub(r"\s", "", piece).replace("–", "-").partition("-")
            found += range(int(first), int(last) + 1) if last and int(last) >= int(first) else [int(first)]
            if last and int(last) < int(first):
                found.append(int(last))
    return tuple(dict.fromkeys(found))
