"""Words, sentences and lines: what a text looks like, whatever the format that it comes from."""

import re
from collections.abc import Iterator, Sequence

PASSAGE_WORDS = 90
"""A longer paragraph is cut at the end of its sentences, so that quotes stay short."""

_SPACES = re.compile(r"[\s\u00a0\u2007\u202f\u200a\u2009\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\ufffe\uffff\ud800-\udfff]")
_SENTENCE_END = re.compile(r"[.!?…]+[»”\"’')\]]*(?:\s»)?\s+(?=[^\Wa-zà-öø-ÿ_]|[«“\"(\[•–—-])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«’'/])(?:MM?|Mme|Mmes|Mlle|Dr|Pr|Me|St|Ste|p|pp|art|cf|ex|env|av|bd|n|no|num|vol|fig|tab|chap|éd|coll"
    r"|resp|réf|tél|min|max|approx|[A-ZÀ-Ý]|(?:[A-ZÀ-Ý]\.)+[A-ZÀ-Ý]|c\.-à-d|i\.e|e\.g|J\.-C)\.\s+$"
)
_NUMBER_START = re.compile(r"^\(?(?:\d{1,3}|[a-zA-Z]|[IVX]{1,5})\.\s+$")
_SOFTER_END = re.compile(r"[;:]\s+")
_COMMA = re.compile(r",\s+")
BULLETS = "•‣▪▫■□●○◦∙·–—-*➢➤►▶✓✔✗✘❖◆◇⁃\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d"
_BULLET = re.compile(rf"^(?:[{re.escape(BULLETS)}]|o(?=\s))\s*(?=\S)")
_TYPED_BULLET = re.compile(rf"^(?:[{re.escape(BULLETS)}]|o)\s+(?=\S)")
_NUMBERED_ITEM = re.compile(r"^(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\d{1,2}\s?[°º]\s?[.)]?)\s+(?=\S)")
_NUMBERED_HEADING = re.compile(
    r"^(?:(?:partie|chapitre|annexe|section|étape|phase|lot|article)\s+[\dIVXA-Z]{1,4}\b|[IVX]{1,5}\s?[.)–-]\s*|[A-Z]\s?[.)]\s+"
    r"|\d{1,2}(?:\.\d{1,2}){0,4}\s?[.)–-]?\s+)(?=\S)",
    re.IGNORECASE,
)
_DEPTH = re.compile(r"^\d{1,2}((?:\.\d{1,2})*)")
_CONTENTS = re.compile(r"(?:\.{4,}|(?:\s\.){4,}|…{2,}|_{4,})\s*\d{1,3}\s*$|\S\t+\d{1,3}\s*$")
_CAPTION = re.compile(
    r"^(?:figure|fig\.|tableau|table|schéma|graphique|illustration|image|photo|source)\s*(?:n[°o]\s*)?\d{0,3}\s?[:–—.-]",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"^[\d\s.,%€$£k/+~≈<>≤≥()–-]+(?:k€|m€|ht|ttc|jours?|mois|h)?$", re.IGNORECASE)


def fold(text: str) -> str:
    """Return the text with every run of white space as one space, without control characters and soft hyphens."""
    return _SPACES.sub(" ", _CONTROLS.sub("", text)).strip()


def count_words(text: str) -> int:
    """Return the number of words, as white space tells them apart."""
    return len(text.split())


