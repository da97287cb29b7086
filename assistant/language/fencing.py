"""Text that isn't ours, between markers that it can't write itself."""

import re
import secrets

BREAK = "\u2060"
"""A word joiner: invisible, and dropped where quotes are compared, so that a quote of the text stays one."""

_MARKERS = re.compile(r"<{3,}|>{3,}")
_TEMPLATE = re.compile(
    r"<(?=\|)|\|(?=>)|<(?=/?s>)|\[(?=/?INST\])|<(?=/?(?:start|end)_of_turn>)|<(?=</?SYS>>)", re.IGNORECASE
)
"""What chat templates of models read as the end of a message."""


def make_nonce() -> str:
    """Return sixteen hexadecimal digits that nobody can guess."""
    return secrets.token_hex(8)


def fenced(text: str, nonce: str | None = None) -> str:
    """Return a text between two lines that hold a nonce, new by default; inside, what looks like such a line is broken.

    `<<<TEXTE 1f…>>>` opens, `<<<FIN DU TEXTE 1f…>>>` closes. The words of the text stay as they are: what is broken is
    broken by an invisible sign.
    """
    mark = nonce or make_nonce()
    return f"<<<TEXTE {mark}>>>\n{neutralised(text, mark)}\n<<<FIN DU TEXTE {mark}>>>"


def neutralised(text: str, nonce: str = "") -> str:
    """Return a text in which no marker, nonce or sign of a chat template is left whole."""
    broken = _MARKERS.sub(lambda found: BREAK.join(found[0]), text)
    broken = _TEMPLATE.sub(lambda found: found[0] + BREAK, broken)
    if nonce:
        broken = re.sub(re.escape(nonce), lambda found: found[0][0] + BREAK + found[0][1:], broken, flags=re.IGNORECASE)
    return broken
