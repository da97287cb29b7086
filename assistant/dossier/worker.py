"""The reading process: `python -m assistant.dossier.worker PARENT`. It reads one draft, within limits, and ends.

In: a line of JSON (`name`, `limits`, `ocr`), then the file. Out: lines of JSON, each with one of `progress`, `ocr_pages`,
`error`, `document`. It is started without the keys and options of the program, writes nothing else, and keeps nothing.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.dossier.collecting import Collector
from assistant.dossier.limits import ReadingLimits
from assistant.dossier.orphans import end_with_parent
from assistant.dossier.refusals import CRASHED, NO_TEXT, OUT_OF_MEMORY, DraftError

Send = Callable[[dict[str, Any]], None]


def read_in_process(
    data: bytes, name: str, limits: ReadingLimits, send: Send = lambda message: None, ocr: bool = False
) -> dict[str, Any]:
    """Return the draft as data: the fields of `Document`. Raises DraftError when it can't be read.

    This is the reading itself, without its guards: call `read_draft`, which runs it in a process of its own.
    """
    from assistant.dossier.sniffing import NAMES, sniff

    found = sniff(data, name)
    draft = Collector(limits)
    if found.claimed:
        draft.warn(
            "mislabelled",
            f"Le nom du fichier se termine par « {found.claimed} », mais son contenu est au format {NAMES[found.format]} : "
            "il a été lu d’après son contenu.",
        )
    _read(found.format, data, draft, send, ocr)
    if not any(block.kind not in {"furniture", "comment"} for block in draft.blocks):
        raise DraftError(NO_TEXT)
    return {"file": name, "format": found.format, **draft.as_json()}


def _read(form: str, data: bytes, draft: Collector, send: Send, ocr: bool) -> None:
    """Call the reader of the format: only its library is imported."""
    match form:
        case "pdf":
            from assistant.dossier.pdf import read_pdf

            read_pdf(data, draft, send, ocr)
        case "docx":
            from assistant.dossier.docx import read_docx

            read_docx(data, draft)
        case "pptx":
            from assistant.dossier.pptx import read_pptx

            read_pptx(data, draft)
        case "odt" | "odp":
            from assistant.dossier.odf import read_odf

            read_odf(data, draft)
        case _:
            _read_text(form, data, draft)


def _read_text(form: str, data: bytes, draft: Collector) -> None:
    from assistant.dossier.plain import decode, read_plain

    text = decode(data) or ""
    if form == "html":
        from assistant.dossier.html import read_html

        read_html(text, draft)
    elif form == "md":
        from assistant.dossier.markdown import read_markdown

        read_markdown(text, draft)
    else:
        read_plain(text, draft)


def limit_resources(limits: ReadingLimits) -> None:
    """Bound the memory and the processor time of this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is what is left
        return
    _lower(resource, resource.RLIMIT_CORE, 0)
    _lower(resource, resource.RLIMIT_CPU, max(1, int(limits.seconds) + 1))
    used = _address_space()
    if used is not None:
        _lower(resource, resource.RLIMIT_AS, used + limits.memory_bytes)


def _lower(resource: Any, which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    try:
        resource.setrlimit(which, (value, value))
    except (ValueError, OSError):  # macOS refuses some of them
        return


def _address_space() -> int | None:
    """Return the address space in use, where /proc tells it (Linux)."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return None


def answer(send: Send) -> None:
    """Read the draft that stands on the standard input, and send it back, or one sentence that says why not."""
    request = json.loads(sys.stdin.buffer.readline())
    limits = ReadingLimits(**request["limits"])
    limit_resources(limits)
    try:
        data = sys.stdin.buffer.read()
        send({"document": read_in_process(data, request["name"], limits, send, request["ocr"])})
    except DraftError as error:
        send({"error": str(error)})
    except MemoryError:
        send({"error": OUT_OF_MEMORY})
    except Exception:  # any way that a library can fail on a broken file: the person gets a sentence, not a traceback
        send({"error": CRASHED})


def main() -> None:
    """Answer on what was the standard output. What a library prints goes nowhere."""
    end_with_parent(int(sys.argv[1]) if len(sys.argv) > 1 else None)
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    def send(message: dict[str, Any]) -> None:
        out.write(json.dumps(message, ensure_ascii=True) + "\n")
        out.flush()

    answer(send)


def request_line(name: str, limits: ReadingLimits, ocr: bool) -> bytes:
    """Return the first line of what the process is given."""
    return json.dumps({"name": name, "limits": asdict(limits), "ocr": ocr}).encode() + b"\n"


if __name__ == "__main__":
    main()
