"""Markdown. Passages keep the marks inside a line (`**`), so that they are the file's own text."""

import re
from typing import Any

from assistant.dossier.collecting import Collector, Row
from assistant.dossier.html import read_fragment, split_fragment
from assistant.dossier.text import fold, is_caption

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^[A-Za-zÀ-ÿ_-]+\s*:", re.MULTILINE)
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_REFERENCE_COMMENT = re.compile(
    r"^ {0,3}\[(?://|comment|_|#)\]:\s*\S+\s*[\"'(](.*)[\"')]\s*$", re.MULTILINE | re.IGNORECASE
)
_TAG = re.compile(r"<(?:span|div|p|font|td|style|small|mark|sup|u|b|i)\b", re.IGNORECASE)
_FOOTNOTE = re.compile(r"^\[\^[^\]]+\]:\s*")
_ITEM_BOX = re.compile(r"^\[[ xX]\]\s+")


def read_markdown(text: str, draft: Collector) -> None:
    """Put the parts of a Markdown text into the draft."""
    from markdown_it import MarkdownIt

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT_MATTER.match(text)
    if front and _FIELD.search(front.group(1)):
        for line in front.group(1).splitlines():
            draft.add(line, "furniture")
        text = text[front.end() :]
    for match in _REFERENCE_COMMENT.finditer(text):
        draft.add(match.group(1), "comment", hidden=True)
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    _Reader(draft, text.split("\n")).read(tokens)


class _Reader:
    """Walks through the tokens of a text."""

    def __init__(self, draft: Collector, lines: list[str]) -> None:
        self._draft = draft
        self._lines = lines
        self._heading = 0
        self._items = 0
        self._rows: list[Row] = []
        self._cells: list[str] | None = None
        self._raw: str | None = None

    def read(self, tokens: list[Any]) -> None:
        for token in tokens:
            match token.type:
                case "heading_open":
                    self._heading = int(token.tag[1])
                case "list_item_open":
                    self._items += 1
                case "list_item_close":
                    self._items -= 1
                case "table_open":
                    self._rows = []
                case "tr_open":
                    self._cells = []
                    self._raw = self._row_line(token)
                case "tr_close":
                    self._rows.append(Row(self._cells or [], self._raw))
                    self._cells = None
                case "table_close":
                    self._draft.table(self._rows, marked_head=any(self._rows[0].cells) if self._rows else False)
                case "inline":
                    self._inline(token)
                case "fence" | "code_block":
                    for line in token.content.split("\n\n"):
                        self._draft.add(line)
                case "html_block":
                    read_fragment(token.content, self._draft)

    def _row_line(self, token: Any) -> str | None:
        """Return the row as the file has it, without its outer bars."""
        if not token.map:
            return None
        line = self._lines[token.map[0]]
        if "<!--" in line or _TAG.search(line):  # what it hides must not be part of the row
            return None
        return fold(line).removeprefix("|").removesuffix("|").strip()

    def _inline(self, token: Any) -> None:
        text, hidden = _without_comments(token.content)
        if _TAG.search(text) and (self._cells is not None or self._heading):
            text, unseen = split_fragment(text)
            hidden.append(unseen)
        if self._cells is not None:
            self._cells.append(fold(text))
        elif self._heading:
            self._draft.heading(text, self._heading)
            self._heading = 0
        elif _TAG.search(text):
            read_fragment(text, self._draft, "list_item" if self._items else "paragraph")
        else:
            self._paragraph(text)
        for words in hidden:
            self._draft.add(words, "comment", hidden=True)

    def _paragraph(self, text: str) -> None:
        note = _FOOTNOTE.match(text)
        if note:
            self._draft.add(text[note.end() :], "note")
        elif self._items:
            self._draft.add(_ITEM_BOX.sub("", text), "list_item")
        else:
            self._draft.add(text, "caption" if is_caption(fold(text)) else "paragraph")


def _without_comments(text: str) -> tuple[str, list[str]]:
    """Return a text without its HTML comments, and these."""
    return _COMMENT.sub(" ", text), _COMMENT.findall(text)
