"""Receiving a file from a program: in place of Gradio's own way, which writes it into a folder."""

import json
import sys
from collections.abc import AsyncGenerator

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.types import Receive, Scope, Send

from assistant.web.owners import owner_of
from assistant.web.serving.asgi import answer, header, refuse
from assistant.web.serving.bodies import UNREADABLE
from assistant.web.uploads import MOST, UploadError, Uploads

NO_FILE = "Envoyez un fichier dans le champ « files » d’un formulaire (multipart/form-data)."
_SLACK = 64 * 1024
"""What a form takes around its files."""


class _InMemory(MultiPartParser):
    spool_max_size = sys.maxsize  # no file is written


async def receive_upload(uploads: Uploads, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer as Gradio's clients expect: with the references of the files, in a list."""
    try:
        references = await _kept(uploads, scope, receive)
    except UploadError as error:
        wait = {"retry-after": "60"} if error.status in {429, 503} else {}
        await refuse(send, error.status, str(error), wait)
    else:
        await answer(send, 200, json.dumps(references).encode())


async def _kept(uploads: Uploads, scope: Scope, receive: Receive) -> list[str]:
    if not header(scope, "content-type").lower().startswith("multipart/form-data"):
        raise UploadError(400, NO_FILE)
    stream = _pieces(uploads, scope, receive)
    parser = _InMemory(Headers(scope=scope), stream, max_files=MOST, max_fields=MOST)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, UnicodeError) as error:
        raise UploadError(400, UNREADABLE) from error
    try:
        files = [file for file in form.getlist("files") if isinstance(file, UploadFile)]
        if not files:
            raise UploadError(400, NO_FILE)
        owner = owner_of(scope).id
        for file in files:
            uploads.check(owner, file.filename or "")
        return [uploads.keep(owner, file.filename or "", await file.read()) for file in files]
    finally:
        await form.close()


async def _pieces(uploads: Uploads, scope: Scope, receive: Receive) -> AsyncGenerator[bytes, None]:
    """The body as it comes. Raises UploadError as soon as it is too long."""
    announced = header(scope, "content-length")
    most = uploads.most_bytes + _SLACK
    if announced.isdecimal() and int(announced) > most:
        raise uploads.too_big(int(announced))
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise UploadError(400, UNREADABLE)  # the client has gone
        part = message.get("body", b"")
        size += len(part)
        if size > most:
            raise uploads.too_big(size)
        more = message.get("more_body", False)
        yield part
