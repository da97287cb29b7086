"""A review as a file that goes to the browser inside an answer: nothing of it is ever written on the server."""

import base64
import json
import re
import unicodedata
from pathlib import PurePath

from assistant.coaching.reviewing.review import Review
from assistant.referential.model import Referential
from assistant.report import ReportError, form_of, write_review
from assistant.web.operations.work import worked
from assistant.web.sessions import Session

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "md": "text/markdown;charset=utf-8",
    "json": "application/json",
    "csv": "text/csv;charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORGOTTEN = "Cette relecture n’est plus en mémoire : relancez-la pour la télécharger."
_LONGEST_STEM = 60


@worked.watched("export")
def download(session: Session, form: str, referential: Referential) -> str:
    """Return the file as JSON for the page's script: `name`, `type`, `data` in base64; or a `problem`."""
    review = session.review
    if review is None:
        return problem(FORGOTTEN)
    try:
        data = write_review(review, referential, form_of(f"relecture.{form}"), session.comparison)
    except ReportError as error:
        return problem(str(error))
    return packed(file_stem(review), form, data)


def packed(stem: str, form: str, data: bytes) -> str:
    """Return a file as JSON for the page's script."""
    encoded = base64.b64encode(data).decode("ascii")
    return json.dumps({"name": f"{stem}.{form}", "type": TYPES[form], "data": encoded})


def problem(sentence: str) -> str:
    """Return why there is no file, as JSON for the page's script."""
    return json.dumps({"problem": sentence})


def file_stem(review: Review) -> str:
    """Return a name that every system takes: « relecture-C3.3-mon-dossier »."""
    stem = unicodedata.normalize("NFKD", PurePath(review.file).stem)
    plain = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in stem if not unicodedata.combining(c)).lower()).strip("-")
    return "-".join(part for part in ("relecture", review.exam, plain[:_LONGEST_STEM].strip("-")) if part)
