"""What a window gives: drafts and recordings as bytes that never touch the disk."""

import base64
import binascii
from collections.abc import Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

import gradio as gr

from assistant.dossier.refusals import DraftError
from assistant.speech.refusals import NOT_RECEIVED as NOT_RECORDED
from assistant.speech.refusals import TOO_BIG, SpeechError
from assistant.web.sessions import Draft

PASTED = "texte collé.txt"
NOTHING = "Choisissez d’abord un fichier, ou collez votre texte."
NOT_RECEIVED = "Le fichier n’a pas été reçu en entier : choisissez-le de nouveau."
NOT_UPLOADED = "Ce fichier n’a pas été envoyé à ce serveur : envoyez-le d’abord, puis donnez sa référence."
_LONGEST_NAME = 200


def given_of(data: gr.EventData) -> dict[str, Any]:
    """Return what a script of the page sends with an event."""
    given = data._data
    return given if isinstance(given, dict) else {}


def given_draft(given: Mapping[str, object], megabytes: float) -> Draft:
    """Return the draft of a form: a file, else the text that was pasted. Raises DraftError when there is none."""
    if given.get("data") or given.get("name"):
        return given_file(given, megabytes)
    text = str(given.get("text") or "")
    if not text.strip():
        raise DraftError(NOTHING)
    return Draft(PASTED, text.encode("utf-8", "replace"))


def given_file(given: Mapping[str, object], megabytes: float) -> Draft:
    """Return a file that the page's script read. Raises DraftError."""
    encoded, name = given.get("data"), given.get("name")
    if not isinstance(encoded, str) or not isinstance(name, str):
        raise DraftError(NOT_RECEIVED)
    if len(encoded) * 3 / 4 > megabytes * 1024 * 1024 + 3:
        raise DraftError(too_big(len(encoded) * 3 / 4, megabytes))
    try:
        return Draft(plain_name(name), base64.b64decode(encoded, validate=True))
    except (binascii.Error, ValueError) as error:
        raise DraftError(NOT_RECEIVED) from error


def given_recording(given: Mapping[str, object], most: int) -> bytes:
    """Return a recording that the page's script made, of so many bytes at most. Raises SpeechError."""
    encoded = given.get("data")
    if not isinstance(encoded, str) or not encoded:
        raise SpeechError(NOT_RECORDED)
    if len(encoded) * 3 / 4 > most + 3:
        raise SpeechError(TOO_BIG.format(limit=f"{most / 1_000_000:.1f}".replace(".", ",")))
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise SpeechError(NOT_RECORDED) from error


def too_big(size: float, megabytes: float) -> str:
    """Return why a file of so many bytes is refused."""
    shown = f"{size / 1024 / 1024:.1f}".replace(".", ",")
    return f"Le fichier pèse {shown} Mo, plus que les {megabytes:g} Mo admis : allégez-en les images."


def plain_name(name: str) -> str:
    """Return a file's name without folders and without what isn't printed."""
    bare = PureWindowsPath(PurePosixPath(name).name).name
    printed = "".join(character for character in bare if character.isprintable()).strip()
    return printed[-_LONGEST_NAME:] or "document"