def sentences(text: str) -> list[str]:
    """Cut a folded text at the ends of its sentences. Joined by one space, the parts give the text again."""
    parts, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        before = text[start : match.end()]
        if _ABBREVIATION.search(before) or _NUMBER_START.match(before):
            continue
        parts.append(before.strip())
        start = match.end()
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def passages(text: str, limit: int = PASSAGE_WORDS) -> list[str]:
    """Cut a folded text into parts of at most about `limit` words, at sentence ends wherever there are any."""
    total = count_words(text)
    if total <= limit:
        return [text] if text else []
    target = -(-total // -(-total // limit))
    parts: list[str] = []
    current: list[str] = []
    words = 0
    for sentence in _short_sentences(text, limit):
        size = count_words(sentence)
        if current and (words + size > limit or (words >= target and size > 3)):
            parts.append(" ".join(current))
            current, words = [], 0
        current.append(sentence)
        words += size
    return [*parts, " ".join(current)] if current else parts


def _short_sentences(text: str, limit: int) -> Iterator[str]:
    for sentence in sentences(text):
        if count_words(sentence) <= limit:
            yield sentence
        else:
            yield from _cut_long(sentence, limit)


def _cut_long(sentence: str, limit: int) -> Iterator[str]:
    """Cut a sentence without end: at semicolons, else at commas, else between words."""
    for pattern in (_SOFTER_END, _COMMA):
        cuts = [match.end() for match in pattern.finditer(sentence)]
        if cuts:
            starts = [0, *cuts]
            for start, end in zip(starts, [*cuts, len(sentence)], strict=True):
                part = sentence[start:end].strip()
                if count_words(part) <= limit:
                    yield part
                elif part:
                    yield from _cut_long(part, limit) if part != sentence else _cut_words(part, limit)
            return
    yield from _cut_words(sentence, limit)


def _cut_words(text: str, limit: int) -> Iterator[str]:
    words = text.split(" ")
    for start in range(0, len(words), limit):
        yield " ".join(words[start : start + limit])


def without_bullet(text: str) -> str | None:
    """Return the text of a list item without its bullet, or None when it starts with none."""
    match = _TYPED_BULLET.match(text)
    return text[match.end() :] if match else None


def bullet_length(text: str) -> int:
    """Return how many characters the bullet at the start takes, 0 where there is none; a glued bullet counts."""
    match = _BULLET.match(text)
    if not match or (text[0] in "-–—*" and match.end() == 1):
        return 0
    return match.end()


def is_numbered_item(text: str) -> bool:
    """Whether the text starts like an item of a numbered list."""
    return _NUMBERED_ITEM.match(text) is not None


def heading_depth(text: str) -> int | None:
    """Return the depth that a heading's number tells (« 2.1 » is 2), or None without a number."""
    if not _NUMBERED_HEADING.match(text):
        return None
    digits = _DEPTH.match(text)
    return 1 + digits.group(1).count(".") if digits else 1


def looks_like_heading(text: str, most_words: int = 12) -> bool:
    """Whether the text is short and ends like a heading: no full stop, no comma, some letters."""
    words = count_words(text)
    if not 1 <= words <= most_words or len(text) > 110 or not any(letter.isalpha() for letter in text):
        return False
    return not text.rstrip("»” ").endswith((".", ";", ",", "…", "!"))


def is_contents_line(text: str) -> bool:
    """Whether it is a line of a table of contents: dots and a page number at its end."""
    return _CONTENTS.search(text) is not None


def is_caption(text: str) -> bool:
    """Whether the text is the caption of a figure or of a table."""
    return count_words(text) <= 30 and _CAPTION.match(text) is not None


def table_head(rows: Sequence[Sequence[str]], marked: bool = False) -> tuple[str, ...]:
    """Return the column heads of a table: its first row, if it is marked as such or looks like one."""
    if not rows or (len(rows) < 2 and not marked):
        return ()
    first = tuple(rows[0])
    if marked:
        return first
    named = [cell for cell in first if cell]
    if len(named) < 2 or len(named) < len(first) - 1 or (len(named) < len(first) and first[0]):
        return ()
    return first if all(_is_label(cell) for cell in named) else ()


def _is_label(cell: str) -> bool:
    return (
        count_words(cell) <= 7
        and len(cell) <= 60
        and not _FIGURES.match(cell)
        and any(letter.isalpha() for letter in cell)
        and not cell.endswith((".", ";"))
    )
