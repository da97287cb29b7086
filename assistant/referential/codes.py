"""The grammar of codes: « C3.3 », « c 3-3 », « C1.1 à C1.4 », « activité 3 », « critère 2 de C3.3 ».

Codes are read by grammar, never by resemblance: a code names an entry or is unknown. What looks like a code
and is none (« 3.5 % », « une page A4 », « c 3 actions ») is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.referential.model import EntryKey, EntryKind, Exam, Referential
from assistant.referential.wording import fold_signs

# Letters of other alphabets that look like those of our codes.
_LOOKALIKES = str.maketrans({"С": "C", "с": "c", "А": "A", "а": "a", "Ϲ": "C"})

_COMPETENCE_WORD = r"(?:comp[ée]?t[ea]nces?|competenc(?:y|ies)|comp\.?|skills?|[ée]preuves?|exams?|[ée]valuations?)"
_ACTIVITY_WORD = r"(?:activit(?:[ée]s?|y|ies)|acti|blocs?(?:\s+de\s+comp[ée]tences?)?|blocks?|bc)"
_CRITERION_WORD = r"(?:crit[eèé]res?|crit[eèé]rium|criteri(?:on|a)|crit\.?)"
_NUMBER_SIGN = r"(?:n\s?[°ºo]\s?|num(?:[ée]ro|ber)?\s+|[#])?"

_COMPETENCE = re.compile(
    rf"""
    (?<![\w.,])
    (?:
      (?P<letter>[cC]{{1,2}}|[xXvVdDfF](?=\d))\s?[.\-_]?\s?(?P<a>\d)\s?(?:[.·]\s?|[,:;_\-]|\s?point\s?)(?P<b>\d{{1,2}})
    | (?P<tight>[cC])(?P<c>\d)[ ]?(?P<d>\d)
    | (?:{_COMPETENCE_WORD}\s*{_NUMBER_SIGN})(?P<word_a>\d)\s?[.,\-_·]\s?(?P<word_b>\d{{1,2}})
    | (?P<bare_a>\d)[.,](?P<bare_b>\d)
    )
    (?![\w]|[.,]\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)

