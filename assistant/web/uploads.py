"""What programs send before they ask for a review: in memory alone, each file its sender's own, and not for long."""

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from assistant.dossier.refusals import DraftError
from assistant.dossier.sniffing import SUFFIXES
from assistant.web.given import NOT_UPLOADED, plain_name, too_big
from assistant.web.sessions import Draft

KEPT_S = 300.0
"""How long a file waits for the review that it was sent for."""
MOST = 5
"""Files that one sender may have waiting."""
MOST_MEGABYTES = 300.0
"""What all that wait may take together."""

WRONG_TYPE = (
    "Ce format n’est pas pris en charge. Envoyez un document .docx, .pdf, .pptx, .odt, .odp, .md, .html ou .txt."
)
_TOO_MANY = f"Vous avez déjà {MOST} fichiers en attente : faites-les relire avant d’en envoyer d’autres."
_FULL = "Le service reçoit trop de fichiers à la fois : réessayez dans une minute."


class UploadError(Exception):
    """The file isn't taken: an HTTP status, and one French sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        """Take the status that says the same as the sentence."""
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class _Upload:
    owner: str
    draft: Draft
    until: float


class Uploads:
    """The files that wait. A reference is a name that nobody can guess, and of use to its sender alone."""

    def __init__(self, megabytes: float) -> None:
        """Begin with none; `megabytes` is what one may take."""
        self._uploads: dict[str, _Upload] = {}
        self._megabytes = megabytes
        self._lock = threading.Lock()

    @property
    def most_bytes(self) -> int:
        """What one file may take."""
        return int(self._megabytes * 1024 * 1024)

    def check(self, owner: str, name: str) -> None:
        """Tell before a file is received that it won't be taken. Raises UploadError."""
        if PurePosixPath(plain_name(name)).suffix.lower() not in SUFFIXES:
            raise UploadError(415, WRONG_TYPE)
        with self._lock:
            waiting = [upload for upload in self._uploads.values() if upload.owner == owner]
            held = sum(len(upload.draft.data) for upload in self._uploads.values())
        if len(waiting) >= MOST:
            raise UploadError(429, _TOO_MANY)
        if held >= MOST_MEGABYTES * 1024 * 1024:
            raise UploadError(503, _FULL)

    def too_big(self, size: int) -> UploadError:
        """Return why a file that is at least so big isn't taken."""
        return UploadError(413, too_big(size, self._megabytes))

    def keep(self, owner: str, name: str, data: bytes) -> str:
        """Keep a file, and return its reference. Raises UploadError."""
        self.check(owner, name)
        if len(data) > self.most_bytes:
            raise self.too_big(len(data))
        draft = Draft(plain_name(name), data)
        reference = f"{secrets.token_urlsafe(24)}/{draft.name}"
        with self._lock:
            self._uploads[reference] = _Upload(owner, draft, time.monotonic() + KEPT_S)
        return reference

    def take(self, file: object, owner: str) -> Draft:
        """Return a file that its sender refers to, as Gradio's clients do, and forget it. Raises DraftError.

        A reference to anything else is refused: no file of the machine, no address, nobody else's file.
        """
        reference = file.get("path") if isinstance(file, Mapping) else None
        with self._lock:
            upload = self._uploads.get(reference) if isinstance(reference, str) else None
            if upload is None or upload.owner != owner or not isinstance(reference, str):
                raise DraftError(NOT_UPLOADED)
            del self._uploads[reference]
        return upload.draft

    def sweep(self, now: float) -> None:
        """Forget the files that waited too long."""
        with self._lock:
            for reference in [name for name, upload in self._uploads.items() if now >= upload.until]:
                del self._uploads[reference]

    def __len__(self) -> int:
        """Return how many files wait."""
        return len(self._uploads)
