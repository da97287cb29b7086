"""Pages that are images, read with the `tesseract` command where it is installed."""

import io
import shutil
import subprocess
from functools import lru_cache
from typing import Any

from assistant.dossier.collecting import Collector
from assistant.dossier.orphans import end_with_parent
from assistant.dossier.text import fold, heading_depth, is_numbered_item, looks_like_heading, without_bullet

_DOTS_PER_INCH = 200
_MOST_PIXELS = 20_000_000


@lru_cache(maxsize=1)
def language() -> str | None:
    """Return the language that pages are read in, or None where `tesseract` or its French data is missing."""
    command = shutil.which("tesseract")
    if command is None:
        return None
    try:
        answer = subprocess.run([command, "--list-langs"], capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return "fra" if "fra" in answer.stdout.split() + answer.stderr.split() else None


def read_picture(document: Any, number: int, known: str, draft: Collector) -> int:
    """Put the paragraphs of a page into the draft, and return how many there are."""
    picture = _picture(document, number)
    command = shutil.which("tesseract")
    if picture is None or command is None:
        return 0
    try:
        answer = subprocess.run(  # noqa: S603
            [command, "stdin", "stdout", "-l", known, "--psm", "3"],
            input=picture,
            capture_output=True,
            check=False,
            preexec_fn=end_with_parent,
        )
    except OSError:
        return 0
    count = 0
    for paragraph in answer.stdout.decode("utf-8", "replace").replace("\f", "").split("\n\n"):
        count += _put(paragraph, draft)
    return count


def _put(paragraph: str, draft: Collector) -> int:
    lines = [line for line in (fold(line) for line in paragraph.split("\n")) if line]
    if not lines or not any(letter.isalpha() for letter in paragraph):
        return 0
    if any(without_bullet(line) is not None or is_numbered_item(line) for line in lines[1:]):
        groups = _items(lines)
    else:
        groups = [" ".join(lines)]
    for text in groups:
        item = without_bullet(text)
        if item is not None:
            draft.add(item, "list_item")
        elif len(lines) == 1 and looks_like_heading(text) and (heading_depth(text) or text.isupper()):
            draft.heading(text, heading_depth(text) or 1)
        else:
            draft.add(text)
    return len(groups)


def _items(lines: list[str]) -> list[str]:
    groups: list[str] = []
    for line in lines:
        if not groups or without_bullet(line) is not None or is_numbered_item(line):
            groups.append(line)
        else:
            groups[-1] += " " + line
    return groups


def _picture(document: Any, number: int) -> bytes | None:
    """Render a page in grey, as the PGM file that tesseract reads from its standard input."""
    import ctypes

    import pypdfium2.raw as pdfium

    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        return None
    try:
        scale = _DOTS_PER_INCH / 72
        width, height = pdfium.FPDF_GetPageWidthF(page) * scale, pdfium.FPDF_GetPageHeightF(page) * scale
        shrink = min(1.0, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        wide, high = max(1, int(width * shrink)), max(1, int(height * shrink))
        bitmap = pdfium.FPDFBitmap_CreateEx(wide, high, pdfium.FPDFBitmap_Gray, None, 0)
        if not bitmap:
            return None
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, wide, high, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, wide, high, 0, pdfium.FPDF_ANNOT)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        raw = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * high)
        pdfium.FPDFBitmap_Destroy(bitmap)
    finally:
        pdfium.FPDF_ClosePage(page)
    out = io.BytesIO()
    out.write(f"P5 {wide} {high} 255\n".encode())
    for row in range(high):
        out.write(raw[row * stride : row * stride + wide])
    return out.getvalue()