_ACTIVITY = re.compile(
    rf"""
    (?<![\w.,])
    (?:
      {_ACTIVITY_WORD}\s*{_NUMBER_SIGN}(?:[aAcC]\s?)?(?P<word>\d{{1,2}}|[ivIV]{{1,3}}(?!\w)|un|deux|trois|quatre|cinq|one|two|three|four|five)
    | (?P<letter>[aAcC])(?P<digit>\d)
    )
    (?!\w|[.,\-_]\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)

_ORDINAL_WORDS = {
    "premier": 1, "première": 1, "premiere": 1, "1er": 1, "1ère": 1, "1re": 1, "first": 1,
    "deuxième": 2, "deuxieme": 2, "second": 2, "seconde": 2, "troisième": 3, "troisieme": 3, "third": 3,
    "quatrième": 4, "quatrieme": 4, "fourth": 4, "cinquième": 5, "cinquieme": 5, "fifth": 5,
    "sixième": 6, "sixieme": 6, "septième": 7, "septieme": 7, "huitième": 8, "huitieme": 8,
    "neuvième": 9, "neuvieme": 9, "dixième": 10, "dixieme": 10,
}  # fmt: skip
_CARDINAL_WORDS = {
    "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5,
}  # fmt: skip

_NUMBER_WORDS = {
    "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "dix-sept": 17, "dix-huit": 18,
    "dix-neuf": 19, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
_ONE_NUMBER = (
    rf"(?:\d{{1,2}}|(?:{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})(?!\w|-|\s(?:peu|fois|par)\b))"
)
_COUNTED_THINGS = r"\s+(?:actions?|phrases?|prestataires?|agences?|minutes?|mi?n|heures?|h|personnes?|pages?|slides?|kpis?|indicateurs?|sources?)\b"
_TO = r"(?:à|a|au|jusqu'?\s?(?:à|a|au)|to|through|thru|-|->|→)"
_SEPARATOR = rf"(?:\s*(?:,|et|and|&|\+|puis|then|ainsi\s+que|ou|or)\s*|\s*{_TO}\s*)"
_NUMBER_AGAIN = rf"(?:(?:le|les|la|du|the)\s+)?(?:{_CRITERION_WORD}\s*)?{_NUMBER_SIGN}(?!(?:un|one)(?!\w)){_ONE_NUMBER}(?!{_COUNTED_THINGS})"
_NUMBERS = rf"(?P<numbers>{_ONE_NUMBER}(?:{_SEPARATOR}{_NUMBER_AGAIN})*)(?![\w%]|[.,]\d)"
"""« 1, 3 et 5 », « 1 au 7 », « 2 jusqu'au critère 4 »."""
_CRITERION_NUMBERS = re.compile(
    rf"(?<!\w){_CRITERION_WORD}\s*(?:(?:du|de|from|between|entre)\s+)?{_NUMBER_SIGN}{_NUMBERS}", re.IGNORECASE
)
_NUMBER_ALONE = re.compile(
    rf"(?<!\w)(?:n\s?[°º]s?\s?|num[ée]ros?\s+|numbers?\s+|#\s?|(?:points?|items?|lignes?)\s+){_NUMBERS}", re.IGNORECASE
)
"""« C3.3 n° 4 »: beside a code, a number is a criterion's."""
_OTHER_NUMBERED = re.compile(
    r"(?:actions?|[ée]tapes?|lots?|slides?|diapos?|pages?|annexes?|figures?|tableaux?|questions?|sources?)\s*$",
    re.IGNORECASE,
)
_CRITERION_ORDINAL = re.compile(
    rf"(?<!\w)(?P<ordinal>{'|'.join(_ORDINAL_WORDS)}|\d{{1,2}}\s?(?:e|è|ème|eme|nd|rd|th)|dernier|last)\s+{_CRITERION_WORD}(?!\w)",
    re.IGNORECASE,
)
_SEVERAL_FROM_END = re.compile(
    rf"(?<!\w)(?:(?:les?|the)\s+)?(?:(?P<count>{_ONE_NUMBER})\s+(?P<end>premi[eè]re?s|derni[eè]re?s|first|last)"
    rf"|(?P<end_en>first|last)\s+(?P<count_en>{_ONE_NUMBER}))\s+{_CRITERION_WORD}(?!\w)",
    re.IGNORECASE,
)
"""« les trois premiers critères », « the last two criteria »."""
_SPELLED_CODE = re.compile(
    rf"(?<!\w)(?P<letter>c|(?:{_COMPETENCE_WORD})\s+c?)\s?(?P<a>\d|un|deux|trois|quatre|cinq|one|two|three|four|five)"
    r"\s+(?:point|dot|virgule)\s+(?P<b>\d|un|deux|trois|quatre|cinq|six|one|two|three|four|five)(?!\w)",
    re.IGNORECASE,
)
"""« c trois point quatre », as a voice keyboard writes it."""
_SLASH_NUMBER = re.compile(r"(?:\s?/\s?(?P<n>\d{1,2})|/(?P<large>\d{3}))(?![\w.,]?\d)")
_LONG_CODE = re.compile(r"(?<![\w.,])[cC](?P<a>\d{2,}|\d(?=\.\d{3}))\.(?P<b>\d+)(?!\w|[.,]\d)")
"""« C12.1 », « C3.456 »: written as a code, with more digits than any has."""
_LONGEST_ID = 16
_ORDINAL_ACTIVITY = re.compile(
    rf"(?<!\w)(?P<ordinal>{'|'.join(_ORDINAL_WORDS)}|\d\s?(?:e|è|ème|eme|nd|rd|th)|derni(?:er|ère|ere)|last)\s+{_ACTIVITY_WORD}(?!\w)",
    re.IGNORECASE,
)

_RANGE = re.compile(r"^\s*(?:à|a|au|jusqu'?\s?(?:à|a|au)|to|through|-|->|→|\.{2,3}|/)\s*(?:la\s+)?$", re.IGNORECASE)

_NOT_BEFORE_BARE = re.compile(
    r"(?:version|\bv|python|note|moyenne|roas|taux|score|ratio|gpt|ga|panier|coefficient|coef|×|x|\*|[€$£])\s*(?:de|à|est|:)?\s*$",
    re.IGNORECASE,
)
_NOT_AFTER_BARE = re.compile(
    r"^\s?(?:%|€|\$|£|k\b|k€|m€|m\b|/\s?\d{2}|heures?|h\b|min|mn|points?|pts?|euros?|millions?|milliards?|étoiles?|sur\b|fois|x\b|ans?\b|jours?|semaines?|mois|pages?|kg|go\b|mo\b|km)",
    re.IGNORECASE,
)
_PAPER_BEFORE = re.compile(
    r"(?:formats?|pages?|feuilles?|papier|posters?|affiches?|flyers?|recto|verso|impression|imprim\w+|paysage|portrait|size|paper)\s*(?:en\s+|au\s+|de\s+)?(?:formats?\s+)?$",
    re.IGNORECASE,
)
_PAPER_AFTER = re.compile(r"^\s*(?:recto|verso|paysage|portrait|paper|pages?|sheets?|format)\b", re.IGNORECASE)
_ANALYTICS_BEFORE = re.compile(r"(?:google|audi|citro[eë]n|samsung|galaxy|autoroute|niveau)\s+$", re.IGNORECASE)


_ACTIVITY_ID = 2


@dataclass(frozen=True)
class CodeMention:
    """A code of an existing entry, with its place in the normalised question."""

    key: EntryKey
    start: int
    end: int


@dataclass(frozen=True)
class CodeReading:
    """What the grammar read in a question.

    `masked` is the question with each code replaced by a word of its kind, for the search, which must not
    be drawn by figures. `numbers` are criterion numbers that came without a code (« et le critère 3 ? »);
    -1 stands for the last one, -2 for the one before.
    """

    mentions: tuple[CodeMention, ...] = ()
    unknown: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    masked: str = ""

    @property
    def keys(self) -> tuple[EntryKey, ...]:
        """The entries that are named, each once, in their order."""
        return tuple(dict.fromkeys(mention.key for mention in self.mentions))


@dataclass(frozen=True)
class _Token:
    kind: EntryKind
    id: str
    known: bool
    start: int
    end: int


def normalise(text: str) -> str:
    """Return the text as the grammar reads it: NFKC, one kind of dash and apostrophe, Latin look-alikes."""
    return fold_signs(text).translate(_LOOKALIKES)


def _in_digits(match: re.Match[str]) -> str:
    first, second = (_NUMBER_WORDS.get(match[name].lower(), match[name]) for name in ("a", "b"))
    return f"{match['letter']}{first}.{second}"


def read_codes(text: str, referential: Referential) -> CodeReading:
    """Read every code of a question."""
    question = _SPELLED_CODE.sub(_in_digits, normalise(text))
    tokens = _tokens(question, referential)
    unknown = [token.id for token in tokens if not token.known]
    known = [token for token in tokens if token.known]
    mentions = list(_mentions(question, known, referential))
    mentions = _without_range_of_criterion(mentions, referential)
    unknown += [mention.key.id for mention in mentions if mention.key not in referential]
    mentions = [mention for mention in mentions if mention.key in referential]
    numbers, number_spans = _criterion_numbers(question, beside_code=bool(known))
    exams = _exams(mentions, referential)
    spans = [(token.start, token.end, _stands_for(token, question)) for token in tokens]
    if numbers and len(exams) == 1:
        criteria, missing = _criteria_of(exams[0], numbers)
        start, end = number_spans[0]
        mentions = [CodeMention(key, start, end) for key in criteria]
        unknown += missing
        numbers = ()
    spans += [(start, end, EntryKind.CRITERION) for start, end in number_spans]
    return CodeReading(
        mentions=tuple(mentions),
        unknown=tuple(dict.fromkeys(unknown)),
        numbers=tuple(numbers),
        masked=_mask(question, spans, _masks(mentions, referential)),
    )


def _stands_for(token: _Token, question: str) -> EntryKind:
    """« C2 » means the exam of the activity's competences, « A2 » and « bloc 2 » the activity."""
    return EntryKind.EXAM if question[token.start].lower() == "c" and len(token.id) == _ACTIVITY_ID else token.kind


def exam_of_competences(competences: tuple[str, ...], referential: Referential) -> Exam | None:
    """Return the exam that assesses just these competences, if there is one."""
    wanted = set(competences)
    return next((exam for exam in referential.exams if set(exam.competences) == wanted), None)


def _tokens(question: str, referential: Referential) -> list[_Token]:
    competences = {competence.id for competence in referential.competences}
    activities = {activity.id for activity in referential.activities}
    tokens: list[_Token] = []
    for match in _COMPETENCE.finditer(question):
        code = _competence_code(match)
        known = code in competences
        if _is_code(match, question, known, tokens):
            tokens.append(_Token(EntryKind.COMPETENCE, code, known, *match.span()))
    for match in _LONG_CODE.finditer(question):
        if not _NOT_AFTER_BARE.search(question[match.end() :]):
            tokens.append(_Token(EntryKind.COMPETENCE, _shortened(match[0].upper()), False, *match.span()))
    for match in (*_ACTIVITY.finditer(question), *_ORDINAL_ACTIVITY.finditer(question)):
        if any(token.start < match.end() and match.start() < token.end for token in tokens):
            continue
        if not _is_paper(match, question):
            activity = _activity_code(match, len(activities))
            tokens.append(_Token(EntryKind.ACTIVITY, activity, activity in activities, *match.span()))
    return sorted(tokens, key=lambda token: token.start)


def _shortened(code: str) -> str:
    return code if len(code) <= _LONGEST_ID else f"{code[: _LONGEST_ID - 1]}…"


def _competence_code(match: re.Match[str]) -> str:
    groups = match.groupdict()
    for first, second in (("a", "b"), ("c", "d"), ("word_a", "word_b"), ("bare_a", "bare_b")):
        if groups[first] is not None:
            return f"C{groups[first]}.{groups[second]}"
    raise AssertionError("the pattern matched without a pair of digits")


def _is_code(match: re.Match[str], question: str, known: bool, earlier: list[_Token]) -> bool:
    before, after = question[: match.start()], question[match.end() :]
    groups = match.groupdict()
    if groups["bare_a"] is not None:
        in_list = bool(earlier) and len(question[earlier[-1].end : match.start()].split()) <= 1
        figure = _NOT_BEFORE_BARE.search(before) or _NOT_AFTER_BARE.search(after)
        return (known or in_list) and not figure
    letter = groups["letter"]
    if letter is not None and letter.lower() not in {"c", "cc"}:
        return known and not _NOT_AFTER_BARE.search(after)
    if letter is not None and letter.islower() and " " in match.group() and not known:
        return False  # « c 2,5 » is « c'est 2,5 »
    if groups["tight"] is not None and " " in match.group():
        return known and not re.match(r"\s*[a-zà-ÿ]", after)  # « C3 3 prestataires »
    return not (groups["tight"] is not None and _NOT_AFTER_BARE.search(after))


def _activity_code(match: re.Match[str], count: int) -> str:
    groups = match.groupdict()
    if "ordinal" in groups:
        ordinal = groups["ordinal"].lower()
        return f"A{count if ordinal.startswith(('derni', 'last')) else _ordinal(ordinal)}"
    if groups["digit"]:
        return f"A{groups['digit']}"
    word = groups["word"].lower()
    return f"A{int(word)}" if word.isdigit() else f"A{_CARDINAL_WORDS[word]}"


def _is_paper(match: re.Match[str], question: str) -> bool:
    if not match.groupdict().get("digit"):
        return False
    before, after = question[: match.start()], question[match.end() :]
    return bool(_PAPER_BEFORE.search(before) or _PAPER_AFTER.search(after) or _ANALYTICS_BEFORE.search(before))


def _mentions(question: str, tokens: list[_Token], referential: Referential) -> Iterator[CodeMention]:
    for index, token in enumerate(tokens):
        yield from _with_slash(question, token, tokens[index + 1 :], referential)
        if index + 1 < len(tokens):
            yield from _between(question, token, tokens[index + 1], referential)


def _with_slash(question: str, token: _Token, later: list[_Token], referential: Referential) -> Iterator[CodeMention]:
    """A code followed by « /2 » names a criterion of its exam, be there one or not; else the code names itself."""
    key = EntryKey(token.kind, token.id)
    slash = _SLASH_NUMBER.match(question, token.end)
    followed_by_code = any(other.start < (slash.end() if slash else 0) for other in later)
    if slash and token.kind is EntryKind.COMPETENCE and not followed_by_code:
        exam = referential.exam_of(key)
        criterion = EntryKey(EntryKind.CRITERION, f"{exam.id if exam else ''}/{int(slash['n'] or slash['large'])}")
        if criterion in referential or not slash[0].startswith(" "):
            yield CodeMention(criterion, token.start, slash.end())
            return
    yield CodeMention(key, token.start, token.end)


def _without_range_of_criterion(mentions: list[CodeMention], referential: Referential) -> list[CodeMention]:
    """In « C2.1-C2.6/13 » the range is the name of the criterion's exam, and nothing more."""
    exams = [exam for m in mentions if m.key.kind is EntryKind.CRITERION if (exam := referential.exam_of(m.key))]
    competences = {competence for exam in exams for competence in exam.competences}
    return [mention for mention in mentions if mention.key.id not in competences]


def _between(question: str, first: _Token, last: _Token, referential: Referential) -> Iterator[CodeMention]:
    """The competences or activities that « C1.1 à C1.4 » means besides its two ends."""
    if first.kind is not last.kind or not _RANGE.match(question[first.end : last.start]):
        return
    entries = referential.competences if first.kind is EntryKind.COMPETENCE else referential.activities
    ids = [entry.id for entry in entries]
    for entry_id in ids[ids.index(first.id) + 1 : ids.index(last.id)]:
        yield CodeMention(EntryKey(first.kind, entry_id), first.start, last.end)


def _criterion_numbers(question: str, *, beside_code: bool) -> tuple[tuple[int, ...], list[tuple[int, int]]]:
    numbers: list[int] = []
    spans: list[tuple[int, int]] = []
    matches = list(_CRITERION_NUMBERS.finditer(question))
    if beside_code and not matches:
        alone = _NUMBER_ALONE.finditer(question)
        matches = [match for match in alone if not _OTHER_NUMBERED.search(question[: match.start()])]
    for match in matches:
        if re.match(r"\s*[.,]\s*\d", question[match.end() :]):
            continue
        spans.append(match.span())
        numbers += _number_list(match["numbers"])
    for match in _SEVERAL_FROM_END.finditer(question):
        spans.append(match.span())
        count = _number_list(match["count"] or match["count_en"])[0]
        first = (match["end"] or match["end_en"]).lower().startswith(("premi", "first"))
        numbers += range(1, count + 1) if first else range(-count, 0)
    for match in _CRITERION_ORDINAL.finditer(question):
        if any(start <= match.start() < end for start, end in spans):
            continue
        spans.append(match.span())
        ordinal = match["ordinal"].lower()
        numbers.append(-1 if ordinal in {"dernier", "last"} else _ordinal(ordinal))
    return tuple(dict.fromkeys(numbers)), spans


def _number_list(text: str) -> list[int]:
    text = re.sub(
        rf"(?<![\w-])(?:{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})(?![\w-])",
        lambda match: str(_NUMBER_WORDS[match[0].lower()]),
        text,
        flags=re.IGNORECASE,
    )
    numbers: list[int] = []
    end = 0
    for match in re.finditer(r"\d+", text):
        number = int(match[0])
        ranged = numbers and re.search(rf"(?<!\w){_TO}(?!\w)", text[end : match.start()], re.IGNORECASE)
        numbers += range(numbers[-1] + 1, number + 1) if ranged and numbers[-1] < number else [number]
        end = match.end()
    return numbers


def _ordinal(word: str) -> int:
    digits = re.match(r"\d+", word)
    return int(digits.group()) if digits else _ORDINAL_WORDS[word]


def _exams(mentions: list[CodeMention], referential: Referential) -> list[Exam]:
    exams: dict[str, Exam] = {}
    for mention in mentions:
        if mention.key.kind is EntryKind.ACTIVITY:
            exams |= {exam.id: exam for exam in referential.exams_of_activity(mention.key.id)}
        elif exam := referential.exam_of(mention.key):
            exams[exam.id] = exam
    return list(exams.values())


def _criteria_of(exam: Exam, numbers: tuple[int, ...]) -> tuple[list[EntryKey], list[str]]:
    count = len(exam.criteria)
    wanted = [count + 1 + number if number < 0 else number for number in numbers]
    known = [EntryKey(EntryKind.CRITERION, f"{exam.id}/{n}") for n in wanted if 1 <= n <= count]
    return known, [f"{exam.id}/{n}" for n in wanted if not 1 <= n <= count]


_REPEATED_MASK = re.compile(r"(cette (?:épreuve|activité|compétence))(?:\s?\S{1,7}\s?(?:la\s)?\1)+")
_MASKED_SLASH = re.compile(r"(cette (?:épreuve|compétence))\s?/\s?\d{1,3}")


def _masks(mentions: list[CodeMention], referential: Referential) -> dict[EntryKind, str]:
    """The words that stand for codes. A code means the exam, unless it is one competence of several."""
    competences = {mention.key for mention in mentions if mention.key.kind is EntryKind.COMPETENCE}
    exams = [referential.exam_of(key) for key in competences]
    alone = len(competences) == 1 and exams[0] is not None and len(exams[0].competences) > 1
    word = "cette compétence" if alone else "cette épreuve"
    return {
        EntryKind.COMPETENCE: word,
        EntryKind.EXAM: "cette épreuve",
        EntryKind.ACTIVITY: "cette activité",
        EntryKind.CRITERION: "critère",
    }


def _mask(question: str, spans: list[tuple[int, int, EntryKind]], masks: dict[EntryKind, str]) -> str:
    masked = question
    for start, end, kind in sorted(spans, reverse=True):
        masked = masked[:start] + masks[kind] + masked[end:]
    masked = _REPEATED_MASK.sub(r"\1", masked)
    return _MASKED_SLASH.sub(r"critère de \1", masked)
