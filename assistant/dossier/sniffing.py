"""What a file really is, told by its content: names lie."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from assistant.dossier.plain import decode
from assistant.dossier.refusals import (
    BINARY,
    CORRUPT,
    EMPTY_FILE,
    ENCRYPTED_OFFICE,
    LEGACY,
    LOCK_FILE,
    MACROS,
    NO_TEXT,
    TRUNCATED,
    UNSUPPORTED,
    DraftError,
    quotable,
)

Format = Literal["docx", "pdf", "pptx", "odt", "odp", "md", "html", "txt"]

SUFFIXES: dict[str, Format] = {
    ".docx": "docx", ".dotx": "docx", ".pdf": "pdf", ".pptx": "pptx", ".ppsx": "pptx", ".potx": "pptx",
    ".odt": "odt", ".ott": "odt", ".odp": "odp", ".otp": "odp", ".md": "md", ".markdown": "md", ".mdown": "md",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".txt": "txt", ".text": "txt",
}  # fmt: skip
"""The names that each format goes by."""

NAMES: dict[Format, str] = {
    "docx": "Word (.docx)", "pdf": "PDF", "pptx": "PowerPoint (.pptx)", "odt": "OpenDocument (.odt)",
    "odp": "OpenDocument (.odp)", "md": "Markdown", "html": "HTML", "txt": "texte",
}  # fmt: skip
"""How each format is called in a sentence."""

_MACRO_SUFFIXES = {".docm", ".dotm", ".pptm", ".ppsm", ".potm", ".xlsm"}
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "C’est une image PNG"),
    (b"\xff\xd8\xff", "C’est une image JPEG"),
    (b"GIF8", "C’est une image GIF"),
    (b"BM", "C’est une image BMP"),
    (b"II*\0", "C’est une image TIFF"),
    (b"MM\0*", "C’est une image TIFF"),
    (b"7z\xbc\xaf'\x1c", "C’est une archive 7z"),
    (b"Rar!\x1a\x07", "C’est une archive RAR"),
    (b"\x1f\x8b", "C’est une archive compressée (gzip)"),
    (b"MZ", "C’est un programme Windows"),
    (b"\x7fELF", "C’est un programme"),
    (b"ID3", "C’est un fichier audio"),
    (b"OggS", "C’est un fichier audio ou vidéo"),
    (b"\xcf\xfa\xed\xfe", "C’est un programme"),
    (b"SQLite format 3\0", "C’est une base de données"),
    (b"%!PS", "C’est un fichier PostScript"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", None),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("Workbook", "xls"),
)
_HTML = re.compile(
    r"^\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?(?:<!doctype\s+html|<html|<head|<body)\b", re.IGNORECASE | re.DOTALL
)
_FLAT = re.compile(r"<office:document\b")


@dataclass(frozen=True)
class Sniffed:
    """The format of a file. `claimed` is what its name pretends, where that is something else."""

    format: Format
    claimed: str | None = None


def refuse_by_name(name: str) -> None:
    """Raise DraftError when the name alone tells that this is no draft."""
    if name.startswith("~$") or (name.startswith(".~lock.") and name.endswith("#")):
        raise DraftError(LOCK_FILE.format(name=quotable(name)))
    if PurePath(name).suffix.lower() in _MACRO_SUFFIXES:
        raise DraftError(MACROS)


def sniff(data: bytes, name: str) -> Sniffed:
    """Return the format of a file. Raises DraftError when it is none that can be read."""
    refuse_by_name(name)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise DraftError(
            EMPTY_FILE.format(name=quotable(name))
            if not data
            else BINARY.format(name=quotable(name))
            if b"\0" in data
            else NO_TEXT
        )
    suffix = PurePath(name).suffix.lower()
    found = _sniff_content(data, name, suffix)
    claimed = SUFFIXES.get(suffix)
    textual = {"md", "txt", "html"}
    if claimed == found or not suffix or (found in textual and claimed in {None, *textual}):
        return Sniffed(found)
    return Sniffed(found, suffix)


def _sniff_content(data: bytes, name: str, suffix: str) -> Format:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _sniff_archive(data, suffix)
    if data.startswith(_OLE):
        _refuse_ole(data)
    if data.lstrip().startswith(b"{\\rtf"):
        raise DraftError(LEGACY["rtf"])
    _refuse_known(data)
    return _sniff_text(data, name, suffix)


def _sniff_archive(data: bytes, suffix: str) -> Format:
    claimed = SUFFIXES.get(suffix)
    kind = NAMES[claimed] if claimed else "compressé"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if any(member.flag_bits & 1 for member in archive.infolist()):
                raise DraftError(ENCRYPTED_OFFICE)
            mimetype = archive.read("mimetype")[:200] if "mimetype" in names else b""
            types = archive.read("[Content_Types].xml")[:200_000] if "[Content_Types].xml" in names else b""
    except (DraftError, MemoryError):
        raise
    except Exception as error:  # any way that an archive can be broken
        broken = CORRUPT if b"PK\x05\x06" in data else TRUNCATED
        raise DraftError(broken.format(kind=kind)) from error
    if any(name.lower().endswith("vbaproject.bin") for name in names) or b"macroEnabled" in types:
        raise DraftError(MACROS)
    for prefix, form in (("word/document", "docx"), ("ppt/presentation", "pptx")):
        if any(name.startswith(prefix) for name in names):
            return form  # type: ignore[return-value]
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    if mimetype.startswith(b"application/vnd.oasis.opendocument.presentation"):
        return "odp"
    what = "C’est une archive ZIP"
    if any(name.startswith("xl/") for name in names) or b"spreadsheet" in mimetype:
        what = "C’est un classeur (tableur)"
    elif b"epub" in mimetype:
        what = "C’est un livre numérique (EPUB)"
    elif any(name.startswith("Index/") and name.endswith(".iwa") for name in names):
        what = "C’est un document Apple iWork (Pages ou Keynote)"
    elif claimed and types:
        raise DraftError(CORRUPT.format(kind=kind))
    raise DraftError(UNSUPPORTED.format(what=what))


def _refuse_ole(data: bytes) -> None:
    """Raise the DraftError that fits a file of the old Office formats, or an encrypted one of the new."""
    for stream, legacy in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            raise DraftError(LEGACY[legacy] if legacy else ENCRYPTED_OFFICE)
    raise DraftError(LEGACY["ole"])


def _refuse_known(data: bytes) -> None:
    for magic, what in _MAGIC:
        if data.startswith(magic) and (len(magic) > 2 or b"\0" in data[:512]):
            raise DraftError(UNSUPPORTED.format(what=what))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        raise DraftError(UNSUPPORTED.format(what="C’est une image WebP"))
    if data[4:8] == b"ftyp":
        image = data[8:12] in {b"heic", b"heix", b"mif1", b"avif"}
        raise DraftError(UNSUPPORTED.format(what="C’est une photo (HEIC)" if image else "C’est une vidéo"))


def _sniff_text(data: bytes, name: str, suffix: str) -> Format:
    text = decode(data)
    if text is None:
        claimed = SUFFIXES.get(suffix)
        if claimed and claimed not in {"md", "txt", "html"}:
            raise DraftError(CORRUPT.format(kind=NAMES[claimed]))
        raise DraftError(BINARY.format(name=quotable(name)))
    head = text[:4000]
    if _FLAT.search(head):
        raise DraftError(LEGACY["flat"])
    if _HTML.match(head):
        return "html"
    if suffix == ".svg" or re.match(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<svg\b", head, re.DOTALL):
        raise DraftError(UNSUPPORTED.format(what="C’est une image SVG"))
    claimed = SUFFIXES.get(suffix)
    if claimed in {"md", "html"}:
        return claimed
    return "txt"
