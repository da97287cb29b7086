"""Office files that were tampered with: DOCX, PPTX and ODT are archives, and so is what pretends to be one."""

import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

from evals.datasets.drafts import DraftFormat, LabelledDraft
from evals.datasets.rendering import render

_XML = b'<?xml version="1.0" encoding="UTF-8"?>'
_ENTITIES = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
_EXTERNAL = b'<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
_BOMB_BYTES = 60 * 1024 * 1024
_MEMBERS = 5_000
_DEPTH = 2_000

Maker = Callable[[LabelledDraft], bytes]


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    """Return what a function writes to a file."""
    buffer = io.BytesIO()
    save(buffer)
    return buffer.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    """Return a ZIP archive of these files."""

    def save(buffer: io.BytesIO) -> None:
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
            for name, data in members.items():
                file.writestr(name, data)

    return saved(save)


def tampered(data: bytes, changes: dict[str, Callable[[bytes], bytes]], added: dict[str, bytes] | None = None) -> bytes:
    """Return an archive with some of its files changed, and others added."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    members |= {name: change(members[name]) for name, change in changes.items()}
    return archive(members | (added or {}))


def _docx(draft: LabelledDraft) -> bytes:
    return render(draft, "docx")


def _declaring(declaration: bytes, form: DraftFormat, part: str, encoding: str = "utf-8") -> Maker:
    """A document whose XML declares entities, in an encoding that hides them from a search of bytes if need be."""

    def change(xml: bytes) -> bytes:
        text = (declaration + xml.split(b"?>", 1)[-1]).decode()
        return f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)

    return lambda draft: tampered(render(draft, form), {part: change})


def _with(added: Callable[[], dict[str, bytes]]) -> Maker:
    """A DOCX with files that don't belong into it."""
    return lambda draft: tampered(_docx(draft), {}, added())


def _deep_docx(draft: LabelledDraft) -> bytes:
    """Tables within tables within tables."""
    table, end = b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"
    text = b"<w:p><w:r><w:t>Au fond.</w:t></w:r></w:p>"
    return tampered(
        _docx(draft),
        {
            "word/document.xml": lambda xml: (
                xml[: xml.index(b"<w:body>") + 8] + table * _DEPTH + text + end * _DEPTH + b"</w:body></w:document>"
            )
        },
    )


def _cut_xml(draft: LabelledDraft) -> bytes:
    return tampered(_docx(draft), {"word/document.xml": lambda xml: xml[:-40]})


def _odf_repeats(draft: LabelledDraft) -> bytes:
    """Rows of tables that say to stand there a million times, sixteen thousand cells wide."""

    def change(xml: bytes) -> bytes:
        wide = xml.replace(b"<table:table-cell", b'<table:table-cell table:number-columns-repeated="16384"')
        return wide.replace(b"<table:table-row", b'<table:table-row table:number-rows-repeated="1048576"')

    return tampered(render(draft, "odt"), {"content.xml": change})


def _locked_odt(draft: LabelledDraft) -> bytes:
    """An ODT with a password: its parts are listed as encrypted."""
    encryption = b'<manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
    manifest = (
        _XML + b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        b'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        + encryption
        + b"</manifest:manifest>"
    )
    noise = bytes(number * 7 % 251 for number in range(4000))
    changes: dict[str, Callable[[bytes], bytes]] = {
        "META-INF/manifest.xml": lambda _: manifest,
        "content.xml": lambda _: noise,
    }
    return tampered(render(draft, "odt"), changes)


def _old_office(stream: str) -> Maker:
    """A container of the old Office formats with one stream, as its directory names it."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    entry = stream.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(stream) + 2) + bytes(62)
    return lambda _: header + entry + bytes(2048)


def _locked_archive(draft: LabelledDraft) -> bytes:
    """An archive whose files are marked as encrypted."""
    data = bytearray(archive({"word/document.xml": draft.markdown.encode(), "[Content_Types].xml": b"<Types/>"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            flags: int = struct.unpack_from("<H", data, at + offset)[0]
            struct.pack_into("<H", data, at + offset, flags | 1)
            at = data.find(mark, at + 4)
    return bytes(data)


def _empty_docx(_draft: LabelledDraft) -> bytes:
    def save(buffer: io.BytesIO) -> None:
        from docx import Document

        Document().save(buffer)

    return saved(save)


def _empty_pptx(_draft: LabelledDraft) -> bytes:
    def save(buffer: io.BytesIO) -> None:
        from pptx import Presentation

        deck: Any = Presentation()
        deck.slides.add_slide(deck.slide_layouts[6])
        deck.save(buffer)

    return saved(save)


ARCHIVES: dict[str, Maker] = {
    "empty_docx": _empty_docx,
    "empty_pptx": _empty_pptx,
    "macros": _with(lambda: {"word/vbaProject.bin": b"x"}),
    "zip_bomb": _with(lambda: {"word/media/image1.png": bytes(_BOMB_BYTES)}),
    "many_members": _with(lambda: {f"word/media/{number}.png": b"x" for number in range(_MEMBERS)}),
    "names_that_climb": _with(lambda: {"../../../sorti.txt": b"x"}),
    "deep_docx": _deep_docx,
    "cut_xml": _cut_xml,
    "doctype_docx": _declaring(_ENTITIES, "docx", "word/document.xml"),
    "doctype_utf16": _declaring(_ENTITIES, "docx", "word/document.xml", "utf-16"),
    "doctype_external": _declaring(_EXTERNAL, "docx", "word/document.xml"),
    "doctype_pptx": _declaring(_ENTITIES, "pptx", "ppt/slides/slide1.xml"),
    "doctype_odt": _declaring(_ENTITIES, "odt", "content.xml"),
    "odf_repeats": _odf_repeats,
    "locked_odt": _locked_odt,
    "locked_archive": _locked_archive,
    "old_word": _old_office("WordDocument"),
    "old_powerpoint": _old_office("PowerPoint Document"),
    "encrypted_docx": _old_office("EncryptedPackage"),
    "workbook": lambda _: archive({"xl/workbook.xml": _XML, "[Content_Types].xml": _XML}),
    "plain_zip": lambda draft: archive({"cahier.docx": _docx(draft)}),
}
"""Makers of archives, and of what pretends to be one, by name."""
