"""DOCX, PPTX, ODT and ODP are archives of XML files: opening them without falling into their traps."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from lxml import etree

from assistant.dossier.limits import ReadingLimits
from assistant.dossier.refusals import BOMB, CORRUPT, ENCRYPTED_OFFICE, ENTITIES, MACROS, MEMBERS, TRUNCATED, DraftError

_FREE = 1024 * 1024
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_XML_NAMES = (".xml", ".rels", ".vml")
_MACRO_TYPES = (b"macroEnabled", b"vbaProject")


class Archive:
    """An archive that was checked before anything in it was read."""

    def __init__(self, data: bytes, kind: str, limits: ReadingLimits) -> None:
        """Open and check the archive. Raises DraftError when it is broken, or looks hostile."""
        self.kind = kind
        self.data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise DraftError((CORRUPT if b"PK\x05\x06" in data else TRUNCATED).format(kind=kind)) from error
        self._check(limits)
        self.names = frozenset(self._zip.namelist())

    def _check(self, limits: ReadingLimits) -> None:
        members = self._zip.infolist()
        if len(members) > limits.members:
            raise DraftError(MEMBERS.format(count=len(members), limit=limits.members))
        if sum(member.file_size for member in members) > limits.uncompressed_bytes:
            raise DraftError(BOMB)
        for member in members:
            if member.file_size > _FREE and member.file_size > limits.ratio * max(member.compress_size, 1):
                raise DraftError(BOMB)
            if member.flag_bits & 1:
                raise DraftError(ENCRYPTED_OFFICE)

    def refuse_active_content(self) -> None:
        """Raise DraftError when the document carries macros, or declares entities in one of its XML files."""
        if any(name.lower().endswith("vbaproject.bin") for name in self.names):
            raise DraftError(MACROS)
        if "[Content_Types].xml" in self.names and any(
            mark in self.read("[Content_Types].xml") for mark in _MACRO_TYPES
        ):
            raise DraftError(MACROS)
        if any(
            name.startswith(("Basic/", "Scripts/")) and not name.endswith(("/", "-lc.xml", "-lb.xml"))
            for name in self.names
        ):
            raise DraftError(MACROS)
        for name in self.names:
            if name.lower().endswith(_XML_NAMES):
                refuse_entities(self.read(name))

    def read(self, name: str) -> bytes:
        """Return a file of the archive. Raises DraftError when it is missing or broken."""
        try:
            return self._zip.read(name)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            KeyError,
            NotImplementedError,
            ValueError,
            OSError,
            RuntimeError,
        ) as error:
            raise DraftError(CORRUPT.format(kind=self.kind)) from error

    def xml(self, name: str) -> Any:
        """Return the root element of one of its XML files. Raises DraftError when it is not well formed."""
        return parse_xml(self.read(name), self.kind)

    def without_loose_ends(self) -> bytes:
        """Return the archive without the relationships whose target is missing."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as copy:
            for name in sorted(self.names):
                data = self.read(name)
                copy.writestr(name, self._mended(name, data) if name.endswith(".rels") else data)
        return buffer.getvalue()

    def _mended(self, name: str, data: bytes) -> bytes:
        root = parse_xml(data, self.kind)
        folder = name.rpartition("_rels/")[0]
        for relation in list(root):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External" and _resolved(folder, target) not in self.names:
                root.remove(relation)
        mended: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return mended


def open_package(archive: Archive, library: Callable[[io.BytesIO], Any]) -> Any:
    """Open a document with the library of its format.

    Relationships to missing parts, which Word leaves behind and the libraries can't bear, are dropped on a second try.
    Raises DraftError when that fails as well.
    """
    try:
        return library(io.BytesIO(archive.data))
    except MemoryError:
        raise
    except Exception as first:  # the libraries let out whatever they stumble on
        refuse_exhaustion(first)
    try:
        return library(io.BytesIO(archive.without_loose_ends()))
    except (DraftError, MemoryError):
        raise
    except Exception as error:
        refuse_exhaustion(error)
        raise DraftError(CORRUPT.format(kind=archive.kind)) from error


def refuse_exhaustion(error: Exception) -> None:
    """Raise MemoryError when this is how the XML parser says that memory is short."""
    if isinstance(error, etree.XMLSyntaxError) and (
        error.code == etree.ErrorTypes.ERR_NO_MEMORY or "allocat" in str(error)
    ):
        raise MemoryError from error


def refuse_entities(data: bytes) -> None:
    """Raise DraftError when an XML file has a document type or entities: no text processor writes any."""
    encoding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(data[:2])
    if encoding is None and b"\0" in data[:4]:
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    if encoding:
        data = data.decode(encoding, "replace").encode("utf-8", "replace")
    if _DECLARATION.search(data):
        raise DraftError(ENTITIES)


def parse_xml(data: bytes, kind: str) -> Any:
    """Return the root element of an XML file, read without entities, network or recovery."""
    refuse_entities(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        refuse_exhaustion(error)
        raise DraftError(CORRUPT.format(kind=kind)) from error


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    parts: list[str] = folder.rstrip("/").split("/") if folder.strip("/") else []
    for part in target.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)
