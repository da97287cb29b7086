"""How much of a draft the program is ready to read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadingLimits:
    """The bounds of one reading. A draft beyond them is refused with a sentence that says so."""

    file_bytes: int = 15 * 1024 * 1024
    """Size of the file."""
    pages: int = 400
    """Pages of a PDF, slides of a deck."""
    seconds: float = 60.0
    """Time that a reading may take, and as much processor time."""
    ocr_page_seconds: float = 20.0
    """Time granted to each page that must be read by OCR, on top of `seconds`."""
    memory_bytes: int = 1536 * 1024 * 1024
    """Address space that the reading process may take beyond what it needs to start."""
    members: int = 4000
    """Files inside a DOCX, PPTX or ODT, which are archives."""
    uncompressed_bytes: int = 200 * 1024 * 1024
    """Size of an archive's files once decompressed."""
    ratio: int = 200
    """Decompressed over compressed size of one file of an archive; a megabyte is always granted."""
    characters: int = 600_000
    """Characters of text; what comes after is left unread, and a warning says so."""
