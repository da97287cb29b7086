"""Plain text: its encoding, its paragraphs, its headings, its tables."""

import codecs
import re
from collections.abc import Iterator

from assistant.dossier.collecting import Collector, Row
from assistant.dossier.text import (
    count_words,
    fold,
    heading_depth,
    is_contents_line,
    is_numbered_item,
    looks_like_heading,
    without_bullet,
)

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_FRENCH = frozenset("éèêëàâçùûîïôœÉÈÊÀÇÔŒ’‘“”«»…–—€°\u00a0")
_LETTERS = frozenset("éèàêçùûôîâ")
_UNLIKELY = frozenset("ŽžÈ√©®™ÃÂ∂ƒ‡†‰Š‹š›Ÿ¡¢£¤¥¦§¨ª¬¯±²³´µ¶·¸¹º¿ÐÑ×ØÝÞßðñ÷øýþ‚„ˆ˜•Ž\x8d\x8f\x90\x9d\x81…ÎÔÛË")
_ENCODINGS = ("cp1252", "mac_roman", "cp850", "latin-1")
_UNDERLINE = re.compile(r"^\s*([=\-~_*#])\1{2,}\s*$")
_RULE = re.compile(r"^[\s|+:=-]+$")
_HARD_WRAP = 100
_SHORT = 0.6


def decode(data: bytes) -> str | None:
    """Return the text of a file in any usual encoding, or None when it is no text."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return _checked(data.decode(encoding).lstrip("\ufeff"))
            except UnicodeDecodeError:
                return _checked(data.decode(encoding, "replace").lstrip("\ufeff"))
    if b"\0" in data[:4096]:
        return _without_mark(data)
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _checked(_in_another_encoding(data))


def _without_mark(data: bytes) -> str | None:
    """Decode UTF-16 without its mark: nearly every second byte of a European text is zero."""
    sample = data[:4096]
    half = max(len(sample) // 2, 1)
    if sample[1::2].count(0) > 0.7 * half and sample[::2].count(0) < 0.1 * half:
        return _checked(data.decode("utf-16-le", "replace"))
    if sample[::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
        return _checked(data.decode("utf-16-be", "replace"))
    return None


def _in_another_encoding(data: bytes) -> str:
    """Decode text that isn't UTF-8, or is so but for what was pasted from elsewhere."""
    whole = data.decode(_best_encoding(data), "replace")
    pasted = data.decode("utf-8", _PASTED)
    return pasted if _frenchness(pasted) > _frenchness(whole) else whole


def _in_windows_letters(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are no UTF-8 as Windows writes French."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_PASTED = "assistant.pasted"
codecs.register_error(_PASTED, _in_windows_letters)


def _best_encoding(data: bytes) -> str:
    sample = bytes(byte for byte in data[:400_000] if byte >= 0x80)[:20_000]
    return max(_ENCODINGS, key=lambda name: (_frenchness(sample.decode(name, "replace")), -_ENCODINGS.index(name)))


def _frenchness(text: str) -> float:
    good = sum(1.0 if letter in _LETTERS else 0.6 for letter in text if letter in _FRENCH)
    return good - 1.5 * sum(letter in _UNLIKELY or letter == "\ufffd" for letter in text if letter not in _FRENCH)


def _checked(text: str) -> str | None:
    """Return the text, or None when too many of its characters are no writing."""
    sample = text[:200_000]
    odd = sum(1 for letter in sample if (letter < " " and letter not in "\t\n\r\f\v\x1a") or "\x7f" <= letter < "\xa0")
    odd += sample.count("\ufffd")
    strange = sum(1 for letter in sample if letter.isalpha() and letter > "\u024f")
    if odd > max(2, 0.005 * len(sample)) or (strange > 0.3 * len(sample) and odd):
        return None
    return text if odd + _mojibake(sample) <= 0.15 * len(sample) + 2 else None


def _mojibake(sample: str) -> int:
    return sum(1 for letter in sample if letter in _UNLIKELY and letter not in _FRENCH)


def read_plain(text: str, draft: Collector) -> None:
    """Put the parts of a plain text into the draft."""
    pages = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    while len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    for number, page in enumerate(pages, 1):
        if len(pages) > 1:
            draft.page, draft.pages = number, len(pages)
        _read_page(page, draft)


def _read_page(text: str, draft: Collector) -> None:
    lines = text.split("\n")
    wrapped = _is_hard_wrapped(lines)
    for group in _groups(lines):
        _read_group(group, draft, wrapped)


def _groups(lines: list[str]) -> Iterator[list[str]]:
    """Yield the runs of lines between blank ones."""
    group: list[str] = []
    for line in lines:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _is_hard_wrapped(lines: list[str]) -> bool:
    """Whether an editor cut the lines: then most long ones are about as long as the longest."""
    lengths = sorted(len(line.rstrip()) for line in lines if len(line.strip()) > 40)
    return bool(lengths) and lengths[int(0.95 * (len(lengths) - 1))] <= _HARD_WRAP


def _read_group(group: list[str], draft: Collector, wrapped: bool) -> None:
    index = 0
    widest = max(len(line) for line in group)
    paragraph: list[str] = []

    def flush() -> None:
        if paragraph:
            _put_paragraph(" ".join(paragraph), draft, alone=len(group) == len(paragraph) == 1)
            paragraph.clear()

    while index < len(group):
        line = group[index]
        rows = _table_lines(group, index)
        if rows:
            flush()
            draft.table(_rows(rows), marked_head=len(rows) > 1 and _RULE.match(rows[1]) is not None)
            index += len(rows)
            continue
        if _UNDERLINE.match(line):
            underlined = paragraph.pop() if len(paragraph) == 1 else None
            flush()
            if underlined:
                draft.heading(_unmarked(underlined), 1 if line.strip()[0] in "=#" else 2)
        elif paragraph and _goes_on(paragraph[-1], line, wrapped, widest):
            paragraph.append(line)
        else:
            flush()
            paragraph.append(line)
        index += 1
    flush()


def _goes_on(before: str, line: str, wrapped: bool, widest: int) -> bool:
    """Whether a line continues the paragraph of the one before."""
    text = fold(line)
    if without_bullet(text) is not None or is_numbered_item(text) or is_contents_line(before.rstrip()):
        return False
    is_item = without_bullet(fold(before)) is not None
    if is_item and line[:1] in " \t" and not wrapped:
        return True
    if not wrapped:
        return False
    return len(before) >= _SHORT * min(widest, _HARD_WRAP) or text[:1].islower()


def _put_paragraph(text: str, draft: Collector, alone: bool) -> None:
    text = fold(text)
    item = without_bullet(text)
    if is_contents_line(text):
        draft.add(text, "furniture")
    elif item is not None:
        draft.add(item, "list_item")
    elif (level := _heading_level(text, alone)) is not None:
        draft.heading(_unmarked(text), level)
    elif is_numbered_item(text):
        draft.add(text, "list_item")
    else:
        draft.add(text)


def _heading_level(text: str, alone: bool) -> int | None:
    if text.startswith("#"):
        marks = len(text) - len(text.lstrip("#"))
        return marks if marks <= 6 and text[marks : marks + 1] == " " else None
    if not looks_like_heading(text) or text.endswith(":"):
        return None
    depth = heading_depth(text)
    if text.isupper() and count_words(text) >= 1 and len(text) > 3:
        return depth or 1
    if depth is not None and alone:
        return 1 + depth
    return 4 if alone and count_words(text) <= 9 and text[:1].isupper() and not any(c in text for c in ",;") else None


def _unmarked(text: str) -> str:
    return text.lstrip("# ").strip() if text.lstrip().startswith("#") else text.strip()


def _table_lines(group: list[str], start: int) -> list[str]:
    """Return the lines of a table that begins here: cells between bars, tabs or semicolons… at least two lines."""
    for split in (_bars, _tabs):
        end = start
        while end < len(group) and split(group[end]):
            end += 1
        if end - start >= 2:
            return group[start:end]
    return []


def _bars(line: str) -> bool:
    text = line.strip()
    return text.count("|") >= (2 if text.startswith("|") else 1) or (_RULE.match(text) is not None and "+" in text)


def _tabs(line: str) -> bool:
    return "\t" in line.strip() and not is_contents_line(line)


def _rows(lines: list[str]) -> list[Row]:
    rows = []
    for line in lines:
        text = line.strip()
        if _RULE.match(text):
            continue
        if "|" in text:
            text = text.removeprefix("|").removesuffix("|").strip()
            rows.append(Row([cell.strip() for cell in text.split("|")], fold(text)))
        else:
            rows.append(Row([cell.strip() for cell in re.split(r"\t+", text)], fold(text)))
    return rows
